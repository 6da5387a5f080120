"""binder/ works: built and started as repo2docker does it, the dashboard moves at its address.

repo2docker takes runtime.txt for the Python, runs `pip install -r binder/requirements.txt`
and then binder/postBuild in the checkout, and starts a container by binder/start with the
server's command as arguments. Here a fresh virtual environment stands for the image.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from playwright.async_api import Page

from livewidgets.hub.asking import end
from livewidgets.hub.place import FOLDER, Place
from tests.browser import pages, servers
from tests.ports import free_port

ROOT = Path(__file__).parent.parent.parent
TOKEN = "a-token-of-the-test"
DASHBOARD = "voila/render/notebooks/tcp.ipynb"
NOTEBOOK = "lab/tree/notebooks/tcp.ipynb"


def interpreter(runtime: str) -> str:
    """The Python that runtime.txt names; where this machine has none, the one that runs this."""
    name = runtime.strip().replace("python-", "python")
    if name == f"python{sys.version_info.major}.{sys.version_info.minor}":
        return sys.executable
    return shutil.which(name) or sys.executable


def checkout(target: Path) -> Path:
    """A copy of what git keeps, as the image gets it: no .venv, nothing built."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target / name)
    return target


@pytest.mark.timeout(600)
@pytest.mark.asyncio(loop_scope="session")
async def test_the_dashboard_moves_as_binder_starts_it(tmp_path: Path, page: Page) -> None:
    repository = checkout(tmp_path / "repository")
    python = interpreter((repository / "binder" / "runtime.txt").read_text())
    subprocess.run([python, "-m", "venv", tmp_path / "image"], check=True)
    scripts = tmp_path / "image" / "bin"
    path = f"{scripts}{os.pathsep}{os.environ['PATH']}"
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    environment["PIP_QUIET"] = "2"
    for step in (
        ["pip3", "install", "-r", "binder/requirements.txt"],
        [str(repository / "binder" / "postBuild")],
    ):
        subprocess.run(["env", f"PATH={path}", *step], cwd=repository, env=environment, check=True)

    port, sender_port = free_port(), free_port()
    server = servers.start(
        "binder",
        [
            *(str(repository / "binder" / "start"), str(scripts / "jupyter"), "server"),
            *(f"--port={port}", "--ip=127.0.0.1", "--no-browser", "--allow-root"),
            *(f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={repository}"),
        ],
        "/api",
        home=tmp_path / "home",
        port=port,
        extra={"PATH": path, "LIVEWIDGETS_SENDER": f"127.0.0.1:{sender_port}"},
    )
    try:
        sender = [each for each in server.descendants() if "send" in each.cmdline()]
        await page.goto(f"{server.url}/{DASHBOARD}?token={TOKEN}")
        await pages.shows(page, pages.FIGURE)
        await pages.line_moves(page)
        answer = await page.request.get(f"{server.url}/{NOTEBOOK}?token={TOKEN}")
        assert answer.ok
        server.process.terminate()
        server.process.wait(servers.GRACE)
        _, alive = psutil.wait_procs(sender, timeout=servers.GRACE)
        assert sender
        assert alive == []
    finally:
        server.stop()
        end(Place(tmp_path / "home" / "runtime" / FOLDER))  # as the container does
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", sender_port))


def test_a_sender_that_crashes_is_started_again_but_not_for_ever(tmp_path: Path) -> None:
    runs, said = tmp_path / "runs", tmp_path / "said"
    command = tmp_path / "livewidgets"
    command.write_text(f'#!/bin/sh\necho "$@" >>{runs}\nexit 1\n')
    command.chmod(0o755)
    variables = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    with said.open("w") as errors:
        server = subprocess.Popen(
            [ROOT / "binder" / "start", "cat"],
            env=os.environ | variables | {"LIVEWIDGETS_SENDER": "127.0.0.1:5051"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    try:
        deadline = time.monotonic() + 60
        while "not started again" not in said.read_text():
            assert time.monotonic() < deadline
            time.sleep(0.1)
    finally:
        answer, _ = server.communicate("the server lives on", timeout=10)
    assert answer == "the server lives on"
    assert "ended 6 times" in said.read_text()
    run = "send --csv --channels 3 --rate 20 --port 5051"
    assert runs.read_text().splitlines() == [run] * 6
