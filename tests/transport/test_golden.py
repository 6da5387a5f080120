"""The golden files are what the encoder makes; the page's tests read the same ones."""

from __future__ import annotations

import pytest

from tests.transport.golden_frames import CASES, FOLDER, golden


@pytest.mark.parametrize("name", CASES)
def test_the_encoder_makes_the_golden_frames_to_the_byte(name: str) -> None:
    text, data = golden(name)
    assert (FOLDER / f"{name}.json").read_text() == text
    assert (FOLDER / f"{name}.bin").read_bytes() == data


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(CASES)
