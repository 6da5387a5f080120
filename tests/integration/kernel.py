"""A real kernel that cells are run in, with their identities, as JupyterLab does."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager, start_new_async_kernel

CELL_TIMEOUT = 60.0


@dataclass
class Ran:
    """What a cell said.

    Attributes:
        text: What it printed.
        error: Its traceback's last line; empty if it raised nothing.
        comms: Comm messages of the kernel that came meanwhile.
    """

    text: str = ""
    error: str = ""
    comms: list[dict[str, Any]] = field(default_factory=list)

    def value(self) -> Any:
        """What it printed, as JSON."""
        assert not self.error, self.error
        return json.loads(self.text)


class Kernel:
    """A kernel process and the client that runs cells in it."""

    def __init__(self, manager: AsyncKernelManager, client: AsyncKernelClient) -> None:
        self.manager = manager
        self.client = client

    @classmethod
    async def start(cls) -> Kernel:
        manager, client = await start_new_async_kernel()
        return cls(manager, client)

    async def stop(self) -> None:
        self.client.stop_channels()
        await self.manager.shutdown_kernel(now=True)

    def send(self, code: str, cell: str | None = None) -> str:
        """Ask for a cell to be run; returns the request's identity."""
        content = {
            "code": code,
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": True,
        }
        metadata = {} if cell is None else {"cellId": cell}
        message = self.client.session.msg("execute_request", content, metadata=metadata)
        self.client.shell_channel.send(message)
        return str(message["header"]["msg_id"])

    async def run(self, code: str, cell: str | None = None) -> Ran:
        """Run a cell to its end."""
        return await asyncio.wait_for(self._collect(self.send(code, cell)), CELL_TIMEOUT)

    async def _collect(self, request: str) -> Ran:
        ran = Ran()
        while True:
            message = await self.client.get_iopub_msg(timeout=CELL_TIMEOUT)
            kind, content = message["msg_type"], message["content"]
            if kind.startswith("comm_"):
                ran.comms.append(message)
            if message["parent_header"].get("msg_id") != request:
                continue
            if kind == "stream":
                ran.text += content["text"]
            elif kind == "error":
                ran.error = f"{content['ename']}: {content['evalue']}"
            elif kind == "status" and content["execution_state"] == "idle":
                return ran
