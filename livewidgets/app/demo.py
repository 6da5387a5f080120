"""`livewidgets demo`: a sender in a process of its own, live in a Voila page."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import socket
import subprocess
import sys
import webbrowser
from importlib.util import find_spec
from pathlib import Path

from livewidgets.clock import SYSTEM
from livewidgets.errors import BusyError, LiveWidgetsError, MissingExtra, SourceError

HOST = "127.0.0.1"
NOTEBOOK = "tcp.ipynb"
SENDER_VARIABLE = "LIVEWIDGETS_SENDER"
_READY_WITHIN = 60.0
_END_WITHIN = 8.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `livewidgets demo`."""
    parser.add_argument("--port", type=int, default=8866, help="of the page (default: 8866)")
    parser.add_argument(
        "--sender-port", type=int, default=5050, help="of the sender (default: 5050)"
    )
    parser.add_argument("--no-browser", action="store_true", help="open no browser")


def run(args: argparse.Namespace) -> int:
    """Serve the demo until Ctrl-C; returns the exit code."""
    for number in (signal.SIGINT, signal.SIGTERM):  # a shell's background job ignores SIGINT
        signal.signal(number, _interrupt)
    try:
        return asyncio.run(_serve(args))
    except LiveWidgetsError as error:
        print(f"livewidgets demo: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nended", file=sys.stderr)
        return 0


async def _serve(args: argparse.Namespace) -> int:
    if find_spec("voila") is None:
        raise MissingExtra("voila", "demo", "the demo")
    for port, option in ((args.port, "--port"), (args.sender_port, "--sender-port")):
        require_free(port, option)
    sender = ["livewidgets.app.cli", "send", "--listen", "--csv", "--channels", "3"]
    children = [_start([*sender, "--rate", "20", "--port", str(args.sender_port)])]
    try:
        address = f"http://{HOST}:{args.port}/"
        environment = {SENDER_VARIABLE: f"{HOST}:{args.sender_port}"}
        voila = ["voila", str(notebook()), "--no-browser", f"--port={args.port}"]
        settings = [f"--Voila.ip={HOST}", "--Voila.log_level=WARN"]
        children.append(_start(voila + settings, environment))
        print("starting the sender and the page ...", file=sys.stderr, flush=True)
        await _answers(args.port, children)
        print(f"\n  The dashboard is at {address}\n  Ctrl-C ends it.\n", flush=True)
        if not args.no_browser and _has_desktop():
            webbrowser.open(address)
        return await _watch(children)
    finally:
        _end(children)


def notebook() -> Path:
    """The dashboard: in the installed package, or in the checkout that is in use."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "notebooks", package.parent / "notebooks"):
        if (folder / NOTEBOOK).is_file():
            return folder / NOTEBOOK
    raise SourceError(f"the dashboard {NOTEBOOK} is not in {package}; install livewidgets anew")


def require_free(port: int, option: str) -> None:
    """Check that nobody listens at a port of this machine.

    Raises:
        BusyError: Somebody does; says how to choose another.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise BusyError(
                f"port {port} cannot be used ({error.strerror}); choose another with {option}"
            ) from None


def _has_desktop() -> bool:
    # Without one, a text browser would be opened over what is printed here.
    displays = ("DISPLAY", "WAYLAND_DISPLAY")
    return sys.platform != "linux" or any(os.environ.get(name) for name in displays)


def _start(module: list[str], environment: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches this process alone, which ends the others in order.
    return subprocess.Popen(
        [sys.executable, "-m", *module],
        env={**os.environ, **(environment or {})},
        start_new_session=True,
        preexec_fn=_heed_interrupts,
    )


def _heed_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


async def _answers(port: int, children: list[subprocess.Popen[bytes]]) -> None:
    deadline = SYSTEM.monotonic() + _READY_WITHIN
    while SYSTEM.monotonic() < deadline:
        _require_alive(children)
        try:
            _, writer = await asyncio.open_connection(HOST, port)
        except OSError:
            await SYSTEM.sleep(0.1)
            continue
        writer.close()
        return
    raise SourceError(f"Voila did not answer at port {port} within {_READY_WITHIN:.0f} s")


async def _watch(children: list[subprocess.Popen[bytes]]) -> int:
    while True:
        _require_alive(children)
        await SYSTEM.sleep(0.5)


def _require_alive(children: list[subprocess.Popen[bytes]]) -> None:
    for name, child in zip(("the sender", "Voila"), children, strict=False):
        if child.poll() is not None:
            raise SourceError(
                f"{name} ended with code {child.returncode}; what it printed is above"
            )


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in reversed(children):
        if child.poll() is None:
            child.send_signal(signal.SIGINT)
    for child in reversed(children):
        try:
            child.wait(_END_WITHIN)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _interrupt(_signal: int, _frame: object) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):  # a second one would leave others behind
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt
