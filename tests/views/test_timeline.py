"""TimelineView: spans of equal state, lanes by category, and events."""

from __future__ import annotations

import math
import random
from typing import Any

import numpy as np
import pytest

from livewidgets.errors import SchemaError
from livewidgets.views.label_rows import GAP, label_rows, text_width
from livewidgets.views.lanes import MOST_EVENTS, MOST_LANES
from livewidgets.views.runs import SEVERAL, Runs, Span
from livewidgets.views.timeline import TimelineView
from livewidgets.views.timeline_look import COLOURS, text_colour
from tests.views.fed import Fed

START = 1_700_000_000.0


def view_of(fed: Fed, state: str | None = "state", **options: Any) -> TimelineView:
    return TimelineView(fed, state, **{"window": 400.0, **options})


def bars(shown: Any) -> list[tuple[float, float, float, int]]:
    """Start, end, place and colour of each bar that is in view, in order."""
    found = []
    low = shown["x_scale"]["min"]
    for colour, (x, y) in enumerate(zip(shown["spans"]["x"], shown["spans"]["y"], strict=True)):
        for at in range(0, len(x) - 1, 3):
            if math.isfinite(y[at]) and x[at + 1] > low and x[at] < x[at + 1]:
                found.append((float(x[at]), float(x[at + 1]), float(y[at]), colour))
    return sorted(found)


def test_a_state_lasts_until_the_next_row_says_another(fed: Fed) -> None:
    fed.feed([START, START + 100, START + 150, START + 300], state=["a", "a", "b", "a"])
    shown = view_of(fed).render(500)
    end = shown["x_scale"]["max"]
    assert [bar[:2] for bar in bars(shown)] == [
        (START, START + 150),
        (START + 150, START + 300),
        (START + 300, end),
    ]
    first, second, third = (bar[3] for bar in bars(shown))
    assert first == third != second
    assert shown["names"]["text"].tolist() == ["a", "b"], "what has room for it"
    assert "<b>a</b>" in shown["legend"]["value"], "the newest state is told"


def test_rows_that_come_later_and_late_give_the_same_as_all_at_once(fed: Fed, clock: Any) -> None:
    numbers = random.Random(3)
    rows = [(START + at, numbers.choice("abc"), numbers.choice("xy")) for at in range(0, 380, 2)]
    view = view_of(fed, by="lane")
    order = [*rows[:100], *rows[102:110], *rows[100:102], *rows[110:]]
    for first in range(0, len(order), 7):
        part = order[first : first + 7]
        fed.feed(
            [at for at, _, _ in part], state=[s for _, s, _ in part], lane=[n for *_, n in part]
        )
        view.render(500)
    whole = Fed(clock)
    whole.feed([at for at, _, _ in rows], state=[s for _, s, _ in rows], lane=[n for *_, n in rows])
    there = view.render(500)["names"]
    expected = view_of(whole, by="lane").render(500)["names"]
    assert there["text"].tolist() == expected["text"].tolist()
    assert there["x"].tolist() == expected["x"].tolist()


def test_each_category_has_a_lane_and_those_without_one_are_counted(fed: Fed) -> None:
    count = MOST_LANES + 3
    names = [f"p{n:02}" for n in range(count)]
    fed.feed([START + n for n in range(count)], state=["on"] * count, pump=names)
    shown = view_of(fed, by="pump").render(500)
    assert len({bar[2] for bar in bars(shown)}) == MOST_LANES
    labels = shown["y_axis"]["tick_labels"]
    assert sorted(labels.values()) == names[:MOST_LANES]
    assert max(shown["y_axis"]["tick_values"]) == shown["y_axis"]["tick_values"][0], "p00 is on top"
    assert "3 more not shown" in shown["legend"]["value"]


def test_what_changes_more_often_than_can_be_seen_is_one_grey_span(fed: Fed) -> None:
    time = START + np.arange(0.0, 400.0, 0.01)
    state = np.where(np.arange(len(time)) % 2 == 0, "on", "off")
    fed.feed(time.tolist(), state=state.tolist())
    shown = view_of(fed).render(500)
    assert shown["spans"]["x"].size < 30 * len(COLOURS)
    assert SEVERAL in shown["names"]["text"].tolist()
    assert "changed often" in shown["legend"]["value"]


def test_missing_states_are_gaps_and_numbers_are_states(fed: Fed) -> None:
    fed.feed([START, START + 100, START + 200], state=["on", "", "on"])
    first, second = bars(view_of(fed).render(9))
    assert first[:2] == (START, START + 100)
    assert second[0] == START + 200


