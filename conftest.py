"""The project's own fixtures are those that it gives to its users."""

from hypothesis import settings

pytest_plugins = ["livewidgets.testing.pytest_plugin"]

# A deadline is a clock in a test: on a machine that does something else it fails.
settings.register_profile("livewidgets", deadline=None)
settings.load_profile("livewidgets")
