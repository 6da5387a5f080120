"""The command `livewidgets`: serve dashboards, send numbers, or show the demo."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from livewidgets.app import demo, hub, send, serve


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    root = argparse.ArgumentParser(
        prog="livewidgets", description="Live pictures of streaming data in Jupyter."
    )
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module, text in (
        ("serve", serve, "notebooks as live dashboards, in Voila"),
        ("send", send, "send numbers or CSV rows over TCP, to try a dashboard with"),
        ("hub", hub, "read once for all notebooks: be the hub, see how it stands, or end it"),
        ("demo", demo, "a sender in a process of its own, live in a Voila page"),
    ):
        command = commands.add_parser(name, help=text, description=text.capitalize() + ".")
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return root


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    args = parser().parse_args(argv)
    return int(args.run(args))


if __name__ == "__main__":
    raise SystemExit(main())
