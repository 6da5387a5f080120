"""Programs: their output, their complaints, their end."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from livewidgets.clock import SYSTEM
from livewidgets.data.decoder import Decoder
from livewidgets.data.framing import Lines, OnReject
from livewidgets.data.text_format import TextFormat
from livewidgets.errors import ArgumentError, SourceError
from livewidgets.sources import command_process
from livewidgets.sources.command import Command
from livewidgets.sources.reader import Reader, Retry
from livewidgets.sources.source import State
from tests.sources.conftest import Start
from tests.sources.recorder import Recorder

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes as POSIX has them")


def command(*parts: Any, **options: Any) -> Command:
    form = TextFormat(grows=True)

    def decoder(on_reject: OnReject) -> Decoder:
        return Decoder(Lines(65_536, on_reject), form.parser(on_reject))

    return Command(parts, decoder=decoder, **options)


def python(code: str, **options: Any) -> Command:
    return command(sys.executable, "-uc", code, **options)


def alive(pid: int) -> bool:
    """Whether there is such a process, be it a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def gone(pid: int) -> None:
    """Wait until a process that is not a child of this one runs no more."""
    async with asyncio.timeout(10):
        while alive(pid):
            with suppress(psutil.NoSuchProcess):
                if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                    return  # whoever inherited it is to bury it
            await SYSTEM.sleep(0.01)


async def test_rows_until_it_ends(
    sink: Recorder, nothing_left: Callable[[], None], tmp_path: Path
) -> None:
    (tmp_path / "rows").write_text("time,a\n1,10\n2,20")
    source = command("cat", "rows", cwd=tmp_path)
    await Reader(source, sink, SYSTEM).run()
    assert sink.times() == [1, 2]
    assert sink.column("a") == [10, 20]
    assert sink.states[-1] == (State.ENDED, "exit code 0, 2 rows")
    nothing_left()


def test_the_end_is_told_though_somebody_outside_holds_the_output(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(command_process, "DRAIN", 0.05)
    code = "import subprocess; subprocess.Popen(['sleep', '2'], start_new_session=True)"
    process = command_process.CommandProcess([sys.executable, "-c", code], None, None, SYSTEM)
    out: list[bytes] = []
    err: list[bytes] = []
    process.pump(out.append, err.append)
    assert out == err == [b""]


async def test_much_output_is_read_without_holding_the_event_loop(sink: Recorder) -> None:
    reading = asyncio.create_task(command("seq", "300000").read(sink, SYSTEM))
    turns = 0
    while not reading.done():
        await asyncio.sleep(0)
        turns += 1
    assert sink.column() == list(range(1, 300_001))
    assert turns > 10


async def test_what_it_complains_about_is_told(sink: Recorder, start: Start) -> None:
    code = "import sys, time; print('no sensor <b>\\x1b[1m', file=sys.stderr); time.sleep(60)"
    start(python(code))
    await sink.until(lambda sink: "stderr" in "".join(sink.said(State.CONNECTING)))
    assert sink.sentence == "stderr: no sensor <b> [1m"


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("import sys; print(5); sys.exit(3)", "ended with exit code 3"),
        ("import os; print(5); os.kill(os.getpid(), 9)", "ended with signal SIGKILL"),
        ("print(5); raise OSError('gone')", "ended with exit code 1; stderr: "),
    ],
)
async def test_a_failure_is_told(sink: Recorder, code: str, says: str) -> None:
    with pytest.raises(SourceError, match=says):
        await python(code).read(sink, SYSTEM)
    assert sink.column() == [5]


@pytest.mark.parametrize(
    ("restart", "code", "runs"),
    [("failure", 0, 1), ("failure", 2, 3), ("always", 0, 3), ("never", 2, 1)],
)
async def test_it_is_started_again_as_was_asked(
    sink: Recorder, tmp_path: Path, restart: str, code: int, runs: int
) -> None:
    count = tmp_path / "count"
    script = f"echo x >> '{count}'; wc -l < '{count}'; exit {code}"
    source = command("sh", "-c", script, restart=restart)
    reader = Reader(source, sink, SYSTEM, retry=Retry(0.01, 0.01, jitter=0))
    reading = asyncio.create_task(reader.run())
    await sink.until_rows(runs)
    if runs > 1:
        assert f"ended with exit code {code}" in sink.said(State.RECONNECTING)[0]
        reading.cancel()
        await asyncio.wait([reading])
    else:
        await reading
        assert len(count.read_text().splitlines()) == 1
        assert f"exit code {code}" in sink.sentence
        assert sink.state is (State.ENDED if code == 0 else State.FAILED)


