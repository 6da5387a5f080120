"""`livewidgets send`: made-up readings over TCP or into a file, to try things with."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import math
import signal
import sys
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any

from livewidgets.app.appending import append_to
from livewidgets.app.readings import RowFormat
from livewidgets.app.sending import Sending, connect_and_send, listen_and_send
from livewidgets.clock import SYSTEM
from livewidgets.errors import ArgumentError, LiveWidgetsError

HOST = "127.0.0.1"
PORT = 5050
_MOST_CHANNELS = 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `livewidgets send`."""
    add = parser.add_argument
    add(
        "--host",
        default=HOST,
        help="address to send to, or with --listen to serve at (%(default)s)",
    )
    add("--port", type=int, default=PORT, help="its port (%(default)s)")
    add("--listen", action="store_true", help="serve all who connect, instead of connecting")
    add("--file", type=Path, help="append to a file, instead of a connection")
    add("--rate", type=float, default=10.0, help="rows per second; 0: as fast as possible (10)")
    add("--channels", type=int, default=1, help="values in a row; more than 1 is CSV (1)")
    add("--csv", action="store_true", help="rows t,c0,c1,... with a header line")
    add("--count", type=int, help="end after so many rows (never)")
    add("--no-newline", action="store_true", help="whole numbers with nothing between them")
    add("--token", help="what a listener asks its senders for")
    add("--spikes", type=float, help="a value that is far off, each so many seconds or so (never)")
    add("--seed", type=int, help="the same values each time")


def run(args: argparse.Namespace) -> int:
    """Send until the count is reached, or Ctrl-C or SIGTERM comes; gives the exit code.

    Args:
        args: The options of `add_arguments`.
    """
    try:
        sending = _sending(args)
        return asyncio.run(_until_stopped(_work(args, sending)))
    except LiveWidgetsError as error:
        _say(str(error))
        return 2
    except KeyboardInterrupt:
        return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run `livewidgets send` by itself; gives the exit code."""
    parser = argparse.ArgumentParser(prog="livewidgets send", description=__doc__)
    add_arguments(parser)
    return run(parser.parse_args(argv))


def _sending(args: argparse.Namespace) -> Sending:
    lowest = 0 if args.listen else 1
    if not lowest <= args.port <= 65_535:
        raise ArgumentError(f"--port {args.port}: give a number from {lowest} to 65535")
    if not (math.isfinite(args.rate) and args.rate >= 0):
        raise ArgumentError(f"--rate {args.rate:g}: give rows per second, or 0 for no limit")
    if not 1 <= args.channels <= _MOST_CHANNELS:
        raise ArgumentError(f"--channels {args.channels}: give a number from 1 to {_MOST_CHANNELS}")
    if args.count is not None and args.count < 1:
        raise ArgumentError(f"--count {args.count}: give at least 1")
    if args.file is not None and (args.listen or args.token is not None):
        raise ArgumentError("--file goes to no connection: leave out --listen and --token")
    if args.spikes is not None and not (math.isfinite(args.spikes) and args.spikes > 0):
        raise ArgumentError(f"--spikes {args.spikes:g}: give the seconds from one to the next")
    csv = args.csv or args.channels > 1
    if args.no_newline and csv:
        raise ArgumentError("--no-newline sends plain numbers: leave out --csv and --channels")
    if args.token is not None and args.listen:
        raise ArgumentError("--token is what a sender shows a listener: leave out --listen")
    return Sending(
        host=args.host,
        port=args.port,
        rate=args.rate,
        count=args.count,
        format=RowFormat(csv=csv, newline=not args.no_newline, channels=args.channels),
        token=args.token,
        seed=args.seed,
        spikes=args.spikes,
    )


def _work(args: argparse.Namespace, sending: Sending) -> Coroutine[Any, Any, None]:
    if args.file is not None:
        return append_to(args.file, sending, SYSTEM, _say)
    work = listen_and_send if args.listen else connect_and_send
    return work(sending, SYSTEM, _say)


async def _until_stopped(work: Any) -> int:
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Not in every thread and not on every system; there KeyboardInterrupt comes instead.
        with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
            loop.add_signal_handler(number, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await task
    return 0


def _say(sentence: str) -> None:
    print(f"livewidgets send: {sentence}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
