"""The page of a dashboard, as HTML that every browser can draw."""

from __future__ import annotations

import xml.etree.ElementTree as xml

import pytest

from livewidgets.views.arrangement import Column, Spot
from livewidgets.views.snapshot import page

BROKEN = ["\x00", "\x01", "\x08", "\x0b", "\x0c", "\x0e", "\x1f", "\x7f", "\ufffe", "\uffff"]


def made(text: str) -> str:
    return page(text, 1.7e9, Column(parts=(Spot(name="a"),)), lambda _: f"<p>{text}</p>")


@pytest.mark.parametrize("character", BROKEN)
def test_what_xml_cannot_have_is_not_in_it(character: str) -> None:
    text = made(f"in{character}let")
    assert character not in text
    assert text.count("in\ufffdlet") == 3, "the title twice, and the picture"
    xml.fromstring(text[text.index("<body>") : text.index("</html>")])


def test_all_else_stays_as_it_is() -> None:
    assert made("21 °C\n\t🔥 \x85").count("21 °C\n\t🔥 \x85") == 3
