"""What the documents show, runs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import livewidgets as lw

ROOT = Path(__file__).parent.parent
RUN = ["docs/axes.md", "docs/controls.md", "docs/pictures.md", "docs/statistics.md"]

pytestmark = pytest.mark.usefixtures("leak_check")


@pytest.mark.parametrize("name", RUN)
def test_the_examples_run_one_after_the_other(name: str) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```", (ROOT / name).read_text(), re.M | re.S)
    assert blocks
    space: dict[str, Any] = {}
    try:
        for block in blocks:
            exec(block, space)
    finally:
        lw.stop_all()
