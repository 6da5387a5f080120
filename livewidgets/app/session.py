"""Session: the pumps of this process, and the notebook around them."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Mapping
from typing import Any

from livewidgets.clock import Clock
from livewidgets.lifetime import REGISTRY, watch_cells
from livewidgets.runner import Runner
from livewidgets.transport.binding import Binding, Check
from livewidgets.transport.pump import Pump
from livewidgets.transport.screen import WidgetScreen
from livewidgets.views.view import View


class Session:
    """One pump for each runner and clock in use; each lives while it has pictures."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._pumps: dict[tuple[int, int], tuple[Pump, WidgetScreen]] = {}
        self._watching: Any = None
        self._cell_runs = False

    def attach(self, view: View, targets: Mapping[str, Any], check: Check | None) -> Attached:
        """Show a view on widgets, and start its stream."""
        self.watch()
        stream = view.follows.stream
        binding = Binding(view, targets, check)
        with self._lock:
            pump, screen = self._pump(stream.runner, stream.clock)
            screen.listen(pump.acknowledged)
            pump.attach(binding)
        stream.wake()
        return Attached(self, pump, screen, binding)

    def detach(self, attached: Attached) -> None:
        """Show it no more; the last one closes what its pump had opened."""
        with self._lock:
            attached.pump.detach(attached.binding)
            if not attached.pump.bindings:
                attached.screen.close()
                self._pumps = {
                    key: each for key, each in self._pumps.items() if each[0] is not attached.pump
                }

    def watch(self) -> None:
        """Follow the cells of the notebook that this process belongs to, if it does."""
        shell = _shell()
        with self._lock:
            if shell is None or self._watching is shell:
                return
            self._watching = shell
        watch_cells(shell)
        shell.events.register("pre_execute", lambda: self._cell(True))
        shell.events.register("post_execute", lambda: self._cell(False))
        self._cell(True)  # the cell that imports or uses us runs at this moment

    def stop_all(self) -> None:
        """Stop every stream and close every picture of this process."""
        for each in REGISTRY.forget():
            each.stop()

    def _pump(self, runner: Runner, clock: Clock) -> tuple[Pump, WidgetScreen]:
        key = (id(runner), id(clock))
        if key not in self._pumps:
            screen = WidgetScreen()
            pump = Pump(runner, screen, clock=clock)
            pump.cell(self._cell_runs)
            self._pumps[key] = (pump, screen)
        return self._pumps[key]

    def _cell(self, runs: bool) -> None:
        self._cell_runs = runs
        for pump, _ in list(self._pumps.values()):
            pump.cell(runs)


class Attached:
    """A view on its widgets, until it is detached."""

    def __init__(
        self, session: Session, pump: Pump, screen: WidgetScreen, binding: Binding
    ) -> None:
        self._session = session
        self.pump = pump
        self.screen = screen
        self.binding = binding

    def detach(self) -> None:
        self._session.detach(self)


def _shell() -> Any:
    try:
        from IPython.core.getipython import get_ipython
    except ImportError:
        return None
    return get_ipython()


SESSION = Session()
"""The process's own."""

atexit.register(SESSION.stop_all)
