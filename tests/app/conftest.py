"""Fixtures for the commands."""

from __future__ import annotations

import pytest

from livewidgets.testing.clock import VirtualClock
from tests.sources.recorder import Recorder


@pytest.fixture
def sink() -> Recorder:
    return Recorder()


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()
