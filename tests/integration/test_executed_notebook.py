"""A notebook that was executed without a page keeps its last picture."""

from __future__ import annotations

import base64
from typing import Any

import nbformat
import numpy as np
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

CELLS = (
    "import livewidgets as lw\n"
    "from ipywidgets import VBox\n"
    "numbers = lw.stream({'value': float(n)} for n in range(500))\n"
    "newest, state = lw.value(numbers), lw.status(numbers)\n"
    "VBox([newest, state, lw.line(numbers, title='Five hundred')])",
    "import time\n"
    "deadline = time.time() + 20\n"
    "while time.time() < deadline:\n"
    "    if newest.value == '499' and state.children[0].value.endswith('ended'):\n"
    "        break\n"
    "    time.sleep(0.05)",
)


def models(book: nbformat.NotebookNode, name: str) -> list[dict[str, Any]]:
    """The saved states of all models of one kind."""
    saved = book.metadata["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    return [each for each in saved.values() if each["model_name"] == name]


def array(model: dict[str, Any], trait: str) -> np.ndarray[Any, Any]:
    """A saved array trait."""
    packed = next(each for each in model["buffers"] if each["path"][0] == trait)
    return np.frombuffer(base64.b64decode(packed["data"]))


def test_the_last_picture_is_saved_with_the_notebook() -> None:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [new_code_cell(cell) for cell in CELLS]
    book = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    NotebookClient(book, timeout=60).execute()
    (lines,) = models(book, "LinesModel")
    assert lines["state"]["visible"] is True
    assert lines["state"]["labels"] == ["value"]
    assert array(lines, "y").max() == 499.0
    # bqplot has a mark of this name: what a figure says where there are no rows.
    texts = [each["state"].get("value") for each in models(book, "LabelModel")]
    assert "499" in texts
    assert "■ ended" in texts
