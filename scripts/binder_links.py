"""Write the links to mybinder.org into README.md, from the address in binder/repository.txt.

Usage: python scripts/binder_links.py [--check]

They stand between the two marker lines. `--check` writes nothing and fails if they differ.
"""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
BEGIN = "<!-- binder: written by scripts/binder_links.py -->"
END = "<!-- /binder -->"
BINDER = "https://mybinder.org"
NOTEBOOK = "notebooks/tcp.ipynb"
LINKS = {
    "Open the dashboard (Voila) on Binder": f"voila/render/{NOTEBOOK}",
    "Open the notebook (JupyterLab) on Binder": f"lab/tree/{NOTEBOOK}",
}


def repository(root: Path = ROOT) -> str:
    """The public address: the one line of binder/repository.txt that is no comment.

    Raises:
        ValueError: It is not of the form provider/owner/repository/reference.
    """
    lines = (root / "binder" / "repository.txt").read_text().splitlines()
    addresses = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if len(addresses) != 1 or addresses[0].count("/") < 3:
        raise ValueError(
            "binder/repository.txt needs one line provider/owner/repository/reference, "
            f"such as gh/livewidgets/livewidgets/main; it has {addresses}"
        )
    return addresses[0]


def links(address: str) -> str:
    """The badges, one a line, as Markdown."""
    return "\n".join(
        f"[![{text}]({BINDER}/badge_logo.svg)]"
        f"({BINDER}/v2/{address}?urlpath={quote(path, safe='')} {text!r})"
        for text, path in LINKS.items()
    ).replace("'", '"')


def with_links(readme: str, address: str) -> str:
    """The README with the links between its markers.

    Raises:
        ValueError: A marker is missing.
    """
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"README.md needs the two lines {BEGIN} and {END}")
    return f"{before}{BEGIN}\n{links(address)}\n{END}{after}"


def main(arguments: list[str]) -> int:
    """Write or check; returns the exit code."""
    path = ROOT / "README.md"
    before = path.read_text()
    after = with_links(before, repository())
    if after == before:
        return 0
    if arguments == ["--check"]:
        print("README.md is not up to date; run: python scripts/binder_links.py", file=sys.stderr)
        return 1
    path.write_text(after)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
