"""What axe-core finds in a page that keeps somebody out."""

from __future__ import annotations

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

OTHERS_FAULTS: dict[str, str] = {}
"""Serious and critical rules of axe-core that others' markup breaks, each with the reason."""


async def faults_for_all(page: Page) -> list[str]:
    """What axe-core finds, serious or critical, but for what is others'."""
    found = await Axe().run(page, options={"resultTypes": ["violations"]})
    return [
        f"{each['id']}: {each['help']}: {[node['html'] for node in each['nodes']]}"
        for each in found.response["violations"]
        if each["impact"] in ("serious", "critical") and each["id"] not in OTHERS_FAULTS
    ]
