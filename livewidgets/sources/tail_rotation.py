"""The files that a file was before it was rotated: its names, and in which order they came."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass

from livewidgets.sources.tail_file import Identity, MarkedFile

_AGAIN = 5
"""Times that a directory is listed anew because files were renamed in the meantime."""

_OLD = r"[._-]?(\d[\dT:Z_.+-]*|old|prev|bak\d*)"
"""What rotation puts behind a name: a number, a date, `old`."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """A file that has a name as rotation gives it."""

    path: str
    identity: Identity
    size: int
    written: int  # nanoseconds


class MovedFile(Exception):
    """The name leads to another file than a moment before."""


def rotated_files(path: str) -> list[Rotated]:
    """The files beside a path whose names are made from its own, by the time of writing.

    For `data.csv` these are `data.csv.1`, `data.csv-20261121`, `data.csv.old`, `data-2.csv`
    and their like, but not `data.csv.gz`. Of those written in the same tick of the system's
    clock, some milliseconds, that with the greater small number is the older one.
    """
    before: list[Rotated] = []
    for _ in range(_AGAIN):
        found = _listed(path)
        if found == before:
            break
        before = found  # a listing may lack what was renamed while it was made
    return found


def _listed(path: str) -> list[Rotated]:
    directory, name = os.path.split(path)
    stem, suffix = os.path.splitext(name)
    pattern = re.compile(
        f"{re.escape(name)}{_OLD}|{re.escape(stem)}[._-]\\d[\\dT:Z_.+-]*{re.escape(suffix)}"
    )
    found: list[Rotated] = []
    try:
        with os.scandir(directory or ".") as entries:
            for entry in entries:
                if pattern.fullmatch(entry.name):
                    found += _looked_at(entry.path)
    except OSError:
        return []
    return sorted(found, key=lambda each: (each.written, *_rank(each.path)))


def _rank(path: str) -> tuple[int, str]:
    number = re.search(r"\D(\d{1,4})$", path)
    return (-int(number[1]) if number else 0, path)


def opened(rotated: Rotated) -> MarkedFile | None:
    """Open a file that was listed; None if it cannot be read, which must not hide the others.

    Raises:
        MovedFile: It was renamed or removed since.
    """
    try:
        file = MarkedFile(rotated.path)
    except FileNotFoundError as error:
        raise MovedFile from error
    except OSError:
        return None
    if file.identity != rotated.identity:
        file.close()
        raise MovedFile
    return file


def each_opened(path: str, since: int = 0) -> Iterator[MarkedFile]:
    """The rotated files in their order, each open; the caller closes what it is given.

    Those that were written before `since` (nanoseconds) are left out.

    Where files are renamed in the meantime it begins anew, so that one may come twice.
    """
    for _ in range(_AGAIN):
        try:
            for rotated in rotated_files(path):
                if rotated.size and rotated.written >= since and (file := opened(rotated)):
                    yield file
        except MovedFile:
            continue
        return


def _looked_at(path: str) -> list[Rotated]:
    try:
        found = os.stat(path)
    except OSError:
        return []
    if not stat.S_ISREG(found.st_mode):
        return []
    return [Rotated(path, (found.st_dev, found.st_ino), found.st_size, found.st_mtime_ns)]
