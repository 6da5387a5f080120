"""Picture: a view on widgets, until it is stopped."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from livewidgets.app.session import SESSION, Attached
from livewidgets.data.ring import Ring
from livewidgets.lifetime import REGISTRY
from livewidgets.stream import Stream
from livewidgets.transport.binding import Binding, Check
from livewidgets.transport.closing import close_tree
from livewidgets.transport.figure import Widget
from livewidgets.views.seen import Seen
from livewidgets.views.view import View
from livewidgets.views.viewport import Viewport


class Picture:
    """A view on widgets, until it is stopped: by you, when its cell runs again, or when
    the widget is closed.

    Args:
        view: What is shown.
        targets: The widgets, by slot.
        own: Widgets that close with it; none where they are the user's own.
        check: Validates values for widgets that are the user's own.
        notice: Where an error is shown: slot, trait, and what stands there otherwise.
        beside: Streams that were made for it alone, and stop with it.
    """

    def __init__(
        self,
        view: View,
        targets: Mapping[str, Any],
        own: Sequence[Widget] = (),
        check: Check | None = None,
        notice: tuple[str, str, str] | None = None,
        beside: Sequence[Stream] = (),
    ) -> None:
        self._view = view
        self._beside = beside
        self._own = own
        self._attached: Attached | None
        try:
            self._attached = SESSION.attach(Binding(view, targets, check, notice))
        except BaseException:
            close_tree(*own)
            raise
        self._binding = self._attached.binding
        self._watched = tuple(own) or tuple(targets.values())
        for widget in self._watched:
            widget.observe(self._comm_changed, "comm")
        REGISTRY.own(self)

    @property
    def view(self) -> Any:
        """What is shown, with what can be chosen of it."""
        return self._view

    @property
    def stream(self) -> Stream:
        """The stream that is shown; its successor once its cell ran again."""
        return self._view.follows.stream

    @property
    def paused(self) -> bool:
        """Whether the picture stands still."""
        return bool(self._held.paused)

    @property
    def drawn(self) -> int:
        """Frames that were made of it."""
        return self._binding.drawn

    @property
    def coalesced(self) -> int:
        """Changes of the stream that were not drawn on their own."""
        return self._binding.coalesced

    @property
    def error(self) -> str:
        """Why the last frame could not be made; empty if it could."""
        return self._binding.error

    def pause(self) -> None:
        """Let the picture stand still; the stream goes on."""
        self._held.pause()

    def resume(self) -> None:
        """Go on with the newest data."""
        held = self._held
        (held.live if isinstance(held, Viewport) else held.resume)()

    @property
    def _held(self) -> Any:
        """What stands still at a pause: what is seen, the view where it can do so by itself,
        or else all that is drawn of it."""
        if self.viewport is not None:
            return self.viewport
        return self._view if hasattr(self._view, "pause") else self._binding

    def seen(self, ring: Ring) -> Seen | None:
        """What it shows of its stream's ring, where it shows rows."""
        find: Callable[[Ring], Seen] | None = getattr(self._view, "seen", None)
        seen = None if find is None else find(ring)
        if seen is None or not self._binding.paused:
            return seen
        return replace(seen, stop=self._binding.total)  # what came since is not drawn

    @property
    def viewport(self) -> Viewport | None:
        """Which span of time is seen, where that can be chosen."""
        return getattr(self._view, "viewport", None)

    def look_through(self, viewport: Viewport) -> None:
        """Share a viewport from now on, where it has one."""
        attached = self._attached
        if attached is not None and self.viewport is not None:
            # Under the pump's lock: it may be drawing the picture at this moment.
            attached.show.pump.tell(lambda _: self._binding.look_through(viewport))

    def clear(self) -> None:
        """Show only what comes from now on, where the view can do so."""
        clear: Callable[[], None] | None = getattr(self._view, "clear", None)
        if clear is not None:
            clear()

    def stop(self) -> None:
        """End the picture, and close the widgets that were made for it."""
        attached, self._attached = self._attached, None
        if attached is not None:
            REGISTRY.disown(self)
            attached.detach()
            for widget in self._watched:
                widget.unobserve(self._comm_changed, "comm")
            close_tree(*self._own)
            for stream in self._beside:
                stream.stop()

    def _comm_changed(self, change: Mapping[str, Any]) -> None:
        if change["new"] is None:  # closed, by whoever has it
            self.stop()
