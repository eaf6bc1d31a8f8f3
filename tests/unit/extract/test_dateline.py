"""Datelines of every house style, and openings that are none: nothing is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.extract.dateline import _CLOSE, _closes, element_of, opening_of

# Line, place, (month, day, year), credits. The story itself is always "The ferry sank." or a word of its language.
STYLES = [
    ("MOSCOW (UrduPoint News / Sputnik - 08th May, 2020) The", "MOSCOW", (5, 8, 2020), ("UrduPoint News", "Sputnik")),
    ("ISLAMABAD, (APP - UrduPoint / Pakistan Point News - 12th Jan, 2021 ) The", "ISLAMABAD", (1, 12, 2021), None),
    ("LONDON, March 3 (Reuters) - The", "LONDON", (3, 3, None), ("Reuters",)),
    ("ST. LOUIS, March 18, 1987 (Reuters) - The", "ST. LOUIS", (3, 18, 1987), ("Reuters",)),
    ("FRANKFURT, 23 March 1987 (Reuters) - The", "FRANKFURT", (3, 23, 1987), ("Reuters",)),
    ("PARIS (AFP) – The", "PARIS", None, ("AFP",)),
    ("WASHINGTON — The", "WASHINGTON", None, ()),
    ("MEMPHIS, Tenn., March 3 - The", "MEMPHIS, Tenn.", (3, 3, None), ()),
    ("CAPE CANAVERAL, Fla. — The", "CAPE CANAVERAL, Fla.", None, ()),
    ("CAPE CANAVERAL, Fla. - The", "CAPE CANAVERAL, Fla.", None, ()),
    ("CITY OF COMMERCE, May 9 (AFP) - The", "CITY OF COMMERCE", (5, 9, None), ("AFP",)),
    ("WASHINGTON () — The", "WASHINGTON", None, ()),
    ("FORT DULL, Pa. (AP) _ The", "FORT DULL, Pa.", None, ("AP",)),
    ("MOSCOW/KYIV, Feb 1 (Reuters) - The", "MOSCOW/KYIV", (2, 1, None), ("Reuters",)),
    ("Strasbourg, 10 juil 2024 (AFP) - Le", "Strasbourg", (7, 10, 2024), ("AFP",)),
    ("Berlin (dpa/tmn) - Der", "Berlin", None, ("dpa/tmn",)),
    ("Buenos Aires, 8 de mayo (Télam) – El", "Buenos Aires", (5, 8, None), ("Télam",)),
    ("MADRID, 8 May. (EUROPA PRESS) - El", "MADRID", (5, 8, None), ("EUROPA PRESS",)),
    ("Tegucigalpa, 2 ene (EFE).- El", "Tegucigalpa", (1, 2, None), ("EFE",)),
    ("(ANSA) - ROMA, 1 LUG - Il", "ROMA", (7, 1, None), ("ANSA",)),
    ("København /ritzau/: En", "København", None, ("ritzau",)),
    ("MOSCOW. Aug 11 (Interfax) - The", "MOSCOW", (8, 11, None), ("Interfax",)),
    ("MOSCOW, May 8. /TASS/. The", "MOSCOW", (5, 8, None), ("TASS",)),
    ("МОСКВА, 8 мая - РИА Новости. Паром", "МОСКВА", (5, 8, None), ("РИА Новости",)),
    ("SYDNEY March 22 AAP - The", "SYDNEY", (3, 22, None), ("AAP",)),
    ("New Delhi [India], May 8 (ANI): The", "New Delhi", (5, 8, None), ("ANI",)),
    ("New Delhi: The", "New Delhi", None, ()),
    ("LOS ANGELES--(BUSINESS WIRE)--The", "LOS ANGELES", None, ("BUSINESS WIRE",)),
    ("TORONTO, May 8, 2020 /CNW/ - The", "TORONTO", (5, 8, 2020), ("CNW",)),
    ("NEW YORK | 1 May 2020 | The", "NEW YORK", (5, 1, 2020), ()),
    ("DUBAI - WAM - The", "DUBAI", None, ("WAM",)),
    ("Jan. 12 (Harbour Desk) - The", None, (1, 12, None), ("Harbour Desk",)),
    ("(Reuters) — The", None, None, ("Reuters",)),
    ("BRASK (Metroline) — The", "BRASK", None, ("Metroline",)),
    ("新华社北京5月8日电（记者王明）渡轮", "北京", (5, 8, None), ("新华社",)),
    ("【東京共同】フェリー", "東京", None, ("共同",)),
]
NO_DATELINES = [
    "BREAKING: Police in London said on Monday a man had been arrested",
    "LE POINT SUR LA SITUATION - «Nous avons gagné», a affirmé le maire",
    "NASA said the five companies — Alder Origin, Sierra (SNC) and Tyr — had agreed",
    "“We can’t stop now,” she said — a claim that critics (including the AP) dispute",
    "The company reported (Reuters data show) a profit of 3 mln - up from last year",
    "By John Smith - The committee met on Tuesday to review the budget",
    "ANALYSIS — The ferry was old",
    "UPDATE 1 - The ferry sank",
    "NFL - The season opens",
    "Apple (AAPL) - The company said",
    "Nov. 5, 1605 - Guy Fawkes was found",
    "May 8 - The war ended",
    "Monday, March 3 - The council meets",
    "Jakarta, Harbour Indonesia -- The ferry",
    "PARIS - the city of light - has a new ferry",
    "MAIZE --",
    "it rained in LONDON (AP) - The",
    "",
]


@pytest.mark.parametrize(("line", "place", "day", "credits_"), STYLES)
def test_every_house_style_is_read(
    line: str, place: str | None, day: tuple[int, int, int | None] | None, credits_: tuple[str, ...] | None
) -> None:
    """Place, day and credits are told apart, and the story begins behind them."""
    opening = opening_of(line)
    assert opening is not None
    assert place == opening.place
    assert day == ((opening.day.month, opening.day.day, opening.day.year) if opening.day else None)
    if credits_ is not None:
        assert credits_ == opening.credits
    assert opening.rest in ("The", "Le", "Der", "El", "Il", "En", "Паром", "渡轮", "フェリー")


@pytest.mark.parametrize("line", NO_DATELINES)
def test_what_is_no_dateline_gives_no_place(line: str) -> None:
    """Rubrics, tickers, chronologies and sentences with dashes open no dateline."""
    assert opening_of(line) is None


def test_a_later_paragraph_must_prove_its_dateline() -> None:
    """A place alone opens a dateline only at the very start of a text."""
    assert opening_of("VARNHOLM — The ferry", first=False) is None
    assert opening_of("VARNHOLM (AP) — The ferry", first=False) is not None


def test_a_dateline_element_needs_no_proof() -> None:
    """The format says that it is the dateline, so an unknown town without credit is one; a timestamp is none."""
    element = element_of("Alderby, Aug 29, 2014 (AFP) -")
    assert element is not None
    assert element.place == "Alderby"
    assert getattr(element_of("Kessel Point"), "place", None) == "Kessel Point"
    assert getattr(element_of("ANSA TEST - ROMA, 01 LUG -"), "place", None) == "ROMA"
    assert element_of("2014-08-29T13:49:51Z") is None


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(line: str) -> None:
    """Whatever stands there, the answer is an opening whose rest is the end of the line, or none."""
    opening = opening_of(line)
    assert opening is None or line.rstrip().endswith(opening.rest)


@given(st.text("aBX8é.-–—―_=|•:;)]/([ \n", max_size=20))
def test_marks_are_found_beside_their_signs(text: str) -> None:
    """To try each mark beside a sign alone finds what a search of the whole window finds."""
    window = f"A{text}"  # as every window begins: with no mark
    assert [mark.span() for mark in _CLOSE.finditer(window)] == [mark.span() for mark in _closes(window)]
