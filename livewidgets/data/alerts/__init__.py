"""Alerts: conditions on rows, and what has become of them. Pure: times are passed in."""