async def test_a_program_that_cannot_be_started(sink: Recorder, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no program 'no-such-program'"):
        await command("no-such-program").read(sink, SYSTEM)
    with pytest.raises(SourceError, match="there is no directory"):
        await command("true", cwd=tmp_path / "none").read(sink, SYSTEM)
    (tmp_path / "text").write_text("")
    with pytest.raises(SourceError, match="cannot be started"):
        await command(tmp_path / "text").read(sink, SYSTEM)


async def test_its_environment_can_be_given(sink: Recorder) -> None:
    await python("import os; print(os.environ['ANSWER'])", env={"ANSWER": "42"}).read(sink, SYSTEM)
    assert sink.column() == [42]


async def test_stopping_ends_it_with_all_that_it_started(
    sink: Recorder, start: Start, nothing_left: Callable[[], None]
) -> None:
    task = start(command("sh", "-c", "sleep 1000 & echo $!; echo $$; wait"))
    await sink.until_rows(2)
    child, program = (int(str(each).partition(".")[0]) for each in sink.column())
    task.cancel()
    await asyncio.wait([task])
    assert not alive(program)  # not even as a zombie
    await gone(child)
    nothing_left()


async def test_one_that_does_not_listen_is_killed(
    sink: Recorder, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command_process, "TERMINATE", 0.05)
    deaf = "import os, signal, time; signal.signal(15, signal.SIG_IGN)"
    task = start(python(f"{deaf}; print(os.getpid()); time.sleep(1000)"))
    await sink.until_rows(1)
    task.cancel()
    await asyncio.wait([task])
    assert not alive(int(str(sink.column()[0]).partition(".")[0]))


@pytest.mark.parametrize("detached", ["", "setsid "])
async def test_what_it_leaves_behind_does_not_hold_its_output_open(
    sink: Recorder, monkeypatch: pytest.MonkeyPatch, detached: str
) -> None:
    monkeypatch.setattr(command_process, "DRAIN", 0.05)
    script = f"{detached}sleep 1000 & echo $!; exit 0"
    await command("sh", "-c", script).read(sink, SYSTEM)
    left = int(str(sink.column()[0]).partition(".")[0])
    if detached:  # it has gone its own way
        os.kill(left, signal.SIGKILL)
    await gone(left)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
@pytest.mark.parametrize("end", ["os._exit(1)", "sys.exit(0)", "os.kill(os.getpid(), 9)"])
async def test_it_ends_with_python_however_that_ends(end: str) -> None:
    code = f"""
import os, sys
import livewidgets as lw
stream = lw.command(["sh", "-c", "echo $$; exec sleep 1000"])
stream.wait(rows=1)
print(int(stream["value"][0]), flush=True)
{end}
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    await gone(int(done.stdout))


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ("vmstat 1", r"as in \['vmstat', '1'\]; no shell"),
        ("'", r"as in \['python', 'sensor.py'\]"),
        ([], "give a list such as"),
        ([""], "give a list such as"),
        (None, "give a list such as"),
        (["seq", 5], "5 in the command: every argument must be a text"),
        (["a\0b"], "every argument must be a text"),
    ],
)
def test_what_is_no_command_is_refused(parts: Any, says: str) -> None:
    form = TextFormat()
    with pytest.raises(ArgumentError, match=says):
        Command(parts, decoder=lambda reject: Decoder(Lines(), form.parser(reject)))


def test_other_arguments_and_names() -> None:
    with pytest.raises(ArgumentError, match="restart='sometimes'"):
        command("true", restart="sometimes")
    assert command("a b", "c").name == "'a b' c"
    assert len(command("x" * 500).name) == 60
    assert [command("a", restart=each).reconnects for each in ("failure", "never")] == [True, False]
