"""Any value as text that is safe on one line of a page."""

from __future__ import annotations

import math
import unicodedata

LONGEST = 200
"""The most characters that a value is shown with."""

MISSING = "–"
INFINITE = "∞"

# Controls, invisible and direction-changing characters, line ends, and lone surrogates,
# which no message to a page can carry.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"  # belong to words and to emoji


def one_line(text: str) -> str:
    """Text with what would hide or break it shown escaped, cut to 200 characters."""
    shown: list[str] = []
    length = 0
    for character in text[: LONGEST + 1]:
        part = _escaped(character)
        length += len(part)
        if length > LONGEST:
            return _cut(shown)
        shown.append(part)
    return "".join(shown)


def plain(value: object) -> str:
    """`str(value)` on one line, whatever the value is."""
    if isinstance(value, str):
        return one_line(value)
    try:
        return one_line(str(value))
    except Exception as error:  # anything may be in a stream, and the picture goes on
        return one_line(f"<{type(value).__name__}: {type(error).__name__}>")


def no_number(value: object) -> str | None:
    """The sign for what has no digits: None, NaN and the infinities. None for all else."""
    if value is None:
        return MISSING
    if isinstance(value, float) and not math.isfinite(value):
        return MISSING if math.isnan(value) else INFINITE if value > 0 else f"-{INFINITE}"
    return None


def _escaped(character: str) -> str:
    if character in _JOINERS or unicodedata.category(character) not in _HIDDEN:
        return character
    return character.encode("unicode_escape").decode("ascii")


def _cut(parts: list[str]) -> str:
    while sum(map(len, parts)) >= LONGEST:
        parts.pop()
    return "".join(parts) + "…"
