"""FittingView: which of two pictures fits, when the first rows have shown what there is."""

from __future__ import annotations

from collections.abc import Callable

from livewidgets.stream import Stream
from livewidgets.views.view import Follows, Shown

HIDDEN = "none"


class FittingView:
    """Shows the line where there are numbers, the text where there are none.

    Slots: `line` and `text` (`display`, as CSS has it: None or "none"). Until there are
    rows the line is shown, since most streams are numbers.

    Args:
        stream: What is shown.
        numbers: Called once, when the stream turns out to have numbers.
    """

    curves = 0
    period = None

    def __init__(self, stream: Stream, numbers: Callable[[], None]) -> None:
        self.follows = Follows(stream)
        self._numbers: Callable[[], None] | None = numbers

    def render(self, columns: int) -> Shown:
        schema = self.follows.stream.schema
        texts = schema is not None and not schema.numeric
        if schema is not None and not texts and self._numbers is not None:
            numbers, self._numbers = self._numbers, None
            numbers()
        shown, hidden = {"display": None}, {"display": HIDDEN}
        return {"line": hidden, "text": shown} if texts else {"line": shown, "text": hidden}
