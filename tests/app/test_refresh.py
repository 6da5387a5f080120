"""How many pictures a second are asked for."""

from __future__ import annotations

from typing import Any

import pytest

import livewidgets as lw
from livewidgets.app.session import SESSION
from livewidgets.errors import ArgumentError


@pytest.mark.parametrize("refresh", [0, -1, 61, float("nan"), "60", True])
def test_what_cannot_be_shown_is_refused(refresh: Any) -> None:
    with pytest.raises(ArgumentError, match=r"refresh=.*: give pictures a second, up to 60"):
        lw.line(lw.stream(iter([])), refresh=refresh)


def test_the_picture_that_asks_for_most_decides_while_it_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stream = lw.stream(lambda: iter([1.0, 2.0]))
    quiet = lw.line(stream)
    (show,) = SESSION._shows.values()
    asked: list[float] = []
    monkeypatch.setattr(show.pump.pacer, "steady", asked.append)
    slow, quick = lw.line(stream, refresh=5), lw.line(stream, refresh=60)
    quick.stop()
    slow.stop()
    quiet.stop()
    assert asked == pytest.approx([1 / 5, 1 / 60, 1 / 5, float("inf"), float("inf")])
    stream.stop()
