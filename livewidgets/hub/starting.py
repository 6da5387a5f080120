"""Starting: how a kernel finds the user's hub, or has it started: one, whoever else does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from livewidgets.clock import Clock
from livewidgets.errors import SourceError
from livewidgets.hub.place import Place, Record

START_WITHIN = 30.0
"""Seconds that a hub has to be ready; far more than it needs."""

_LOOK = 0.02
_EXCERPT = 400  # characters of what a hub that could not start has said

# The package's own __init__ makes pictures, which a hub does not: it would take a second and
# a hundred megabytes.
_PROGRAM = """
import sys, types
package = types.ModuleType("livewidgets")
package.__path__ = [sys.argv[1]]
sys.modules["livewidgets"] = package
from livewidgets.app.hub_process import main
sys.exit(main(sys.argv[2]))
"""

_children: list[subprocess.Popen[bytes]] = []  # asked after now and then, so that none is a zombie


async def reach(place: Place, clock: Clock) -> Record:
    """The record of the user's hub; starts it where there is none.

    Raises:
        SourceError: It cannot be started, is of another version, or is another user's.
    """
    deadline = clock.monotonic() + START_WITHIN
    while True:
        record = place.record()
        if record is not None:
            record.require_same()
            return record
        if clock.monotonic() >= deadline:
            raise SourceError(
                f"no hub was ready within {START_WITHIN:g} s; {place.log} says more; "
                "shared=False reads in this kernel alone"
            )
        place.make()
        if place.starting.take():
            try:
                if place.record() is None and not place.running.held():
                    await _start(place, clock, deadline)
            finally:
                place.starting.release()
        await clock.sleep(_LOOK)


async def _start(place: Place, clock: Clock, deadline: float) -> None:
    child = _spawn(place)
    _children[:] = [each for each in _children if each.poll() is None]
    _children.append(child)
    while place.record() is None and clock.monotonic() < deadline:
        if child.poll() is not None and not place.running.held():
            raise SourceError(
                f"the hub could not be started (exit code {child.returncode}): "
                f"{_last_words(place)}; shared=False reads in this kernel alone"
            )
        await clock.sleep(_LOOK)


def _spawn(place: Place) -> subprocess.Popen[bytes]:
    package = Path(__file__).resolve().parents[1]
    command = [sys.executable, "-P", "-c", _PROGRAM, str(package), str(place.folder)]
    try:
        with place.first_words.open("wb") as words:
            # Not a part of this kernel: it lives on, in a session and with files of its own.
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=words,
                start_new_session=True,
                cwd="/",
            )
    except OSError as error:
        raise SourceError(
            f"the hub could not be started: {error.strerror}; shared=False reads in this kernel"
        ) from error


def _last_words(place: Place) -> str:
    try:
        text = place.first_words.read_text(errors="replace").strip()
    except OSError:
        text = ""
    return text.splitlines()[-1][:_EXCERPT] if text else "it said nothing"


def reap() -> None:
    """Take note of hubs that this process has started and that have ended."""
    _children[:] = [each for each in _children if each.poll() is None]
