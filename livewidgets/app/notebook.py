"""What IPython calls for `%load_ext livewidgets`, and to take that back."""

from __future__ import annotations

from typing import Any


def load_ipython_extension(shell: Any) -> None:
    """Bring the magics `%live`, `%%live` and `%streams`.

    Args:
        shell: IPython's `InteractiveShell`.
    """
    from livewidgets.app.magics import register  # with IPython, which a script does not need

    register(shell)


def unload_ipython_extension(shell: Any) -> None:
    """Take the magics away; what runs goes on."""
    from livewidgets.app.magics import unregister

    unregister(shell)
