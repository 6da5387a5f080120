"""Fixtures for tests with real kernels."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.integration.kernel import Kernel


@pytest.fixture
async def kernel() -> AsyncIterator[Kernel]:
    """A fresh kernel."""
    started = await Kernel.start()
    yield started
    await started.stop()
