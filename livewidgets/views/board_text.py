"""The texts of a dashboard as markup: headings and paragraphs, all else escaped."""

from __future__ import annotations

import html
import re

from livewidgets.errors import ArgumentError

MOST_CHARACTERS = 20_000

BOARD_CLASS = "livewidgets-board"

STYLE = f"""<style>
.{BOARD_CLASS} .livewidgets-words, .{BOARD_CLASS} .livewidgets-words * {{
  color: var(--jp-ui-font-color1, CanvasText); overflow-wrap: anywhere; }}
.{BOARD_CLASS} .livewidgets-words {{ font-size: 14px; line-height: 1.5; width: 100%;
  max-width: 80ch; }}
.{BOARD_CLASS} .livewidgets-words > * {{ margin: 0; white-space: pre-line; }}
.{BOARD_CLASS} .livewidgets-words > * + * {{ margin-top: 0.5em; }}
.{BOARD_CLASS} .livewidgets-words h1 {{ font-size: 24px; font-weight: 600; line-height: 1.25; }}
.{BOARD_CLASS} .livewidgets-words h2 {{ font-size: 18px; font-weight: 600; line-height: 1.3; }}
.{BOARD_CLASS} .livewidgets-words h3 {{ font-size: 15px; font-weight: 600; line-height: 1.4; }}
.{BOARD_CLASS} .bqplot.figure {{ container-type: inline-size; }}
@container (max-width: 420px) {{
  .{BOARD_CLASS} .axis[text-anchor="middle"]:has(> .tick:nth-of-type(4))
    > .tick:nth-of-type(even) text {{ display: none; }}
}}
.{BOARD_CLASS} .lm-TabBar-tabLabel {{ color: var(--jp-ui-font-color1, CanvasText); }}
.{BOARD_CLASS} .lm-TabBar-tab.lm-mod-current {{ font-weight: 600; }}
.{BOARD_CLASS} .widget-dropdown > select {{ background-repeat: no-repeat;
  background-image: linear-gradient(45deg, transparent 50%, currentColor 50%),
    linear-gradient(-45deg, transparent 50%, currentColor 50%);
  background-position: right 11px center, right 6px center; background-size: 5px 5px; }}
.{BOARD_CLASS} .widget-checkbox input {{ vertical-align: middle; margin: 0 6px 0 0; }}
.{BOARD_CLASS} .widget-html-content {{ min-width: 0; max-width: 100%; }}
.{BOARD_CLASS} .widget-label {{ white-space: normal; height: auto !important;
  min-height: 24px; line-height: 24px; overflow-wrap: anywhere; }}
.{BOARD_CLASS} .widget-label:empty {{ min-height: 0; }}
.{BOARD_CLASS} .axislabel {{ fill: var(--jp-ui-font-color1, currentColor) !important; }}
.{BOARD_CLASS} :is(button, select, input):focus-visible {{
  outline: 2px solid var(--jp-brand-color1, #1976d2); outline-offset: 2px; }}
</style>"""
"""Fixed markup, for what no trait of a stock widget says."""

_HEADING = re.compile(r"(#{1,2})[ \t]+(.+)")


def words_markup(text: str) -> str:
    """Markup that shows text as it is: paragraphs end at an empty line.

    Args:
        text: Plain text; a line that begins with `# ` or `## ` is a heading of a dashboard's
            part, or of a part of that.
    """
    blocks: list[str] = []
    paragraph: list[str] = []

    def close() -> None:
        if paragraph:
            blocks.append("<p>" + "\n".join(paragraph) + "</p>")
            paragraph.clear()

    for line in text.splitlines():
        heading = _HEADING.fullmatch(line.strip())
        if heading:
            close()
            level = len(heading[1]) + 1
            blocks.append(f"<h{level}>{html.escape(heading[2])}</h{level}>")
        elif line.strip():
            paragraph.append(html.escape(line.strip()))
        else:
            close()
    close()
    return _within("".join(blocks))


def title_markup(title: str) -> str:
    """The style of a dashboard, and its title, if it has one."""
    shown = f"<h1>{html.escape(title)}</h1>" if title else ""
    return STYLE + (_within(shown) if shown else "")


def require_text(name: str, text: object) -> str:
    """Check a text that is to be shown.

    Raises:
        ArgumentError: It is none, or longer than 20,000 characters.
    """
    if not isinstance(text, str) or len(text) > MOST_CHARACTERS:
        raise ArgumentError(f"{name}: give text, at most {MOST_CHARACTERS:,} characters of it")
    return text


def _within(markup: str) -> str:
    return f'<div class="livewidgets-words">{markup}</div>'
