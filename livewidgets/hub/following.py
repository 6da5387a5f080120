"""Following: what a reader has of a stream, and what each message of the hub makes of it."""

from __future__ import annotations

from collections.abc import Mapping

from livewidgets.data.batch import Batch, Reject
from livewidgets.data.schema import TimeOrigin
from livewidgets.hub.place import Place
from livewidgets.hub.tally import Tally
from livewidgets.hub.wire import Attached, News, Rows, unpack
from livewidgets.sources.source import Sink, State


class Following:
    """A reader's place in a stream, across hubs that die; not thread-safe.

    Attributes:
        entry: What the hub calls the stream; "" before the first.
        after: The number of the next row that is expected of it.
        units: By column name; grows.
        origin: Where the times come from, once the hub says so.
        facts: What the source learned when it opened.
        last: The newest report: state and sentence.
    """

    def __init__(self, units: Mapping[str, str]) -> None:
        self.entry, self.after = "", 0
        self.units = dict(units)
        self.origin: TimeOrigin | None = None
        self.facts: dict[str, str | int | None] = {}
        self.last: tuple[State, str] | None = None
        self._turn = -1
        self._rejected = self._dropped = 0
        self._tally: Tally | None = None
        self._slow = self._gone = self._deaths = 0

    def begin(self) -> None:
        """Start to read, after a stop: what came in between is no loss."""
        self._slow = self._gone = self._deaths = 0
        self._turn, self.last = -1, None
        self._close_tally()

    def end(self) -> None:
        """Let go of the tally."""
        self._close_tally()

    def attached(self, answer: Attached, place: Place, sink: Sink) -> None:
        """The hub has the stream: count what was missed if it is another hub than before."""
        self._turn = -1
        if answer.entry == self.entry:
            if self._tally is None:
                self._tally = Tally.look(place.folder / answer.tally)
            return
        self._settle(sink)
        known = self.entry
        self.entry = answer.entry
        # Of a stream that another hub begins to read, all is new.
        self.after = 0 if known else answer.first
        self._rejected = self._dropped = 0
        self._tally = Tally.look(place.folder / answer.tally)

    def rows(self, message: Rows, payload: bytes, sink: Sink) -> None:
        """Take rows: each once, in their order, those that are gone counted.

        Raises:
            SourceError: The message does not fit together.
        """
        batch: Batch = unpack(message, payload)
        lost = message.first - self.after
        if lost > 0:
            self._slow += lost
            sink.dropped(lost)
            self.say(sink)
        elif lost < 0:
            batch = batch[slice(-lost, None)]
        self.after = max(self.after, message.first + message.count)
        if len(batch):
            sink.put(batch)
            if self.last is not None and self.last[0] in (State.CONNECTING, State.RECONNECTING):
                self.say(sink)  # rows of the past prove nothing; if it is live, that follows

    def news(self, news: News, sink: Sink) -> None:
        """Take what is said beside the rows."""
        self.units.update(news.units)
        if news.origin is not None:
            self.origin = TimeOrigin(*news.origin)
        self.facts = news.facts
        self._reject(news, sink)
        if news.dropped > self._dropped:
            sink.dropped(news.dropped - self._dropped)
            self._dropped = news.dropped
        sink.pending(news.pending)
        said = (State(news.state), news.sentence)
        if news.turn != self._turn and not news.over:
            self._turn, self.last = news.turn, said
            self.say(sink)

    def say(self, sink: Sink) -> None:
        """Report what was reported last, with what was lost on the way."""
        if self.last is not None:
            state, sentence = self.last
            sink.report(state, "; ".join(filter(None, (sentence, self._losses()))))

    def _losses(self) -> str:
        said = []
        if self._deaths:
            times = "" if self._deaths == 1 else f" {self._deaths} times"
            said.append(f"the hub was started anew{times}, {_rows(self._gone)} lost with it")
        if self._slow:
            said.append(f"{_rows(self._slow)} lost: this kernel was slower than the stream")
        return "; ".join(said)

    def _reject(self, news: News, sink: Sink) -> None:
        new = news.rejected - self._rejected
        if new <= 0:
            return
        self._rejected = news.rejected
        told: list[Reject] = []
        for reason, excerpt, rows in reversed(news.excerpts):
            if rows > new:
                break
            told.append(Reject(reason, excerpt, rows))
            new -= rows
        if new:
            reason = news.excerpts[0][0] if news.excerpts else "rejected by the hub"
            sink.reject(Reject(reason, b"", new))
        for each in reversed(told):
            sink.reject(each)

    def _settle(self, sink: Sink) -> None:
        """Count what a hub that died had received, and this reader had not got."""
        tally, self._tally = self._tally, None
        if tally is None:
            return
        rows, rejected, dropped = tally.read()
        tally.close()
        self._deaths += 1
        missed = max(0, rows - self.after) + max(0, dropped - self._dropped)
        if missed:
            self._gone += missed
            sink.dropped(missed)
        if rejected > self._rejected:
            sink.reject(
                Reject(
                    "rejected by a hub that died before it could say why",
                    b"",
                    rejected - self._rejected,
                )
            )

    def _close_tally(self) -> None:
        if self._tally is not None:
            self._tally.close()
            self._tally = None


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"
