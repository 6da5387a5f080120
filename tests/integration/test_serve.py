"""`livewidgets serve`: a folder or a notebook as dashboards, for those who may see them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import psutil
import pytest

from tests.ports import free_port

COMMAND = [sys.executable, "-m", "livewidgets.app.cli", "serve", "--no-browser"]


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    """Its only cell prints whether it can see the token."""
    code = "import os\nprint('live', os.environ.get('LIVEWIDGETS_TOKEN'))"
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    nbformat.write(book, tmp_path / "live.ipynb")
    return tmp_path / "live.ipynb"


@contextmanager
def serving(*arguments: str, token: str = "") -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The command while it runs, and the address that it names."""
    process = subprocess.Popen(
        [*COMMAND, *arguments, "--port", str(free_port())],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=os.environ | ({"LIVEWIDGETS_TOKEN": token} if token else {}),
    )
    assert process.stdout is not None
    try:
        named = next((line for line in process.stdout if "http://" in line), None)
        assert named is not None, "it ended and named no address"
        yield named[named.index("http://") :].strip(), process
    finally:
        below = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGHUP)  # what a terminal that is closed says
        try:
            assert process.wait(30) == 0
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            process.stdout.close()
        _, alive = psutil.wait_procs(below, timeout=15)
        assert alive == []


def read(address: str) -> str:
    text: str = urllib.request.urlopen(address, timeout=60).read().decode()
    return text


def test_a_notebook_is_served_at_the_address_that_is_named(notebook: Path) -> None:
    options = ("--visitors", "3", "--keep-kernels", "5m", "--preheat", "1", "--show-tracebacks")
    with serving(str(notebook), *options) as (address, _):
        assert address.startswith("http://127.0.0.1:")
        assert "live None" in read(address)
        assert '"limit": 3' in read(address + "healthz"), "the server knows the options"


def test_without_the_token_there_is_no_page_and_no_kernel(notebook: Path) -> None:
    with serving(str(notebook), token="s3 cr&t") as (address, process):
        assert address.endswith("?token=s3%20cr%26t")
        page, _ = address.split("?")
        for path in ("", "voila/render/live.ipynb", "?token=wrong"):
            answer = read_or_refusal(page + path)
            assert "live None" not in answer
        with pytest.raises(urllib.error.HTTPError) as refused:
            read(page + "api/kernels/00000000-0000-0000-0000-000000000000")
        assert refused.value.code == 403
        below = psutil.Process(process.pid).children(recursive=True)
        assert not any("ipykernel" in " ".join(each.cmdline()) for each in below)
        assert not any("s3 cr&t" in " ".join(each.cmdline()) for each in below)
        assert "live None" in read(address), "the kernel does not know the token either"


def read_or_refusal(address: str) -> str:
    try:
        return read(address)
    except urllib.error.HTTPError as error:
        return error.read().decode()


def test_any_other_address_than_loopback_needs_a_token(notebook: Path) -> None:
    with serving(str(notebook), "--host", "0.0.0.0") as (address, _):
        page, token = address.split("?token=")
        assert len(token) >= 32
        assert "live None" not in read_or_refusal(page)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([".", "--host", "192.0.2.1"], "this machine has no address '192.0.2.1'"),
        (["nowhere.ipynb"], "there is no nowhere.ipynb; give a notebook"),
        ([".", "--host", "no.such.host.invalid"], "nothing can listen at 'no.such"),
        ([".", "--port", "99999"], "--port=99999: ports go from 1 to 65535"),
        ([".", "--visitors", "0"], "--visitors=0: give 1 or more"),
        ([".", "--preheat", "99"], "--preheat=99: give 0 to 20"),
        ([".", "--keep-kernels", "soon"], "'soon' is not a duration"),
    ],
)
def test_what_cannot_be_served_is_said(arguments: list[str], said: str) -> None:
    ran = subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 2
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr
