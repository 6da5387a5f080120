"""What stands on the line of a magic: an expression, and options after it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from livewidgets.data.duration import seconds
from livewidgets.errors import ArgumentError, unknown_name

PICTURES = ("line", "value", "stats", "bars", "heatmap", "histogram", "scatter")

OVER_TIME = ("line", "heatmap", "histogram", "scatter")
"""Those that show a span of time."""

_OPENING, _CLOSING, _QUOTES = "([{", ")]}", "'\""


@dataclass(frozen=True, slots=True)
class Options:
    """What can be asked for beside the expression.

    Attributes:
        window: The span of time that is shown, in s; None chooses.
        every: Seconds between calls of a function, or items of data at hand; None chooses.
        columns: Those that are shown; none: all that fit.
        picture: One of `PICTURES`; None chooses.
    """

    window: float | None = None
    every: float | None = None
    columns: tuple[str, ...] = ()
    picture: str | None = None

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Options:
        """Read them as they were written.

        Raises:
            ArgumentError: One cannot be used, or not with another.
        """
        options = cls(
            window=_duration("window", given),
            every=_duration("every", given),
            columns=tuple(
                name for each in given.get("columns", "").split(",") if (name := each.strip())
            ),
            picture=_picture(given.get("picture")),
        )
        if options.window is not None and options.picture not in (None, *OVER_TIME):
            raise ArgumentError(f"--window: --picture {options.picture} shows no span of time")
        return options


def split(line: str) -> tuple[str, str]:
    """Cut a line where its options begin: at the first `--name` outside of quotes and brackets.

    Returns:
        The expression, and the options as they were written.
    """
    depth, quote = 0, ""
    for at, character in enumerate(line):
        if quote:
            if character == quote and line[at - 1] != "\\":
                quote = ""
        elif character in _QUOTES:
            quote = character
        elif character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth -= 1
        elif depth <= 0 and _begins_option(line, at):
            return line[:at].strip(), line[at:]
    return line.strip(), ""


def read_options(text: str, known: Sequence[str]) -> dict[str, str]:
    """Options such as `--window 30s --columns=a,b`, each once, as written.

    Args:
        text: What `split` found.
        known: Their names.

    Raises:
        ArgumentError: One is unknown, lacks its value or is there twice; says the nearest.
    """
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise ArgumentError(f"the options {text!r} cannot be read: {error}") from None
    found: dict[str, str] = {}
    while words:
        word, equals, value = words.pop(0).partition("=")
        if not word.startswith("--"):
            raise ArgumentError(
                f"{word!r} is no option: options come last, as in --{known[0]} VALUE"
            )
        if word[2:] not in known:
            raise ArgumentError(unknown_name("option", word, [f"--{name}" for name in known]))
        if not equals:
            if not words or words[0].startswith("--"):
                raise ArgumentError(f"{word} needs a value, as in {word} {_example(word[2:])}")
            value = words.pop(0)
        if word[2:] in found:
            raise ArgumentError(f"{word} is there twice")
        found[word[2:]] = value
    return found


def _begins_option(line: str, at: int) -> bool:
    before = line[at - 1 : at]
    return line.startswith("--", at) and not before.strip() and line[at + 2 : at + 3].isalpha()


def _duration(name: str, given: Mapping[str, str]) -> float | None:
    text = given.get(name)
    if text is None:
        return None
    try:
        return seconds(float(text) if _is_number(text) else text)
    except ArgumentError as error:
        raise ArgumentError(f"--{name}: {error}") from None


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _picture(name: str | None) -> str | None:
    if name is not None and name not in PICTURES:
        raise ArgumentError(unknown_name("picture", name, PICTURES))
    return name


def _example(name: str) -> str:
    return {"window": "30s", "every": "0.5", "columns": "a,b"}.get(name, PICTURES[0])
