"""Tools to test live pictures with; livewidgets is tested with them itself.

    from livewidgets.testing import HeadlessScreen, ScriptedSource, VirtualClock, no_leaks

The fixtures `clock`, `screen` and `leak_check` are in `livewidgets.testing.pytest_plugin`.
"""

from livewidgets.testing.clock import VirtualClock
from livewidgets.testing.leaks import Resources, no_leaks, open_resources
from livewidgets.testing.screen import HeadlessScreen, ShownFrame
from livewidgets.testing.source import ScriptedSource

__all__ = [
    "HeadlessScreen",
    "Resources",
    "ScriptedSource",
    "ShownFrame",
    "VirtualClock",
    "no_leaks",
    "open_resources",
]
