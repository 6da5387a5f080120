"""Dashboard: pictures, texts and tabs in one arrangement, with controls that they share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from livewidgets.app.arranging import Pictures, arrange
from livewidgets.app.downloads import download_buttons
from livewidgets.app.export import kind_of, write_file, write_rows
from livewidgets.app.layouts import Layout, layout_of, read_layout
from livewidgets.app.linking import link_all
from livewidgets.app.shared_controls import SharedControls
from livewidgets.clock import SYSTEM
from livewidgets.errors import ArgumentError
from livewidgets.lifetime import REGISTRY
from livewidgets.transport.board import Boxes, heading, mark_as_board
from livewidgets.transport.described import markup_of
from livewidgets.transport.figure import Box
from livewidgets.views.arrangement import Column
from livewidgets.views.board_text import require_text
from livewidgets.views.snapshot import page


class Dashboard(Box):  # type: ignore[misc]
    """What `dashboard` gives: a box that knows its pictures, and what is done with them.

    Attributes:
        pictures: The widgets by name, as a layout file names them.
    """

    def __init__(
        self, place: Column, pictures: Pictures, title: str, controls: bool | None
    ) -> None:
        self.pictures: Mapping[str, Any] = pictures
        self._title = title
        self._place = place
        self._shared = SharedControls(list(pictures.values()))
        self._boxes = Boxes(place, pictures)
        self._heading = heading(title)
        self._fixed = [self._heading]
        if self._shared.charts if controls is None else controls and self._shared.pictures:
            buttons = download_buttons(title, self._shared.pictures, self._page)
            self._fixed.append(self._shared.bar(buttons))
        super().__init__([*self._fixed, self._boxes.whole])
        self.layout.width = "100%"
        self.layout.grid_gap = "10px"
        mark_as_board(self)
        self.observe(self._heed_comm, "comm")
        REGISTRY.own(self)

    def pause(self) -> None:
        """Let all pictures stand still; the streams go on. Status and alerts go on, too."""
        self._shared.pause()

    def resume(self) -> None:
        """Let all pictures go on with the newest data, after a pause or a zoom."""
        self._shared.resume()

    def live(self) -> None:
        """The same as `resume`."""
        self._shared.resume()

    def clear(self) -> None:
        """Show only what comes from now on; the streams keep their rows."""
        self._shared.clear()

    @property
    def window(self) -> float | None:
        """The charts' window in seconds, None if they have several; set it to any duration."""
        return self._shared.window

    @window.setter
    def window(self, window: str | float | timedelta) -> None:
        self._shared.resize(window)

    @property
    def hidden(self) -> tuple[str, ...]:
        """The columns that no chart draws; set it to other names, or to ()."""
        return self._shared.hidden

    @hidden.setter
    def hidden(self, columns: Iterable[str]) -> None:
        self._shared.hide(columns)

    def layout_json(self) -> str:
        """The arrangement, and the windows, hidden columns and limits of the charts, as JSON."""
        return layout_of(self._title, self._place, self.pictures).text()

    def save(self, path: str | Path) -> None:
        """Write `layout_json` to a file; `load` and `dashboard(layout=...)` read it.

        Raises:
            ArgumentError: The file cannot be written.
        """
        write_file(path, self.layout_json().encode())

    def load(self, path: str | Path) -> None:
        """Arrange the pictures as a layout file says; nothing changes where that cannot be done.

        Raises:
            ArgumentError: It cannot be read, is no layout, or is one of other pictures.
        """
        self._apply(read_layout(path, self.pictures))

    def export(self, path: str | Path, *, everything: bool = False) -> None:
        """Write what is seen to a file, by its name: .csv, .parquet or .html.

        CSV and Parquet have the rows of the charts' streams, within the spans that are seen;
        those of several streams have a column `stream`. HTML is a page of the pictures as they
        are now, which needs nothing else and runs no script.

        Args:
            path: Where to.
            everything: All rows that the streams keep, for CSV and Parquet.

        Raises:
            ArgumentError: There is no such kind of file, no row to write, or no way to write.
            MissingExtra: Parquet needs pyarrow.
        """
        if kind_of(path) != ".html":
            write_rows(path, self._shared.pictures, everything)
            return
        write_file(path, self._page())

    def stop(self) -> None:
        """Close what is around the pictures; these are closed by those who made them."""
        REGISTRY.disown(self)
        self.unobserve(self._heed_comm, "comm")
        self._shared.stop()
        self._boxes.close()
        layout = self.layout
        for each in (self._heading, self._heading.layout, self._heading.style, self, layout):
            each.close()

    def _page(self) -> bytes:
        """A page of the pictures as they are now."""
        now = SYSTEM.time()
        text = page(
            self._title, now, self._place, lambda name: markup_of(name, self.pictures[name])
        )
        return text.encode("utf-8", "backslashreplace")

    def _apply(self, layout: Layout) -> None:
        before, self._boxes = self._boxes, Boxes(layout.arrangement, self.pictures)
        self._place = layout.arrangement
        self.children = (*self._fixed, self._boxes.whole)
        before.close()
        layout.set(self.pictures)

    def _heed_comm(self, change: Mapping[str, Any]) -> None:
        if change["new"] is None:
            self.stop()


def dashboard(
    *rows: Any,
    columns: int | None = None,
    title: str = "",
    controls: bool | None = None,
    layout: str | Path | None = None,
) -> Dashboard:
    """Pictures, texts and tabs, one below the other; those over time are linked.

    Linked figures have one time axis (window, zoom, pause) and one crosshair: those of `line`,
    and others whose window nobody chose, or is as long. One that was made with `link=False`, or
    with a name for `link`, is left as it is.

    Args:
        rows: Each a widget, a text, or a list of what stands side by side; lists in it are
            columns, and lists in those rows again. `(widget, 2)` takes twice the width. A dict
            makes tabs: `{"Overview": [a, b], "Raw": [c]}`, each with rows of its own. A list of
            rows will do, too. Text is plain; `# ` before a line makes it a heading.
        columns: Puts all into so many columns of one width, row by row.
        title: Above it.
        controls: Whether there is a bar to pause all, to choose the window and the channels;
            None: where there is a figure.
        layout: A file that `Dashboard.save` wrote: its arrangement takes the place of this one,
            its title where there is none, and windows, hidden columns and limits are as there.

    Raises:
        ArgumentError: Something in it is no widget, or the layout does not suit.
    """
    if not (controls is None or isinstance(controls, bool)):
        raise ArgumentError(f"controls={controls!r}: give True, False or nothing")
    require_text("title", title)
    place, pictures = arrange(rows, columns)
    saved = None if layout is None else read_layout(layout, pictures)
    if saved is not None:
        place, title = saved.arrangement, title or saved.title
    link_all(list(pictures.values()))
    board = Dashboard(place, pictures, title, controls)
    if saved is not None:
        saved.set(pictures)
    return board
