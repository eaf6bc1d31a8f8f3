"""Wire copy in the styles of the world's desks, from bytes to article: place, day, agency, authors and signal."""

from datetime import UTC, date, datetime

import pytest

from schemas.article import Article, Take
from schemas.raw_article import RawArticle
from schemas.verdict import Signal
from schemas.wire_profile import WireProfile
from worker.extract import extract
from worker.readers import parse

HEADLINE = "Ferry and tug collide at Port Ellis"
BODY = (
    "The harbour at Port Ellis was closed for an hour after a ferry met a tug, the harbour master said on Friday.\n\n"
    "Both vessels were damaged below the water line, and the ferry will be out of service for a week."
)
THIRD = date(2026, 3, 3)


def article(text: str) -> Article:
    raw = RawArticle(wire="desk", name="a.txt", body=text.encode(), received_at=datetime(2026, 11, 24, tzinfo=UTC))
    (take,) = parse(raw)
    assert isinstance(take, Take)
    return extract(take, raw, WireProfile())


@pytest.mark.parametrize(
    ("line", "place", "day", "agency"),
    [
        ("ANSA TEST - ROMA, 01 LUG - ", "ROMA", date(2026, 7, 1), "ANSA"),
        ("Roma, 3 mar. (Adnkronos) - ", "Roma", THIRD, "Adnkronos"),
        ("MADRID, 3 Mar. (EUROPA PRESS) - ", "MADRID", THIRD, "Europa Press"),
        ("Madrid, 3 mar (EFE).- ", "Madrid", THIRD, "EFE"),
        ("Lisboa, 03 mar 2026 (Lusa) – ", "Lisboa", THIRD, "Lusa"),
        ("Riyadh, March 3, 2026, SPA -- ", "Riyadh", THIRD, "SPA"),
        ("ABU DHABI, 3rd March, 2026 (WAM) -- ", "ABU DHABI", THIRD, "WAM"),
        ("Tehran, IRNA – ", "Tehran", None, "IRNA"),
        ("MOSCOW. March 3 (Interfax) - ", "MOSCOW", THIRD, "Interfax"),
        ("MOSCOW, March 3. /TASS/. ", "MOSCOW", THIRD, "TASS"),
        ("TOKYO, March 3, Kyodo - ", "TOKYO", THIRD, "Kyodo"),
        ("ISLAMABAD, Mar 03 (APP):", "ISLAMABAD", THIRD, "APP"),
        ("New Delhi [India], March 3 (ANI): ", "New Delhi", THIRD, "ANI"),
        ("Budapest, 2026. március 3., kedd (MTI) - ", "Budapest", THIRD, "MTI"),
        ("BEOGRAD, 3. marta (Tanjug) - ", "BEOGRAD", THIRD, "Tanjug"),
        ("ZAGREB, 3. ožujka 2026. (Hina) - ", "ZAGREB", THIRD, "Hina"),
        ("Bucuresti, 3 mar /Agerpres/ - ", "Bucuresti", THIRD, "AGERPRES"),
        ("NEW YORK--(BUSINESS WIRE)--", "NEW YORK", None, "Business Wire"),
        ("PORTLAND, Maine, March 3 (Reuters) - ", "PORTLAND, Maine", THIRD, "Reuters"),
        ("BRUSSELS AND BERLIN, March 3 (Reuters) - ", "BRUSSELS AND BERLIN", THIRD, "Reuters"),
        ("WASHINGTON — ", "WASHINGTON", None, None),
    ],
)
def test_the_dateline_is_read_and_leaves_the_text(line: str, place: str, day: date | None, agency: str | None) -> None:
    """Each desk prints it in its own way, and each text begins behind it."""
    read = article(f"{HEADLINE}\n\n{line}{BODY}")
    assert (read.headline, read.body) == (HEADLINE, BODY)
    assert (place, day, agency) == (read.dateline.place, read.dateline.date, read.agency)


@pytest.mark.parametrize(
    "line",
    [
        "ANALYSIS - The harbour of Port Ellis was never as busy as on the Friday of the collision.",
        "12 dead - Police in the harbour of Port Ellis said that they had searched both vessels.",
        "On March 3, the harbour was closed for an hour - the longest closure in the history of the port.",
        "Mr. Doe - who owns the ferry - said that the harbour should have been closed much earlier.",
        "LIVE - Follow the events at the harbour of Port Ellis, where a ferry met a tug on Friday.",
    ],
)
def test_a_line_without_a_dateline_stays_whole(line: str) -> None:
    """No place and no day is invented, and no word of the story is lost."""
    read = article(f"{HEADLINE}\n\n{line}\n\n{BODY}")
    assert (read.dateline.place, read.dateline.date) == (None, None)
    assert read.body.startswith(line)


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("By JANE DOERING, Associated Press Writer", ["Jane Doering"]),
        ("By Jane Doering in Paris and Rolf Roemer in Rome", ["Jane Doering", "Rolf Roemer"]),
        ("By JANE DOERING\nSpecial to The Harbour Post", ["Jane Doering"]),
        ("Par Jane DOERING", ["Jane Doering"]),
        ("Von Jane Doering, dpa", ["Jane Doering"]),
        ("By Agence France-Presse", []),
    ],
)
def test_a_byline_above_the_dateline_names_persons(byline: str, authors: list[str]) -> None:
    """Titles, places and agencies are no authors."""
    read = article(f"{HEADLINE}\n\n{byline}\n\nLONDON, March 3 (Reuters) - {BODY}")
    assert (authors, BODY) == (list(read.authors), read.body)


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        (
            "ATTENTION EDITORS - MANDATORY KILL\n\nDo not use the story slugged FERRY. It is wrong.",
            Signal.KILL,
        ),
        (f"CORRECTED-{HEADLINE}\n\n(Corrects name of port)\n\nLONDON, March 3 (Reuters) - {BODY}", Signal.CORRECTION),
        (f"{HEADLINE}, 3rd Ld-Writethru\n\nEds: Adds details.\n\nLONDON (AP) - {BODY}", Signal.UPDATE),
        (f"Mayor asks paper to kill story on harbour\n\nLONDON (AP) - {BODY}", None),
        (f"Correction facility closed after fire\n\nLONDON (AP) - {BODY}", None),
    ],
)
def test_an_advisory_is_a_signal_and_a_story_about_one_is_not(text: str, signal: Signal | None) -> None:
    """The words count where a desk puts them."""
    assert signal == article(text).signal


def test_a_day_to_hold_a_story_for_is_no_headline() -> None:
    """`ADV FOR SUNDAY` is for the desk; the headline follows it."""
    assert article(f"ADV FOR SUNDAY\n\n{HEADLINE}\n\nLONDON (AP) - {BODY}").headline == HEADLINE
