"""Things that `%live` is given in a kernel, and how its cells ask for what comes of it."""

from __future__ import annotations

SOURCES = """
import asyncio, json, threading, time
import numpy as np
import pandas as pd
import livewidgets as lw

def numbers():
    while True:
        yield 1.5
        time.sleep(0.02)

async def several():
    while True:
        yield {"a": 1.0, "b": 2.0, "name": "x"}
        await asyncio.sleep(0.02)

def texts():
    while True:
        yield "hello"
        time.sleep(0.02)

later = threading.Event()

def late(item):
    later.wait()
    while True:
        yield item
        time.sleep(0.02)

def until(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it does not come to pass"
        time.sleep(0.02)

def kinds(box):
    return [type(each).__name__ for each in box.children]

mine = lw.stream(numbers(), name="mine")
frame = pd.DataFrame({"a": [1.0, 2.0], "b": ["x", "y"]})
"""
