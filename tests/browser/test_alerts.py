"""Alerts in a real browser: announced, acknowledged by keyboard, and text stays text."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.browser import pages
from tests.browser.pages import FrontEnd, write

SHOW = """
from ipywidgets import VBox
import livewidgets as lw
from livewidgets import conditions, detectors

def rows():
    import itertools, math, time
    for number in itertools.count():
        value = 50 + 10 * math.sin(number / 30) + (40 if number % 100 == 60 else 0)
        yield {"value": value, "name": f"<img src=x onerror='window.hurt=1'><b>{number}</b>"}
        time.sleep(0.02)

def judge(batch):
    raise ValueError(batch.columns["name"][-1])

data = lw.stream(rows())
panel = lw.alerts(
    data,
    lw.above("value", 45, level="critical", clear=-100, name="<i>heat</i>"),
    conditions.when(judge, name="mine"),
)
chart = lw.line(
    data, "value", window="10s", alerts=panel, anomalies=detectors.robust_z(window=50)
)
VBox([panel, chart])
"""

ALERT = '[role="alert"]'
LOG = '[aria-label^="Alert log"]'


async def test_critical_is_announced_and_acknowledged_by_keyboard_and_markup_is_text(
    front_end: FrontEnd, page: Page
) -> None:
    name = write(front_end, "alerts.ipynb", SHOW)
    await front_end.show(page, name)

    alert = page.get_by_role("alert").filter(has_text="Critical: <i>heat</i> value ")
    await expect(alert).to_be_visible(timeout=15_000)
    assert await alert.get_attribute("aria-live") == "assertive"
    await expect(page.get_by_text("✕ critical").first).to_be_visible()

    await expect(page.locator(LOG)).to_contain_text("<img src=x onerror='window.hurt=1'><b>")
    await expect(page.get_by_text("cannot be judged (").first).to_contain_text("<img src=x")
    for place in (ALERT, LOG, pages.LABEL):
        assert await page.locator(f"{place} img, {place} i").count() == 0
    assert await page.evaluate("window.hurt") is None

    button = page.get_by_role("button", name="Acknowledge").first
    await button.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("· acknowledged").first).to_be_visible()
    await expect(button).to_be_disabled()
    await expect(page.locator(ALERT)).to_have_text("")
    silence = page.get_by_role("button", name="Silence").first
    await silence.focus()
    await page.keyboard.press("Space")
    await expect(page.get_by_role("button", name="Unsilence")).to_be_visible()

    await page.wait_for_function("document.querySelectorAll('.bqplot .dot').length > 0")
    areas = await page.locator(".bqplot path.area").count()
    assert areas >= 2, "for warning and critical"
