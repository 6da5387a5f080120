"""The examples of docs/files.md run as they stand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import livewidgets as lw

PAGE = Path(__file__).parent.parent.parent / "docs" / "files.md"


@pytest.mark.usefixtures("leak_check")
def test_the_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("streaming_data.csv").write_text("timestamp,temperature\n2026-01-01T00:00:00Z,20.5\n")
    Path("readings.jsonl").write_text('{"time": 1, "temperature": 20}\n')
    examples = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(), re.DOTALL | re.MULTILINE)
    assert len(examples) == 5
    names: dict[str, Any] = {"__name__": "examples"}
    try:
        for example in examples:
            exec(compile(example, str(PAGE), "exec"), names)
        names["readings"].wait(rows=1)
        assert names["readings"]["temperature"].tolist() == [20]
        assert str(names["tail"].schema.time) == "column 'timestamp', ISO 8601"
    finally:
        lw.stop_all()
