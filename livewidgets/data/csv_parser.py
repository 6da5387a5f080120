"""CSV records of one connection into batches, by the format that all of them share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from livewidgets.data.batch import Batch, Reject
from livewidgets.data.csv_fields import split
from livewidgets.data.csv_rows import rows_of
from livewidgets.data.framing import OnReject
from livewidgets.data.layout import Layout, width_phrase

if TYPE_CHECKING:
    from livewidgets.data.csv import CsvFormat

_BOM = b"\xef\xbb\xbf"


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

    @property
    def header(self) -> tuple[str, ...] | None:
        """The texts of the connection's header; None where it has none, or not yet."""
        return self._header

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


def _single_spaced(records: list[bytes]) -> list[bytes]:
    return [b" ".join(record.split()) for record in records]
