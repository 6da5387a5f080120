"""Cells that run again, in a real kernel, with the identities that JupyterLab gives them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.integration.kernel import Kernel
from tests.ports import free_port

OPEN = """
import json
from livewidgets.testing import open_resources
_open = open_resources()
print(json.dumps({"threads": len(_open.threads), "sockets": len(_open.sockets),
                  "comms": len(_open.comms)}))
"""

CELL = """
import livewidgets as lw
{make}
figure = lw.line(numbers, window="10s")
label = lw.value(numbers)
pill = lw.status(numbers)
numbers.wait(rows=1, timeout=10)
"""

SOURCES = {
    "connect": 'numbers = lw.connect("127.0.0.1", {port})',
    "listen": (
        "import socket\n"
        "numbers = lw.listen({port})\n"
        "numbers.start()\n"
        "def send():\n"
        "    for attempt in range(200):\n"
        "        try:\n"
        "            with socket.create_connection(('127.0.0.1', {port})) as sender:\n"
        "                sender.sendall(b'1\\n2\\n')\n"
        "            return\n"
        "        except OSError:\n"
        "            import time; time.sleep(0.02)\n"
        "send()"
    ),
    "generator": (
        "import time\n"
        "def endless():\n"
        "    while True:\n"
        "        yield 1.0\n"
        "        time.sleep(0.01)\n"
        "numbers = lw.stream(endless())"
    ),
    "async generator": (
        "import asyncio\n"
        "async def endless():\n"
        "    while True:\n"
        "        yield 1.0\n"
        "        await asyncio.sleep(0.01)\n"
        "numbers = lw.stream(endless())"
    ),
}


@pytest.fixture
async def port() -> AsyncIterator[int]:
    """The port of a server that sends a number ten times a second to all who connect."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while not reader.at_eof():
                writer.write(b"1.5\n")
                await writer.drain()
                await asyncio.sleep(0.1)
        except ConnectionError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()


async def settled(kernel: Kernel) -> dict[str, int]:
    """What is open, once it has come to rest: what is ending may take a moment."""
    before: dict[str, int] = {}
    for _ in range(300):
        now = (await kernel.run(OPEN)).value()
        if now == before:
            return dict(now)
        before = now
        await asyncio.sleep(0.1)
    raise AssertionError(f"it does not come to rest: {before}")


@pytest.mark.parametrize("source", SOURCES)
async def test_a_hundred_runs_of_a_cell_leave_as_much_open_as_one(
    kernel: Kernel, port: int, source: str
) -> None:
    at = free_port() if source == "listen" else port
    code = CELL.format(make=SOURCES[source].format(port=at))
    assert (await kernel.run(code, "cell")).error == ""
    first = await settled(kernel)
    for _ in range(99):
        assert (await kernel.run(code, "cell")).error == ""
    assert await settled(kernel) == first


async def test_a_figure_in_another_cell_goes_on_with_the_successor(
    kernel: Kernel, port: int
) -> None:
    make = f'import livewidgets as lw\nnumbers = lw.connect("127.0.0.1", {port})'
    await kernel.run(make, "one")
    await kernel.run('elsewhere = lw.line(numbers, window="10s")', "two")
    await kernel.run("first = elsewhere.stream; first.wait(1)", "three")
    await kernel.run(make, "one")
    ran = await kernel.run(
        "import json, time\n"
        "second = elsewhere.stream\n"
        "second.wait(2, timeout=10)\n"
        "drawn = elsewhere.picture.drawn\n"
        "deadline = time.time() + 10\n"
        "while elsewhere.picture.drawn < drawn + 3 and time.time() < deadline:\n"
        "    time.sleep(0.05)\n"
        "print(json.dumps([second is numbers, second is first, first.running,\n"
        "                  elsewhere.picture.drawn >= drawn + 3, len(lw.streams())]))",
        "three",
    )
    assert ran.value() == [True, False, False, True, 1]


async def test_what_a_cell_does_not_make_again_is_closed(kernel: Kernel, port: int) -> None:
    make = f'import livewidgets as lw\nnumbers = lw.connect("127.0.0.1", {port}).start()'
    await kernel.run(make, "cell")
    await kernel.run("old = numbers")
    await kernel.run("pass", "cell")
    ran = await kernel.run("import json; print(json.dumps([old.running, len(lw.streams())]))")
    assert ran.value() == [False, 0]


