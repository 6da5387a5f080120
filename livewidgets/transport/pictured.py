"""Pictured: what widgets have in common that know the picture which is shown on them."""

from __future__ import annotations

from typing import Protocol

from livewidgets.stream import Stream


class Picture(Protocol):
    """What a widget asks of the picture that is shown on it."""

    @property
    def stream(self) -> Stream: ...
    @property
    def paused(self) -> bool: ...
    @property
    def drawn(self) -> int: ...
    @property
    def error(self) -> str: ...
    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def clear(self) -> None: ...
    def stop(self) -> None: ...


class Pictured:
    """A widget that knows its stream; its front end is the stock one."""

    picture: Picture

    @property
    def stream(self) -> Stream:
        """The stream that is shown; its successor once its cell ran again."""
        return self.picture.stream

    @property
    def paused(self) -> bool:
        """Whether it stands still."""
        return self.picture.paused

    def pause(self) -> None:
        """Let it stand still; the stream goes on."""
        self.picture.pause()

    def resume(self) -> None:
        """Go on with the newest data."""
        self.picture.resume()

    def clear(self) -> None:
        """Show only what comes from now on; the stream keeps its rows."""
        self.picture.clear()

    def stop(self) -> None:
        """End the picture and close its widgets; the stream goes on."""
        self.picture.stop()
