"""%live, %%live and %streams, in a real kernel."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.integration.kernel import Kernel, Ran
from tests.integration.test_cells import settled
from tests.ports import free_port

pytestmark = pytest.mark.asyncio(loop_scope="module")

DOCS = Path(__file__).parent.parent.parent / "docs"

SOURCES = """
import asyncio, json, threading, time
import numpy as np
import pandas as pd
import livewidgets as lw

def numbers():
    while True:
        yield 1.5
        time.sleep(0.02)

async def several():
    while True:
        yield {"a": 1.0, "b": 2.0, "name": "x"}
        await asyncio.sleep(0.02)

def texts():
    while True:
        yield "hello"
        time.sleep(0.02)

later = threading.Event()

def late(item):
    later.wait()
    while True:
        yield item
        time.sleep(0.02)

def until(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it does not come to pass"
        time.sleep(0.02)

def kinds(box):
    return [type(each).__name__ for each in box.children]

mine = lw.stream(numbers(), name="mine")
frame = pd.DataFrame({"a": [1.0, 2.0], "b": ["x", "y"]})
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def only_kernel(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Kernel]:
    """One for all tests here: to start one takes longer than most of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        started = await Kernel.start()
    yield started
    await started.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def notebook(only_kernel: Kernel) -> Kernel:
    """The kernel, with the magics and some things to show, and nothing left of other tests."""
    for code in ("%load_ext livewidgets\nimport livewidgets as lw\nlw.stop_all()", SOURCES):
        ran = await only_kernel.run(code)
        assert ran.error == ""
    return only_kernel


async def live(notebook: Kernel, line: str, tell: str, cell: str = "cell") -> Any:
    """Run a cell of one `%live`, and give what an expression of its `box` is."""
    ran = await notebook.run(f"%live {line}", cell)
    assert (ran.text, ran.error) == ("", "")
    return (await notebook.run(f"box = _\nprint(json.dumps({tell}))")).value()


FITTING = {
    "numbers()": ["LiveFigure", "HBox"],
    "numbers --window 5s": ["LiveFigure", "HBox"],
    "several()": ["LiveFigure", "HBox"],
    "several() --columns a,name": ["LiveFigure", "Label", "HBox"],
    "several() --picture value": ["Label", "Label", "Label", "HBox"],
    "several() --picture stats --columns b": ["VBox", "HBox"],
    "texts()": ["Label", "HBox"],
    "lambda: np.random.rand(3) --every 0.1": ["LiveFigure", "HBox"],
    "frame": ["LiveFigure", "HBox"],
    "frame['b']": ["Label", "HBox"],
    "np.arange(100.0)": ["LiveFigure", "HBox"],
    "[1, 2, 3] --every 0.05": ["LiveFigure", "HBox"],
    "mine": ["LiveFigure", "HBox"],
}


async def test_what_fits_is_shown_with_the_status_below(notebook: Kernel) -> None:
    for line, widgets in FITTING.items():
        tell = "[kinds(box), box.stream.name, box.stream.ring.total > 0]"
        name = "mine" if line == "mine" else line.partition(" --")[0]
        assert await live(notebook, line, tell) == [widgets, name, True], line
    ran = await notebook.run("import json; print(json.dumps([each.name for each in lw.streams()]))")
    assert ran.value() == ["mine"], "each run of the cell has ended what the last had made"


async def test_a_frame_is_shown_as_a_whole(notebook: Kernel) -> None:
    tell = "[box.children[0].window, box.stream.ring.rows]"
    days = "pd.Series(range(10), index=pd.date_range('2026-01-01', periods=10))"
    assert await live(notebook, days, tell) == [9 * 86400.0, 10]


async def test_an_address_and_a_file_are_read(notebook: Kernel, tmp_path: Path) -> None:
    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"2.5\n")
        await writer.drain()

    port = free_port()
    server = await asyncio.start_server(serve, "127.0.0.1", port)
    file = tmp_path / "data.csv"
    file.write_text("time,temp\n1700000000,3.5\n")
    try:
        for line in (f"127.0.0.1:{port}", f"tcp://127.0.0.1:{port}", f'"127.0.0.1:{port}"'):
            tell = "[box.stream.wait(), box.stream.latest['value']]"
            assert await live(notebook, line, tell) == [None, 2.5]
        for line in (str(file), f'"{file}"', f"pd.io.common.Path({str(file)!r})"):
            tell = "[box.stream.wait(), box.stream.latest['temp']]"
            assert await live(notebook, line, tell) == [None, 3.5]
    finally:
        server.close()


async def test_a_name_that_the_user_has_wins_over_a_file(notebook: Kernel) -> None:
    await notebook.run("class data: csv = numbers")
    assert await live(notebook, "data.csv", "box.stream.name") == "data.csv"
    assert await live(notebook, "data.csv", "type(box.stream.source).__name__") == "Iterate"
    assert await live(notebook, "nodata.csv", "type(box.stream.source).__name__") != "Iterate"


@pytest.mark.parametrize(("item", "shown"), [("7.5", "figure"), ("'hello'", "label")])
async def test_rows_that_come_late_decide_what_is_shown(
    notebook: Kernel, item: str, shown: str
) -> None:
    tell = "[kinds(box), [each.layout.display for each in box.children[:2]]]"
    assert await live(notebook, f"late({item})", tell) == [
        ["LiveFigure", "Label", "HBox"],
        [None, "none"],
    ]
    figure, label = "box.children[0]", "box.children[1]"
    condition = {
        "figure": f"{figure}.marks[0].y.ravel()[-1] == 7.5",
        "label": f"{label}.layout.display is None and {label}.value == 'hello'",
    }[shown]
    ran = await notebook.run(
        f"later.set()\nuntil(lambda: {condition})\n"
        f"print(json.dumps([{figure}.layout.display, {figure}.picture.error]))"
    )
    assert ran.value() == [None if shown == "figure" else "none", ""]


REFUSED = {
    "": "UsageError: what is to be shown?",
    "numbers() --windw 5s": "did you mean '--window'?",
    "numbers() --picture lin": "did you mean 'line'?",
    "numbers() --picture value --window 5s": "--window is for a line",
    "several() --columns c": "there is no column 'c' (known: 'a', 'b', 'name')",
    "a b c": "neither an expression nor an address",
    "'hi'": "the text 'hi' is neither an address",
    "5": "this is one value (5): give a function that returns it anew, as in %live lambda: 5",
    "lw.line(mine)": "LiveFigure is a picture already",
    "127.0.0.1:5050 --every 1": "--every is for functions and for data at hand",
    "[]": "this list has no rows",
    "int": "int is a class: give an instance",
}


async def test_what_cannot_be_shown_is_said_in_a_sentence_and_nothing_is_left(
    notebook: Kernel,
) -> None:
    for line, sentence in REFUSED.items():
        ran = await notebook.run(f"%live {line}", "cell")
        said = ran.text + ran.error
        assert sentence in said, line
        assert "Traceback" not in said, line
    assert (await notebook.run("%live nowhere()")).error.startswith("NameError")
    ran = await notebook.run("lw.stop_all(); print(json.dumps(len(lw.streams())))")
    assert ran.value() == 0


RUN_AGAIN = {
    "live": "%live numbers()",
    "repeated": "%%live --every 20ms\nprint('x')\n1.5",
}


@pytest.mark.parametrize("code", RUN_AGAIN.values(), ids=RUN_AGAIN)
async def test_a_hundred_runs_of_a_cell_leave_as_much_open_as_one(
    notebook: Kernel, code: str
) -> None:
    assert (await notebook.run(code, "cell")).error == ""
    first = await settled(notebook)
    for _ in range(99):
        assert (await notebook.run(code, "cell")).error == ""
    assert await settled(notebook) == first
    await notebook.run("pass", "cell")
    ran = await notebook.run("print(json.dumps([each.name for each in lw.streams()]))")
    assert ran.value() == []


async def test_closing_the_box_ends_all_of_it(notebook: Kernel) -> None:
    before = await settled(notebook)
    await live(notebook, "numbers()", "box.stream.running")
    await notebook.run("box.close()")
    await live(notebook, "numbers()", "box.stream.running", "another")
    await notebook.run("box.stop()")
    await live(notebook, "mine", "box.stream.running", "third")
    ran = await notebook.run("box.stop(); print(json.dumps(mine.running)); mine.stop()")
    assert ran.value() is True, "the user's own stream goes on"
    assert await settled(notebook) == before


REPEATED = """%%live --every 20ms
print("one, run", n)
n = n + 1
n
"""


async def test_a_cell_is_repeated_and_prints_nowhere_else(notebook: Kernel) -> None:
    ran = await notebook.run("n = 0")
    ran = await notebook.run(REPEATED, "cell")
    assert ran.text == "one, run 0\n", "the first run is the cell's own"
    ran = await notebook.run(
        "box = _\nmany = n + 5\nuntil(lambda: n >= many)\n"
        "until(lambda: 'one, run' in box.children[-1].value)\nprint(json.dumps(kinds(box)))"
    )
    assert ran.value() == ["LiveFigure", "HBox", "HTML"]
    ran = await notebook.run("x = box.stream.latest['value']; print(json.dumps(x <= n))")
    assert ran.value() is True


async def test_a_repeated_cell_that_raises_keeps_its_last_value_and_goes_on(
    notebook: Kernel,
) -> None:
    await notebook.run("n = 0")
    await notebook.run(REPEATED, "cell")
    ran = await notebook.run(
        "box = _\nn = 'x'\nuntil(lambda: box.stream.counts.rejected >= 4)\n"
        "last = box.stream.latest['value']\n"
        "print(json.dumps([isinstance(last, float), box.stream.running,\n"
        "                  box.stream.rejects[-1].reason]))"
    )
    kept, runs, reason = ran.value()
    assert (kept, runs) == (True, True)
    assert reason.startswith("TypeError: can only concatenate str")
    assert "line 2 of a notebook cell" in reason
    ran = await notebook.run("n = 100; until(lambda: box.stream.latest['value'] > 100)")
    assert ran.error == ""


REFUSED_CELLS = {
    "%%live\nx = 1": "the cell's last line is no expression",
    "%%live --evry 1\n5": "did you mean '--every'?",
    "%%live 5\n5": "a repeated cell has options alone on its first line",
    "%%live\nawait asyncio.sleep(0)": "runs in a thread, which cannot await",
    "%%live\nasyncio.sleep(0)": "runs in a thread, which cannot await",
    "%%live\nlw.line(mine)": "the cell ends with a LiveFigure",
    "%%live\nmine": "the cell ends with a Stream",
    "%%live\n1 / 0": "ZeroDivisionError",
    "%%live\ndef (:": "SyntaxError",
}


async def test_a_cell_that_cannot_be_repeated_is_not(notebook: Kernel) -> None:
    for code, sentence in REFUSED_CELLS.items():
        ran = await notebook.run(code, "cell")
        assert sentence in ran.text + ran.error, code
    ran = await notebook.run("mine.stop(); print(json.dumps(len(lw.streams())))", "cell")
    assert ran.value() == 0


async def completed(notebook: Kernel, code: str) -> list[str]:
    request = notebook.client.complete(code, len(code))
    while True:
        reply = await notebook.client.get_shell_msg(timeout=20)
        if reply["parent_header"].get("msg_id") == request:
            return list(reply["content"]["matches"])


async def test_streams_are_listed_and_stopped(notebook: Kernel) -> None:
    await notebook.run("%live numbers()", "one")
    await notebook.run("%live texts()", "two")
    ran = await notebook.run("table = get_ipython().run_line_magic('streams', '')\nprint(table)")
    assert re.findall(r"(numbers|texts)\(\) +● live", ran.text) == ["numbers", "texts"]
    assert "stop" in await completed(notebook, "%streams s")
    assert "numbers()" in await completed(notebook, "%streams stop n")
    ran = await notebook.run("%streams stop number()")
    assert "did you mean 'numbers()'?" in ran.text
    assert (await notebook.run("%streams stop numbers()")).text == "stopped: numbers()\n"
    assert (await notebook.run("%streams stop all")).text == "stopped: texts()\n"
    assert (await notebook.run("%streams stop all")).text == "no stream runs\n"
    ran = await notebook.run("%streams halt")
    assert "there is no action 'halt'" in ran.text


async def test_the_extension_is_unloaded_and_loaded_again(notebook: Kernel) -> None:
    for code in ("%unload_ext livewidgets", "%load_ext livewidgets", "%reload_ext livewidgets"):
        assert (await notebook.run(code)).error == ""
        ran = await notebook.run(
            "print(json.dumps('live' in get_ipython().magics_manager.magics['cell']))"
        )
        assert ran.value() is ("unload" not in code)


async def test_what_the_documents_show_runs(notebook: Kernel) -> None:
    text = (DOCS / "magics.md").read_text()
    blocks = re.findall(r"^```python\n(.*?)^```", text, re.M | re.S)
    assert blocks
    for number, block in enumerate(blocks):
        ran: Ran = await notebook.run(block, f"cell{number}")
        assert ran.error == "", block
        assert "UsageError" not in ran.text, block
    shown = await notebook.run(
        "import livewidgets as lw, json; print(json.dumps(len(lw.streams())))"
    )
    assert json.loads(shown.text) == 0, "the last block stops all"
