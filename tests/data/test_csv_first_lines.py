"""CSV lines: first lines that are no rows, and delimiters that nobody has stated."""

from __future__ import annotations

from typing import Any

import pytest

from livewidgets.data.batch import Reject, join
from livewidgets.data.csv import CsvFormat


def read(text: str, size: int = 1_000, **settings: Any) -> tuple[dict[str, list[Any]], list[str]]:
    """The columns and the excerpts of the rejects, of so many lines at a time."""
    rejects: list[Reject] = []
    parser = CsvFormat(**settings).parser(rejects.append)
    lines = text.encode().split(b"\n")
    parts = [parser.parse(lines[i : i + size], 5.0) for i in range(0, len(lines), size)]
    batches = [part for part in parts if part is not None]
    columns = join(batches).columns if batches else {}
    excerpts = [reject.excerpt.decode() for reject in rejects]
    return {name: column.tolist() for name, column in columns.items()}, excerpts


ROWS = {"c0": [1.0, 3.0], "c1": [2.0, 4.0]}
NAMED = {"a": [1.0, 3.0], "b": [2.0, 4.0]}


@pytest.mark.parametrize("size", [1, 1_000])
@pytest.mark.parametrize(
    ("text", "columns", "rejected"),
    [
        ("# my sender v1\n# two\n1,2\n3,4", ROWS, []),
        ("#\n\na,b\n1,2\n3,4", NAMED, []),
        ("hello world\n1,2\n3,4", ROWS, ["hello world"]),
        ("hello\na,b\n1,2\n3,4", NAMED, ["hello"]),
        ("hello\n1 2\n3 4", ROWS, ["hello"]),
        ("x,y,z\n9,9\n9,9\n1,2\n3,4", ROWS, ["9,9", "9,9", "x,y,z"]),
        ("1;2\n3;4", ROWS, []),
        ("1\t2\n3\t4", ROWS, []),
        ("1 2\n 3   4 ", ROWS, []),
        ("a;b\n1;2\n3;4", NAMED, []),
        ("a b\n1  2\n3 4", NAMED, []),
        ("1;2\n1,5;2\n3;4", ROWS, ["1,5;2"]),
        ("12\n1,2\n13", {"value": [12.0, 13.0]}, ["1,2"]),
        ("a,b\n1\n1,2\n3,4", NAMED, ["1"]),
    ],
)
def test_first_lines(
    text: str, columns: dict[str, list[float]], rejected: list[str], size: int
) -> None:
    assert read(text, size) == (columns, rejected)


def test_what_the_user_states_is_kept() -> None:
    assert read("1;2", delimiter=",", header=False) == ({"value": ["1;2"]}, [])
    columns, rejected = read("a,b,c\n1,2\n1,2\n1,2\n1,2", header=True)
    assert (columns, len(rejected)) == ({}, 4)
    assert read("hello\n1,2\n3,4", columns=["a", "b"]) == (NAMED, ["hello"])
