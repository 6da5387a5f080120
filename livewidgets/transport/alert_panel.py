"""The panel of alerts: rules with their buttons, what is critical, and the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets

from livewidgets.data.alerts.rules import Rule
from livewidgets.transport.panel import button

OnButton = Callable[[str], None]
"""Called with a rule's name, on the thread that hears the page."""


class PanelWidgets(ipywidgets.VBox):  # type: ignore[misc]
    """Stock widgets in boxes; buttons are buttons, so that the keyboard works.

    Args:
        rules: One row for each.
        on_acknowledge: Told of a press.
        on_silence: Told of a press.
    """

    def __init__(
        self, rules: Sequence[Rule], on_acknowledge: OnButton, on_silence: OnButton
    ) -> None:
        # Markup is the view's own; text in it is escaped there.
        banner = ipywidgets.HTML(layout=ipywidgets.Layout(margin="0"))
        trouble = ipywidgets.Label(layout=ipywidgets.Layout(margin="0", display="none"))
        log = ipywidgets.HTML(layout=ipywidgets.Layout(margin="4px 0 0", width="auto"))
        self.slots: dict[str, Any] = {
            "banner": banner,
            "trouble": trouble,
            "room": trouble.layout,
            "log": log,
        }
        rows = [
            self._row(number, rule, on_acknowledge, on_silence) for number, rule in enumerate(rules)
        ]
        super().__init__(
            [banner, *rows, trouble, log],
            layout=ipywidgets.Layout(width="100%", min_width="280px"),
        )

    def _row(
        self, number: int, rule: Rule, on_acknowledge: OnButton, on_silence: OnButton
    ) -> ipywidgets.HBox:
        pill = ipywidgets.Label(
            layout=ipywidgets.Layout(padding="0 10px", flex="0 0 auto", min_width="92px")
        )
        name = ipywidgets.Label(
            rule.name, layout=ipywidgets.Layout(margin="0", height="24px", min_width="0")
        )
        name.style.font_weight = "600"
        text = ipywidgets.Label(layout=ipywidgets.Layout(margin="0", height="24px", min_width="0"))
        words = ipywidgets.VBox(
            [name, text], layout=ipywidgets.Layout(flex="1 1 150px", min_width="0")
        )
        acknowledge = button("Acknowledge", f"Acknowledge: {rule.name}")
        silence = button("Silence", f"Silence, or not: {rule.name}")
        acknowledge.disabled = True
        acknowledge.on_click(lambda _: on_acknowledge(rule.name))
        silence.on_click(lambda _: on_silence(rule.name))
        self.slots |= {
            f"pill {number}": pill,
            f"style {number}": pill.style,
            f"text {number}": text,
            f"acknowledge {number}": acknowledge,
            f"silence {number}": silence,
        }
        # In a box of their own, so that where it is narrow both go below, and the words have room.
        buttons = ipywidgets.HBox(
            [acknowledge, silence], layout=ipywidgets.Layout(flex="0 0 auto", grid_gap="8px")
        )
        return ipywidgets.HBox(
            [pill, words, buttons],
            layout=ipywidgets.Layout(
                flex_flow="row wrap", align_items="center", grid_gap="8px", margin="2px 0"
            ),
        )
