"""The servers that the browser tests look at: real processes on loopback ports of their own.

Each has a folder with copies of the notebooks it serves, Jupyter directories of its own
(so that nothing of the user's is read or written) and a log file.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.ports import free_port

READY = 60.0  # seconds that a server may take until it answers
GRACE = 10.0  # seconds that a server and its kernels may take to end by themselves

STAYS_ENDED = "--KernelManager.autorestart=False"
"""A kernel that `end_kernels` has ended is not started again."""

# JupyterLab asks the world for news, and asks the user whether it may.
QUIET = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    }
}


@dataclass(frozen=True)
class Server:
    """A running server.

    Attributes:
        name: `lab`, `notebook`, `voila` or whatever it was started as.
        url: Its root, without a slash at the end.
        folder: The folder it serves; notebooks may be written into it at any time.
        log: What it and its kernels print.
    """

    name: str
    url: str
    folder: Path
    log: Path
    process: subprocess.Popen[bytes]

    def descendants(self) -> list[psutil.Process]:
        """The processes below it: its kernels (each in a session of its own), and theirs."""
        try:
            return list(psutil.Process(self.process.pid).children(recursive=True))
        except psutil.NoSuchProcess:
            return []

    def end_kernels(self) -> None:
        """End the kernels that it has by now. It is not told: nobody has a page of them open."""
        for process in self.descendants():
            with contextlib.suppress(psutil.NoSuchProcess):
                if "ipykernel_launcher" in process.cmdline():
                    process.kill()

    def stop(self) -> None:
        """End it and its kernels; what does not go by itself is killed."""
        below = self.descendants()
        self.process.terminate()
        try:
            self.process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        _, left = psutil.wait_procs(below, timeout=GRACE)
        for process in left:
            process.kill()
        psutil.wait_procs(left)


def environment(home: Path, disabled: Sequence[str] = ()) -> dict[str, str]:
    """This process's environment, with Jupyter's and IPython's directories below `home`.

    Args:
        home: Where they are.
        disabled: Extensions of the front end that are not to be loaded.
    """
    config = home / "config"
    (config / "labconfig").mkdir(parents=True, exist_ok=True)
    (config / "labconfig" / "default_setting_overrides.json").write_text(json.dumps(QUIET))
    page = {"disabledExtensions": dict.fromkeys(disabled, True)}
    (config / "labconfig" / "page_config.json").write_text(json.dumps(page))
    return os.environ | {
        "JUPYTER_CONFIG_DIR": str(config),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"),
    }


def start(
    name: str,
    command: Sequence[str],
    ready: str,
    *,
    home: Path,
    notebooks: Iterable[Path] = (),
    port: int,
    extra: Mapping[str, str] | None = None,
    disabled: Sequence[str] = (),
) -> Server:
    """Start a server and wait until it answers.

    Args:
        name: For people.
        command: What to run, in a folder that holds copies of `notebooks`.
        ready: The path that answers below 500 once it is up.
        home: An empty directory for its folder, its Jupyter directories and its log.
        notebooks: Files to copy into its folder.
        port: The port that `command` makes it listen on.
        extra: Further variables for its environment.
        disabled: Extensions of the front end that are not to be loaded.

    Raises:
        RuntimeError: It ended, or did not answer within READY seconds; with its log.
    """
    folder = home / "notebooks"
    folder.mkdir(parents=True)
    for notebook in notebooks:
        shutil.copy(notebook, folder)
    log = home / "log.txt"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment(home, disabled) | dict(extra or {}),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # a Ctrl-C at the tests is for the tests alone
        )
    server = Server(name, f"http://127.0.0.1:{port}", folder, log, process)
    try:
        _await_answer(server, ready)
    except BaseException:
        server.stop()
        raise
    return server


def _await_answer(server: Server, path: str) -> None:
    deadline = time.monotonic() + READY
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            raise RuntimeError(f"{server.name} ended at once:\n{server.log.read_text()}")
        try:
            urllib.request.urlopen(server.url + path, timeout=5).close()
            return
        except urllib.error.HTTPError as error:
            if error.code < 500:
                return
        except OSError:
            pass  # not listening yet
        time.sleep(0.1)
    raise RuntimeError(f"{server.name} did not answer:\n{server.log.read_text()}")


def start_lab(home: Path, notebooks: Iterable[Path] = (), disabled: Sequence[str] = ()) -> Server:
    """JupyterLab, without a token."""
    return _start_jupyter("lab", "jupyterlab", "LabApp", home, notebooks, disabled)


def start_notebook(
    home: Path, notebooks: Iterable[Path] = (), disabled: Sequence[str] = ()
) -> Server:
    """Notebook 7, without a token."""
    return _start_jupyter("notebook", "notebook", "JupyterNotebookApp", home, notebooks, disabled)


def _start_jupyter(
    name: str,
    module: str,
    app: str,
    home: Path,
    notebooks: Iterable[Path],
    disabled: Sequence[str],
) -> Server:
    port = free_port()
    command = [
        *(sys.executable, "-m", module, "--no-browser"),
        *(f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--ServerApp.ip=127.0.0.1"),
        *("--IdentityProvider.token=", "--ServerApp.root_dir=.", "--ServerApp.allow_root=True"),
        f"--{app}.expose_app_in_browser=True",  # the page can be asked for its kernel's state
    ]
    return start(
        name,
        command,
        "/api/status",
        home=home,
        notebooks=notebooks,
        port=port,
        disabled=disabled,
    )


def start_voila(home: Path, notebooks: Iterable[Path] = (), disabled: Sequence[str] = ()) -> Server:
    """Voila by itself, as `make demo` has it."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "voila",
        "--no-browser",
        f"--port={port}",
        "--show_tracebacks=True",
        STAYS_ENDED,
        f"--VoilaConfiguration.extension_denylist={list(disabled)}",
    ]
    return start("voila", command, "/", home=home, notebooks=notebooks, port=port)
