"""`livewidgets demo`: a dashboard that listens, and a sender in a process of its own."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from livewidgets.app.children import Children, heed_signals, require_free
from livewidgets.app.serve import HOST, PORT, open_browser, require_voila, voila
from livewidgets.errors import LiveWidgetsError, SourceError
from livewidgets.hub.asking import end
from livewidgets.hub.place import FOLDER, Place

NOTEBOOK = "tcp.ipynb"
SENDER_VARIABLE = "LIVEWIDGETS_SENDER"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `livewidgets demo`."""
    parser.add_argument("--port", type=int, default=PORT, help=f"of the page (default: {PORT})")
    parser.add_argument(
        "--sender-port", type=int, default=5050, help="of the sender (default: 5050)"
    )
    parser.add_argument("--no-browser", action="store_true", help="open no browser")


def run(args: argparse.Namespace) -> int:
    """Serve the demo until Ctrl-C; returns the exit code."""
    heed_signals()
    try:
        return asyncio.run(_serve(args))
    except LiveWidgetsError as error:
        print(f"livewidgets demo: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nended", file=sys.stderr)
        return 0


async def _serve(args: argparse.Namespace) -> int:
    require_voila("the demo")
    for port, option in ((args.port, "--port"), (args.sender_port, "--sender-port")):
        require_free(HOST, port, option)
    sender = ["livewidgets.app.cli", "send", "--csv", "--channels", "3"]
    with _hub_of_its_own() as runtime, Children() as children:
        children.start("the sender", [*sender, "--rate", "20", "--port", str(args.sender_port)])
        environment = {
            SENDER_VARIABLE: f"{HOST}:{args.sender_port}",
            "JUPYTER_RUNTIME_DIR": str(runtime),
        }
        children.start("Voila", voila(notebook(), HOST, args.port), environment)
        print("starting the sender and the page ...", file=sys.stderr, flush=True)
        await children.answers(HOST, args.port)
        address = f"http://{HOST}:{args.port}/"
        print(f"\n  The dashboard is at {address}\n  Ctrl-C ends it.\n", flush=True)
        if not args.no_browser:
            open_browser(address)
        await children.watch()
    return 0


@contextmanager
def _hub_of_its_own() -> Iterator[Path]:
    """A runtime folder for the demo: what listens for its visitors ends with it."""
    with TemporaryDirectory(prefix="livewidgets-") as runtime:
        try:
            yield Path(runtime)
        finally:
            end(Place(Path(runtime) / FOLDER))


def notebook() -> Path:
    """The dashboard: in the installed package, or in the checkout that is in use."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "notebooks", package.parent / "notebooks"):
        if (folder / NOTEBOOK).is_file():
            return folder / NOTEBOOK
    raise SourceError(f"the dashboard {NOTEBOOK} is not in {package}; install livewidgets anew")
