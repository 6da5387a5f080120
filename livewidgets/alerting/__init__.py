"""Alerts of a running stream: watches it, and tells others of what happens."""
