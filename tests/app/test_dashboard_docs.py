"""The examples of docs/dashboards.md run, though nobody sends."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import livewidgets as lw

pytestmark = pytest.mark.usefixtures("leak_check")

DOCS = Path(__file__).parents[2] / "docs"


def test_the_examples_run_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # they write files
    examples = re.findall(r"```python\n(.*?)```", (DOCS / "dashboards.md").read_text(), re.DOTALL)
    space: dict[str, Any] = {}
    try:
        for example in examples:
            exec(compile(example, "dashboards.md", "exec"), space)
        assert [name.partition(" ")[0] for name in space["board"].pictures] == [
            "Temperatures",
            "Pressure",
            "value",
            "status",
            "stats",
        ]
        assert space["heat"].y is None
        assert space["board"].window == 300.0
        written = {"layout.json", "data.csv", "all.csv", "page.html"}
        assert {each.name for each in tmp_path.iterdir()} == written
    finally:
        lw.stop_all()
