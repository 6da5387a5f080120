"""Decoders: any fragmentation of the bytes gives the same rows."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from livewidgets.data.batch import Batch, Reject, join
from livewidgets.data.csv import CsvFormat
from livewidgets.data.decoder import Decoder
from livewidgets.data.framing import Lines, Pauses


def decode(
    parts: list[bytes], limit: int = 65_536, **settings: Any
) -> tuple[list[Any], list[Reject]]:
    rejects: list[Reject] = []
    decoder = Decoder(Lines(limit, rejects.append), CsvFormat(**settings).parser(rejects.append))
    batches = [decoder.feed(part, 5.0) for part in parts] + [decoder.flush(5.0)]
    got = [batch for batch in batches if batch is not None]
    rows = [] if not got else [repr(join(got).row(i)) for i in range(len(join(got)))]
    return rows, sorted(rejects, key=repr)


def values(batch: Batch | None) -> list[float]:
    return [] if batch is None else batch.columns["value"].tolist()


def test_numbers_in_packets() -> None:
    decoder = Decoder(Lines(), CsvFormat().parser(print))
    assert decoder.feed(b"12", 1.0) is None
    assert decoder.pending == 2
    batch = decoder.feed(b"\n34", 2.0)
    assert values(batch) == [12.0]
    assert batch is not None
    assert batch.time.tolist() == [2.0]
    assert values(decoder.flush(3.0)) == [34.0]
    assert values(decoder.feed(b"1", 4.0)) == []
    assert values(decoder.feed(b"2\n", 4.0)) == [12.0]


def test_numbers_between_pauses() -> None:
    decoder = Decoder(Pauses(), CsvFormat().parser(print))
    assert values(decoder.feed(b"41", 1.0)) == []
    assert values(decoder.flush(2.0)) == [41.0]
    assert values(decoder.feed(b"42", 7.0)) == []
    assert values(decoder.flush(8.0)) == [42.0]
    assert decoder.flush(9.0) is None


LINES = [
    b"1,2,x",
    b"3,4,caf\xc3\xa9",
    b"5,6,\xff",
    b'7,,"a,b"',
    b'8,9,"a',
    b"1,2",
    b"x,2,y",
    b"1_0,2,y",
    b"",
    b"  ",
    b"NA,nan,null",
    b"time,b,name",
    b"1700000000000,1,x",
    b"2026-11-21T12:00:00Z,1,x",
    b"far,longer,than,the,limit,of,this,test",
]


@given(
    lines=st.lists(st.sampled_from(LINES)),
    ends=st.lists(st.sampled_from([b"\n", b"\r\n"]), min_size=1),
    header=st.sampled_from([b"", b"time,b,name\n", b"\xef\xbb\xbfname,time,b\r\n"]),
    places=st.lists(st.integers(min_value=0, max_value=1_000)),
)
def test_any_fragmentation_gives_the_same_rows_and_rejects(
    lines: list[bytes], ends: list[bytes], header: bytes, places: list[int]
) -> None:
    data = header + b"".join(line + ends[index % len(ends)] for index, line in enumerate(lines))
    edges = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    parts = [data[a:b] for a, b in pairwise(edges)]
    whole = decode([data], limit=32)
    assert decode(parts, limit=32) == whole
    assert decode([data[i : i + 1] for i in range(len(data))], limit=32) == whole
