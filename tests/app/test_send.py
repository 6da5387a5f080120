from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from livewidgets.app import send as command
from livewidgets.app.send import _until_stopped

HOST = "127.0.0.1"
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--port", "0"], "--port 0: give a number from 1 to 65535"),
        (["--port", "70000", "--listen"], "--port 70000: give a number from 0 to 65535"),
        (["--rate", "-1"], "--rate -1: give rows per second"),
        (["--rate", "nan"], "--rate nan: give rows per second"),
        (["--channels", "0"], "--channels 0: give a number from 1 to 1000"),
        (["--count", "0"], "--count 0: give at least 1"),
        (["--no-newline", "--csv"], "--no-newline sends plain numbers"),
        (["--no-newline", "--channels", "2"], "--no-newline sends plain numbers"),
        (["--listen", "--token", "x"], "--token is what a sender shows a listener"),
    ],
)
def test_options_are_checked(
    options: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(options) == 2
    assert f"livewidgets send: {says}" in capsys.readouterr().err


def test_it_ends_at_the_count(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--listen", "--port", "0", "--count", "3", "--rate", "0"]) == 0
    assert "serving rows as fast as possible at 127.0.0.1:" in capsys.readouterr().err


def started(*options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "livewidgets.app.send", *options],
        cwd=ROOT,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("listen", [True, False])
def test_a_signal_ends_it_quietly(number: signal.Signals, listen: bool) -> None:
    with socket.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]
        sender = started("--listen", "--port", "0") if listen else started("--port", str(port))
        assert sender.stderr is not None
        first = sender.stderr.readline()
        assert "Ctrl-C ends it" in first
        client = socket.create_connection(
            (HOST, int(first.split(f"{HOST}:")[1].split()[0]) if listen else port)
        )
        sender.send_signal(number)
        rest = sender.communicate(timeout=20)
        assert (sender.returncode, *rest) == (0, "", "")
        client.close()


def test_a_port_in_use_is_one_sentence() -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        sender = started("--listen", "--port", str(port))
        _, says = sender.communicate(timeout=20)
    assert sender.returncode == 2
    assert says == (
        f"livewidgets send: port {port} of {HOST} is in use: stop what listens there, "
        "or choose another with --port\n"
    )


def test_where_a_loop_takes_no_handler_of_signals_it_sends_all_the_same() -> None:
    """As in a thread that is not the main one, and on systems without them."""
    done: list[int] = []

    async def work() -> None:
        with pytest.raises((RuntimeError, ValueError, NotImplementedError)):
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, print)
        done.append(1)

    thread = threading.Thread(target=lambda: done.append(asyncio.run(_until_stopped(work()))))
    thread.start()
    thread.join(60)
    assert done == [1, 0]
