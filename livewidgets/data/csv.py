"""CSV lines, of which plain numbers are the simplest, into batches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.batch import Batch, Reject
from livewidgets.data.csv_fields import TimeColumn, convert, is_data, kind_of, matrix, split
from livewidgets.data.decoder import RowParser
from livewidgets.data.framing import OnReject
from livewidgets.data.layout import Layout, Wish, split_unit, width_phrase
from livewidgets.data.schema import Kind, Schema
from livewidgets.errors import ArgumentError

_BOM = b"\xef\xbb\xbf"
_ARTICLE = {
    None: "a time",
    Kind.FLOAT: "a number",
    Kind.INTEGER: "an integer",
    Kind.BOOLEAN: "a boolean",
}


class CsvFormat:
    """The format of a stream of CSV lines; remembers what its first lines taught.

    One object serves all connections of a stream. It has no lock: use it in one thread.

    Args:
        columns: Names of the fields in order (they replace a header's), or kinds by name.
            None: a header's names, else `value`, else `c0`, `c1`, ... without the time.
        time: The time column: its name or its number from 0. None: the first whose name
            is t, time, timestamp, datetime, date or ts; False: the arrival time.
        header: Whether the first line is a header; None: it is one if no field of it is
            a number or a time.
        delimiter: One ASCII character.
        units: Units by column name; a header such as `temp [°C]` gives them too.

    Raises:
        ArgumentError: An argument cannot be used.
    """

    def __init__(
        self,
        columns: Sequence[str] | Mapping[str, Kind | type] | None = None,
        time: str | int | bool | None = None,
        header: bool | None = None,
        delimiter: str = ",",
        units: Mapping[str, str] | None = None,
    ) -> None:
        if len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\r\n':
            raise ArgumentError(f"the delimiter must be one ASCII character, not {delimiter!r}")
        self.delimiter = delimiter.encode()
        self.times = TimeColumn()
        self._wish = Wish.of(columns, time)
        self._has_header = header
        self._header: tuple[str, ...] | None = None
        self._layout: Layout | None = None
        self._units = dict(units or {})

    def parser(self, on_reject: OnReject) -> RowParser:
        """The parser of a new connection."""
        return CsvParser(self, on_reject)

    @property
    def units(self) -> Mapping[str, str]:
        """Units by column name: one mapping, to which a header adds when it is read."""
        return self._units

    @property
    def schema(self) -> Schema:
        """Columns and units, as far as they are known: no columns before the first row."""
        return Schema(self._layout.kinds if self._layout else {}, self._units)

    def header_of(self, fields: Sequence[bytes]) -> tuple[str, ...] | None:
        """The texts of a connection's first record if it is a header, else None.

        Raises:
            ValueError: It is a header, but not this stream's; a phrase.
        """
        texts = tuple(field.decode("utf-8", "replace").strip() for field in fields)
        if self._header is not None:
            if sorted(texts) == sorted(self._header):
                return texts
            if set(texts) & set(self._header) - {""} and not any(map(is_data, fields)):
                known = ",".join(self._header)[:60]
                raise ValueError(f"under a header that differs from the first, {known!r}")
            return None
        if self._layout is None and self._is_header(fields, texts):
            self._header = texts
        return self._header

    def layout_for(self, header: tuple[str, ...] | None, first: Sequence[bytes]) -> Layout:
        """The layout of a connection, by its header and its first row.

        Raises:
            ValueError: The row has the wrong number of fields; a phrase.
            SchemaError: What the user said about columns does not fit the header.
        """
        if self._layout is None:
            self._layout = self._wish.layout(header, first, kind_of)
            self._units |= self._layout.units | self._units  # what the user says comes first
        return self._layout if header is None else self._layout.reordered(header)

    def _is_header(self, fields: Sequence[bytes], texts: Sequence[str]) -> bool:
        if self._has_header is not None:
            return self._has_header
        if not any(texts) or any(map(is_data, fields)):
            return False
        kinds = self._wish.kinds.values()
        if kinds and all(kind is Kind.STRING for kind in kinds):  # then text can be data
            return {split_unit(text)[0] for text in texts} == set(self._wish.names or ())
        return True


class CsvParser:
    """Parses the records of one connection; made by `CsvFormat.parser`."""

    def __init__(self, form: CsvFormat, on_reject: OnReject) -> None:
        self._form = form
        self._on_reject = on_reject
        self._opened = False
        self._foreign = ""  # why no record of this connection can be used
        self._header: tuple[str, ...] | None = None
        self._header_record: bytes | None = None
        self._layout: Layout | None = None

    def parse(self, records: list[bytes], now: float) -> Batch | None:
        """Parse records that arrived at the time `now` (seconds since 1970).

        Returns:
            Their rows in order; None if there are none. What cannot be used is rejected.
        """
        if not self._opened:
            records = self._open(records)
        if self._foreign:
            for record in filter(None, records):
                self._on_reject(Reject(self._foreign, record))
            return None
        if self._layout is None:
            records = self._settle(records)
        if self._layout is None or not records:
            return None
        kept, fields = self._align(records, self._layout)
        return self._rows(kept, fields, self._layout, now) if kept else None

    def _open(self, records: list[bytes]) -> list[bytes]:
        """Take a header off the connection's first records."""
        records = list(records)
        if records:
            records[0] = records[0].removeprefix(_BOM)
        while records and self._blank(records[0]):
            del records[0]
        if not records:
            return []
        self._opened = True
        try:
            fields = split(records[0], self._form.delimiter)
        except ValueError:
            return records  # rejected with the rows
        try:
            self._header = self._form.header_of(fields)
        except ValueError as error:
            self._foreign = str(error)
            return records
        if self._header is None:
            return records
        self._header_record = records[0]
        return records[1:]

    def _settle(self, records: list[bytes]) -> list[bytes]:
        """Decide the layout by the first usable record; give the records from there on."""
        for index, record in enumerate(records):
            if self._blank(record) or record == self._header_record:
                continue
            try:
                fields = split(record, self._form.delimiter)
                self._layout = self._form.layout_for(self._header, fields)
            except ValueError as error:
                self._on_reject(Reject(str(error), record))
            else:
                return records[index:]
        return []

    def _blank(self, record: bytes) -> bool:
        return self._form.delimiter not in record and not record.strip()

    def _align(self, records: list[bytes], layout: Layout) -> tuple[list[bytes], list[bytes]]:
        """The records that have the right number of fields, and all their fields in a row."""
        delimiter, width = self._form.delimiter, layout.width
        if self._header_record is not None and self._header_record in records:
            records = [record for record in records if record != self._header_record]
        joined = delimiter.join(records)
        if (
            b'"' not in joined
            and all(record.count(delimiter) == width - 1 for record in records)
            and (width > 1 or all(map(bytes.strip, records)))
        ):
            return records, joined.split(delimiter)
        kept: list[bytes] = []
        fields: list[bytes] = []
        for record in records:
            if self._blank(record):
                continue
            try:
                row = split(record, delimiter)
                if len(row) != width:
                    raise ValueError(width_phrase(len(row), width))
            except ValueError as error:
                self._on_reject(Reject(str(error), record))
            else:
                kept.append(record)
                fields += row
        return kept, fields

    def _rows(
        self, records: list[bytes], fields: list[bytes], layout: Layout, now: float
    ) -> Batch | None:
        time: NDArray[np.float64] | None = None
        columns: dict[str, NDArray[Any]] = {}
        bad: dict[int, str] = {}
        plain = matrix(fields, layout.width) if layout.plain else None
        failed: list[int] = []
        for index, field in enumerate(layout.fields):
            if plain is not None:
                if field.kind is None:
                    time, failed = self._form.times.scaled(plain[index])
                else:
                    columns[field.name], failed = plain[index], []
            elif field.kind is None:
                time, failed = self._form.times.convert(fields[index :: layout.width])
            else:
                columns[field.name], failed = convert(field.kind, fields[index :: layout.width])
            for row in failed:
                what = f"column {field.name!r} (field {index + 1})"
                bad.setdefault(row, f"{what} is not {_ARTICLE[field.kind]}")
        if time is None:
            time = np.full(len(records), now, dtype=np.float64)
        batch = Batch(time, columns)
        if bad:
            for row in sorted(bad):
                self._on_reject(Reject(bad[row], records[row]))
            batch = batch[np.delete(np.arange(len(records)), list(bad))]
        return batch if len(batch) else None
