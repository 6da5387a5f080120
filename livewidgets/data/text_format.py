"""Text lines: CSV, plain numbers or JSON, as the first of them shows or as it is stated."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from typing import Any

from livewidgets.data.batch import Batch
from livewidgets.data.csv import CsvFormat
from livewidgets.data.decoder import RowParser
from livewidgets.data.framing import OnReject
from livewidgets.data.jsonl import JsonFormat
from livewidgets.data.schema import TimeOrigin
from livewidgets.errors import ArgumentError

FORMATS = ("csv", "jsonl")
_CSV_ONLY = ("header", "delimiter")
_BOM = b"\xef\xbb\xbf"


class TextFormat:
    """The format of a stream of lines: CSV (which plain numbers are) or JSON.

    A stream is JSON if its first line that says something begins with a brace. One object
    serves all connections of a stream. It has no lock: use it in one thread.

    Args:
        format: "csv" or "jsonl"; None looks.
        schema: A `msgspec.Struct` type for JSON lines; see `JsonFormat`.
        grows: Whether a CSV header may come again with other columns; see `CsvFormat`.
        options: `columns`, `time`, `time_unit`, `units`, as both formats take them; `header`
            and `delimiter` for CSV.

    Raises:
        ArgumentError: An argument cannot be used.
    """

    def __init__(
        self,
        format: str | None = None,
        *,
        schema: Any = None,
        grows: bool = False,
        **options: Any,
    ) -> None:
        if format not in (None, *FORMATS):
            raise ArgumentError(f"format={format!r}: use 'csv' or 'jsonl', or nothing to look")
        csv_only = [name for name in _CSV_ONLY if options.get(name) is not None]
        if schema is not None and (format == "csv" or csv_only):
            raise ArgumentError("schema= is for JSON lines: use format='jsonl' beside it")
        if format == "jsonl" and csv_only:
            raise ArgumentError(f"{csv_only[0]}= is for CSV: JSON lines have none")
        both = {name: value for name, value in options.items() if name not in _CSV_ONLY}
        self._csv = CsvFormat(**options, grows=grows)
        self._json = JsonFormat(schema, **both)
        found = "jsonl" if schema is not None else "csv" if csv_only else format
        formats: dict[str | None, CsvFormat | JsonFormat] = {
            "csv": self._csv,
            "jsonl": self._json,
        }
        self._found = formats.get(found)

    @property
    def units(self) -> Mapping[str, str]:
        """Units by column name: one mapping, which may grow."""
        return ChainMap(self._csv.units, self._json.units)

    @property
    def origin(self) -> TimeOrigin | None:
        """Where the times come from; None before the first row."""
        return self._found.origin if self._found is not None else None

    def parser(self, on_reject: OnReject) -> RowParser:
        """The parser of a new connection."""
        return self._found.parser(on_reject) if self._found else _Looking(self, on_reject)

    def look(self, record: bytes) -> CsvFormat | JsonFormat:
        """Decide by the first record that says something, unless it has been decided."""
        if self._found is None:
            bare = record.removeprefix(_BOM).lstrip()
            self._found = self._json if bare.startswith(b"{") else self._csv
        return self._found


class _Looking:
    """The parser of a connection that began before the format was known."""

    def __init__(self, form: TextFormat, on_reject: OnReject) -> None:
        self._form, self._on_reject = form, on_reject
        self._parser: RowParser | None = None

    def parse(self, records: list[bytes], now: float) -> Batch | None:
        if self._parser is None:
            first = next((r for r in records if r.strip() and not r.startswith(b"#")), None)
            if first is None:
                return None
            self._parser = self._form.look(first).parser(self._on_reject)
        return self._parser.parse(records, now)