async def test_a_cell_returns_before_an_endless_generator_yields_twice(kernel: Kernel) -> None:
    ran = await kernel.run(
        "import json, threading\n"
        "import livewidgets as lw\n"
        "asked, go = [], threading.Event()\n"
        "def endless():\n"
        "    while True:\n"
        "        asked.append(len(asked))\n"
        "        yield float(len(asked))\n"
        "        go.wait()\n"
        "numbers = lw.stream(endless())\n"
        "figure = lw.line(numbers)\n"
        "numbers.wait(rows=1)\n"
        "print(json.dumps(asked))"
    )
    assert ran.value() == [0], "the second item is asked for, but the generator has not gone on"
    ran = await kernel.run("go.set(); numbers.wait(rows=2); print(json.dumps(len(asked) >= 2))")
    assert ran.value() is True


async def test_an_interrupt_ends_the_cell_and_no_stream(kernel: Kernel, port: int) -> None:
    await kernel.run(
        f'import livewidgets as lw\nnumbers = lw.connect("127.0.0.1", {port})\nlw.line(numbers)'
    )
    request = kernel.send("import time\nprint('asleep', flush=True)\ntime.sleep(60)")
    while True:
        message = await kernel.client.get_iopub_msg(timeout=20)
        if message["msg_type"] == "stream" and "asleep" in message["content"]["text"]:
            break
    await kernel.manager.interrupt_kernel()
    ran = await asyncio.wait_for(kernel._collect(request), 20)
    assert ran.error.startswith("KeyboardInterrupt")
    ran = await kernel.run(
        "import json\ntotal = numbers.ring.total\nnumbers.wait(rows=total + 3)\n"
        "print(json.dumps([numbers.running, numbers.status.state.value]))"
    )
    assert ran.value() == [True, "live"]


async def comms_during(kernel: Kernel, request: str) -> list[dict[str, object]]:
    ran = await asyncio.wait_for(kernel._collect(request), 30)
    assert ran.error == ""
    return [
        message["content"]["data"]["state"]
        for message in ran.comms
        if message["msg_type"] == "comm_msg" and "state" in message["content"]["data"]
    ]


async def test_pictures_go_on_while_a_cell_holds_the_kernel(kernel: Kernel, port: int) -> None:
    await kernel.run(
        f'import livewidgets as lw\nnumbers = lw.connect("127.0.0.1", {port})\n'
        "figure = lw.line(numbers)\nlabel = lw.value(numbers)\nnumbers.wait(rows=1)"
    )
    states = await comms_during(kernel, kernel.send("import time\ntime.sleep(3)"))
    assert sum("x" in state and "y" in state for state in states) >= 5


async def test_pictures_on_the_kernels_own_loop_go_on_while_a_cell_awaits(kernel: Kernel) -> None:
    await kernel.run(
        "import asyncio, json\n"
        "import livewidgets as lw\n"
        "async def endless():\n"
        "    number = 0.0\n"
        "    while True:\n"
        "        yield (number := number + 1)\n"
        "        await asyncio.sleep(0.05)\n"
        'numbers = lw.stream(endless(), runner="asyncio")\n'
        "figure = lw.line(numbers)"
    )
    states = await comms_during(kernel, kernel.send("await asyncio.sleep(3)"))
    assert sum("x" in state and "y" in state for state in states) >= 5
    ran = await kernel.run(
        "await numbers.until(rows=5)\n"
        "from livewidgets.runner import THREAD_NAME\nimport threading\n"
        "print(json.dumps([t.name for t in threading.enumerate() if t.name == THREAD_NAME]))"
    )
    assert ran.value() == [], "nothing of it runs in a thread"


async def test_the_kernel_ends_with_its_streams_running(kernel: Kernel, port: int) -> None:
    await kernel.run(
        f'import livewidgets as lw\nnumbers = lw.connect("127.0.0.1", {port})\n'
        "figure = lw.line(numbers)\nnumbers.wait(rows=2)"
    )
    await kernel.manager.shutdown_kernel(now=False)
    assert not await kernel.manager.is_alive()


@pytest.mark.parametrize("shared", [False, True])
async def test_where_cells_have_no_identity_a_listener_takes_over_its_port(
    kernel: Kernel, shared: bool
) -> None:
    port = free_port()
    code = (
        "import json, socket\n"
        "import livewidgets as lw\n"
        f"numbers = lw.listen({port}, shared={shared}).start()\n"
        "while 'no sender' not in numbers.status.sentence: pass\n"
        f"with socket.create_connection(('127.0.0.1', {port})) as sender:\n"
        "    sender.sendall(b'1\\n')\n"
        "numbers.wait(rows={rows})\n"
        "print(json.dumps([len(lw.streams()), numbers.counts.stored]))"
    )
    for run in (1, 2, 3):
        rows = run if shared else 1  # the hub has kept what came before
        assert (await kernel.run(code.replace("{rows}", str(rows)))).value() == [1, rows]
