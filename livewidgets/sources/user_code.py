"""What a user's own generator or function is called, and what it raised, in a sentence."""

from __future__ import annotations

import functools
import inspect
import os.path
import traceback

from livewidgets.errors import UserCodeError

_CELLS = ("ipykernel_", "<ipython-input")
"""What the file of a notebook's cell is called by ipykernel, and by IPython in a terminal."""


def name_of(obj: object) -> str:
    """What people call it: `sensor()` for a function or generator, `<list>` for a list."""
    if isinstance(obj, functools.partial):
        return name_of(obj.func)
    name = getattr(obj, "__qualname__", None) or getattr(obj, "__name__", None)
    if not isinstance(name, str):
        return f"{type(obj).__name__}()" if callable(obj) else f"<{type(obj).__name__}>"
    return f"{name.rpartition('<locals>.')[2]}()"


def user_error(error: BaseException, name: str) -> UserCodeError:
    """The error that says what user code raised and where; raise it `from` that.

    Args:
        error: What it raised, with its traceback.
        name: What the code is called, for an error that came from no Python line of it.
    """
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    place = _place(error)
    return UserCodeError(f"{what} (in {place or name})")


def _place(error: BaseException) -> str | None:
    """The innermost line in the file where the user's code begins."""
    own = os.path.dirname(os.path.dirname(__file__)) + os.sep
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith(own)
    ]
    if not frames:
        return None
    at = [frame for frame in frames if frame.filename == frames[0].filename][-1]
    function = "the cell" if at.name == "<module>" else f"{at.name}()"
    return f"{function}, line {at.lineno} of {_file(at.filename)}"


def _file(path: str) -> str:
    if any(mark in path for mark in _CELLS):
        return "a notebook cell"
    return os.path.basename(path)


def state_of_generator(obj: object) -> str | None:
    """Why a generator object cannot be read now, as a phrase; None if it can."""
    ended: bool
    running: bool
    if inspect.isgenerator(obj):
        ended, running = obj.gi_frame is None, obj.gi_running
    elif inspect.isasyncgen(obj):
        ended, running = obj.ag_frame is None, obj.ag_running
    else:
        return None
    if running:
        return "is still being read by another stream"
    return "has already ended" if ended else None
