"""Names of files: wires, text to show, and free names beside taken ones."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.names import fitting, marked, shown, wire_of, wire_of_path
from schemas.raw_article import RawArticle, received_now

file_names = st.binary(min_size=1, max_size=255).filter(lambda name: not set(name) & set(b"/\0")).map(os.fsdecode)


@pytest.mark.parametrize(
    ("folder", "wire"),
    [("AFP", "afp"), ("Agence France", "agence-france"), ("dpa_en.2", "dpa_en.2"), ("..", "local"), ("Ö", "local")],
)
def test_a_folder_names_a_wire(folder: str, wire: str) -> None:
    """In characters that are safe as a folder, a log field and a metric label."""
    assert wire_of(folder) == wire


def test_only_the_first_folder_names_the_wire() -> None:
    """A file in no folder is local, whatever it is called."""
    assert (wire_of_path("AFP/dpa/a.txt"), wire_of_path("afp")) == ("afp", "local")


@given(file_names, file_names)
def test_any_path_makes_a_raw_article(folder: str, name: str) -> None:
    """No name that a file system allows is refused by the values."""
    path = f"{folder}/{name}"
    RawArticle(wire=wire_of_path(path), name=shown(path), body=b"x", received_at=received_now()).to_envelope()


@given(st.text(st.characters()))
def test_what_is_shown_is_printable_and_short(path: str) -> None:
    """Lone surrogates, controls and overrides stand as escapes."""
    text = shown(path)
    assert (text.isprintable(), len(text) <= 1024) == (True, True)
    assert text == path or not path.isprintable() or len(path) > 1024


def test_bytes_that_are_not_utf8_are_shown_as_bytes() -> None:
    """As the shell would write them."""
    assert shown(os.fsdecode(b"caf\xe9\n.txt")) == "caf\\xe9\\n.txt"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.json", "a~1.json"),
        ("a", "a~1"),
        (".json", ".json~1"),
        ("a.tar.gz", "a.tar~1.gz"),
        ("No. 1 of", "No~1. 1 of"),
    ],
)
def test_a_mark_stands_before_the_suffix(name: str, expected: str) -> None:
    """The suffix still says what the file is."""
    assert marked(name, "~1") == expected


@given(file_names, st.integers(1, 10**9))
def test_a_marked_name_is_another_and_still_fits(name: str, number: int) -> None:
    """However long it is, and cut wherever it may be."""
    other = marked(name, f"~{number}")
    assert other != name
    assert len(os.fsencode(other)) <= 255


@given(st.binary(min_size=250, max_size=255), st.binary(min_size=250, max_size=255))
def test_names_that_are_cut_stay_apart(one: bytes, other: bytes) -> None:
    """A hash of the whole name stands for what was cut."""
    cut = [fitting(os.fsdecode(name), ".why.json") for name in (one, other)]
    assert (cut[0] == cut[1]) == (one == other)