def test_numbers_and_booleans_are_states_as_text(fed: Fed) -> None:
    time = [START, START + 100, START + 200, START + 300]
    fed.feed(time, mode=[1, 2, 3, 3], on=[True, False, True, True])
    assert view_of(fed, "mode").render(9)["names"]["text"].tolist() == ["1", "2", "3"]
    assert view_of(fed, "on").render(9)["names"]["text"].tolist() == ["true", "false", "true"]


def test_old_spans_leave_and_the_one_at_the_edge_stays(fed: Fed) -> None:
    view = view_of(fed, window=100.0)
    fed.feed([START], state=["a"])
    view.render(9)
    fed.feed([START + 1000.0, START + 1090.0], state=["a", "b"])
    shown = view.render(9)
    low = shown["x_scale"]["min"]
    assert [bar[3] for bar in bars(shown)] == [bars(shown)[0][3], bars(shown)[1][3]]
    assert bars(shown)[0][0] <= low, "it has held since before"


def test_events_are_markers_with_labels_that_do_not_touch(fed: Fed) -> None:
    count = 60
    texts = [f"event number {n}" if n % 2 else "" for n in range(count)]
    fed.feed([START + 5 * n for n in range(count)], state=["on"] * count, said=texts)
    shown = view_of(fed, events="said", window=300.0).render(500)
    assert len(shown["events"]["x"]) == count // 2
    written = shown["event_texts"]
    assert "event number 59" in written["text"].tolist(), "the newest comes first"
    pixel = 300.0 / 300.0
    for row in np.unique(written["y"]):
        chosen = written["y"] == row
        ends = (written["x"][chosen] - shown["x_scale"]["min"]) / pixel
        starts = [
            end - text_width(text) for end, text in zip(ends, written["text"][chosen], strict=True)
        ]
        assert all(start > end for start, end in zip(starts[1:], ends[:-1], strict=True))


def test_what_an_event_says_at_length_is_cut_and_not_left_out(fed: Fed) -> None:
    fed.feed([START, START + 290], said=["", "the door of the boiler room was opened " * 3])
    (text,) = view_of(fed, None, events="said", window=300.0).render(500)["event_texts"]["text"]
    assert text == "the door of the boiler room w…"


def test_events_without_states_and_no_more_than_are_kept(fed: Fed) -> None:
    count = MOST_EVENTS + 50
    fed.feed([START + n for n in range(count)], said=[f"e{n}" for n in range(count)])
    shown = view_of(fed, None, events="said", window=1e4).render(500)
    assert len(shown["events"]["x"]) == MOST_EVENTS
    assert not shown["spans"]["visible"]


def test_markup_is_text_in_the_legend(fed: Fed) -> None:
    fed.feed([START, START + 1], state=["<img src=x>", "b"], lane=["<b>x</b>", "y"])
    value = view_of(fed, by="lane").render(500)["legend"]["value"]
    assert "<img" not in value
    assert "<b>x" not in value
    assert "&lt;img src=x&gt;" in value


def test_before_the_first_row_and_with_a_wrong_column(fed: Fed) -> None:
    assert set(view_of(fed).render(500)) == {"legend", "figure"}
    assert ">no rows yet<" in view_of(fed).render(500)["legend"]["value"]
    fed.feed([START], state=["a"])
    with pytest.raises(SchemaError, match="did you mean 'state'"):
        view_of(fed, "stat").render(500)
    with pytest.raises(SchemaError, match="there is no column 'pump'"):
        view_of(fed, by="pump").render(500)


def test_runs_are_bounded_and_settle_after_many_changes() -> None:
    runs = Runs(width=1.0)
    runs.add((at / 10, "ab"[at % 2]) for at in range(1000))
    runs.add([(100.05, "c")])
    assert list(runs.spans(200.0)) == [Span(0.0, 101.0, SEVERAL), Span(101.0, 200.0, "c")]
    runs.trim(150.0)
    assert list(runs.spans(200.0))[-1] == Span(101.0, 200.0, "c")


def test_labels_go_to_rows_where_they_have_room() -> None:
    width = text_width("abcd")
    places = [width, width + 1, 10 * width]
    assert label_rows(places, ["abcd"] * 3, 2) == [1, 0, 0]
    assert label_rows([width - 1], ["abcd"], 2) == [None], "it would begin outside"
    assert label_rows([width, 2 * width + GAP], ["abcd"] * 2, 1) == [0, 0]


@pytest.mark.parametrize("index", range(len(COLOURS)))
def test_text_reads_on_every_colour(index: int) -> None:
    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return float(np.dot([0.2126, 0.7152, 0.0722], linear))

    one, other = sorted((luminance(COLOURS[index]), luminance(text_colour(index))))
    assert (other + 0.05) / (one + 0.05) >= 4.5
