"""What was measured on: the machine and the versions, as a table's caption."""

from __future__ import annotations

import platform
from importlib.metadata import version
from pathlib import Path

import psutil

PACKAGES = ("livewidgets", "bqplot", "voila", "panel", "bokeh", "websockets")


def describe(browser: str) -> str:
    """One line: processor, cores, memory, system, Python, browser, packages."""
    memory = psutil.virtual_memory().total / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{_processor()}, {psutil.cpu_count()} cores, {memory:.0f} GiB, "
        f"{platform.system()} {platform.release().split('-')[0]}, "
        f"Python {platform.python_version()}, {browser} without a window or GPU; {packages}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
