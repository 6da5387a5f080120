"""Another user of the machine can neither read nor feed the hub."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import livewidgets as lw
from livewidgets.errors import SourceError
from livewidgets.hub.place import Place
from livewidgets.hub.wire import PROTOCOL, Attach, Description, encoded
from tests.hub.tools import Sender, until

NOBODY = 65_534

root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")

# The user is changed when all is imported: another may not be able to read this Python.
_ASK = """
import os, sys, zmq
os.setgid(int(sys.argv[2]))
os.setuid(int(sys.argv[2]))
socket = zmq.Context().socket(zmq.DEALER)
socket.setsockopt(zmq.LINGER, 0)
socket.connect(sys.argv[1])
socket.send(sys.stdin.buffer.read())
print("answered" if socket.poll(int(sys.argv[3])) else "nothing")
"""

_TRY = """
import os, socket, sys
os.setgid(int(sys.argv[2]))
os.setuid(int(sys.argv[2]))
tries = {
    "connect": lambda path: socket.socket(socket.AF_UNIX).connect(path),
    "read": lambda path: open(path).read(),
    "list": os.listdir,
}
try:
    tries[sys.argv[3]](sys.argv[1])
except OSError as error:
    print(type(error).__name__)
"""


def ask(address: str, message: bytes, uid: int, seconds: float = 60.0) -> str:
    """Send one message to the hub as a user; whether there is an answer in time."""
    command = [sys.executable, "-c", _ASK, address, str(uid), str(round(seconds * 1000))]
    return subprocess.run(command, input=message, capture_output=True, check=True).stdout.decode()


def as_nobody(how: str, path: Path | str) -> str:
    """Try to get at a path as another user; the error that stops it."""
    command = [sys.executable, "-c", _TRY, str(path), str(NOBODY), how]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()


@pytest.fixture
def running(place: Place, sender: Sender) -> Iterator[lw.Stream]:
    with lw.listen(sender.port) as stream:
        sender.send(1)
        stream.wait(rows=1, timeout=60)
        os.chmod(place.folder.parent, 0o755)  # so that only the hub's own rights are in the way
        yield stream


def attach(place: Place, sender: Sender, token: str | None = None) -> bytes:
    record = place.record()
    assert record is not None
    stream = Description("listen", {"port": sender.port})
    return encoded(
        Attach(PROTOCOL, record.token if token is None else token, "x", 1, stream, None, 10)
    )


@root
def test_the_files_are_closed_to_others(place: Place, running: lw.Stream) -> None:
    record = place.record()
    assert record is not None
    assert as_nobody("connect", record.address.removeprefix("ipc://")) == "PermissionError"
    for name in ("hub.json", "hub.log"):
        assert as_nobody("read", place.folder / name) == "PermissionError"
    assert as_nobody("list", place.folder) == "PermissionError"
    assert as_nobody("list", place.folder.parent) == ""


@root
def test_who_gets_to_the_socket_all_the_same_is_not_heard(
    place: Place, sender: Sender, running: lw.Stream
) -> None:
    record = place.record()
    assert record is not None
    place.folder.chmod(0o755)
    Path(record.address.removeprefix("ipc://")).chmod(0o666)
    message = attach(place, sender)
    assert ask(record.address, message, NOBODY, 2).strip() == "nothing"
    assert ask(record.address, message, os.geteuid()).strip() == "answered"


def test_without_the_token_there_is_no_stream(
    place: Place, sender: Sender, running: lw.Stream
) -> None:
    from livewidgets.hub.link import ask as ask_hub
    from livewidgets.hub.wire import Forgotten, for_hub

    record = place.record()
    assert record is not None
    answer = ask_hub(place, record, for_hub(attach(place, sender, "guessed")), 10)
    assert answer == Forgotten()


def test_what_is_no_message_is_refused_and_changes_nothing(
    place: Place, sender: Sender, running: lw.Stream
) -> None:
    record = place.record()
    assert record is not None
    for message in (b"", b"\xc1", os.urandom(1000), b"\x81\xa4type\xa6Attach"):
        assert ask(record.address, message, os.geteuid()).strip() == "answered"
    assert ask(record.address, bytes(1_000_000), os.geteuid(), 1).strip() == "nothing"
    sender.send(1)
    running.wait(rows=2, timeout=60)
    until(lambda: running.status.sentence == "1 sender")


@root
def test_a_folder_of_another_user_is_not_trusted(place: Place) -> None:
    place.make()
    os.chown(place.folder, NOBODY, NOBODY)
    with pytest.raises(SourceError, match="belongs to another user"):
        place.make()
    place.folder.rmdir()
