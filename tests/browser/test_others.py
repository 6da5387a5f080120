"""The programs of docs/coming_from.md, as a reader pastes them: each follows a file that grows.

They run in `.venv/others` (scripts/others.sh), each in a process of its own, and are looked at
in Chromium, with all that would come from elsewhere (fonts, MathJax) refused.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route

from tests.browser import servers
from tests.ports import free_port

ROOT = Path(__file__).parent.parent.parent
PYTHON = ROOT / ".venv" / "others" / "bin" / "python"
PAGE = (ROOT / "docs" / "coming_from.md").read_text()
SHOWN = 60.0  # seconds that a program may take to show a row; it looks five times a second, or once

PROGRAMS: dict[str, str] = {
    heading: code
    for heading, text in re.findall(r"^## ([^\n]*)\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)
    for code in re.findall(r"^```python others\n(.*?)^```", text, re.M | re.S)
}

_PLOTLY = """() => {
    const plot = document.querySelector(".js-plotly-plot");
    if (plot._fullLayout.xaxis.type !== "date") return [];
    return [...plot.calcdata[0]].map((at) => at.y);
}"""
_BOKEH = """() => [...Bokeh.documents[0]._all_models.values()]
    .filter((model) => model.type === "ColumnDataSource")
    .flatMap((model) => [...model.data.temperature])"""
_SVG_TITLE = re.compile(r">(-?[\d.]+ °C)</text>")
_SVG_LINE = re.compile(r'<path d="(M[^"]*)" clip-path')


@dataclass(frozen=True)
class Program:
    """How a program is started and read.

    Attributes:
        command: What follows `python`, in the folder of `app.py`; `{port}` is where it listens.
        path: Its page.
        curve: JavaScript for the values that its chart shows.
        extra: Further variables of its environment.
    """

    command: str
    path: str = "/"
    curve: str = _PLOTLY
    extra: tuple[tuple[str, str], ...] = ()


HOW = {
    "Dash": Program("app.py", extra=(("PORT", "{port}"),)),
    "Panel": Program("-m panel serve app.py --port {port}", "/app", _BOKEH),
    "Taipy": Program("app.py -P {port}"),
    # WebAgg is matplotlib's own window in a page.
    "matplotlib": Program("app.py", extra=(("MPLBACKEND", "webagg"),)),
}


def append(path: Path, *temperatures: float) -> None:
    """What the other program does."""
    # A minute ahead: within "the last minute" however long the test is kept waiting.
    now = time.time() + 60
    with path.open("a") as file:
        file.write("".join(f"{now + n / 10},{each}\n" for n, each in enumerate(temperatures)))


@pytest_asyncio.fixture(loop_scope="session")
async def offline(browser: Browser) -> AsyncIterator[Page]:
    """A page to which nothing comes but from this machine. Others' console is their own."""
    context = await browser.new_context()

    async def judge(route: Route) -> None:
        mine = urlsplit(route.request.url).hostname == "127.0.0.1"
        await (route.continue_() if mine else route.abort())

    await context.route("**/*", judge)
    yield await context.new_page()
    await context.close()


@pytest.fixture
def program(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[servers.Server]:
    """The program of that name, in a folder with a `data.csv` that has three rows."""
    if not PYTHON.exists():
        pytest.fail("the programs of others have no environment; run: make setup")
    how, port = HOW[request.param], free_port()
    given = tmp_path / "given"
    given.mkdir()
    (given / "app.py").write_text(PROGRAMS[request.param])
    (given / "matplotlibrc").write_text(
        f"webagg.open_in_browser: False\nwebagg.port: {port}\nsvg.fonttype: none\n"
    )
    (given / "data.csv").write_text("time,temperature\n")
    append(given / "data.csv", 20.5, 22.5, 21.5)
    server = servers.start(
        request.param,
        [str(PYTHON), *how.command.format(port=port).split()],
        how.path,
        home=tmp_path / "home",
        notebooks=given.iterdir(),
        port=port,
        extra={key: value.format(port=port) for key, value in how.extra}
        | {"MPLCONFIGDIR": str(tmp_path)},
    )
    yield server
    server.stop()


def test_each_program_that_the_page_shows_is_run() -> None:
    assert PROGRAMS.keys() == HOW.keys()


@pytest.mark.parametrize("program", ["Dash", "Panel", "Taipy"], indirect=True)
async def test_a_page_shows_the_newest_value_and_draws_it(
    program: servers.Server, offline: Page
) -> None:
    how = HOW[program.name]
    await offline.goto(program.url + how.path)
    await offline.get_by_text("21.5 °C").first.wait_for(timeout=SHOWN * 1000)
    append(program.folder / "data.csv", 23.5)
    await offline.get_by_text("23.5 °C").first.wait_for(timeout=SHOWN * 1000)

    async def drawn() -> list[float]:
        return [float(each) for each in await offline.evaluate(how.curve)]

    await until(drawn, [20.5, 22.5, 21.5, 23.5])


@pytest.mark.parametrize("program", ["matplotlib"], indirect=True)
async def test_a_window_shows_the_newest_value_and_draws_it(
    program: servers.Server, offline: Page
) -> None:
    await offline.goto(program.url)

    async def seen() -> tuple[list[str], int]:
        # What its button "download" gives.
        svg = await (await offline.request.get(f"{program.url}/1/download.svg")).text()
        points = max([len(re.findall("[ML]", line)) for line in _SVG_LINE.findall(svg)], default=0)
        return _SVG_TITLE.findall(svg), points

    await until(seen, (["21.5 °C"], 3))
    append(program.folder / "data.csv", 23.5)
    await until(seen, (["23.5 °C"], 4))


async def until(read: Callable[[], Awaitable[Any]], wanted: object) -> None:
    """Read until it is what is wanted; a program draws a little after it has read."""
    end = time.monotonic() + SHOWN
    while (now := await read()) != wanted and time.monotonic() < end:
        await asyncio.sleep(0.1)
    assert now == wanted
