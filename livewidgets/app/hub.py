"""`livewidgets hub`: the hub in the foreground, how it stands, and its end."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from livewidgets.app.described import kept, made_of, of_table
from livewidgets.app.hub_process import running
from livewidgets.clock import SYSTEM
from livewidgets.errors import ArgumentError, LiveWidgetsError
from livewidgets.hub.asking import status, stop
from livewidgets.hub.place import Place, Record
from livewidgets.hub.process import Named, log_to
from livewidgets.hub.process import run as run_hub


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `livewidgets hub`."""
    parser.add_argument(
        "what",
        nargs="?",
        metavar="status | stop | FILE",
        help="how the hub stands; end it; or be the hub, until Ctrl-C, with the sources of a "
        "TOML file (or with none)",
    )


def run(args: argparse.Namespace) -> int:
    """Do what is asked for; gives the exit code: 1 where no hub runs."""
    try:
        if args.what == "status":
            return _show()
        if args.what == "stop":
            stopped = stop()
            print("the hub has ended" if stopped else "no hub runs")
            return 0 if stopped else 1
        named = {} if args.what is None else sources(Path(args.what))
        place = Place()
        log_to(place)
        here = replace(running(), stays=True, named=named)
        asyncio.run(run_hub(place, made_of, SYSTEM, here, ready=_ready(named)))
    except LiveWidgetsError as error:
        print(f"livewidgets hub: {error}", file=sys.stderr)
        return 2
    return 0


def sources(path: Path) -> dict[str, Named]:
    """The sources of a TOML file, by name.

    Raises:
        ArgumentError: It cannot be read, or a source in it cannot be made; says which.
    """
    try:
        tables = tomllib.loads(path.read_text())
    except OSError as error:
        raise ArgumentError(f"{path} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ArgumentError(f"{path} is no TOML: {error}") from error
    found: Any = tables.pop("sources", None)
    if tables or not isinstance(found, dict) or not found:
        raise ArgumentError(f"{path}: name each source in a table of its own, as [sources.heating]")
    named = {}
    for name, table in found.items():
        if not isinstance(table, dict):
            raise ArgumentError(f"{path}: [sources.{name}] is no table")
        description, keep = of_table(name, table)
        named[name] = Named(description, *kept(keep))
    return named


def _show() -> int:
    standing = status()
    print("no hub runs" if standing is None else standing)
    return 1 if standing is None else 0


def _ready(named: dict[str, Named]) -> Any:
    def say(record: Record) -> None:
        what = ", ".join(named) or "what kernels ask for"
        print(f"the hub (process {record.pid}) reads {what}; Ctrl-C ends it", flush=True)

    return say
