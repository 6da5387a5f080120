"""The magics: `%live`, `%%live` and `%streams`, which `%load_ext livewidgets` brings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from IPython.core.error import UsageError
from IPython.core.magic import no_var_expand

from livewidgets.app.listing import Table, listed, stop
from livewidgets.app.live_picture import rest_earlier, show
from livewidgets.app.live_source import Found, find
from livewidgets.app.magic_options import Options, read_options, split
from livewidgets.app.repeated import RepeatedCell
from livewidgets.app.session import SESSION
from livewidgets.app.streams import stream
from livewidgets.data.records import Records
from livewidgets.errors import ArgumentError, LiveWidgetsError, unknown_name
from livewidgets.sources.iterate import Iterate
from livewidgets.transport.live_box import LiveBox

OF_LINE = ("window", "every", "columns", "picture")

USAGE = """\
%live EXPRESSION shows a generator, a function, a frame, an address (host:port) or a file (a.csv);
%%live repeats the cell and shows the value that it ends with.
Options: --window 30s, --every 0.5, --columns a,b, --picture line"""

ACTIONS = ("stop",)


class Magics:
    """The magics of one shell.

    Args:
        shell: IPython's `InteractiveShell`.
    """

    def __init__(self, shell: Any) -> None:
        self.shell = shell

    def live(self, line: str, cell: str | None = None) -> LiveBox:
        """Show at once what an expression gives, or repeat a cell and show what it ends with.

        %live sensor()                          a generator, function, iterable, frame, stream
        %live 127.0.0.1:5050 --window 30s       a TCP server of numbers, CSV or JSON lines
        %live data.csv --columns inlet,outlet   a file that grows
        %live lambda: temperature() --every 0.5 a function that is called again and again

        %%live --every 2s                       all lines of the cell, every two seconds
        """
        with _said():
            text, tail = split(line)
            options = Options.of(read_options(tail, OF_LINE))
            rest_earlier()
        if cell is not None:
            return self._repeat(text, cell, options)
        with _said():
            if not text:
                raise ArgumentError(f"what is to be shown?\n{USAGE}")
            space = {**self.shell.user_global_ns, **self.shell.user_ns}
            return show(find(text, space, self.shell.ev, options.every), options)

    def streams(self, line: str) -> Table | None:
        """List the streams that run, or stop some: %streams, %streams stop NAME, or all.

        A name may also be the number in the table's first column.
        """
        with _said():
            action, _, wanted = line.strip().partition(" ")
            if not action:
                return Table(listed())
            if action not in ACTIONS:
                raise ArgumentError(unknown_name("action", action, ACTIONS))
            if not wanted.strip():
                raise ArgumentError("which stream? Give its name, its number, or all")
            names = stop(wanted.strip().strip("'\""))
            print(f"stopped: {', '.join(names)}" if names else "no stream runs")
            return None

    def _repeat(self, text: str, cell: str, options: Options) -> LiveBox:
        with _said():
            if text:
                raise ArgumentError(
                    f"{text!r}: a repeated cell has options alone on its first line"
                )
            code = RepeatedCell(self.shell, cell)
            code.first()
            source = Iterate(
                code, records=Records(), interval=options.every, name=code.name, eases=True
            )
            values = stream(source)
            code.told = values.touch
            return show(Found(values), options, lambda: code.printed)


@contextmanager
def _said() -> Iterator[None]:
    """Have what cannot be used said as a sentence, without a traceback."""
    try:
        yield
    except LiveWidgetsError as error:
        raise UsageError(str(error)) from None


def register(shell: Any) -> None:
    """Bring the magics to a shell."""
    magics = Magics(shell)

    @no_var_expand  # braces and dollars in an expression are the user's own
    @wraps(magics.live)
    def live(line: str, cell: str | None = None) -> LiveBox:
        return magics.live(line, cell)

    shell.register_magic_function(live, "line_cell", "live")
    shell.register_magic_function(magics.streams, "line", "streams")
    shell.set_hook("complete_command", _complete, str_key="%streams")
    SESSION.watch()


def unregister(shell: Any) -> None:
    """Take the magics away; what runs goes on."""
    for kind, name in (("line", "live"), ("cell", "live"), ("line", "streams")):
        shell.magics_manager.magics[kind].pop(name, None)
    shell.strdispatchers["complete_command"].strs.pop("%streams", None)


def _complete(_: Any, event: Any) -> list[str]:
    """What can follow `%streams`."""
    words = event.line.split()
    if len(words) + event.line.endswith(" ") <= 2:
        return list(ACTIONS)
    return ["all", *dict.fromkeys(each.name for each in listed())]
