"""The ways in for what other programs write: a file that grows, a program's output."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Unpack

from livewidgets.app.formats import LineOptions, require_known
from livewidgets.app.shared import way_in
from livewidgets.sources.command import Restart
from livewidgets.sources.tail_start import Start
from livewidgets.sources.tail_watch import WatchMode
from livewidgets.stream import Stream


def tail(
    path: str | os.PathLike[str],
    *,
    start: Start = "beginning",
    watch: WatchMode = "auto",
    **options: Unpack[LineOptions],
) -> Stream:
    """A file that grows: CSV, JSON lines or plain numbers, through rotations of every kind.

    Args:
        path: The file; it need not exist yet.
        start: "beginning", "end", or how many rows before the end.
        watch: "auto" has the system tell of changes where it can (with the extra
            `files`); "poll" looks ten times a second.
        options: See `LineOptions` and `Stream`.

    Raises:
        ArgumentError: An argument cannot be used.
    """
    require_known(options, LineOptions, "start", "watch")
    return way_in("tail", {"path": path, "start": start, "watch": watch}, options)


def command(
    command: Sequence[str],
    *,
    restart: Restart = "failure",
    cwd: str | os.PathLike[str] | None = None,
    env: Mapping[str, str] | None = None,
    **options: Unpack[LineOptions],
) -> Stream:
    """What a program writes to its standard output: CSV, JSON lines or plain numbers.

    It starts with the stream and ends with it, with all programs that it started. The last
    lines of its standard error are in the status.

    Args:
        command: The program and its arguments, as a list; no shell is involved.
        restart: After which end it is started again, as `retry` says: "failure" (an exit
            code other than 0, or a signal), "always" or "never".
        cwd: Where it runs; None: here.
        env: Its environment; None: this one's.
        options: See `LineOptions` and `Stream`.

    Raises:
        ArgumentError: An argument cannot be used.
    """
    require_known(options, LineOptions, "restart", "cwd", "env")
    arguments = {"command": command, "restart": restart, "cwd": cwd, "env": env}
    return way_in("command", arguments, options)
