"""%%live: a cell that is repeated, in a real kernel."""

from __future__ import annotations

import pytest

from tests.integration.kernel import Kernel

pytestmark = pytest.mark.asyncio(loop_scope="module")

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
