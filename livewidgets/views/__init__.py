"""What each picture shows, as marks and values; pure: times are passed in."""
