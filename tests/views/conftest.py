"""Fixtures for the views."""

from __future__ import annotations

import pytest

from livewidgets.testing import VirtualClock
from tests.views.fed import Fed


@pytest.fixture
def fed(clock: VirtualClock) -> Fed:
    return Fed(clock)
