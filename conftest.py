"""The project's own fixtures are those that it gives to its users."""

pytest_plugins = ["livewidgets.testing.pytest_plugin"]
