"""A dashboard as one page that needs nothing else, as it was at one moment. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime

from livewidgets.views.arrangement import Grid, Place, Row, Spot, Tabs, Words
from livewidgets.views.board_text import words_markup
from livewidgets.views.svg import STYLE as CHART_STYLE

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""What the page may do: it runs no script and asks nobody for anything."""

STYLE = """
:root { color-scheme: light dark; --jp-ui-font-color1: CanvasText;
  --jp-ui-font-color2: color-mix(in srgb, CanvasText 75%, Canvas);
  --jp-border-color2: color-mix(in srgb, CanvasText 25%, Canvas);
  --jp-layout-color0: Canvas; --jp-layout-color1: Canvas; }
body { margin: 0 auto; padding: 16px; max-width: 2400px; background: Canvas; color: CanvasText;
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 24px; margin: 0; } h2 { font-size: 18px; margin: 16px 0 4px; }
h3 { font-size: 15px; margin: 8px 0 2px; }
figure { margin: 0; min-width: 0; }
.row { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; }
.row > * { flex: 0 1 auto; min-width: 0; }
.row > :has(figure) { flex: 1 1 280px; min-width: min(280px, 100%); }
.grid { display: grid; gap: 16px; align-items: flex-start;
  grid-template-columns: repeat(auto-fill, minmax(max(min(280px, 100%), var(--least)), 1fr)); }
.part { overflow-x: auto; } .part p { margin: 2px 0; } .taken { font-size: 13px; margin: 0 0 12px; }
.livewidgets-words > * { white-space: pre-line; overflow-wrap: anywhere; }
"""

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""What no XML may have (XML 1.0, 2.2), and DEL: a page with one cannot be drawn as a picture."""

REPLACEMENT = "\ufffd"

Markup = Callable[[str], str]
"""Gives the markup of a picture, by its name."""


def page(title: str, time: float, whole: Place, markup: Markup) -> str:
    """The page, as HTML; U+FFFD stands for each control character and noncharacter.

    Args:
        title: Of the dashboard; plain text.
        time: Of the moment, in seconds since 1970 UTC.
        whole: What is where.
        markup: See there; what is text in it is escaped.
    """
    taken = datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    shown = html.escape(title or "Dashboard")
    whole_page = (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{shown}</title><style>{STYLE}{CHART_STYLE}</style></head>\n"
        f'<body><main><h1>{shown}</h1><p class="taken">As it was at {taken}</p>\n'
        f"{_place(whole, markup)}\n</main></body></html>\n"
    )
    return _UNWRITABLE.sub(REPLACEMENT, whole_page)


def _place(place: Place, markup: Markup) -> str:
    if isinstance(place, Spot):
        return markup(place.name)
    if isinstance(place, Words):
        return words_markup(place.text)
    if isinstance(place, Tabs):
        return "\n".join(
            f"<section><h2>{html.escape(each.title)}</h2>{_place(each.content, markup)}</section>"
            for each in place.sheets
        )
    parts = "\n".join(f"<div{_share(each)}>{_place(each, markup)}</div>" for each in place.parts)
    if isinstance(place, Row):
        return f'<div class="row">{parts}</div>'
    if isinstance(place, Grid):
        least = f"calc((100% - 16px * {place.columns - 1}) / {place.columns} - 0.1px)"
        return f'<div class="grid" style="--least: {least}">{parts}</div>'
    return f"<div>{parts}</div>"


def _share(place: Place) -> str:
    return "" if place.weight is None else f' style="flex-grow: {place.weight:g}"'
