"""A program that writes numbered rows to a file at full speed, and rotates it on the way.

Usage: python -m tests.sources.grower PATH ROWS HEADER KIND...

HEADER is what each new file begins with, or "". Between two parts of the rows the file is
rotated as the next KIND says:

rename        the file gets another name, a new one is made in its place
copytruncate  the file is copied, then cut to nothing; who writes does not notice
hole          the same, but who writes goes on at the old offset
truncate      the file is cut to nothing; what was not read is gone
regrow        the same, and at once there is more in it than before

Before the last two it prints how many rows there are, and waits for a line on its input, as
what is gone cannot be read by anybody.
"""

from __future__ import annotations

import os
import shutil
import sys
from io import FileIO

LOSING = ("truncate", "regrow")
_PIECE = 20_000  # rows of one write


class Grower:
    """Writes rows that hold their number."""

    def __init__(self, path: str, header: str) -> None:
        self._path, self._header = path, header
        self._file = self._made()
        self._next = 0

    def write(self, rows: int) -> None:
        end = self._next + rows
        while self._next < end:
            stop = min(end, self._next + _PIECE)
            self._file.write(b"".join(b"%d\n" % number for number in range(self._next, stop)))
            self._next = stop

    def rotate(self, kind: str) -> None:
        if kind in LOSING:
            print(self._next, flush=True)
            sys.stdin.readline()
        if kind == "rename":
            self._shift()
            os.rename(self._path, f"{self._path}.1")
            self._file.close()
            self._file = self._made()
        elif kind in ("copytruncate", "hole"):
            self._shift()
            shutil.copy(self._path, f"{self._path}.1")
            os.truncate(self._path, 0)
            if kind == "copytruncate":
                self._file.seek(0)
        else:
            os.truncate(self._path, 0)
            self._file.seek(0)
            self._file.write(self._header.encode())

    def _made(self) -> FileIO:
        file = FileIO(self._path, "wb")
        file.write(self._header.encode())
        return file

    def _shift(self) -> None:
        """Raise the numbers of those that were rotated before: .1 becomes .2 and so on."""
        number = 1
        while os.path.exists(f"{self._path}.{number}"):
            number += 1
        for each in range(number, 1, -1):
            os.rename(f"{self._path}.{each - 1}", f"{self._path}.{each}")


def main() -> None:
    path, rows, header, *kinds = sys.argv[1:]
    grower = Grower(path, f"{header}\n" if header else "")
    left, parts = int(rows), len(kinds) + 1
    for index, kind in enumerate(kinds):
        # A file that grows again past its old length needs a longer part after it.
        part = left // (parts - index) // (2 if kind == "regrow" else 1)
        grower.write(part)
        left -= part
        grower.rotate(kind)
    grower.write(left)


if __name__ == "__main__":
    main()
