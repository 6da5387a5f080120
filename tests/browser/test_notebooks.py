"""The project's own notebooks as dashboards: each shows its picture, and it moves."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.async_api import Page

from tests.browser import pages
from tests.browser.pages import FrontEnd

# The newest time of each curve on a canvas. Not the newest of all: what shades an alert that goes
# on ends in the future.
NEWEST = """
() => [...document.querySelectorAll(".livewidgets-canvas")]
  .flatMap(({drawn}) => drawn?.curves.flat() ?? [])
  .map(({x}) => x[x.length - 1] ?? 0)
  .join(" ")
"""

THUMBNAILS = Path(__file__).parents[2] / "notebooks" / "thumbnails"

WIDTHS = """
() => [...document.querySelectorAll(".bqplot.figure")]
  .map((figure) => figure.getBoundingClientRect())
  .filter(({ width, height }) => width > 0 && height > 0).length
"""


async def moves_on(page: Page) -> None:
    """Wait until a curve is there, and then has newer samples."""
    await page.wait_for_function(f"() => ({NEWEST})() !== ''", timeout=60_000)
    first = await page.evaluate(NEWEST)
    await page.wait_for_function(f"(first) => ({NEWEST})() !== first", arg=first, timeout=60_000)


@pytest.mark.parametrize("front_end", ["voila"], indirect=True)
async def test_a_file_that_grows_is_charted_counted_and_watched(
    front_end: FrontEnd, page: Page
) -> None:
    await front_end.show(page, "growing_csv.ipynb")
    await pages.shows(page, pages.FIGURE, count=2)
    await moves_on(page)
    await pages.shows(page, "text=rows/s")
    for rule in ("c0 above 23", "anomaly of c1", "no data for 5 s"):
        await pages.shows(page, f"text={rule}")
    mean = page.locator("table", has_text="median").locator("tbody tr").first
    before = await mean.inner_text()
    await page.wait_for_function(
        "([before]) => ![...document.querySelectorAll('table tbody tr')]"
        ".some((row) => row.innerText === before)",
        arg=[before],
        timeout=60_000,
    )


@pytest.mark.parametrize("front_end", ["voila"], indirect=True)
async def test_four_detectors_are_shown_on_four_kinds_of_trouble(
    front_end: FrontEnd, page: Page
) -> None:
    await front_end.show(page, "choosing_a_detector.ipynb")
    await pages.shows(page, pages.FIGURE, count=17)
    assert await page.evaluate(WIDTHS) == 17
    await pages.shows(page, "text=seasonal")
    await pages.shows(page, "text=100% right, 100% found")


MOVING = [
    ("live_text.ipynb", ["over the", "hemisphere", "At "], 2),
    ("this_machine.ipynb", ["processor", "memory", "this machine"], 3),
    ("training_loop.ipynb", ["step ", "% right"], 3),
    ("air_quality.ipynb", ["Harbour", "Worst station", "no data for 10 s"], 2),
    ("spectrogram.ipynb", ["loudest at", "microphone"], 3),
]


@pytest.mark.parametrize("front_end", ["voila"], indirect=True)
@pytest.mark.parametrize(("notebook", "texts", "figures"), MOVING, ids=[row[0] for row in MOVING])
async def test_a_notebook_is_a_dashboard_that_moves(
    notebook: str, texts: list[str], figures: int, front_end: FrontEnd, page: Page
) -> None:
    await front_end.show(page, notebook)
    for text in texts:
        await pages.shows(page, f"text={text}")
    await page.wait_for_function(f"(least) => ({WIDTHS})() >= least", arg=figures, timeout=60_000)
    await moves_on(page)


@pytest.mark.parametrize("front_end", ["voila"], indirect=True)
async def test_the_index_shows_a_picture_of_each_and_leads_to_it(
    front_end: FrontEnd, page: Page, notebooks: list[Path]
) -> None:
    shutil.copytree(THUMBNAILS, front_end.server.folder / THUMBNAILS.name, dirs_exist_ok=True)
    await page.goto(front_end.address("index.ipynb"))
    await pages.shows(page, "a[href$='.ipynb'] img", count=len(notebooks) - 1)
    cards = page.locator("a[href$='.ipynb']", has=page.locator("img"))
    names = await cards.evaluate_all("cards => cards.map((card) => card.getAttribute('href'))")
    assert sorted([*names, "index.ipynb"]) == sorted(path.name for path in notebooks)
    loaded = "images => images.every((image) => image.complete && image.naturalWidth > 200)"
    assert await cards.locator("img").evaluate_all(loaded)
    # They open in a tab of their own.
    places = await cards.evaluate_all("cards => cards.map((card) => card.href)")
    assert sorted(places) == sorted(front_end.address(name) for name in names)
