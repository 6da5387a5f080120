"""The README's links to Binder come from one setting."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from scripts import binder_links

ROOT = Path(__file__).parent.parent.parent


def test_the_readme_has_the_links_of_the_setting() -> None:
    readme = (ROOT / "README.md").read_text()
    assert binder_links.with_links(readme, binder_links.repository()) == readme


def test_a_link_opens_a_notebook_that_exists() -> None:
    for text in binder_links.links("gh/who/what/main").splitlines():
        url = urlsplit(text.rpartition("](")[2].split()[0])
        assert url.path == "/v2/gh/who/what/main"
        (path,) = parse_qs(url.query)["urlpath"]
        front_end, _, notebook = path.partition("/notebooks/")
        assert front_end in ("voila/render", "lab/tree")
        assert (ROOT / "notebooks" / notebook).is_file()


def test_a_new_address_replaces_the_links_alone() -> None:
    old = binder_links.with_links(
        f"# a\n\n{binder_links.BEGIN}\n{binder_links.END}\nb\n", "gh/a/b/main"
    )
    new = binder_links.with_links(old, "gl/c/d/v1")
    assert new == old.replace("gh/a/b/main", "gl/c/d/v1")


@pytest.mark.parametrize("text", ["", "gh/a/b\n", "gh/a/b/main\ngh/c/d/main\n"])
def test_a_setting_that_is_no_address_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "binder").mkdir()
    (tmp_path / "binder" / "repository.txt").write_text(text)
    with pytest.raises(ValueError, match="provider/owner/repository/reference"):
        binder_links.repository(tmp_path)


def test_a_readme_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="needs the two lines"):
        binder_links.with_links("# a\n", "gh/a/b/main")
