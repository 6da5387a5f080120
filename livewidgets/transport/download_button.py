"""DownloadButton: a stock button whose press gives the page that pressed it a file to save.

The extension shows it and saves the file (`js/src/downloads.ts`); without it nobody could, so
there the button is not seen. The file goes through the button's own comm: pages that did not ask
do not listen there.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypedDict

import ipywidgets

from livewidgets.errors import ArgumentError, LiveWidgetsError

CLASS = "livewidgets-download"
"""On the button's element; the same in `js/src/downloads.ts`."""

NAMED = "livewidgets-model-"
"""Begins a class that names the button's model: an element does not say whose it is."""

MOST_BYTES = 20_000_000
"""Of a file: it is in memory three times on its way."""

_log = logging.getLogger("livewidgets")

Mime = Literal["text/csv", "text/html"]


@dataclass(frozen=True, slots=True)
class File:
    """What is to be saved.

    Attributes:
        name: What the page proposes to save it as.
        mime: What it is.
        data: Its bytes.
    """

    name: str
    mime: Mime
    data: bytes


class FileMessage(TypedDict):
    """Kernel to page, beside one buffer: save this; `picture`: as it looks, as a PNG."""

    type: Literal["file"]
    name: str
    mime: Mime
    picture: bool


class NoFileMessage(TypedDict):
    """Kernel to page: there is no file, and why, as a sentence."""

    type: Literal["no file"]
    why: str


class DownloadButton(ipywidgets.Button):  # type: ignore[misc]
    """A button that is not seen until the extension shows it.

    Args:
        word: What it says.
        tooltip: What it does, as a sentence.
        make: Makes the file; on the kernel's own thread.
        picture: Whether the page is to save a picture of the file, which is HTML.
    """

    def __init__(
        self, word: str, tooltip: str, make: Callable[[], File], picture: bool = False
    ) -> None:
        layout = ipywidgets.Layout(width="auto", flex="0 0 auto", margin="0", display="none")
        super().__init__(description=word, tooltip=tooltip, layout=layout)
        self._make = make
        self._picture = picture
        self.add_class(CLASS)
        self.add_class(f"{NAMED}{self.model_id}")
        self.on_click(self._answer)

    def _answer(self, _: Any) -> None:
        try:
            file = self._make()
            if len(file.data) > MOST_BYTES:
                size, most = len(file.data) / 1e6, MOST_BYTES / 1e6
                raise ArgumentError(
                    f"{file.name} would have {size:,.0f} MB, and {most:.0f} go to a page at most. "
                    "Choose a shorter window, or zoom in"
                )
        except Exception as error:
            known = isinstance(error, LiveWidgetsError)
            if not known:
                _log.warning("a file cannot be made: %s", error, exc_info=error)
            why = str(error) if known else f"{type(error).__name__}: {error}"
            self.send(NoFileMessage(type="no file", why=why))
            return
        said = FileMessage(type="file", name=file.name, mime=file.mime, picture=self._picture)
        self.send(said, [file.data])
