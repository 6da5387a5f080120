"""Fixtures for tests in a real browser: three servers, one Chromium, pages that are watched.

Browser and servers live as long as the run, and all browser tests share its event loop.
What a failed test's pages showed is kept in test-results/.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from tests.browser import servers
from tests.browser.console_noise import Console
from tests.browser.pages import FrontEnd, NewPage

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
RESULTS = ROOT / "test-results"

ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page behind another must go on painting: two pages are looked at in turn.
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
]

SETTINGS = "config/lab/user-settings/@jupyter-widgets/jupyterlab-manager"
SAVES_STATE = '{"saveState": true}'  # "Save Widget State Automatically", in the Settings menu

failed = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            if pytest_asyncio.is_async_test(item):
                item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            if item.get_closest_marker("timeout") is None:
                item.add_marker(pytest.mark.timeout(240))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.stash[failed] = True
    return report


@pytest.fixture(scope="session")
def notebooks() -> list[Path]:
    """The notebooks that every server is given copies of."""
    return sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="session")
def lab_server(
    tmp_path_factory: pytest.TempPathFactory, notebooks: list[Path]
) -> Iterator[servers.Server]:
    """JupyterLab, with copies of the notebooks."""
    server = servers.start_lab(tmp_path_factory.mktemp("lab"), notebooks)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def notebook_server(
    tmp_path_factory: pytest.TempPathFactory, notebooks: list[Path]
) -> Iterator[servers.Server]:
    """Notebook 7, with copies of the notebooks."""
    server = servers.start_notebook(tmp_path_factory.mktemp("notebook"), notebooks)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def voila_server(
    tmp_path_factory: pytest.TempPathFactory, notebooks: list[Path]
) -> Iterator[servers.Server]:
    """Voila by itself, with copies of the notebooks."""
    server = servers.start_voila(tmp_path_factory.mktemp("voila"), notebooks)
    yield server
    server.stop()


@pytest.fixture(params=["lab", "notebook", "voila"])
def front_end(request: pytest.FixtureRequest) -> FrontEnd:
    """Each of the three in turn; `@pytest.mark.parametrize("front_end", [...], indirect=True)`
    picks some."""
    server: servers.Server = request.getfixturevalue(f"{request.param}_server")
    if request.param == "voila":
        # Those of earlier tests have no page, and would go on reading, and slow down the rest.
        server.end_kernels()
    return FrontEnd(request.param, server)


@pytest.fixture
def saves_state(front_end: FrontEnd) -> Iterator[None]:
    """Notebooks are saved with the states of their widgets."""
    settings = front_end.server.folder.parent / SETTINGS / "plugin.jupyterlab-settings"
    settings.parent.mkdir(parents=True)
    settings.write_text(SAVES_STATE)
    yield
    shutil.rmtree(settings.parent)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium, without a window."""
    executable = shutil.which("chromium")
    if executable is None:
        pytest.fail("there is no chromium on the PATH; run: make setup")
    arguments = [*ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else ARGUMENTS
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=arguments)
        yield browser
        await browser.close()


@pytest.fixture
def console() -> Iterator[Console]:
    """What the test's pages report. The test fails if that is more than others' noise."""
    console = Console()
    yield console
    unexpected = console.unexpected()
    if unexpected:
        pytest.fail("the page reported:\n" + "\n".join(unexpected), pytrace=False)


@pytest_asyncio.fixture(loop_scope="session")
async def new_page(
    browser: Browser, console: Console, request: pytest.FixtureRequest
) -> AsyncIterator[NewPage]:
    """Opens pages, each a visitor of its own, that are watched and closed with the test."""
    pages: list[Page] = []

    async def new() -> Page:
        context = await browser.new_context(viewport={"width": 1280, "height": 1200})
        page = await context.new_page()
        console.watch(page)
        pages.append(page)
        return page

    yield new
    for number, page in enumerate(pages):
        console.forget(page)
        if request.node.stash.get(failed, False):
            RESULTS.mkdir(exist_ok=True)
            name = re.sub(r"\W+", "-", request.node.name)
            await page.screenshot(path=RESULTS / f"{name}{number}.png")
        await page.context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(new_page: NewPage) -> Page:
    """One watched page."""
    return await new_page()
