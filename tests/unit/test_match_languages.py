"""Languages: copies are found and strangers kept apart in any script, with blanks between words or without."""

import pytest

from benchmarks.memory_desk import Filed, MemoryDesk
from tests.support.languages import TOLD, copies_of

_KINDS = [kind for kind in copies_of(TOLD["German"]) if kind != "original"]


def stories(*articles: tuple[str, str]) -> list[int]:
    """Return the story of each article when they arrive in this order."""
    desk = MemoryDesk()
    for headline, body in articles:
        desk.add([Filed(headline, body)])
    return desk.stories()


@pytest.mark.parametrize("kind", _KINDS)
@pytest.mark.parametrize("language", TOLD)
def test_every_kind_of_copy_is_found_in_every_language(language: str, kind: str) -> None:
    """What a desk does to a story leaves it the same story, in whatever script; a stranger stays one."""
    told = TOLD[language]
    copies = copies_of(told)

    assert stories(copies["original"], ("", "\n\n".join(told.stranger)), copies[kind]) == [0, 1, 0]


@pytest.mark.parametrize("language", TOLD)
def test_an_outlets_boilerplate_merges_nothing_in_any_language(language: str) -> None:
    """Two stories with one footer below them are two stories."""
    told = TOLD[language]
    one, other = (f"{told.footer}".join(("\n\n".join(text) + "\n\n", "")) for text in (told.story, told.stranger))

    assert stories((told.headline, one), ("", other)) == [0, 1]


def test_stories_of_all_languages_stay_apart() -> None:
    """A stream of many languages has as many stories as were told in it."""
    originals = [copies_of(told)["original"] for told in TOLD.values()]
    strangers = [("", "\n\n".join(told.stranger)) for told in TOLD.values()]

    assert len(set(stories(*originals, *strangers, *originals))) == 2 * len(TOLD)
