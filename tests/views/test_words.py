"""What is said of pictures: often enough to be true, seldom enough to be heard."""

from __future__ import annotations

from livewidgets.testing import VirtualClock
from livewidgets.views.line import LineView
from livewidgets.views.words import PACE, listed
from tests.views.fed import Fed

START = 1_700_000_000.0


def test_words_are_said_anew_after_a_while_and_when_rows_rest(clock: VirtualClock) -> None:
    fed = Fed(clock, units={"temp": "°C"})
    view = LineView(fed, None, window=60.0)

    def words() -> str:
        said: str = view.render(100)["figure"]["words"]
        return said.replace("\u202f", " ")

    fed.feed([START], temp=[20.0], state=["<b>ok</b>"])
    assert words() == "line chart of temp; newest temp 20 °C"
    assert view.period is None
    fed.feed([START + 0.5], temp=[21.0], state=["ok"])
    assert words().endswith("20 °C"), "as it was a moment ago"
    assert view.period == PACE, "to be said anew, though no row may come"
    assert words().endswith("21 °C")
    assert view.period is None
    fed.feed([START + 0.5 + PACE], temp=[22.0], state=["ok"])
    assert words().endswith("22 °C")


def test_names_are_listed_as_far_as_anybody_keeps_track() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(list("abcdefgh")) == "a, b, c, d, e and 3 more"
    assert listed(["one\nother"]) == "one\\nother"
