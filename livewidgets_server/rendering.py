"""Rendering: a dashboard that fails says so in a sentence, and in the terminal why.

Voila's own sentence names options of a command line that the visitor does not have; and a
kernel that does not start leaves the visitor before a spinner for ever.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from voila.notebook_renderer import NotebookRenderer

from livewidgets_server.pages import ASK_OWNER, cover, notice

_node: Any = NotebookNode  # whose annotations are incomplete

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class Renderer(NotebookRenderer):  # type: ignore[misc]
    """Runs a notebook's cells up to the first that fails."""

    def generate_content_generator(
        self, kernel_id: str | None = None, kernel_future: Any = None
    ) -> AsyncIterator[Any]:
        return self._to_the_end(super().generate_content_generator(kernel_id, kernel_future))

    async def _to_the_end(self, pieces: AsyncIterator[Any]) -> AsyncIterator[Any]:
        try:
            async for piece in pieces:
                yield piece
        except Exception:
            self.log.exception("%s cannot be shown", self.notebook_path)
            yield cover("This dashboard could not be started.", ASK_OWNER), {}

    async def _jinja_cell_generator(self, nb: Any, kernel_id: str) -> AsyncIterator[Any]:
        for index, cell in enumerate(nb.cells):
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
            failure = await self._run(cell, index)
            if failure and not self.voila_configuration.show_tracebacks:
                _say(cell, failure)
            yield cell
            if failure:
                break
        await self._cleanup_resources()

    async def _run(self, cell: Any, index: int) -> str:
        """Run a cell; what the visitor is told where it failed, else nothing."""
        try:
            await self.executor.async_execute_cell(cell, index, store_history=False)
        except CellExecutionError as error:
            trace = "\n".join(
                line
                for output in cell.outputs
                if output.output_type == "error"
                for line in output.traceback
            )
            self._report(index, _COLOURS.sub("", trace or str(error)))
            if error.ename == "ModuleNotFoundError":
                return "This dashboard needs a Python package that is not installed here."
            return "A part of this dashboard has failed, and what follows it is not shown."
        except Exception as error:
            self._report(index, f"{type(error).__name__}: {error}")
            return "This dashboard ended while it was being prepared."
        if not self.voila_configuration.show_tracebacks and cell.cell_type == "code":
            # Warnings name files of the owner's.
            cell.outputs = [each for each in cell.outputs if each.get("name") != "stderr"]
        return ""

    def _report(self, index: int, trace: str) -> None:
        self.log.error("%s, cell %d has failed:\n%s", self.notebook_path, index + 1, trace)


def _say(cell: Any, failure: str) -> None:
    """What is shown of a cell that failed: what it had shown before, and a sentence."""
    shown = [
        each
        for each in cell.get("outputs", [])
        if each.output_type != "error" and each.get("name") != "stderr"
    ]
    data = {"text/html": notice(failure, ASK_OWNER), "text/plain": failure}
    said = {"output_type": "display_data", "data": data, "metadata": {}}
    cell.outputs = [*shown, _node(said)]


def install() -> None:
    """Have Voila render with ours: it has no setting for that."""
    import voila.handler
    import voila.voila_kernel_manager

    for module in (voila.handler, voila.voila_kernel_manager):
        if not hasattr(module, "NotebookRenderer"):
            raise RuntimeError(
                f"this Voila keeps its renderer elsewhere than in {module.__name__}; "
                "livewidgets serve was tested with 0.5.13"
            )
        module.NotebookRenderer = Renderer
