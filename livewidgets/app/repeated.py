"""A cell that is run again and again, in a thread of its own; the value that it ends with."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from types import CodeType
from typing import Any

from livewidgets.app.live_source import short
from livewidgets.app.printed import caught
from livewidgets.errors import ArgumentError
from livewidgets.stream import Stream
from livewidgets.transport.figure import is_widget

AWAITS = "outside"
"""In the words of Python's complaint of an `await` that no coroutine is around."""

CANNOT_AWAIT = "a repeated cell runs in a thread, which cannot await; give %live an async generator"


class RepeatedCell:
    """The code of a cell, as a function that gives the value of its last line.

    It runs in the user's namespace. The first call gives the value of `first`, which the
    cell itself has run; the others run the code again, and keep apart what it prints.

    Args:
        shell: IPython's `InteractiveShell`.
        code: What stands in the cell.

    Attributes:
        name: The last line, for people.
        printed: What the newest run has printed.
        told: Called when that is another.

    Raises:
        ArgumentError: Its last line is no expression, or it awaits.
        SyntaxError: It is no Python.
    """

    def __init__(self, shell: Any, code: str) -> None:
        self._shell = shell
        self._body, self._last, self.name = _compiled(shell, code)
        self.printed = ""
        self.told: Callable[[], None] = _nobody
        self._ahead: list[Any] = []
        self._hooked = False

    def first(self) -> Any:
        """Run it in the cell itself, where what it prints and raises belongs.

        Raises:
            ArgumentError: It ends with a picture or a stream.
        """
        value = self._run()
        if isinstance(value, Stream) or is_widget(value):
            raise ArgumentError(
                f"the cell ends with a {type(value).__name__}, which moves by itself: "
                "%%live repeats a cell that ends with a value"
            )
        if inspect.iscoroutine(value):
            value.close()
            raise ArgumentError(CANNOT_AWAIT)
        self._ahead = [value]
        return value

    def __call__(self) -> Any:
        if self._ahead:
            return self._ahead.pop()
        self._hook()
        with caught() as printed:
            try:
                return self._run()
            finally:
                if printed.text != self.printed:
                    self.printed = printed.text
                    self.told()

    def _run(self) -> Any:
        space = self._shell.user_ns
        exec(self._body, space)
        return eval(self._last, space)

    def _hook(self) -> None:
        """Let go of what is displayed in this thread: no cell is there to show it."""
        publisher: Any = getattr(self._shell, "display_pub", None)
        if not self._hooked and hasattr(publisher, "register_hook"):
            publisher.register_hook(_let_go)  # which is for the calling thread alone
        self._hooked = True


def _compiled(shell: Any, code: str) -> tuple[CodeType, CodeType, str]:
    """The code but for its last line, that line, and its name."""
    plain = shell.transform_cell(code)
    # Known to the traceback under this name, line by line.
    place = shell.compile.cache(plain, shell.execution_count, raw_code=code)
    tree = shell.compile.ast_parse(plain, filename=place)
    if not tree.body or not isinstance(tree.body[-1], ast.Expr):
        raise ArgumentError(
            "the cell's last line is no expression: end it with the value that is to be shown"
        )
    last = tree.body.pop()
    expression = ast.Expression(last.value)
    try:
        body = shell.compile(ast.Module(tree.body, []), place, "exec")
        return body, shell.compile(expression, place, "eval"), short(ast.unparse(last.value))
    except SyntaxError as error:
        if AWAITS not in str(error):
            raise
        raise ArgumentError(f"{error.msg} (line {error.lineno}): {CANNOT_AWAIT}") from None


def _let_go(message: Any) -> None:
    """What ipykernel asks before it publishes: None is for no."""


def _nobody() -> None:
    pass
