"""A `Tail` for tests, what writes to its file, and what its status says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from livewidgets.data.decoder import Decoder
from livewidgets.data.framing import Lines, OnReject
from livewidgets.data.text_format import TextFormat
from livewidgets.sources.tail import Tail
from tests.sources.recorder import Recorder

LIMIT = 65_536


def tail(path: Path | str, start: Any = "beginning", watch: Any = "poll", **options: Any) -> Tail:
    form = TextFormat(grows=True, **options)

    def decoder(on_reject: OnReject) -> Decoder:
        return Decoder(Lines(LIMIT, on_reject), form.parser(on_reject))

    return Tail(path, decoder=decoder, start=start, watch=watch, limit=LIMIT)


def says(text: str) -> Callable[[Recorder], bool]:
    return lambda sink: bool(sink.states) and text in sink.sentence


def add(path: Path, data: bytes) -> None:
    with path.open("ab") as writer:
        writer.write(data)
