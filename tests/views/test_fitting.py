"""FittingView: the line for numbers, the text for texts."""

from __future__ import annotations

from livewidgets.views.fitting import FittingView
from livewidgets.views.printed import PrintedView
from tests.views.fed import Fed

START = 1_700_000_000.0
LINE = {"line": {"display": None}, "text": {"display": "none"}}
TEXT = {"line": {"display": "none"}, "text": {"display": None}}


def test_until_there_are_rows_the_line_is_shown_and_nothing_is_decided(fed: Fed) -> None:
    decided: list[str] = []
    view = FittingView(fed, lambda: decided.append("numbers"))
    assert (view.render(500), decided) == (LINE, [])


def test_numbers_are_told_of_once(fed: Fed) -> None:
    decided: list[str] = []
    view = FittingView(fed, lambda: decided.append("numbers"))
    fed.feed([START], name=["x"], temp=[1.0])
    assert view.render(500) == view.render(500) == LINE
    assert decided == ["numbers"]


def test_texts_alone_are_shown_as_text(fed: Fed) -> None:
    decided: list[str] = []
    view = FittingView(fed, lambda: decided.append("numbers"))
    fed.feed([START], name=["x"])
    assert (view.render(500), decided) == (TEXT, [])


def test_what_was_printed_is_text_and_no_markup(fed: Fed) -> None:
    text = "<img src=x onerror=alert(1)>"
    view = PrintedView(fed, lambda: text)
    markup = view.render(500)["printed"]["value"]
    assert "&lt;img src=x" in markup
    assert "<img" not in markup
    text = ""
    assert view.render(500) == {"printed": {"value": ""}}
