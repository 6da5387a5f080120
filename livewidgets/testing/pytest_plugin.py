"""Pytest fixtures: put `pytest_plugins = ["livewidgets.testing.pytest_plugin"]` in conftest.py."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from livewidgets.app.streams import stop_all
from livewidgets.testing.clock import VirtualClock
from livewidgets.testing.leaks import no_leaks
from livewidgets.testing.screen import HeadlessScreen


@pytest.fixture
def leak_check() -> Iterator[None]:
    """Fails a test that leaves a thread, socket or comm of its own open."""
    with no_leaks():
        yield
        stop_all()


@pytest.fixture
def clock() -> VirtualClock:
    """A clock that stands still until the test moves it."""
    return VirtualClock()


@pytest.fixture
def screen() -> HeadlessScreen:
    """A screen without a page."""
    return HeadlessScreen()
