"""Fixtures for the commands."""

from __future__ import annotations

import pytest

from tests.sources.recorder import Recorder


@pytest.fixture
def sink() -> Recorder:
    return Recorder()
