"""Markup in data is text in every picture: it makes no element, and can be read."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page

from tests.browser.all_pictures import MARKUP, WRONG, cell
from tests.browser.pages import FrontEnd, write
from tests.browser.picture_data import comes_true
from tests.test_exports import PICTURES

SHOW = """
from ipywidgets import VBox

def marked(widget, name):
    widget.add_class(name)
    return widget

VBox([marked(each, f"picture-{name}") for name, each in pictures.items()]
     + [marked(each, f"wrong-{name}") for name, each in wrong.items()])
"""

# By the class of a picture: the texts in it, and the elements that only data can have made.
READ = """
() => {
  const found = {};
  for (const picture of document.querySelectorAll("[class*=picture-], [class*=wrong-]")) {
    const [name] = [...picture.classList].filter((each) => /^(picture|wrong)-/.test(each));
    const texts = [...picture.querySelectorAll("*"), picture]
      .filter((each) => each.tagName !== "STYLE" && getComputedStyle(each).display !== "none")
      .flatMap((each) => [...each.childNodes])
      .filter((each) => each.nodeType === Node.TEXT_NODE).map((each) => each.textContent.trim());
    const made = picture.querySelectorAll("img, [onerror], i:not(.fa)");
    found[name] = {texts, made: [...made].map((each) => each.outerHTML)};
  }
  return found;
}
"""


def marked(word: str) -> str:
    return word.join(MARKUP)


# What can be read in each, to its end; names that have little room are cut, after the word.
WHOLE = {
    "line": ["Temperature", "temp"],
    "scatter": ["Phase", "temp", "load", "°C", "kW"],
    "bars": ["Newest", "temp", "°C"],
    "histogram": ["Loads", "load", "kW"],
    "heatmap": ["Tones"],
    "candles": ["Spans", "temp", "load", "kW"],
    "timeline": ["States"],
    "map": ["Cars", "temp", "°C", "north", "south"],
    "number": ["Now", "°C"],
    "gauge": ["Dial", "warm", "°C"],
    "text": ["north"],
    "value": ["°C"],
    "status": ["plant"],
    "table": ["temp", "°C", "north", "middle"],
    "stats": ["temp", "load", "°C", "kW"],
    "alerts": ["too warm", "temp"],
}
CUT = {
    "bars": ["north", "south", "middle"],
    "heatmap": ["low", "high"],
    "timeline": ["idle", "running", "door opened"],
    "map": ["south"],  # the others find no room
}


def what_is_wrong(found: dict[str, Any]) -> list[str]:
    """Each text that cannot be read, and each element that was made of one."""
    faults = [f"{name}: {each}" for name, read in found.items() for each in read["made"]]
    wanted = {name: [marked(each) for each in words] for name, words in WHOLE.items()}
    for name, words in CUT.items():
        wanted[name] += [f"{MARKUP[0]}{each}"[:12] for each in words]
    shown = {f"picture-{name}": texts for name, texts in wanted.items()}
    shown |= {f"wrong-{name}": [marked("missing")] for name in PICTURES - {"status"}}
    shown["wrong-text"] = ["missing", marked("temp")]  # a name in a template has no such signs
    for name, texts in shown.items():
        there = "\n".join(found.get(name, {"texts": []})["texts"])
        faults += [f"{name} does not say {each}: {there}" for each in texts if each not in there]
    return faults


@pytest.mark.parametrize("front_end", ["voila"], indirect=True)
async def test_markup_in_data_is_text_in_every_picture(front_end: FrontEnd, page: Page) -> None:
    assert set(WHOLE) == PICTURES
    await page.set_viewport_size({"width": 1280, "height": 9000})  # all is within sight
    await front_end.show(page, write(front_end, "markup.ipynb", cell(MARKUP), WRONG, SHOW))

    async def is_text() -> None:
        faults = what_is_wrong(await page.evaluate(READ))
        assert not faults, "\n".join(faults)

    await comes_true(is_text)
    assert await page.evaluate("window.hit") is None
