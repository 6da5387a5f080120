"""The ways in for what other programs write: a file that grows, a program's output."""

from __future__ import annotations

import os
from typing import Unpack

from livewidgets.app.formats import (
    LineOptions,
    decoders,
    require_known,
    take_format,
    take_limit,
)
from livewidgets.app.streams import made_of_lines
from livewidgets.sources.tail import Tail
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
    rest = dict(options)
    limit, form = take_limit(rest), take_format(rest, grows=True)
    source = Tail(path, decoder=decoders(form, limit), start=start, watch=watch, limit=limit)
    return made_of_lines(source, form, rest)
