"""Place: where a hub is found: its folder, its files, and who may see them."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
from pathlib import Path

import msgspec

from livewidgets.errors import SourceError
from livewidgets.hub.lock import Lock
from livewidgets.hub.wire import PROTOCOL
from livewidgets.version import __version__

FOLDER = "livewidgets-hub"
"""Of the hub, in Jupyter's runtime folder."""

_LONGEST_SOCKET = 100  # bytes; Linux has 107, others 103
_LARGEST_RECORD = 16 * 1024


class Record(msgspec.Struct, frozen=True):
    """What a hub says of itself in its file, which is written last of all.

    Attributes:
        protocol: Of its wire.
        version: Of livewidgets.
        pid: Of its process.
        token: What who attaches must know.
        address: Where it is reached.
        key: Its public CURVE key, over TCP.
        apart: A folder of its own for the socket, where the path would be too long.
    """

    protocol: int
    version: str
    pid: int
    token: str = ""
    address: str = ""
    key: str = ""
    apart: str = ""

    def require_same(self) -> None:
        """Check that the hub speaks as this process does.

        Raises:
            SourceError: It does not; says how to end it.
        """
        if self.protocol != PROTOCOL:
            raise SourceError(
                f"the hub that runs (process {self.pid}) is of livewidgets {self.version} and "
                f"speaks protocol {self.protocol}; this kernel has {__version__} and protocol "
                f"{PROTOCOL}: run `livewidgets hub stop`, then run the cell again; or read in "
                "this kernel alone with shared=False"
            )


class Place:
    """The folder of a user's hub.

    Args:
        folder: Where it is; None: in Jupyter's runtime folder, which is one per user.
    """

    def __init__(self, folder: Path | None = None) -> None:
        if folder is None:
            from jupyter_core.paths import jupyter_runtime_dir

            folder = Path(jupyter_runtime_dir()) / FOLDER
        self.folder = folder
        self.log = folder / "hub.log"
        self.first_words = folder / "hub.err"
        self._record = folder / "hub.json"
        self.running = Lock(folder / "hub.lock")
        self.starting = Lock(folder / "start.lock")

    def make(self) -> None:
        """See to it that the folder exists, and that nobody else can look into it.

        Raises:
            SourceError: It belongs to another, or cannot be made.
        """
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            require_ours(self.folder)
        except OSError as error:
            raise SourceError(
                f"the hub's folder {self.folder} cannot be made: {error.strerror}; set "
                "JUPYTER_RUNTIME_DIR to one that can, or use shared=False"
            ) from error

    def record(self) -> Record | None:
        """What the running hub says of itself; None if there is none, or it is not ready.

        Raises:
            SourceError: The folder belongs to another.
        """
        if not self.running.held():
            return None
        require_ours(self.folder)
        try:
            data = self._record.read_bytes()[:_LARGEST_RECORD]
            return msgspec.json.decode(data, type=Record)
        except (OSError, msgspec.MsgspecError):
            return None

    def publish(self, record: Record) -> None:
        """Let kernels find the hub; what they read is always whole."""
        fresh = self._record.with_suffix(".new")
        file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(file, "wb") as out:
            out.write(msgspec.json.encode(record))
        fresh.replace(self._record)

    def withdraw(self) -> None:
        """Let no more kernels come."""
        self._record.unlink(missing_ok=True)

    def socket(self) -> tuple[Path, str]:
        """A path for the hub's socket, and the folder that was made for it, if one was."""
        path = self.folder / "hub.sock"
        if len(os.fsencode(path)) <= _LONGEST_SOCKET:
            return path, ""
        apart = tempfile.mkdtemp(prefix="livewidgets-")  # 0700, of this user
        return Path(apart) / "hub.sock", apart

    def clear(self, keep_log: bool = True) -> None:
        """Remove what a hub has left here; for who holds `running`."""
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            left = msgspec.json.decode(self._record.read_bytes(), type=Record)
            if left.apart and _ours(Path(left.apart)):
                shutil.rmtree(left.apart, ignore_errors=True)
        patterns = ["hub.json", "hub.new", "hub.sock", "*.tally"]
        patterns += [] if keep_log else ["hub.log*", "hub.err"]
        for pattern in patterns:
            for path in self.folder.glob(pattern):
                path.unlink(missing_ok=True)

    def leave(self, apart: str = "") -> None:
        """Remove all that a hub had here and in a folder apart, the lock last."""
        if apart:
            shutil.rmtree(apart, ignore_errors=True)
        self.clear(keep_log=False)
        self.running.release()
        with contextlib.suppress(OSError):  # somebody is starting another
            self.folder.rmdir()


def require_ours(folder: Path) -> None:
    """Check that a folder is this user's and nobody else's; closes it to others.

    Raises:
        SourceError: It is not.
    """
    if not _ours(folder):
        raise SourceError(
            f"the folder {folder} belongs to another user, so the hub there is not trusted: "
            "set JUPYTER_RUNTIME_DIR to one of your own, or use shared=False"
        )
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        folder.chmod(0o700)


def _ours(folder: Path) -> bool:
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()
