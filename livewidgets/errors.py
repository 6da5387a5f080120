"""Every error that livewidgets raises, by what its reader can do about it.

LiveWidgetsError
├── SourceError      the other side: wait, or look there
├── DecodeError      the data: mend the record that is named
├── SchemaError      the data's shape: mend the column that is named
├── ArgumentError    your call: mend the argument (also a ValueError)
├── UserCodeError    your code: what a generator or function of yours raised
├── ClosedError      your code: what you used has been stopped
├── BusyError        your code: what you want is in use
└── MissingExtra     your environment: run the pip command in the message

A message says what happened, where, and what to do next.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

EXCERPT_BYTES = 80
"""The longest excerpt of outside data that a message or a counter keeps."""


class LiveWidgetsError(Exception):
    """The root of all errors of this library."""


class SourceError(LiveWidgetsError):
    """A source cannot be read: refused, lost, not there. A later try may succeed."""


class DecodeError(LiveWidgetsError):
    """A record cannot be decoded.

    Args:
        reason: What is wrong with it, as a phrase.
        record: Its number in the stream, counted from 1.
        excerpt: The record's beginning; cut to 80 bytes.
    """

    def __init__(self, reason: str, record: int, excerpt: bytes) -> None:
        self.reason = reason
        self.record = record
        self.excerpt = excerpt[:EXCERPT_BYTES]
        super().__init__(f"record {record}: {reason}: {show_excerpt(self.excerpt)}")


class SchemaError(LiveWidgetsError):
    """A column is unknown, missing, or of another kind than before."""


class ArgumentError(LiveWidgetsError, ValueError):
    """An argument has a value that cannot be used."""


class UserCodeError(LiveWidgetsError):
    """A generator or function that is read raised; `__cause__` is what it raised."""


class ClosedError(LiveWidgetsError):
    """The stream was stopped and cannot do this any more."""


class BusyError(LiveWidgetsError):
    """A port or a name is in use."""


class MissingExtra(LiveWidgetsError, ImportError):
    """An optional package is not installed.

    Args:
        package: The package that is missing.
        extra: The extra of livewidgets that brings it.
        purpose: What it is needed for, as a phrase.
    """

    def __init__(self, package: str, extra: str, purpose: str) -> None:
        super().__init__(
            f"{purpose} needs the package {package}, which is not installed. "
            f'Run: pip install "livewidgets[{extra}]"'
        )


def show_excerpt(data: bytes) -> str:
    """Show outside bytes safely on one line: printable text in quotes, the rest escaped."""
    return repr(data[:EXCERPT_BYTES].decode("utf-8", errors="backslashreplace"))


def unknown_name(what: str, name: str, known: Iterable[str]) -> str:
    """Say that a name is unknown, with the nearest known one if there is one."""
    names = [str(each) for each in known]
    near = difflib.get_close_matches(name, names, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    have = ", ".join(repr(each) for each in names[:12]) or "none yet"
    if len(names) > 12:
        have += f" … and {len(names) - 12} more"
    return f"there is no {what} {name!r}{hint} (known: {have})"
