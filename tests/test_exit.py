"""The end of Python: quietly, whatever still runs."""

from __future__ import annotations

import re
import signal
import subprocess
import sys

import pytest

PATIENCE = 90.0
"""Seconds within which Python ends, on a machine however busy; one that hangs never does."""

HEAD = """
import threading, time
import livewidgets as lw
"""

RUNNING = {
    "an endless generator": """
def endless():
    number = 0
    while True:
        number += 1
        yield number
stream = lw.stream(endless)
stream.wait(rows=1)
""",
    "a generator that blocks": """
def blocks():
    yield 1
    threading.Event().wait()
stream = lw.stream(blocks)
stream.wait(rows=1)
""",
    "a listener": """
stream = lw.listen(0).start()
while not stream.status.sentence:
    time.sleep(0.001)
""",
    "a connection that is tried again and again": """
stream = lw.connect("127.0.0.1", 1).start()
while stream.status.state.value != "reconnecting":
    time.sleep(0.001)
""",
    "pictures": """
stream = lw.stream(iter(range(1000)))
shown = [lw.line(stream), lw.value(stream), lw.status(stream)]
stream.wait(rows=1000)
""",
    "a function that is slow": """
stream = lw.stream(lambda: time.sleep(0.2) or 1.0, interval="1ms")
stream.wait(rows=1)
""",
    "a cell's loop": """
import asyncio
async def cell():
    global shown
    async def endless():
        while True:
            yield 1.0
            await asyncio.sleep(0.001)
    stream = lw.stream(endless, runner="asyncio")
    shown = lw.line(stream)
    await stream.until(rows=10)
asyncio.run(cell())
""",
}


@pytest.mark.parametrize("code", RUNNING.values(), ids=RUNNING.keys())
def test_python_ends_while_it_runs(code: str) -> None:
    command = [sys.executable, "-X", "dev", "-W", "ignore", "-c", HEAD + code + "print('over')"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    # asyncio's debug mode tells of each step that took 0.1 s: a busy machine has such.
    said = re.sub(r"^Executing <.*> took [\d.]+ seconds\n", "", ran.stderr, flags=re.M)
    assert (ran.returncode, ran.stdout, said) == (0, "over\n", "")


def test_an_interrupt_ends_a_script_that_waits_for_ever() -> None:
    code = HEAD + (
        "stream = lw.listen(0)\n"
        "def watch():\n"
        "    while not stream.subscribers._milestones:\n"
        "        time.sleep(0.001)\n"
        "    print('waits', flush=True)\n"
        "threading.Thread(target=watch).start()\n"
        "stream.wait(rows=1, timeout=None)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "waits\n"
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode != 0
    assert errors.rstrip().endswith("KeyboardInterrupt")
    assert errors.count("Traceback") == 1
