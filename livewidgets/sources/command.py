"""Command: reads what a program writes to its standard output."""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Literal

from livewidgets.clock import Clock
from livewidgets.data.batch import Batch
from livewidgets.data.decoder import Decoder, DecoderFactory
from livewidgets.errors import ArgumentError, SourceError
from livewidgets.sources.blocking import in_thread
from livewidgets.sources.command_process import CommandProcess
from livewidgets.sources.source import Sink, State

Restart = Literal["failure", "always", "never"]

TELL = 0.5
"""Seconds between two looks at what the program complains about."""

_LINES, _LINE = 3, 200  # of its standard error that are kept, and characters of each
_NAME = 60  # characters


class Command:
    """A program that runs while it is read; each reading starts it.

    Args:
        command: The program and its arguments; no shell is involved.
        decoder: Makes the decoder of a run.
        restart: After which end it is started again, as `Retry` says: "failure" (an exit
            code other than 0, or a signal), "always" or "never".
        cwd: Where it runs; None: here.
        env: Its environment; None: this one's.

    Raises:
        ArgumentError: An argument cannot be used; says which and why.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        decoder: DecoderFactory,
        restart: Restart = "failure",
        cwd: str | os.PathLike[str] | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self._command = _checked(command)
        if restart not in ("failure", "always", "never"):
            raise ArgumentError(f"restart={restart!r}: use 'failure', 'always' or 'never'")
        self._decoder, self._restart = decoder, restart
        self._cwd, self._env = None if cwd is None else os.fspath(cwd), env
        self._process: CommandProcess | None = None
        self._stopped = False
        self._complaints = _Complaints()
        self.ending = ""

    @property
    def name(self) -> str:
        text = shlex.join(self._command)
        return text if len(text) <= _NAME else text[: _NAME - 1] + "…"

    @property
    def key(self) -> str | None:
        return None

    @property
    def reconnects(self) -> bool:
        return self._restart != "never"

    async def read(self, sink: Sink, clock: Clock) -> None:
        """Run it to its end; when cancelled, end it with its process group.

        Raises:
            SourceError: It cannot be started, has failed, or is to be started again.
        """
        self._stopped, self.ending = False, ""
        self._complaints = _Complaints()
        run = _Run(self._decoder(sink.reject), sink, clock, self._complaints)
        telling = asyncio.create_task(run.tell())
        try:
            await in_thread(lambda: self._run(run, clock), self._stop, "livewidgets-command")
        finally:
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)
        self._judge()

    def _run(self, run: _Run, clock: Clock) -> None:
        try:
            self._process = CommandProcess(self._command, self._cwd, self._env, clock)
        except OSError as error:
            raise SourceError(_cannot_start(self._command[0], self._cwd, error)) from error
        if self._stopped:
            self._process.stop()
        self._process.pump(run.out, self._complaints.take)

    def _stop(self) -> None:
        self._stopped = True
        if self._process is not None:
            self._process.stop()

    def _judge(self) -> None:
        """Say how it ended; raise where that is a failure, or where it is started again."""
        code = self._process.code if self._process is not None else None
        how = f"{_how(code)}{self._complaints.sentence('; ')}"
        if self._restart == "always" or code != 0:
            raise SourceError(f"{self.name} ended with {how}")
        self.ending = how


class _Run:
    """One run of the program: its output on the way to a sink."""

    def __init__(self, decoder: Decoder, sink: Sink, clock: Clock, complaints: _Complaints) -> None:
        self._decoder, self._sink, self._clock = decoder, sink, clock
        self._complaints = complaints
        self._begun = False

    def out(self, data: bytes) -> None:
        now = self._clock.time()
        self._put(self._decoder.feed(data, now) if data else self._decoder.flush(now))
        self._sink.pending(self._decoder.pending)
        if not self._begun and data:
            self._begun = True
            self._sink.report(State.LIVE, self._complaints.sentence())

    async def tell(self) -> None:
        """Say what the program complains about, as it does; for ever."""
        said = None
        while True:
            sentence = self._complaints.sentence()
            if sentence != said:
                said = sentence
                waiting = "" if self._begun else sentence or "running, waiting for output"
                state = State.LIVE if self._begun else State.CONNECTING
                self._sink.report(state, waiting or sentence)
            await self._clock.sleep(TELL)

    def _put(self, batch: Batch | None) -> None:
        if batch is not None and len(batch):
            self._sink.put(batch)


class _Complaints:
    """The last lines of a program's standard error."""

    def __init__(self) -> None:
        self._lines: deque[str] = deque(maxlen=_LINES)
        self._rest = b""

    def take(self, data: bytes) -> None:
        """Take bytes as they come; b"" at the end."""
        *lines, rest = (self._rest + data).split(b"\n")
        self._rest = rest[-4 * _LINE :]
        for line in lines if data else [rest]:
            text = "".join(c if c.isprintable() else " " for c in line.decode(errors="replace"))
            if text.strip():
                self._lines.append(text.strip()[:_LINE])

    def sentence(self, before: str = "") -> str:
        """What they say, behind `before`; empty if there are none."""
        lines = list(self._lines)
        return f"{before}stderr: {' / '.join(lines)}" if lines else ""


def _checked(command: object) -> tuple[str, ...]:
    if os.name != "posix":
        raise ArgumentError(
            "a program's output can be read on Linux and macOS only: "
            "have it write to a file, and use livewidgets.tail"
        )
    if isinstance(command, str):
        example = shlex.split(command) if _splits(command) else ["python", "sensor.py"]
        raise ArgumentError(
            f"command={command!r}: give a list of the program and its arguments, as in "
            f"{example}; no shell reads it"
        )
    parts = tuple(map(_text, command)) if isinstance(command, Sequence) else ()
    if not parts or not parts[0]:
        raise ArgumentError(f"command={command!r}: give a list such as ['python', 'sensor.py']")
    return parts


def _text(part: object) -> str:
    text = os.fspath(part) if isinstance(part, os.PathLike) else part
    if not isinstance(text, str) or "\0" in text:
        raise ArgumentError(f"{part!r} in the command: every argument must be a text")
    return text


def _splits(command: str) -> bool:
    try:
        return bool(shlex.split(command))
    except ValueError:
        return False


def _cannot_start(program: str, cwd: str | None, error: OSError) -> str:
    if cwd is not None and not os.path.isdir(cwd):
        return f"there is no directory {cwd!r} to run {program!r} in"
    if isinstance(error, FileNotFoundError):
        return f"there is no program {program!r}: is it installed, and on the PATH?"
    return f"{program!r} cannot be started: {error.strerror or error}"


def _how(code: int | None) -> str:
    if code is None or code >= 0:
        return f"exit code {code}"
    try:
        return f"signal {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"
