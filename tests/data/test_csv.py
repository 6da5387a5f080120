"""CSV lines and plain numbers: what each becomes, and what is rejected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from livewidgets.data.batch import Batch, Reject
from livewidgets.data.csv import CsvFormat
from livewidgets.data.schema import Kind
from livewidgets.errors import ArgumentError, SchemaError

NOW = 1_700_000_000.0


def parse(text: bytes | str, form: CsvFormat | None = None) -> tuple[Batch | None, list[Reject]]:
    rejects: list[Reject] = []
    parser = (form or CsvFormat()).parser(rejects.append)
    data = text.encode() if isinstance(text, str) else text
    return parser.parse(data.split(b"\n"), NOW), rejects


def rows(text: bytes | str, **settings: Any) -> dict[str, list[Any]]:
    batch, rejects = parse(text, CsvFormat(**settings))
    assert rejects == []
    assert batch is not None
    return {name: column.tolist() for name, column in batch.columns.items()}


def times(text: str, **settings: Any) -> list[float]:
    batch, rejects = parse(text, CsvFormat(**settings))
    assert rejects == []
    assert batch is not None
    return [float(time) for time in batch.time]


def reasons(rejects: Sequence[Reject]) -> list[str]:
    return [reject.reason for reject in rejects]


# -- plain numbers -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12.0), ("+1", 1.0), (" 12 ", 12.0), ("1e5", 1e5), ("-.5", -0.5), ("inf", np.inf)],
)
def test_a_number(text: str, value: float) -> None:
    assert rows(text) == {"value": [value]}
    assert times(text) == [NOW]


@pytest.mark.parametrize("text", ["nan", "NA", "null", "None", "NULL"])
def test_a_word_for_a_missing_number_is_nan(text: str) -> None:
    batch, rejects = parse(f"1\n{text}")
    assert batch is not None
    assert np.isnan(batch.columns["value"][1])
    assert rejects == []


@pytest.mark.parametrize("text", ["1_000", "0x10", "1,5 ", "abc", "1 2", "--1", "\x00", "\u0661"])
def test_what_is_no_number_is_rejected_and_the_others_stay(text: str) -> None:
    batch, rejects = parse(f"1\n{text}\n2")
    assert batch is not None
    assert batch.columns["value"].tolist() == [1.0, 2.0]
    assert [reject.excerpt for reject in rejects] == [text.encode()]


def test_blank_lines_are_no_rows_and_no_rejects() -> None:
    assert rows("\n 1\n\n  \n2\n") == {"value": [1.0, 2.0]}
    assert parse("\n\n") == (None, [])


# -- columns, header -----------------------------------------------------------------


def test_without_header_columns_are_numbered_without_the_time() -> None:
    assert rows("1,2\n3,4") == {"c0": [1.0, 3.0], "c1": [2.0, 4.0]}
    assert rows("5,1,2", time=0) == {"c0": [1.0], "c1": [2.0]}
    assert rows("1,2,5", time=-1) == {"c0": [1.0], "c1": [2.0]}
    assert rows("5,1", time=0) == {"value": [1.0]}


def test_a_header_is_found_with_its_units() -> None:
    form = CsvFormat()
    units = form.units
    batch, rejects = parse("time,temp [°C],flow (l/s),f(x),name\n5,21.5,2,3,pump", form)
    assert batch is not None
    assert rejects == []
    assert list(batch.columns) == ["temp", "flow", "f(x)", "name"]
    assert batch.row(0) == {"time": 5.0, "temp": 21.5, "flow": 2.0, "f(x)": 3.0, "name": "pump"}
    assert units == {"temp": "°C", "flow": "l/s"}
    assert form.schema.kinds["name"] is Kind.STRING


def test_units_that_are_given_come_before_the_headers() -> None:
    form = CsvFormat(units={"a": "K"})
    parse("a [°C],b [%]\n1,2", form)
    assert form.units == {"a": "K", "b": "%"}


def test_names_are_each_there_once() -> None:
    assert list(rows("a,a,,a_2\n1,2,3,4")) == ["a", "a_2", "c2", "a_2_2"]
    assert list(rows("time,a\n1,2", time=False)) == ["time_2", "a"]


def test_a_repeated_header_is_skipped() -> None:
    assert rows("a,b\n1,2\na,b\n3,4") == {"a": [1.0, 3.0], "b": [2.0, 4.0]}
    assert rows("a\nx\na\ny", columns={"a": str}, header=True) == {"a": ["x", "y"]}


def test_a_byte_order_mark_is_dropped() -> None:
    assert rows(b"\xef\xbb\xbfa,b\n1,2") == {"a": [1.0], "b": [2.0]}
    assert rows(b"\xef\xbb\xbf1\n2") == {"value": [1.0, 2.0]}


@pytest.mark.parametrize("text", ["1,x", "x,1", "nan,x", "2026-11-21T12:00:00,x"])
def test_a_first_line_with_a_number_or_a_time_is_no_header(text: str) -> None:
    assert set(rows(text)) == {"c0", "c1"}


def test_the_header_can_be_stated() -> None:
    assert rows("1,2\n3,4", header=True) == {"1": [3.0], "2": [4.0]}
    assert rows("a,b\nc,d", header=False) == {"c0": ["a", "c"], "c1": ["b", "d"]}


def test_names_replace_a_headers_and_kinds_do_not() -> None:
    assert rows("a,b\n1,2", columns=["x", "y"]) == {"x": [1.0], "y": [2.0]}
    assert rows("a,b\n1,2", columns=["b", "a"]) == {"a": [1.0], "b": [2.0]}
    assert rows("a,b\n1,2", columns={"b": int}) == {"a": [1.0], "b": [2]}


def test_names_without_header() -> None:
    assert rows("5,1", columns=["t", "a"]) == {"a": [1.0]}
    assert rows("5,1", columns=["a"], time=0) == {"a": [1.0]}
    assert rows("t,a\n5,1", columns=["a"]) == rows("w,a\n5,1", columns=["a"], time="w")
    batch, rejects = parse("1\n1,2", CsvFormat(columns=["a", "b"]))
    assert batch is not None
    assert len(batch) == 1
    assert reasons(rejects) == ["1 field where 2 are expected"]


def test_text_can_be_data_where_all_columns_are_text() -> None:
    assert rows("hello\nworld", columns={"word": str}) == {"word": ["hello", "world"]}
    assert rows("word\nhello", columns={"word": str}) == {"word": ["hello"]}


# -- kinds -------------------------------------------------------------------------


def test_stated_kinds() -> None:
    kinds: dict[str, Kind | type] = {"i": int, "b": bool, "s": str, "f": Kind.FLOAT}
    batch, rejects = parse("12,yes,3,4\n2.0,FALSE, x ,\n2.5,no,,1\n1,maybe,,1", CsvFormat(kinds))
    assert batch is not None
    assert [batch.columns[name].dtype.kind for name in kinds] == ["i", "b", "O", "f"]
    assert batch.columns["i"].tolist() == [12, 2]
    assert batch.columns["b"].tolist() == [True, False]
    assert batch.columns["s"].tolist() == ["3", "x"]
    assert reasons(rejects) == [
        "column 'i' (field 1) is not an integer",
        "column 'b' (field 2) is not a boolean",
    ]


@pytest.mark.parametrize("text", ["9223372036854775808", "inf", "nan", "", "1_0", "x"])
def test_what_is_no_integer_is_rejected(text: str) -> None:
    _, rejects = parse(f"{text},1", CsvFormat({"i": int, "f": float}, header=False))
    assert reasons(rejects) == ["column 'i' (field 1) is not an integer"]


def test_the_first_row_decides_between_numbers_and_text() -> None:
    batch, rejects = parse("1,on,\n2,off,7\nx,1,8")
    assert batch is not None
    assert batch.columns["c1"].tolist() == ["on", "off"]
    assert np.array_equal(batch.columns["c2"], [np.nan, 7.0], equal_nan=True)
    assert reasons(rejects) == ["column 'c0' (field 1) is not a number"]


def test_bytes_that_are_no_utf8() -> None:
    batch, rejects = parse(b"a,1\n\xff,2\n\xc2\xb0,\xff", CsvFormat(header=False))
    assert batch is not None
    assert batch.columns["c0"].tolist() == ["a", "\ufffd"]
    assert reasons(rejects) == ["column 'c1' (field 2) is not a number"]


# -- rows that do not fit ------------------------------------------------------------


def test_rows_of_another_width_are_rejected_and_never_mix() -> None:
    batch, rejects = parse("1,2,3,4\n1,2,3\n5,6,7,8,9\n5,6,7,8\n,,,")
    assert batch is not None
    assert batch.columns["c0"].tolist()[:2] == [1.0, 5.0]
    assert np.isnan([column[2] for column in batch.columns.values()]).all()
    assert reasons(rejects) == ["3 fields where 4 are expected", "5 fields where 4 are expected"]


def test_one_short_and_one_long_row_do_not_make_two_good_ones() -> None:
    batch, rejects = parse("1,2\n3\n4,5,6\n7,8")
    assert batch is not None
    assert batch.columns["c0"].tolist() == [1.0, 7.0]
    assert len(rejects) == 2


def test_quotes() -> None:
    text = '1,"a, b"\n2,"say ""hi"""\n3, "c"\n4,5" pipe\n"5",""\n6,"open\n7,"x"y'
    batch, rejects = parse(text)
    assert batch is not None
    assert batch.columns["c1"].tolist() == ["a, b", 'say "hi"', "c", '5" pipe', ""]
    assert batch.columns["c0"].tolist() == [1.0, 2.0, 3.0, 4.0, 5.0]
    assert reasons(rejects) == ["the quotes do not match"] * 2


