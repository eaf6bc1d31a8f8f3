"""Passages of known languages: what is taken from packages of translations, and what is left out."""

import struct
from pathlib import Path

from benchmarks.language_texts import passages

GERMAN = "Die Fähre sank vor Tagesanbruch im alten Hafen der Stadt, und alle Fahrgäste wurden von Fischern gerettet."
ENGLISH = "The ferry sank before dawn in the old harbour of the town, and all of its passengers were saved that day."


def law(folder: Path, code: str, *paragraphs: str) -> None:
    path = folder / "declaration" / f"{code}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"<p>{text}</p>" for text in paragraphs), "utf-8")


def catalogue(path: Path, pairs: dict[str, str]) -> None:
    """Write a catalogue of messages in GNU gettext's binary format: a head, two tables, and the texts."""
    head, tables, texts = 28, 8 * len(pairs), b""
    rows: dict[bool, bytes] = {False: b"", True: b""}
    for translated in (False, True):
        for source in sorted(pairs):
            text = (pairs[source] if translated else source).encode()
            rows[translated] += struct.pack("<II", len(text), head + 2 * tables + len(texts))
            texts += text + b"\0"
    start = struct.pack("<7I", 0x950412DE, 0, len(pairs), head, head + tables, 0, 0)
    path.parent.mkdir(parents=True)
    path.write_bytes(start + rows[False] + rows[True] + texts)


def test_a_passage_has_200_to_600_characters_of_one_language(tmp_path: Path) -> None:
    """Short paragraphs are joined, long ones cut behind a word."""
    law(tmp_path, "deu_1996", *(f"Artikel {at}: {GERMAN}" for at in range(9)), " ".join([GERMAN] * 20))
    found = list(passages(tmp_path, 100))
    assert found
    assert {passage.language for passage in found} == {"de"}
    assert all(200 <= len(passage.text) <= 600 for passage in found)


def test_what_was_left_in_english_is_no_passage_of_another_language(tmp_path: Path) -> None:
    """Neither a paragraph that the English edition has too, nor one full of its little words."""
    law(tmp_path, "eng", *(f"{ENGLISH} {at}" for at in range(4)))
    law(tmp_path, "deu_1996", f"{ENGLISH} 1", f"And again: {ENGLISH}", *(f"{GERMAN} Nummer {at}." for at in range(4)))
    german = [passage.text for passage in passages(tmp_path, 100) if passage.language == "de"]
    assert german
    assert not any("harbour" in text for text in german)


def test_scripts_names_and_references_are_no_prose(tmp_path: Path) -> None:
    """A game's rules, lists of names without blanks and titles of books show no language."""
    law(
        tmp_path,
        "deu_1996",
        f"$name|: {GERMAN} {GERMAN}",
        "Anna,Berta,Carl," * 20,
        f"[3] Roemer 1999. {GERMAN} {GERMAN}",
    )
    assert list(passages(tmp_path, 100)) == []


def test_translations_count_and_sources_do_not(tmp_path: Path) -> None:
    """Of a catalogue of messages the translation is taken; one that is the source again is untranslated."""
    pairs = {"": "Content-Type: text/plain; charset=UTF-8\n", "a": f"{GERMAN} {GERMAN}", ENGLISH * 2: ENGLISH * 2}
    catalogue(tmp_path / "de" / "LC_MESSAGES" / "game.mo", pairs)
    assert [(passage.language, passage.kind) for passage in passages(tmp_path, 100)] == [("de", "story")]


def test_the_same_folder_gives_the_same_passages(tmp_path: Path) -> None:
    """So that a figure can be measured again, with no more than were asked for."""
    law(tmp_path, "deu_1996", *(f"Artikel {at}: {GERMAN} {GERMAN}" for at in range(30)))
    first = list(passages(tmp_path, 7))
    assert len(first) == 7
    assert first == list(passages(tmp_path, 7))


def test_a_template_that_nobody_translated_is_passed_over(tmp_path: Path) -> None:
    """Its head holds the word EXPRESSION where a rule of plurals belongs."""
    head = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=INTEGER; plural=EXPRESSION;\n"
    catalogue(tmp_path / "de" / "LC_MESSAGES" / "game.mo", {"": head, "a": GERMAN * 3})
    assert list(passages(tmp_path, 100)) == []
