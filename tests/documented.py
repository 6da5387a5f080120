"""The sender that the examples of the documents are read from."""

from __future__ import annotations

import math
import socket
import threading
import time
from types import TracebackType

COLUMNS = ("inlet", "outlet", "temp", "pressure", "level", "value")
PAST = 300  # rows that everybody who connects is sent at once
INTERVAL = 0.05  # seconds between those that follow


class Sender:
    """Serves CSV rows of the columns above to all who connect, in a thread of its own."""

    def __enter__(self) -> Sender:
        self._over = threading.Event()
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.settimeout(0.1)
        self.port: int = self._server.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()
        self._server.close()

    def _serve(self) -> None:
        readers: list[socket.socket] = []
        row = 0
        while not self._over.wait(INTERVAL):
            try:
                reader, _ = self._server.accept()
            except TimeoutError:
                pass
            else:
                readers.append(reader)
                head = ",".join(("t", *COLUMNS)) + "\n"
                self._send(reader, head + "".join(map(_row, range(row - PAST, row))))
            for each in list(readers):
                if not self._send(each, _row(row)):
                    readers.remove(each)
            row += 1
        for each in readers:
            each.close()

    def _send(self, reader: socket.socket, text: str) -> bool:
        try:
            reader.sendall(text.encode())
        except OSError:
            reader.close()
            return False
        return True


_BEGAN = time.time()


def _row(number: int) -> str:
    swing = math.sin(number / 20)
    values = [20.0 + place + swing for place in range(len(COLUMNS))]
    time_of_row = _BEGAN + number * INTERVAL
    return f"{time_of_row:.3f}," + ",".join(f"{each:.3f}" for each in values) + "\n"
