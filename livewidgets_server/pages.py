"""Pages of our own: one sentence each, in light and dark, with nothing loaded from elsewhere."""

from __future__ import annotations

from html import escape

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
{retry}<title>{title}</title>
<link rel="icon" href="data:;base64,=">
<style>{style}</style>
</head>
<body><main class="livewidgets-sentence" role="{role}">
<h1>{title}</h1>
{paragraphs}
{form}</main></body>
</html>
"""

_STYLE = """
  .livewidgets-sentence { box-sizing: border-box; max-width: 36rem; margin: 12vh auto 0;
    padding: 1.5rem; font: 1rem/1.5 system-ui, sans-serif; color: #1d2327; text-align: left; }
  .livewidgets-sentence h1 { font-size: 1.35rem; line-height: 1.3; margin: 0 0 .75rem;
    color: inherit; }
  .livewidgets-sentence p { margin: 0 0 .75rem; color: inherit; }
  .livewidgets-sentence :is(input, button) { font: inherit; padding: .4rem .7rem; }
  body { background: #fff; margin: 0; }
  @media (prefers-color-scheme: dark) {
    .livewidgets-sentence { color: #e4e7eb; } body { background: #16191d; }
  }
"""

_FORM = """<form method="get"><label for="token">Token</label>
<input id="token" name="token" type="password" autocomplete="current-password" required>
<button type="submit">Open</button></form>
"""

ASK_OWNER = "Whoever runs this dashboard finds the reason in the terminal it was started from."


def page(
    title: str,
    *paragraphs: str,
    retry: int | None = None,
    asks_token: bool = False,
) -> str:
    """A page that says something.

    Args:
        title: The sentence; text, as are the others.
        paragraphs: What to add.
        retry: Seconds after which the page loads itself anew; None: it does not.
        asks_token: Whether a token can be given.
    """
    return _PAGE.format(
        title=escape(title),
        paragraphs="\n".join(f"<p>{escape(each)}</p>" for each in paragraphs),
        retry="" if retry is None else f'<meta http-equiv="refresh" content="{int(retry)}">\n',
        style=_STYLE,
        form=_FORM if asks_token else "",
        role="status" if retry is not None else "main",
    )


FAILED = "livewidgets-failed"
"""The class of what stands where a dashboard has failed."""


def notice(title: str, *paragraphs: str) -> str:
    """What stands in a dashboard from where it has failed on, as HTML."""
    style = (
        "margin: 8px; padding: 8px 14px; border: 1px solid currentColor; border-left-width: 6px;"
        " border-radius: 4px; color: var(--jp-error-color0, #b71c1c);"
        " font: 14px/1.5 system-ui, sans-serif; max-width: 44rem;"
    )
    body = "".join(
        f'<p style="margin: 2px 0; color: var(--jp-ui-font-color1, inherit)">{escape(each)}</p>'
        for each in paragraphs
    )
    return (
        f'<div class="{FAILED}" role="alert" style="{style}">'
        f"<strong>⚠ {escape(title)}</strong>{body}</div>"
    )


def cover(title: str, *paragraphs: str) -> str:
    """What ends a page that had begun to load and cannot go on, as HTML."""
    return (
        f'<div class="{FAILED}" style="position: fixed; inset: 0; z-index: 1000;'
        f" background: var(--jp-layout-color0, Canvas); padding-top: 12vh; display: flex;"
        f' justify-content: center; align-items: flex-start">{notice(title, *paragraphs)}</div>'
    )
