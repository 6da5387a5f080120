"""A chart as markup: what is drawn is where it belongs, and text is text."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np

from livewidgets.views.svg import SIDE, Area, Axis, Chart, Points, Stroke, chart_markup

SVG = "{http://www.w3.org/2000/svg}"


def chart(*shapes: Stroke | Area | Points, title: str = "") -> ElementTree.Element:
    axes = Axis("time", [(0.5, "12:00")]), Axis("°C", [(0.25, "20")])
    return ElementTree.fromstring(chart_markup(Chart(title, *axes, shapes)))


def path_of(element: ElementTree.Element) -> str:
    (path,) = [each for each in element.iter(f"{SVG}path") if each.get("class") != "grid"]
    return path.attrib["d"]


def test_a_curve_breaks_where_there_is_no_number() -> None:
    y = np.array([0.0, 1.0, np.nan, 0.5, np.inf])
    drawn = path_of(chart(Stroke(np.array([0.0, 0.25, 0.5, 0.75, 1.0]), y, "#123456")))
    assert drawn == f"M0.0 {SIDE}.0L{SIDE / 4:.1f} 0.0M{SIDE * 3 / 4:.1f} {SIDE / 2:.1f}"


def test_a_curve_without_a_number_is_nothing() -> None:
    assert path_of(chart(Stroke(np.zeros(2), np.full(2, np.nan), "red"))) == ""


def test_points_are_at_their_places_and_those_without_one_are_not() -> None:
    points = Points(np.array([0.5, 0.1]), np.array([0.25, np.nan]), "red", 4.0)
    assert path_of(chart(points)) == f"M{SIDE / 2:.1f} {SIDE * 0.75:.1f}h0"


def test_ticks_are_where_the_values_are() -> None:
    texts = {each.text: each.get("style") for each in chart().iter("span") if each.text}
    assert texts == {"12:00": "left:50.00%", "20": "bottom:25.00%", "time": None, "°C": None}


def test_markup_is_text_wherever_it_comes_from() -> None:
    markup = "\"><script>alert('x')</script>"
    line = np.array([0.0, 1.0])
    strokes = [Stroke(line, line, markup, name=markup) for _ in range(2)]
    area = Area(line, line, markup, 0.5)
    whole = chart(*strokes, area, Points(line, line, markup, 3.0), title=markup)
    assert not list(whole.iter(f"{SVG}script"))
    texts = [text.strip() for text in whole.itertext()]
    assert texts.count(markup) == 3
    assert not re.search(r"<script", ElementTree.tostring(whole, encoding="unicode"))
