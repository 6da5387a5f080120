"""CSV lines whose header may change on the way: rows with all columns that were ever there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from livewidgets.data.batch import Batch, join
from livewidgets.data.csv_fields import split
from livewidgets.data.csv_parser import CsvParser
from livewidgets.data.framing import OnReject
from livewidgets.data.growth import Growth

if TYPE_CHECKING:
    from livewidgets.data.csv import CsvFormat


class GrowingParser:
    """Parses the records of one connection; made by `CsvFormat.parser` where it grows.

    A record in the midst of others is a new header if no field of it is a number or a time
    and at least half of its names, or of the known ones, are in both.

    Args:
        form: The format of all connections.
        growth: All columns that the stream has had.
        on_reject: Told about each record that cannot be used.
    """

    def __init__(self, form: CsvFormat, growth: Growth, on_reject: OnReject) -> None:
        self._form, self._growth, self._on_reject = form, growth, on_reject
        self._parser = CsvParser(form, on_reject)
        self._begun = False

    def parse(self, records: list[bytes], now: float) -> Batch | None:
        """Parse records that arrived at the time `now`; see `CsvParser.parse`."""
        found: list[Batch] = []
        for run in self._runs(records):
            batch = self._parser.parse(run, now)
            if batch is not None:
                found.append(self._growth.complete(batch))
        if len(found) > 1:  # what came first lacks the columns that came last
            found = [self._growth.complete(batch) for batch in found]
        return join(found) if found else None

    def _runs(self, records: list[bytes]) -> Iterator[list[bytes]]:
        """The records under one header after the other; a new one has a parser of its own."""
        start = 0
        if not self._begun:  # what the first record is is the parser's to say
            start = next((i for i, each in enumerate(records, 1) if _says(each)), 0)
            self._begun = start > 0
            yield records[: start or len(records)]
        looked = start
        while (index := self._candidate(records, looked)) is not None:
            # What comes before is parsed before it is judged, by what that has taught: so
            # that the rows do not depend on how the blocks are cut.
            if index > start:
                yield records[start:index]
            start, looked = index, index + 1
            if self._form.is_other_header(*self._split(records[index]), self._header):
                self._parser = CsvParser(self._form, self._on_reject)
                yield records[index:looked]
                start = looked
        if start < len(records) and self._begun:
            yield records[start:]

    @property
    def _header(self) -> tuple[str, ...]:
        return self._parser.header or self._form.header or ()

    def _candidate(self, records: list[bytes], start: int) -> int | None:
        """The first record, from one on, that has names as fields and may be another header."""
        header = self._header
        names = [text.encode() for text in header]
        lines = b"\n".join(records[start:] if start else records)
        if not any(name in lines for name in names):  # as a rule
            return None
        for index, record in enumerate(records[start:], start):
            if any(name in record for name in names) and _says(record):
                texts = tuple(self._split(record)[1])
                if texts != header and not set(header).isdisjoint(texts):
                    return index
        return None

    def _split(self, record: bytes) -> tuple[list[bytes], list[str]]:
        """The fields of a record, and their texts; none where it cannot be split."""
        try:
            fields = split(record, self._form.delimiter)
        except ValueError:
            return [], []
        return fields, [field.decode("utf-8", "replace").strip() for field in fields]


def _says(record: bytes) -> bool:
    return bool(record.strip()) and not record.startswith(b"#")
