"""Write docs/api.md from the docstrings of the public names.

Usage: python scripts/api_reference.py [--check]

`--check` writes nothing and fails if the page is not what the docstrings say.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import Any

import livewidgets as lw
from livewidgets import conditions, detectors, errors, hub, statistics, testing
from livewidgets.app.alerts import AlertPanel
from livewidgets.app.formats import FormatOptions, LineOptions, StreamOptions
from livewidgets.app.picture import Picture
from livewidgets.pushed import PushStream
from livewidgets.transport.controlled import LiveFigure

PAGE = Path(__file__).resolve().parent.parent / "docs" / "api.md"
HEAD = """# API reference

Written from the docstrings by `python scripts/api_reference.py`; a test proves that it is current.
`lw` is `import livewidgets as lw`. Durations are texts such as `"500ms"`, `"60s"`, `"1h30m"`,
numbers of seconds, or timedeltas. Times are float64 seconds since 1970-01-01 UTC.
"""
GIVEN: tuple[tuple[str, type], ...] = (
    ("what `lw.stream()` without a source gives", PushStream),
    ("what `lw.line` gives", LiveFigure),
    ("what `lw.alerts` gives", AlertPanel),
    ("what `lw.bind` gives", Picture),
)
OPTIONS = (StreamOptions, LineOptions, FormatOptions)
MODULES = (conditions, detectors, statistics, hub, testing)
WIDEST = 96  # of a signature on one line

_SECTION = re.compile(r"^(Args|Attributes|Keys|Raises|Returns|Yields):$")
_LISTS = ("Args", "Attributes", "Keys", "Raises")
_ITEM = re.compile(r"^    ([*\w, ]+?)(?: \([^)]*\))?: (.*)$")


def reference() -> str:
    """The whole page."""
    parts = [HEAD, _contents()]
    functions = [name for name in lw.__all__ if inspect.isfunction(getattr(lw, name))]
    classes = [name for name in lw.__all__ if inspect.isclass(getattr(lw, name))]
    parts.append("## Functions\n")
    parts += [_entry(f"lw.{name}", getattr(lw, name)) for name in functions]
    parts.append("## Options of the ways in\n")
    parts += [_section(f"`{each.__name__}`", _text(each)) for each in OPTIONS]
    parts.append("## Classes\n")
    parts += [_class(f"lw.{name}", getattr(lw, name)) for name in classes if name not in _ERRORS]
    parts += [_class(kind.__name__, kind, f", {what}") for what, kind in GIVEN]
    for module in MODULES:
        parts += _module(module)
    parts.append(f"## Errors\n\n`livewidgets.errors`:\n\n```\n{inspect.getdoc(errors)}\n```\n")
    return "\n".join(parts)


_ERRORS = {"LiveWidgetsError"}


def _contents() -> str:
    names = [name for name in lw.__all__ if callable(getattr(lw, name)) and name not in _ERRORS]
    links = [f"[`{name}`](#{_anchor(f'lw.{name}')})" for name in names]
    if "Stream" in names:  # its heading is the second that is called so
        links[names.index("Stream")] = "[`Stream`](#lwstream-1)"
    modules = [f"[`lw.{_short(each)}`](#{_anchor(f'lw.{_short(each)}')})" for each in MODULES]
    return f"{', '.join(links)}; {', '.join(modules)}; [errors](#errors).\n"


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _short(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2]


def _module(module: ModuleType) -> Iterator[str]:
    called = f"lw.{_short(module)}"
    yield f"## `{called}`\n\n{_paragraphs(inspect.getdoc(module) or '')}\n"
    for name in sorted(getattr(module, "__all__", [])):
        thing = getattr(module, name)
        if inspect.isclass(thing):
            yield _class(f"{called}.{name}", thing)
        else:
            yield _entry(f"{called}.{name}", thing)


def _entry(name: str, function: Any) -> str:
    return _section(f"`{name}`", f"```\n{_signature(name, function)}\n```\n\n{_text(function)}")


def _class(name: str, kind: type, more: str = "") -> str:
    parts = [_text(kind)]
    if issubclass(kind, Enum):
        parts.append("Members: " + ", ".join(f"`{member.name}`" for member in kind) + ".")
    elif "__init__" in vars(kind) and not more:
        parts.insert(0, f"```\n{_signature(name, kind)}\n```")
    for member, value in _members(kind):
        called = f"`.{member}`"
        if inspect.isfunction(value):
            called = f"`.{_signature(member, value, own=True)}`"
        text = _text(value.fget if isinstance(value, property) else value)
        parts.append(f"- {called}: {_indented(text)}")
    return _section(f"`{name}`{more}", "\n\n".join(parts))


def _members(kind: type) -> Iterator[tuple[str, Any]]:
    """The public members that livewidgets defines and explains, those of its bases, too."""
    seen: set[str] = set()
    for owner in kind.__mro__:
        if not owner.__module__.startswith("livewidgets"):
            continue
        for name, value in vars(owner).items():
            if name.startswith("_") or name in seen:
                continue
            seen.add(name)
            plain = value.__func__ if isinstance(value, classmethod | staticmethod) else value
            explained = inspect.isfunction(plain) or isinstance(plain, property)
            if explained and inspect.getdoc(plain):
                yield name, plain


def _signature(name: str, thing: Any, own: bool = False) -> str:
    signature = inspect.signature(thing)
    given = [
        _parameter(each)
        for each in signature.parameters.values()
        if each.name not in ("self", "cls")
    ]
    kinds = [each for each in signature.parameters.values() if each.name not in ("self", "cls")]
    starred = any(each.kind is each.VAR_POSITIONAL for each in kinds)
    for place, each in enumerate(kinds):
        if each.kind is each.KEYWORD_ONLY and not starred:
            given.insert(place, "*")
            break
    result = (
        ""
        if signature.return_annotation in (signature.empty, "None")
        else (f" -> {_plain(signature.return_annotation)}")
    )
    line = f"{name}({', '.join(given)}){result}"
    if own or len(line) <= WIDEST:
        return line
    return f"{name}(\n" + "".join(f"    {each},\n" for each in given) + f"){result}"


def _parameter(given: inspect.Parameter) -> str:
    stars: dict[Any, str] = {given.VAR_POSITIONAL: "*", given.VAR_KEYWORD: "**"}
    star = stars.get(given.kind, "")
    text = f"{star}{given.name}"
    if given.annotation is not given.empty:
        text += f": {_plain(given.annotation)}"
    if given.default is not given.empty:
        shown = repr(given.default)
        equals = "=" if given.annotation is given.empty else " = "
        text += equals + ("..." if " at 0x" in shown else shown)
    return text


def _plain(annotation: Any) -> str:
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    return re.sub(r"\blivewidgets\.(?:\w+\.)+", "", text).strip("'")


def _text(thing: Any) -> str:
    return _paragraphs(inspect.getdoc(thing) or "")


def _paragraphs(doc: str) -> str:
    """A docstring as Markdown: sections become lists, indented examples blocks."""
    out: list[str] = []
    section = ""
    for line in doc.splitlines():
        if found := _SECTION.match(line):
            section = found[1]
            out += [f"**{section}**", ""] if out and not out[-1] else ["", f"**{section}**", ""]
        elif section and line.strip() and not line.startswith("    "):
            section = ""
            out.append(line)
        elif section in _LISTS and (found := _ITEM.match(line)):
            out.append(f"- `{found[1]}`: {found[2]}")
        elif section in _LISTS and line.startswith("        "):
            out.append(f"  {line.strip()}")
        elif section and line.strip():
            out.append(line.strip())
        else:
            out.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip()


def _indented(text: str) -> str:
    return text.replace("\n", "\n  ").replace("\n  \n", "\n\n")


def _section(heading: str, text: str) -> str:
    return f"### {heading}\n\n{text}\n"


def main(arguments: list[str]) -> int:
    """Write or check; returns the exit code."""
    text = reference()
    if PAGE.exists() and PAGE.read_text() == text:
        return 0
    if arguments == ["--check"]:
        print("docs/api.md is not current; run: python scripts/api_reference.py", file=sys.stderr)
        return 1
    PAGE.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
