"""Sources as data: what the ways in are given, so that another process can make the same."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from livewidgets.access import KEEP_ROWS, ring_of
from livewidgets.app.formats import (
    FormatOptions,
    LineOptions,
    StreamOptions,
    decoders,
    require_known,
    take_format,
    take_limit,
    take_pause,
)
from livewidgets.data.duration import seconds
from livewidgets.data.schema import Kind
from livewidgets.data.text_format import TextFormat
from livewidgets.errors import ArgumentError, unknown_name
from livewidgets.hub.feed import Made
from livewidgets.hub.wire import Description, Plain
from livewidgets.sources.command import Command
from livewidgets.sources.reader import Retry
from livewidgets.sources.source import Source
from livewidgets.sources.tail import Tail
from livewidgets.sources.tcp_connect import Connect
from livewidgets.sources.tcp_listen import Listen


@dataclass(frozen=True, slots=True)
class Built:
    """A source of lines, and the format that its decoders share."""

    source: Source
    form: TextFormat


def _listen(rest: dict[str, Any], arguments: Mapping[str, Any]) -> Built:
    limit, pause, form = take_limit(rest), take_pause(rest), take_format(rest, grows=False)
    decoder = decoders(form, limit, pauses=pause is not None)
    return Built(Listen(decoder=decoder, pause=pause, **arguments), form)


def _connect(rest: dict[str, Any], arguments: Mapping[str, Any]) -> Built:
    limit, pause, form = take_limit(rest), take_pause(rest), take_format(rest, grows=False)
    decoder = decoders(form, limit, pauses=pause is not None)
    return Built(Connect(decoder=decoder, pause=pause, **arguments), form)


def _tail(rest: dict[str, Any], arguments: Mapping[str, Any]) -> Built:
    limit, form = take_limit(rest), take_format(rest, grows=True)
    return Built(Tail(decoder=decoders(form, limit), limit=limit, **arguments), form)


def _command(rest: dict[str, Any], arguments: Mapping[str, Any]) -> Built:
    limit, form = take_limit(rest), take_format(rest, grows=True)
    return Built(Command(decoder=decoders(form, limit), **arguments), form)


_Build = Callable[[dict[str, Any], Mapping[str, Any]], Built]
_KINDS: dict[str, tuple[_Build, type, tuple[str, ...], tuple[str, ...]]] = {
    "listen": (_listen, FormatOptions, ("port",), ("host", "token")),
    "connect": (_connect, FormatOptions, ("host", "port"), ()),
    "tail": (_tail, LineOptions, ("path",), ("start", "watch")),
    "command": (_command, LineOptions, ("command",), ("restart", "cwd", "env")),
}


def build(kind: str, arguments: Mapping[str, Any], options: dict[str, Any]) -> Built:
    """Make a source; takes out of the options what says how bytes become rows.

    Raises:
        ArgumentError: There is no such kind, or an argument cannot be used.
    """
    if kind not in _KINDS:
        raise ArgumentError(unknown_name("kind of source", kind, _KINDS))
    make, known, needed, others = _KINDS[kind]
    require_known(options, known)
    for name in arguments:
        if name not in needed + others:
            raise ArgumentError(unknown_name(f"argument of {kind}", name, needed + others))
    for name in needed:
        if name not in arguments:
            raise ArgumentError(f"{kind} needs {name}=")
    return make(options, arguments)


def describe(
    kind: str, arguments: Mapping[str, Any], options: Mapping[str, Any]
) -> Description | None:
    """A source as data; None where it is not: a type of the user's own, a port that is any.

    Args:
        kind: Which way in.
        arguments: What it takes.
        options: As users give them, those of `Stream` among them.
    """
    if options.get("schema") is not None or arguments.get("port") == 0:
        return None
    retry = options.get("retry")
    plain: dict[str, Plain] = {name: _plain(name, value) for name, value in arguments.items()}
    if kind == "tail":
        plain["path"] = os.path.abspath(os.path.expanduser(os.fspath(arguments["path"])))
    if kind == "command" and plain.get("cwd") is None:
        plain["cwd"] = os.getcwd()
    return Description(
        kind,
        {name: value for name, value in plain.items() if value is not None},
        {
            name: _plain(name, value)
            for name, value in options.items()
            if name not in StreamOptions.__annotations__ and value is not None
        },
        (retry.initial, retry.maximum, retry.jitter, retry.give_up)
        if isinstance(retry, Retry)
        else None,
    )


def made_of(description: Description) -> Made:
    """A source as it is described: what the hub does.

    Raises:
        ArgumentError: It cannot be made.
    """
    built = build(description.kind, description.arguments, dict(description.options))
    retry = Retry() if description.retry is None else Retry(*description.retry)
    form = built.form
    return Made(built.source, lambda: dict(form.units), lambda: form.origin, retry)


def of_table(name: str, table: Mapping[str, Any]) -> tuple[Description, int | str]:
    """A source of a TOML file, and how much of it is kept.

    Raises:
        ArgumentError: It cannot be made; says where.
    """
    where = f"[sources.{name}]"
    rest = dict(table)
    kind = rest.pop("kind", None)
    if not isinstance(kind, str) or kind not in _KINDS:
        raise ArgumentError(f"{where}: {unknown_name('kind of source', str(kind), _KINDS)}")
    keep = rest.pop("keep", KEEP_ROWS)
    _, options, needed, others = _KINDS[kind]
    arguments = {key: rest.pop(key) for key in needed + others if key in rest}
    known = set(options.__annotations__) - set(StreamOptions.__annotations__) - {"schema"}
    for key in rest:
        if key not in known:
            every = sorted((*needed, *others, *known, "keep", "kind"))
            raise ArgumentError(f"{where}: {unknown_name('key', key, every)}")
    try:
        kept(keep)
        build(kind, arguments, dict(rest))
        description = describe(kind, arguments, rest)
    except ArgumentError as error:
        raise ArgumentError(f"{where}: {error}") from error
    if description is None:
        raise ArgumentError(f"{where}: give a port that senders can know, not 0")
    return description, keep


def kept(keep: int | str) -> tuple[int, float | None]:
    """How many rows, and how many seconds of them, `keep=` asks for.

    Raises:
        ArgumentError: It asks for neither.
    """
    ring_of(keep, 0.0)
    return (KEEP_ROWS * 10, seconds(keep)) if isinstance(keep, str) else (int(keep), None)


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        if name == "columns":
            return {str(key): Kind.given(kind).value for key, kind in value.items()}
        return {str(key): str(each) for key, each in value.items()}
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [os.fspath(each) for each in value]
    return value
