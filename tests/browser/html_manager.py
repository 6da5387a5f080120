"""A page that `nbconvert` made, with the scripts it takes from the world taken from this machine.

Such a page takes require.js, the widgets' manager and bqplot's front end from the net. What a
test shows is in the page, not in the net: the first two are in packages, and so is bqplot's,
as the classic notebook loads it.
"""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
import tarfile
from pathlib import Path

from playwright.async_api import Page, Route

from scripts.front_end import npm_command

SHARED = Path(sys.prefix) / "share" / "jupyter"
MANAGER = "@jupyter-widgets/html-manager@1.0.15"
DIGEST = "5thBIV6ymNgmPVOHvzx+gGy8ZSKmSazhtGw4/c4xJDVzRhG9PTeQsRjF3FUTopvFi//SABeNz1yp47bCrJ3CQA=="
MANAGERS_SCRIPT = "package/dist/embed-amd.js"

JAVASCRIPT = "text/javascript"


def fetch_manager(folder: Path) -> Path:
    """The script of the widgets' manager, of a package of which nothing else is wanted.

    Args:
        folder: Where it may be put.
    """
    program, environment = npm_command()
    command = [*program, "pack", "--silent", "--pack-destination", str(folder), MANAGER]
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    (packed,) = folder.glob("*.tgz")
    digest = base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
    assert digest == DIGEST, f"{packed.name} is another package than the one that is known"
    script = folder / Path(MANAGERS_SCRIPT).name
    with tarfile.open(packed) as archive:
        member = archive.extractfile(MANAGERS_SCRIPT)
        assert member is not None
        script.write_bytes(member.read())
    return script


async def take_scripts_from_here(page: Page, manager: Path) -> list[str]:
    """Answer what the page asks the world for; what is not here fails.

    Returns:
        What was asked for in vain; it grows.
    """
    here = {
        r"/require\.js/": SHARED / "voila/templates/base/static/require.min.js",
        r"/html-manager@": manager,
        r"/npm/bqplot@": SHARED / "nbextensions/bqplot/index.js",
        r"/npm/bqscales@": SHARED / "nbextensions/bqscales/index.js",
    }
    missed: list[str] = []

    async def answer(route: Route) -> None:
        address = route.request.url
        for pattern, path in here.items():
            if re.search(pattern, address):
                await route.fulfill(path=path, content_type=JAVASCRIPT)
                return
        missed.append(address)
        await route.abort()

    await page.route(re.compile("^https?:"), answer)
    return missed
