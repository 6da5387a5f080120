"""Numbered rows, and readers in processes of their own."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any

from tests.ports import free_port

PATIENCE = 60.0


def until(holds: Callable[[], object], what: str = "") -> None:
    """Wait until something holds; far longer than it needs."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, f"not within {PATIENCE:.0f} s: {what}"
        time.sleep(0.01)


class Sender:
    """Connects to a port, again when that is lost, and writes 0, 1, 2, ..., a number a line.

    Attributes:
        port: Where it sends to.
        connections: By connection the number after the last that was written to it.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self.connections: list[int] = []
        self._number = 0
        self._wanted = 0
        self._per_second = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sender")

    def __enter__(self) -> Sender:
        self._thread.start()
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join(PATIENCE)

    @property
    def sent(self) -> int:
        """How many were written."""
        return self._number

    def send(self, rows: int) -> None:
        """Write so many more; returns when they are written."""
        self._wanted = self._number + rows
        until(lambda: self._number >= self._wanted, "rows are written")

    def flow(self, per_second: float) -> None:
        """Write for ever, at about that rate; 0 holds."""
        self._per_second = per_second
        if not per_second:
            self._wanted = 0
            settled = self._number - 1
            while settled != self._number:
                settled = self._number
                time.sleep(0.1)

    def _run(self) -> None:
        while not self._over.is_set():
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
                    self.connections.append(self._number)
                    self._write(connection)
            except OSError:
                self._over.wait(0.05)

    def _write(self, connection: socket.socket) -> None:
        connection.settimeout(0.005)
        while not self._over.is_set():
            count = self._wanted - self._number
            if self._per_second:
                count = max(1, round(self._per_second * 0.005))
            if count > 0:
                count = min(count, 500)
                rows = range(self._number, self._number + count)
                connection.settimeout(5)
                connection.sendall(b"".join(b"%d\n" % number for number in rows))
                self._number += count
                self.connections[-1] = self._number
                connection.settimeout(0.005)
            try:
                if not connection.recv(1):
                    return
            except TimeoutError:
                pass


_READER = """
import json, sys
import livewidgets as lw

numbers = []
stream = eval(sys.argv[1], {"lw": lw})
stream.on_batch(lambda batch: numbers.extend(batch["value"].astype(int).tolist()))
print("ready", flush=True)
for line in sys.stdin:
    counts = stream.counts
    print(json.dumps({
        "numbers": numbers if line.strip() else [], "last": numbers[-1] if numbers else None,
        "received": counts.received, "stored": counts.stored, "dropped": counts.dropped,
        "rejected": counts.rejected, "accounted": counts.accounted,
        "state": stream.status.state.value, "sentence": stream.status.sentence,
    }), flush=True)
"""


class ReaderProcess:
    """A kernel, as far as the hub knows: a process that reads a stream and remembers the numbers.

    Args:
        code: What makes the stream, such as "lw.listen(5050)".
    """

    def __init__(self, code: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _READER, code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"

    def __enter__(self) -> ReaderProcess:
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()

    def look(self, numbers: bool = True) -> dict[str, Any]:
        """What it has; with all numbers, or with the last alone."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("numbers\n" if numbers else "\n")
        self.process.stdin.flush()
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        assert found["accounted"]
        return found

    def until(self, holds: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        """Look until something holds of what it has."""
        found: dict[str, Any] = {}

        def looked() -> object:
            found.update(self.look(numbers=False))
            return holds(found)

        until(looked, str(found))
        return self.look()
