"""The examples of docs/alerts.md and docs/detectors.md run, though nobody sends."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import livewidgets as lw

pytestmark = pytest.mark.usefixtures("leak_check")

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("page", ["alerts.md", "detectors.md"])
def test_the_examples_of_a_page_run_one_after_the_other(
    page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    examples = re.findall(r"```python\n(.*?)```", (DOCS / page).read_text(), re.DOTALL)
    space: dict[str, object] = {}
    try:
        for example in examples:
            exec(compile(example, page, "exec"), space)
    finally:
        lw.stop_all()
    if page == "alerts.md":
        assert "WARNING temp 8" in capsys.readouterr().out
