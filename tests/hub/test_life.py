"""One hub, however many start it; and its end, when nobody reads."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import livewidgets as lw
from livewidgets.app.hub import sources
from livewidgets.errors import ArgumentError
from livewidgets.hub import place as places
from livewidgets.hub.place import Place
from livewidgets.version import __version__
from tests.hub.conftest import hubs_of
from tests.hub.tools import ReaderProcess, Sender, until

STARTS = int(os.environ.get("HUB_STARTS", "10"))

_STARTER = """
import asyncio, sys
from pathlib import Path
from livewidgets.clock import SYSTEM
from livewidgets.hub.place import Place
from livewidgets.hub.starting import reach

for line in sys.stdin:
    record = asyncio.run(reach(Place(Path(line.strip())), SYSTEM))
    print(record.pid, flush=True)
"""


@pytest.mark.timeout(600)
def test_two_kernels_that_start_at_the_same_instant_get_one_hub(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LIVEWIDGETS_HUB_LINGER", "30")
    home = Path(tempfile.mkdtemp(prefix="lwhub"))
    kernels = [
        subprocess.Popen(
            [sys.executable, "-c", _STARTER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    try:
        for number in range(STARTS):
            folder = home / str(number)
            for kernel in kernels:
                assert kernel.stdin is not None
                kernel.stdin.write(f"{folder}\n")
            for kernel in kernels:
                assert kernel.stdin is not None
                kernel.stdin.flush()
            pids = [int(kernel.stdout.readline()) for kernel in kernels if kernel.stdout]
            hubs = [process.pid for process in hubs_of(folder)]
            assert pids == [hubs[0]] * 2
            assert len(hubs) == 1
            monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(home))
            hubs_of(folder)[0].terminate()
            until(lambda folder=folder: not hubs_of(folder))  # type: ignore[misc]
            assert not folder.exists()
    finally:
        for kernel in kernels:
            kernel.communicate()
        for process in hubs_of(home):
            process.kill()
        shutil.rmtree(home)


def test_it_reads_on_for_a_while_and_ends_when_nobody_comes_back(
    place: Place, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIVEWIDGETS_HUB_LINGER", "1")
    with ReaderProcess(f"lw.listen({sender.port})") as reader:
        sender.send(10)
        reader.until(lambda found: found["stored"] == 10)
    until(lambda: not hubs_of(place.folder), "it ends")
    assert not place.folder.exists()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", sender.port))


def test_a_kernel_that_restarts_finds_the_senders_connected(place: Place, sender: Sender) -> None:
    for _ in range(3):
        with ReaderProcess(f"lw.listen({sender.port})") as reader:
            sender.send(10)
            rows = sender.sent
            reader.until(lambda found: found["stored"] == rows)  # noqa: B023
    assert len(sender.connections) == 1


def test_it_says_how_it_stands(place: Place, sender: Sender) -> None:
    assert lw.hub.status() is None
    with lw.listen(sender.port) as stream:
        sender.send(500)
        stream.wait(rows=500, timeout=60)
        standing = lw.hub.status()
        assert standing is not None
        [found] = standing.streams
        assert (found.name, found.rows, found.kept) == (f"127.0.0.1:{sender.port}", 500, 500)
        [reader] = found.readers
        assert (reader["pid"], reader["sent"], reader["lost"]) == (os.getpid(), 500, 0)
        assert standing.memory > 10e6
        assert "500 rows came" in str(standing)
        shown = subprocess.run(
            [sys.executable, "-m", "livewidgets.app.cli", "hub", "status"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert f"127.0.0.1:{sender.port}: live: 1 sender" in shown.stdout


def test_it_inherits_no_files_and_is_in_a_session_of_its_own(
    place: Place, sender: Sender, tmp_path: Path
) -> None:
    with (tmp_path / "open").open("w") as file:
        os.set_inheritable(file.fileno(), True)
        with lw.listen(sender.port) as stream:
            sender.send(1)
            stream.wait(rows=1, timeout=60)
            [hub] = hubs_of(place.folder)
            assert os.getsid(hub.pid) == hub.pid
            targets = [os.readlink(link) for link in Path(f"/proc/{hub.pid}/fd").iterdir()]
            assert file.name not in targets
            assert not [each for each in targets if "hub.err" in each]


def test_a_hub_of_another_protocol_is_said_with_the_way_out(
    place: Place, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    with lw.listen(sender.port) as stream:
        sender.send(1)
        stream.wait(rows=1, timeout=60)
        monkeypatch.setattr(places, "PROTOCOL", 99)
        late = lw.shared(lw.connect("127.0.0.1", sender.port)).start()
        until(lambda: late.status.state.value == "failed")
        sentence = late.status.sentence
        assert f"is of livewidgets {__version__} and speaks protocol 1" in sentence
        assert "run `livewidgets hub stop`" in sentence


def test_over_tcp_where_there_is_no_unix_socket(
    place: Place, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIVEWIDGETS_HUB_TRANSPORT", "tcp")
    with ReaderProcess(f"lw.listen({sender.port})") as reader:
        sender.send(10)
        reader.until(lambda found: found["stored"] == 10)
        record = place.record()
        assert record is not None
        assert record.address.startswith("tcp://127.0.0.1:")
        assert record.key


def test_a_path_that_is_too_long_for_a_socket(
    place: Place, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Path(os.environ["JUPYTER_RUNTIME_DIR"]) / ("long" * 20) / ("longer" * 10)
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(home))
    with lw.listen(sender.port) as stream:
        sender.send(10)
        stream.wait(rows=10, timeout=60)
        record = Place().record()
        assert record is not None
        assert record.apart
        assert Path(record.apart).stat().st_mode & 0o077 == 0
    assert lw.hub.stop()
    assert not Path(record.apart).exists()
    shutil.rmtree(Path(os.environ["JUPYTER_RUNTIME_DIR"]).parent)


def test_named_sources_of_a_file(place: Place, sender: Sender, tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(f'[sources.heating]\nkind = "listen"\nport = {sender.port}\nkeep = "10m"\n')
    command = [sys.executable, "-m", "livewidgets.app.cli", "hub", str(path)]
    hub = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert hub.stdout is not None
        assert "reads heating; Ctrl-C ends it" in hub.stdout.readline()
        sender.send(100)
        stream = lw.shared(name="heating", keep="5m").start()
        stream.wait(rows=100, timeout=60)
        stream.stop()
        second = subprocess.run(command, capture_output=True, text=True)
        assert second.returncode == 2
        assert f"a hub of yours runs already (process {hub.pid})" in second.stderr
    finally:
        hub.terminate()
        hub.communicate()
    assert hub.returncode == 0
    assert not place.folder.exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "name each source in a table of its own"),
        ("[sources.a]\n", "[sources.a]: there is no kind of source"),
        ('[sources.a]\nkind = "listn"', "did you mean 'listen'?"),
        ('[sources.a]\nkind = "listen"', "[sources.a]: listen needs port="),
        ('[sources.a]\nkind = "listen"\nport = 1\nprt = 2', "did you mean 'port'?"),
        ('[sources.a]\nkind = "listen"\nport = 0', "not 0"),
        ('[sources.a]\nkind = "tail"\npath = "x"\nkeep = "ages"', "[sources.a]: "),
        ("[sources", "is no TOML"),
    ],
)
def test_what_is_wrong_in_a_file_is_said(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(text)
    with pytest.raises(ArgumentError) as caught:
        sources(path)
    assert says in str(caught.value)
