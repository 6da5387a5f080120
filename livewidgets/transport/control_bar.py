"""The controls of a dashboard: stock buttons, a list of windows, a box to check per channel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets

from livewidgets.views.control_bar import window_text

OnPress = Callable[[], None]


class ControlBar(ipywidgets.HBox):  # type: ignore[misc]
    """Controls in a row that wraps; each has a name, and works by keyboard.

    Args:
        windows: The choices of a window, in seconds.
        channels: Boxes to make; they are seen once their columns are known.
        pause: Called at a press of the first button.
        live: Called at a press of the second.
        clear: Called at a press of the third.
        choose: Called with the window that was chosen.
        check: Called with a channel's number, and whether it is to be seen.
        more: Further buttons.
    """

    def __init__(
        self,
        windows: Sequence[float],
        channels: int,
        *,
        pause: OnPress,
        live: OnPress,
        clear: OnPress,
        choose: Callable[[float], None],
        check: Callable[[int, bool], None],
        more: Sequence[Any] = (),
    ) -> None:
        first = _button("Pause all", "Let all pictures stand still, or go on", pause, "96px")
        second = _button("Live", "Back to the newest data", live)
        third = _button("Clear", "Show only what comes from now on", clear)
        window = ipywidgets.Dropdown(
            options=[(window_text(each), each) for each in windows],
            description="Window",
            layout=ipywidgets.Layout(width="auto", flex="0 0 auto", margin="0"),
        )
        window.style.description_width = "initial"
        window.observe(lambda change: _chosen(change["new"], windows, choose), "index")
        state = ipywidgets.Label(
            layout=ipywidgets.Layout(margin="0", min_width="0", flex="1 1 auto")
        )
        boxes = [_box(number, check) for number in range(channels)]
        self.slots: dict[str, Any] = {
            "pause": first,
            "live": second,
            "clear": third,
            "window": window,
            "state": state,
        }
        for number, box in enumerate(boxes):
            self.slots |= {f"channel {number}": box, f"room {number}": box.layout}
        super().__init__(
            [first, second, third, window, *boxes, *more, state],
            layout=ipywidgets.Layout(
                flex_flow="row wrap",
                align_items="center",
                grid_gap="6px 14px",
                padding="2px",
                width="100%",
                margin="0",
            ),
        )


def _button(word: str, tooltip: str, press: OnPress, width: str = "auto") -> Any:
    layout = ipywidgets.Layout(width="auto", min_width=width, flex="0 0 auto", margin="0")
    made = ipywidgets.Button(description=word, tooltip=tooltip, layout=layout)
    made.on_click(lambda _: press())
    return made


def _box(number: int, check: Callable[[int, bool], None]) -> Any:
    layout = ipywidgets.Layout(width="auto", flex="0 1 auto", margin="0", display="none")
    made = ipywidgets.Checkbox(value=True, indent=False, layout=layout)
    made.observe(lambda change: check(number, bool(change["new"])), "value")
    return made


def _chosen(index: int | None, windows: Sequence[float], choose: Callable[[float], None]) -> None:
    if index is not None:
        choose(windows[index])