@pytest.mark.parametrize("delimiter", [";", "\t", "|", " "])
def test_other_delimiters(delimiter: str) -> None:
    text = f'1{delimiter}"x{delimiter}y"\n2{delimiter}3'
    assert rows(text, delimiter=delimiter) == {
        "c0": [1.0, 2.0],
        "c1": [f"x{delimiter}y", "3"],
    }


# -- what the user says -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"delimiter": ", "}, "one ASCII character"),
        ({"delimiter": '"'}, "one ASCII character"),
        ({"columns": "abc"}, "a list of names"),
        ({"columns": []}, "at least one"),
        ({"columns": ["a", "a"]}, "different names"),
        ({"columns": {"a": complex}}, "is not a kind of column"),
        ({"time": True}, "does not say which"),
    ],
)
def test_arguments_are_checked_at_once(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ArgumentError, match=message):
        CsvFormat(**settings)


@pytest.mark.parametrize(
    ("text", "settings", "message"),
    [
        ("a,b\n1,2", {"time": "aa"}, "did you mean 'a'"),
        ("1,2", {"time": "t"}, "there is no header"),
        ("1,2", {"columns": ["a", "b"], "time": "c"}, "no column 'c'"),
        ("1,2", {"time": 2}, "no field 2 to take as the time; a row has 2"),
        ("a,b\n1,2", {"columns": ["x"]}, "1 columns are named where the header has 2"),
        ("a,b\n1,2", {"columns": {"bb": float}}, "did you mean 'b'"),
    ],
)
def test_what_does_not_fit_the_data_is_a_schema_error(
    text: str, settings: dict[str, Any], message: str
) -> None:
    with pytest.raises(SchemaError, match=message):
        parse(text, CsvFormat(**settings))
