"""A picture that is paused before its first row stays empty until it goes on; virtual clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock
from tests.app.test_steered import EVERY, drawn, feed, figure_of, span_of

pytestmark = pytest.mark.usefixtures("leak_check")


@pytest.fixture
def source() -> ScriptedSource:
    return ScriptedSource("plant")


@pytest.mark.parametrize("make", EVERY.values(), ids=EVERY)
async def test_what_is_paused_while_it_is_empty_stays_so(
    stream: Stream, source: ScriptedSource, clock: VirtualClock, make: Callable[..., Any]
) -> None:
    widget = make(stream)
    widget.pause()
    await clock.advance(1.0)
    before, axis = drawn(widget), span_of(widget)
    await feed(source, clock, 0, 10)
    assert stream.counts.stored == 10
    assert (drawn(widget), span_of(widget)) == (before, axis)
    figure = figure_of(widget)
    assert figure.controls["note"] == "paused · 10 rows since"
    assert figure.words == "paused before the first row"
    if widget.viewport.window < np.inf:
        widget.window = 40
        await feed(source, clock, 10, 1)
        assert span_of(widget) == axis
    widget.live()
    await clock.advance(1.0)
    other = make(stream)
    if widget.viewport.window < np.inf:
        other.window = 40
    await clock.advance(1.0)
    assert (drawn(widget), span_of(widget)) == (drawn(other), span_of(other))
    assert figure.words != "paused before the first row"
