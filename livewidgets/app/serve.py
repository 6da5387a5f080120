"""`livewidgets serve`: notebooks as dashboards, in Voila with what a live one needs."""

from __future__ import annotations

import argparse
import asyncio
import ipaddress
import os
import secrets
import sys
import webbrowser
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from livewidgets.app.children import Children, heed_signals, require_free
from livewidgets.data.duration import seconds
from livewidgets.errors import ArgumentError, LiveWidgetsError, MissingExtra

HOST = "127.0.0.1"
MOST_PREHEATED = 20
PORT = 8866
TOKEN_VARIABLE = "LIVEWIDGETS_TOKEN"
"""Where Voila's process finds what visitors must know; the same in livewidgets_server."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `livewidgets serve`."""
    parser.add_argument("path", type=Path, help="a notebook, or a folder of them")
    parser.add_argument("--port", type=int, default=PORT, help=f"of the page (default: {PORT})")
    parser.add_argument(
        "--host",
        default=HOST,
        help=f"address to listen at (default: {HOST}); any but loopback needs a token",
    )
    parser.add_argument(
        "--token",
        default=os.environ.get(TOKEN_VARIABLE),
        help=f"what visitors must know (default: ${TOKEN_VARIABLE}, or one made where needed)",
    )
    parser.add_argument("--no-browser", action="store_true", help="open no browser")
    parser.add_argument(
        "--visitors",
        type=int,
        default=50,
        metavar="N",
        help="at a time; each has a kernel (default: 50)",
    )
    parser.add_argument(
        "--keep-kernels",
        default="50s",
        metavar="TIME",
        help="for a reload, when the last page of a kernel has gone (default: 50s)",
    )
    parser.add_argument(
        "--preheat",
        type=int,
        default=0,
        metavar="N",
        help="kernels of each notebook that are made in advance (default: 0)",
    )
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="a name beside localhost by which visitors ask, as through a proxy, without a token",
    )
    parser.add_argument(
        "--show-tracebacks", action="store_true", help="to visitors, too: for yourself alone"
    )


def run(args: argparse.Namespace) -> int:
    """Serve until Ctrl-C; returns the exit code."""
    heed_signals()
    try:
        return asyncio.run(_serve(args))
    except LiveWidgetsError as error:
        print(f"livewidgets serve: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nended", file=sys.stderr)
        return 0


async def _serve(args: argparse.Namespace) -> int:
    require_voila("livewidgets serve")
    if not args.path.exists():
        raise ArgumentError(f"there is no {args.path}; give a notebook, or a folder of them")
    options = _options(args)
    token = args.token or ("" if is_loopback(args.host) else secrets.token_urlsafe(24))
    require_free(args.host, args.port, "--port")
    with Children() as children:
        command = [*voila(args.path, args.host, args.port), *options]
        children.start("Voila", command, {TOKEN_VARIABLE: token})
        reachable = HOST if args.host in ("0.0.0.0", "") else args.host
        await children.answers(reachable, args.port)
        address = f"http://{reachable if ':' not in reachable else f'[{reachable}]'}:{args.port}/"
        address += f"?token={quote(token, safe='')}" if token else ""
        print(f"\n  {args.path} is at {address}\n  Ctrl-C ends it.\n", flush=True)
        if not args.no_browser:
            open_browser(address)
        await children.watch()
    return 0


def voila(path: Path, host: str, port: int) -> list[str]:
    """The module and the arguments that serve notebooks with our settings."""
    return ["livewidgets_server.dashboards", str(path), host, str(port)]


def _options(args: argparse.Namespace) -> list[str]:
    """What the server is told beside where it serves what.

    Raises:
        ArgumentError: An option cannot be used; says which and why.
    """
    if args.visitors < 1:
        raise ArgumentError(f"--visitors={args.visitors}: give 1 or more")
    if not 0 <= args.preheat <= MOST_PREHEATED:
        raise ArgumentError(f"--preheat={args.preheat}: give 0 to {MOST_PREHEATED}")
    keep = seconds(args.keep_kernels)
    options = ["--keep-kernels", str(keep), "--visitors", str(args.visitors)]
    options += ["--preheat", str(args.preheat)]
    for name in args.allow_host:
        options += ["--allow-host", name]
    return [*options, *(["--show-tracebacks"] if args.show_tracebacks else [])]


def require_voila(what: str) -> None:
    """Check that Voila is there.

    Raises:
        MissingExtra: It is not; says how to install it.
    """
    if find_spec("voila") is None:
        raise MissingExtra("voila", "demo", what)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what listens there."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def open_browser(address: str) -> None:
    """Open a page, where there is a desktop."""
    # Without one, a text browser would be opened over what is printed here.
    displays = ("DISPLAY", "WAYLAND_DISPLAY")
    if sys.platform != "linux" or any(os.environ.get(name) for name in displays):
        webbrowser.open(address)
