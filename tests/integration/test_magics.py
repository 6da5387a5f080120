"""%live, %%live and %streams, in a real kernel."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.integration.kernel import Kernel, Ran
from tests.integration.test_cells import settled
from tests.ports import free_port

pytestmark = pytest.mark.asyncio(loop_scope="module")

DOCS = Path(__file__).parent.parent.parent / "docs"


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def _patient(notebook: Kernel) -> None:
    """However slow the machine is: what fits is known before the cell goes on."""
    await patience(notebook, 30.0)


async def patience(notebook: Kernel, seconds: float) -> None:
    """Say how long `%live` waits for the first rows."""
    where = "from livewidgets.app import live_picture"
    assert (await notebook.run(f"{where}; live_picture.FIRST_ROWS = {seconds}")).error == ""


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
    "several() --picture scatter --columns a,b": ["PictureFigure", "HBox"],
    "several() --picture histogram --columns a,b": ["PictureFigure", "PictureFigure", "HBox"],
    "several() --picture bars": ["PictureFigure", "HBox"],
    "texts()": ["Label", "HBox"],
    "lambda: np.random.rand(3) --every 0.1": ["LiveFigure", "HBox"],
    "lambda: np.random.rand(64) --every 0.1": ["PictureFigure", "HBox"],
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
            tell = "[box.stream.wait(timeout=30), box.stream.latest['value']]"
            assert await live(notebook, line, tell) == [None, 2.5]
        for line in (str(file), f'"{file}"', f"pd.io.common.Path({str(file)!r})"):
            tell = "[box.stream.wait(timeout=30), box.stream.latest['temp']]"
            assert await live(notebook, line, tell) == [None, 3.5]
    finally:
        server.close()


async def test_a_name_that_the_user_has_wins_over_a_file(notebook: Kernel) -> None:
    await notebook.run("class data: csv = numbers")
    assert await live(notebook, "data.csv", "box.stream.name") == "data.csv"
    assert await live(notebook, "data.csv", "type(box.stream.source).__name__") == "Iterate"
    await patience(notebook, 0.01)
    assert await live(notebook, "nodata.csv", "type(box.stream.source).__name__") != "Iterate"


@pytest.mark.parametrize(("item", "shown"), [("7.5", "figure"), ("'hello'", "label")])
async def test_rows_that_come_late_decide_what_is_shown(
    notebook: Kernel, item: str, shown: str
) -> None:
    await patience(notebook, 0.01)
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
    "numbers() --picture value --window 5s": "--picture value shows no span of time",
    "several() --picture scatter": "--picture scatter needs two columns",
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
    await patience(notebook, 0.5)
    text = (DOCS / "magics.md").read_text()
    blocks = re.findall(r"^```ipython\n(.*?)^```", text, re.M | re.S)
    assert blocks
    for number, block in enumerate(blocks):
        ran: Ran = await notebook.run(block, f"cell{number}")
        assert ran.error == "", block
        assert "UsageError" not in ran.text, block
    shown = await notebook.run(
        "import livewidgets as lw, json; print(json.dumps(len(lw.streams())))"
    )
    assert json.loads(shown.text) == 0, "the last block stops all"
