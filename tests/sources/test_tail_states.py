"""Files that cannot be read, now or ever, and lines without end."""

from __future__ import annotations

import os
import resource
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from livewidgets.clock import SYSTEM
from livewidgets.data.decoder import Decoder
from livewidgets.data.framing import Lines
from livewidgets.data.text_format import TextFormat
from livewidgets.errors import SourceError
from livewidgets.sources import tail_watch
from livewidgets.sources.source import State
from livewidgets.sources.tail_follow import Follower
from livewidgets.sources.tail_lines import FollowedLines
from livewidgets.sources.tail_report import FollowReport
from livewidgets.sources.tail_watch import Watch
from livewidgets.testing.clock import VirtualClock
from tests.sources.conftest import Start
from tests.sources.recorder import Recorder
from tests.sources.tailing import LIMIT, add, says, tail


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tail_watch, "LOOK", 0.002)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data.csv"


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda path: path.mkdir(), "is a directory: give a file in it"),
        (lambda path: os.mkfifo(path), "a pipe or a device"),
        (lambda path: path.write_bytes(b"\x7fELF\2\1\1\0\0\3"), "is no text: there is a zero byte"),
        (lambda path: path.write_bytes("a\n1\n".encode("utf-16")), "UTF-16"),
    ],
)
@pytest.mark.parametrize("begin", ["beginning", "end"])
async def test_what_can_never_be_read_is_an_error(
    path: Path, sink: Recorder, make: Callable[[Path], object], why: str, begin: str
) -> None:
    make(path)
    with pytest.raises(SourceError, match=why):
        await tail(path, start=begin).read(sink, VirtualClock())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything: see the test below")
async def test_a_file_without_permission_is_waited_for(
    path: Path, sink: Recorder, start: Start
) -> None:
    path.write_bytes(b"1\n")
    path.chmod(0)
    start(tail(path))
    await sink.until(says("permission denied"))
    path.chmod(0o600)
    await sink.until_rows(1)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")
async def test_a_file_of_another_user_is_waited_for(tmp_path: Path) -> None:
    """The same in a process of its own, which gives its rights up."""
    open_to_all = Path(os.path.realpath("/tmp")) / f"livewidgets-{os.getpid()}"
    open_to_all.mkdir(mode=0o755)
    (open_to_all / "data.csv").write_bytes(b"1\n")
    (open_to_all / "data.csv").chmod(0)
    try:
        child = os.fork()
        if child == 0:
            os.setuid(65_534)
            said: list[str] = []
            _follow_until(open_to_all / "data.csv", said)
            os._exit(0 if any("permission denied" in each for each in said) else 1)
        _, status = os.waitpid(child, 0)
    finally:
        shutil.rmtree(open_to_all)
    assert os.waitstatus_to_exitcode(status) == 0


def _follow_until(path: Path, said: list[str]) -> None:
    watch = Watch(str(path), "poll", SYSTEM)

    class Listening(Recorder):
        def report(self, state: State, sentence: str = "") -> None:
            said.append(sentence)
            watch.stop()

    report = FollowReport(str(path))
    report.into(Listening())
    form = TextFormat()
    lines = FollowedLines(lambda reject: Decoder(Lines(), form.parser(reject)))
    Follower(str(path), "beginning", LIMIT, lines, report).run(watch, SYSTEM)


async def test_a_line_without_end_is_counted_in_bounded_memory(
    path: Path, sink: Recorder, start: Start
) -> None:
    path.write_bytes(b"1\n")
    piece = b"7" * (1 << 20)
    for _ in range(100):
        add(path, piece)
    add(path, b"\n2\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start(tail(path))
    await sink.until_rows(2)
    assert sink.column() == [1, 2]
    assert [each.reason for each in sink.rejects] == ["line longer than 65,536 bytes"]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # kB of 100 MB
