"""What the colours of a map's markers mean, as a bar with its ends."""

from __future__ import annotations

import html
from collections.abc import Callable

COLOURS = ("#3b3a86", "#21918c", "#f4e026")
"""From low to high; they differ in lightness, too (viridis: Smith and van der Walt 2015). bqplot
has no more than three."""


def legend(name: str, low: float, high: float, show: Callable[[float], str]) -> str:
    """A colour bar as markup; text in it is escaped.

    Args:
        name: What the colours tell, with its unit.
        low: The value of the first colour.
        high: That of the last.
        show: Makes text of a number.
    """
    ends, said = [html.escape(show(each)) for each in (low, high)], html.escape(name)
    bar = (
        '<span aria-hidden="true" style="flex:0 1 160px;min-width:40px;height:12px;'
        f'border-radius:2px;background:linear-gradient(to right,{",".join(COLOURS)})"></span>'
    )
    return (
        '<div style="display:flex;flex-wrap:wrap;align-items:center;gap:0 8px;font-size:12px;'
        'line-height:1.6;color:var(--jp-ui-font-color1,currentColor)">'
        f"<span>{said}</span><span>{ends[0]}</span>{bar}<span>{ends[1]}</span></div>"
    )
