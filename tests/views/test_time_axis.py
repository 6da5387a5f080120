"""What a plot without anything in it says: why, in short lines."""

from __future__ import annotations

import pytest

from livewidgets.views.time_axis import MESSAGE_LINES, MESSAGE_WIDTH, message_lines


@pytest.mark.parametrize(
    ("why", "lines"),
    [
        ("no rows yet", ["", "", "no rows yet", "", ""]),
        (
            "data.csv is no text: there is a zero byte after b'a,b'",
            ["", "data.csv is no text: there", "is a zero byte after b'a,b'", "", ""],
        ),
    ],
)
def test_a_message_stands_in_the_middle_in_lines_that_fit(why: str, lines: list[str]) -> None:
    assert message_lines(why) == lines


@pytest.mark.parametrize("why", ["word " * 40, "x" * 200, "/a/long/path" * 17])
def test_of_a_long_message_the_beginning_is_shown(why: str) -> None:
    lines = message_lines(why)
    assert len(lines) == MESSAGE_LINES
    assert max(map(len, lines)) <= MESSAGE_WIDTH
    assert lines[-1].endswith("…")
    shown = "".join(lines).replace(" ", "").removesuffix("…")
    assert why.replace(" ", "").startswith(shown)
    assert len(shown) > 80
