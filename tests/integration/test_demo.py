"""`livewidgets demo`: it serves, it says where, and it leaves nothing behind."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest

from tests.ports import free_port

COMMAND = [sys.executable, "-m", "livewidgets.app.cli", "demo", "--no-browser"]


@contextmanager
def demo(*options: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [*COMMAND, *options], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def first_address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if "http://" in line:
            return line[line.index("http://") :].strip()
    raise AssertionError("it ended and named no address")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_the_dashboard_and_ends_with_all_that_it_started(how: signal.Signals) -> None:
    ports = free_port(), free_port()
    with demo("--port", str(ports[0]), "--sender-port", str(ports[1])) as process:
        address = first_address(process)
        page = urllib.request.urlopen(address, timeout=60).read().decode()
        assert "Numbers over TCP" in page
        below = psutil.Process(process.pid).children(recursive=True)
        assert len(below) >= 3, "the sender, Voila and a visitor's kernel"
        process.send_signal(how)
        assert process.wait(30) == 0
        _, alive = psutil.wait_procs(below, timeout=15)
        assert alive == []
    for port in ports:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), timeout=5)


@pytest.mark.parametrize("option", ["--port", "--sender-port"])
def test_a_port_in_use_is_said_with_the_way_out(option: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        other = "--port" if option == "--sender-port" else "--sender-port"
        command = [*COMMAND, option, str(port), other, str(free_port())]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 2
    assert f"port {port} cannot be used" in ran.stderr
    assert f"choose another with {option}\n" in ran.stderr
    assert "Traceback" not in ran.stderr
