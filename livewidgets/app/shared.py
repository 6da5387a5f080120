"""Shared: streams that the user's hub reads once, for all kernels."""

from __future__ import annotations

import importlib.util
import os
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from livewidgets.access import KEEP_ROWS
from livewidgets.app.described import build, describe, kept
from livewidgets.app.formats import StreamOptions, require_known
from livewidgets.app.session import SESSION
from livewidgets.clock import SYSTEM
from livewidgets.derived import Derivation
from livewidgets.errors import ArgumentError
from livewidgets.hub.lock import AVAILABLE
from livewidgets.hub.wire import Description
from livewidgets.stream import Stream

HUB_VARIABLE = "LIVEWIDGETS_HUB"
"""Set to "off", every kernel reads for itself."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What a stream was made of."""

    description: Description | None
    keep: int | str


_known: weakref.WeakKeyDictionary[Stream, _Known] = weakref.WeakKeyDictionary()


def way_in(
    kind: str, arguments: Mapping[str, Any], options: Mapping[str, Any], shared: bool = False
) -> Stream:
    """The stream of a source of lines.

    Args:
        kind: Which way in.
        arguments: What it takes.
        options: As users give them.
        shared: Whether the hub is to read it, where it can.

    Raises:
        ArgumentError: An argument cannot be used.
    """
    rest = dict(options)
    lines = {name: rest.pop(name) for name in options if name not in StreamOptions.__annotations__}
    built = build(kind, arguments, lines)
    SESSION.watch()
    description = describe(kind, arguments, options)
    keep = rest.get("keep", KEEP_ROWS)
    if shared and description is not None and not _why_not(rest.get("clock", SYSTEM)):
        source = _attached(description, None, keep, built.source, built.form.units)
        stream = Stream(source, units=source.units, origin=source.origin, **rest)
    else:
        form = built.form
        stream = Stream(built.source, units=form.units, origin=lambda: form.origin, **rest)
    _known[stream] = _Known(description, keep)
    return stream


def shared(
    source: Any = None,
    *,
    name: str | None = None,
    **options: Any,
) -> Stream:
    """Have a source read by the user's hub, once for all kernels.

    With a name alone it is the stream that another notebook, or the hub's own file, has
    under that name.

    Args:
        source: What `connect`, `tail`, `command` or `listen` gave, and was not started yet.
        name: What it is called for all kernels; without one it is found by what it reads.
        options: See `Stream`; for a name alone.

    Raises:
        ArgumentError: It cannot go to another process; says why.
    """
    require_known(options, StreamOptions, "source")
    if name is not None and not str(name).strip():
        raise ArgumentError(f"name={name!r}: give a text")
    if why := _why_not(options.get("clock", SYSTEM) if source is None else _clock(source)):
        raise ArgumentError(f"this cannot be shared: {why}")
    if source is None:
        return _by_name(name, options)
    if options:
        raise ArgumentError(f"{next(iter(options))}= belongs to the stream that is shared")
    known = _known.get(source) if isinstance(source, Stream) else None
    if known is None or known.description is None:
        raise ArgumentError(_unknown(source))
    if source.running or source.ring.total:
        raise ArgumentError(
            f"the stream {source.name!r} is read in this kernel already; share it where it is "
            "made, as in lw.shared(lw.connect(...))"
        )
    before: Any = source.source
    attached = _attached(known.description, name, known.keep, before, source.units)
    source.source, source.units, source.origin = attached, attached.units, attached.origin
    mine: Stream = source
    return mine


def _by_name(name: str | None, options: Mapping[str, Any]) -> Stream:
    from livewidgets.hub.attached import AttachedSource

    if name is None:
        raise ArgumentError("shared() needs a stream, as in lw.shared(lw.connect(...)), or name=")
    rows, seconds = kept(options.get("keep", KEEP_ROWS))
    SESSION.watch()
    attached = AttachedSource(
        None, name, rows=rows, seconds=seconds, called=name, key=f"hub:{name}"
    )
    return Stream(attached, units=attached.units, origin=attached.origin, **options)


def _attached(
    description: Description, name: str | None, keep: int | str, source: Any, units: Any
) -> Any:
    # Here, not above: where there is no ZeroMQ every kernel reads for itself.
    from livewidgets.hub.attached import AttachedSource

    rows, seconds = kept(keep)
    return AttachedSource(
        description,
        name,
        rows=rows,
        seconds=seconds,
        called=name or source.name,
        key=source.key,
        exclusive=bool(getattr(source, "exclusive", False)),
        units=units,
    )


def _why_not(clock: object) -> str:
    """Why there is no hub for such a stream; empty if there is one."""
    if clock is not SYSTEM:
        return "it has a clock of its own, and another process has not"
    if os.environ.get(HUB_VARIABLE, "").lower() in ("off", "0", "no"):
        return f"the variable {HUB_VARIABLE} says so"
    if not AVAILABLE or importlib.util.find_spec("zmq") is None:
        return "there is no hub on this system"
    return ""


def _clock(source: object) -> object:
    return source.clock if isinstance(source, Stream) else SYSTEM


def _unknown(source: object) -> str:
    if isinstance(source, Stream) and isinstance(source.source, Derivation):
        return "share the stream that this one is derived from, and derive in each kernel"
    what = f"the stream {source.name!r}" if isinstance(source, Stream) else type(source).__name__
    return (
        f"{what} lives in this kernel and cannot go to another process: only what can be "
        "described can, which lw.connect, lw.listen, lw.tail and lw.command give (with a fixed "
        "port, and no schema= of your own); make it a program, as in lw.command([...]), or read "
        "it here, as in lw.stream(...)"
    )
