"""What stands on the line of a magic."""

from __future__ import annotations

import pytest

from livewidgets.app.magic_options import Options, read_options, split
from livewidgets.errors import ArgumentError

KNOWN = ("window", "every", "columns", "picture")


@pytest.mark.parametrize(
    ("line", "expression", "options"),
    [
        ("sensor()", "sensor()", ""),
        ("  sensor() --window 30s ", "sensor()", "--window 30s "),
        ("--every 1s", "", "--every 1s"),
        ("a --b", "a", "--b"),
        ("a --1", "a --1", ""),  # a minus minus one
        ("a--b", "a--b", ""),
        ('run("x --window 5")', 'run("x --window 5")', ""),
        ("f([a, --b]) --every 1", "f([a, --b])", "--every 1"),
        ("f('it\\'s --x') --every 1", "f('it\\'s --x')", "--every 1"),
        ('{"a": 1}["a"] --picture value', '{"a": 1}["a"]', "--picture value"),
    ],
)
def test_options_begin_where_no_expression_can(line: str, expression: str, options: str) -> None:
    assert split(line) == (expression, options)


def test_options_are_read_as_they_are_written() -> None:
    given = read_options("--window 30s --columns=a,b --every .5 --picture line", KNOWN)
    assert Options.of(given) == Options(30.0, 0.5, ("a", "b"), "line")
    assert Options.of(read_options("--columns 'a b, c' --every 2m", KNOWN)) == Options(
        every=120.0, columns=("a b", "c")
    )
    assert Options.of(read_options("", KNOWN)) == Options()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("--windw 5s", "there is no option '--windw'; did you mean '--window'?"),
        ("--window", "--window needs a value, as in --window 30s"),
        ("--window --every 1", "--window needs a value"),
        ("--window 5s extra", "'extra' is no option: options come last"),
        ("--window 5s --window 6s", "--window is there twice"),
        ("--window soon", "--window: 'soon' is not a duration"),
        ("--every 0", "--every: a duration must be finite and more than zero"),
        ("--every nan", "--every: a duration must be finite"),
        ("--picture lin", "there is no picture 'lin'; did you mean 'line'?"),
        ("--picture value --window 5s", "--picture value shows no span of time"),
        ("--columns 'a", "cannot be read: No closing quotation"),
    ],
)
def test_what_cannot_be_used_is_said_with_the_nearest(text: str, sentence: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        Options.of(read_options(text, KNOWN))
    assert sentence in str(refused.value)
