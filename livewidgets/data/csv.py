"""CSV lines, of which plain numbers are the simplest, into batches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from livewidgets.data.batch import Batch, Reject
from livewidgets.data.csv_fields import (
    TimeColumn,
    delimiter_in,
    is_data,
    kind_of,
    split,
)
from livewidgets.data.csv_rows import rows_of
from livewidgets.data.decoder import RowParser
from livewidgets.data.framing import OnReject
from livewidgets.data.layout import Layout, Wish, checked_units, split_unit, width_phrase
from livewidgets.data.schema import Kind, Schema
from livewidgets.errors import ArgumentError

_BOM = b"\xef\xbb\xbf"
_MISFITS = 3
"""Rows of one width in a row, after which a header of another width is taken for none."""


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
        delimiter: One ASCII character; None: the tab, semicolon or comma that is in the
            first record, else runs of spaces if it holds numbers only.
        units: Units by column name; a header such as `temp [°C]` gives them too.

    Raises:
        ArgumentError: An argument cannot be used.
    """

    def __init__(
        self,
        columns: Sequence[str] | Mapping[str, Kind | type] | None = None,
        time: str | int | bool | None = None,
        header: bool | None = None,
        delimiter: str | None = None,
        units: Mapping[str, str] | None = None,
    ) -> None:
        if delimiter is not None and not _is_delimiter(delimiter):
            raise ArgumentError(f"the delimiter must be one ASCII character, not {delimiter!r}")
        if header not in (None, True, False):
            raise ArgumentError(f"header={header!r}: use True, False, or None to look")
        self.delimiter = (delimiter or ",").encode()
        self.spaces = False  # runs of spaces are one delimiter
        self._given = delimiter is not None
        self._found = self._given
        self.times = TimeColumn()
        self._wish = Wish.of(columns, time)
        self._has_header = header
        self._header: tuple[str, ...] | None = None
        self._layout: Layout | None = None
        self._units = checked_units(units)

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

    def look_for_delimiter(self, record: bytes) -> bool:
        """Take the delimiter from a record; whether that has changed it."""
        found = None if self._found or self._layout else delimiter_in(record)
        if found is None:
            return False
        self._found, self.spaces = True, found == b" "
        changed, self.delimiter = found != self.delimiter, found
        return changed

    def forget_header(self) -> None:
        """Begin anew, as what was taken for a header is none; no row has come under it."""
        self._header, self._found = None, self._given

    def may_forget(self, header: tuple[str, ...] | None, misfits: int) -> bool:
        """Whether a header is to be given up after so many rows of one other width.

        A single text is a greeting rather than the name of several columns.
        """
        if header is None or self._has_header is not None or self._layout is not None:
            return False
        return misfits >= (1 if len(header) == 1 else _MISFITS)

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
        if len(texts) == 1 and self._wish.rename and len(self._wish.names or ()) > 1:
            return False  # it cannot be over so many columns
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
        self._misfits = (0, 0)  # the width of the last rows that did not fit, and how many

    def parse(self, records: list[bytes], now: float) -> Batch | None:
        """Parse records that arrived at the time `now` (seconds since 1970).

        Returns:
            Their rows in order; None if there are none. What cannot be used is rejected.
        """
        if self._form.spaces:
            records = _single_spaced(records)
        if not self._opened:
            records = self._open(records)
        while self._layout is None and records and not self._foreign:
            records = self._settle(records)
        if self._foreign:
            for record in filter(None, records):
                self._on_reject(Reject(self._foreign, record))
            return None
        if self._layout is None or not records:
            return None
        kept, fields = self._align(records, self._layout)
        if not kept:
            return None
        return rows_of(kept, fields, self._layout, self._form.times, now, self._on_reject)

    def _open(self, records: list[bytes]) -> list[bytes]:
        """Take comments and a header off the connection's first records."""
        records = list(records)
        if records:
            records[0] = records[0].removeprefix(_BOM)
        start = 0
        while start < len(records) and self._is_skipped(records[start]):
            start += 1
        records = records[start:]
        if not records:
            return []
        self._opened = True
        self._form.look_for_delimiter(records[0])
        if self._form.spaces:
            records = _single_spaced(records)
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
            if self._form.look_for_delimiter(record):
                header = [] if self._header_record is None else [self._header_record]
                return self._anew(header + records[index:])
            fields: list[bytes] = []
            try:
                fields = split(record, self._form.delimiter)
                self._layout = self._form.layout_for(self._header, fields)
            except ValueError as error:
                if self._give_up_header(len(fields)):
                    return self._anew(records[index:])
                self._on_reject(Reject(str(error), record))
            else:
                return records[index:]
        return []

    def _give_up_header(self, width: int) -> bool:
        """Note a row that does not fit; whether the header is none for that."""
        known, count = self._misfits
        self._misfits = (width, count + 1 if width == known else 1)
        if not width or not self._form.may_forget(self._header, self._misfits[1]):
            return False
        phrase = f"taken for no header, as the rows have {width} field{'s' * (width != 1)}"
        self._on_reject(Reject(phrase, self._header_record or b""))
        return True

    def _anew(self, records: list[bytes]) -> list[bytes]:
        """Open again, at a record that may be a header."""
        self._form.forget_header()
        self._header, self._header_record, self._misfits = None, None, (0, 0)
        return self._open(records)

    def _is_skipped(self, record: bytes) -> bool:
        return record.startswith(b"#") or self._blank(record)

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


def _is_delimiter(text: object) -> bool:
    return isinstance(text, str) and len(text) == 1 and text.isascii() and text not in '"\r\n'


def _single_spaced(records: list[bytes]) -> list[bytes]:
    return [b" ".join(record.split()) for record in records]
