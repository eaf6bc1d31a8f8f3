"""Extract, whole: from takes to records, hints and profiles, signals and refusals."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import Article, Dateline, Take
from schemas.raw_article import RawArticle
from schemas.verdict import PubStatus, Reason, Refusal, Signal, Stage
from schemas.wire_profile import WireProfile
from worker.extract import extract
from worker.readers.document import Document
from worker.readers.text import read

RECEIVED = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)
LEAD = "A ferry with 210 people aboard sank in the harbour of Varnholm before dawn on Thursday, the coast guard said."
SECOND = (
    "All were saved by fishing boats, and the captain was the last to leave the ship, Mayor Ingrid Sol told reporters."
)


def article(profile: WireProfile | None = None, hints: dict[str, str] | None = None, **fields: Any) -> Article:
    stated: dict[str, Any] = {"format": "json", "headline": "Ferry sinks", "body": f"{LEAD}\n\n{SECOND}", **fields}
    raw = RawArticle(wire="bench", name="a.json", body=b"{}", received_at=RECEIVED, hints=hints or {})
    return extract(Take(**stated), raw, profile or WireProfile())


def from_text(text: str) -> Article:
    raw = RawArticle(wire="bench", name="a.txt", body=text.encode(), received_at=RECEIVED)
    (take,) = read(Document(raw.body))
    assert isinstance(take, Take)
    return extract(take, raw, WireProfile())


def test_an_outlets_copy_is_read_whole() -> None:
    """Outlet, agency, place, day and the lead that is printed twice, as outlets send agencies' stories."""
    read_ = from_text(
        f"Ferry Sinks In Varnholm - Coast Guard\n\n{LEAD.rstrip('.')}\n\n"
        f"VARNHOLM (UrduPoint News / Sputnik - 12th November, 2026) {LEAD}\n\n{SECOND}\n"
    )
    assert read_.headline == "Ferry Sinks In Varnholm - Coast Guard"
    assert Dateline(place="VARNHOLM", date=date(2026, 11, 12)) == read_.dateline
    assert (read_.publisher, read_.agency, read_.language) == ("UrduPoint", "Sputnik", "en")
    assert (f"{LEAD}\n\n{SECOND}", LEAD.rstrip(".")) == (read_.body, read_.summary)
    assert read_.published_at is None  # a day is stated and no minute


def test_a_byline_a_year_and_an_end_mark_are_read() -> None:
    """The year of a day without one is that of receipt; the by-line stays as filed."""
    read_ = from_text(f"FERRY SINKS\n\nBy Ann Ahl, Reuters\n\nVARNHOLM, Nov 12 - {LEAD}\n\n{SECOND}\n\nReuter\n")
    assert (read_.byline, read_.authors, read_.agency) == ("By Ann Ahl, Reuters", ("Ann Ahl",), "Reuters")
    assert Dateline(place="VARNHOLM", date=date(2026, 11, 12)) == read_.dateline
    assert f"{LEAD}\n\n{SECOND}" == read_.body


def test_what_is_not_stated_is_not_there() -> None:
    """A plain story has no place, no day, no agency, no author, no summary and no time."""
    read_ = article()
    assert (Dateline(), None, None, (), None) == (
        read_.dateline,
        read_.agency,
        read_.byline,
        read_.authors,
        read_.summary,
    )
    assert (read_.published_at, read_.updated_at, read_.embargo_until, read_.publisher) == (None, None, None, None)


def test_hints_and_the_profile_fill_what_the_document_leaves_out() -> None:
    """The document's own word comes first, then the sender's, then the wire's."""
    hints = {
        "headline": "Hinted",
        "publisher": "The Hint",
        "guid": "h-1",
        "published_at": "2026-11-12T08:00",
        "language": "en",
    }
    profile = WireProfile(zone="Europe/Oslo", publisher="The Profile")
    hinted = article(profile, hints, headline=None)
    assert (hinted.headline, hinted.publisher, hinted.guid) == ("Hinted", "The Hint", "h-1")
    assert (datetime(2026, 11, 12, 7, tzinfo=UTC), False) == (hinted.published_at, hinted.zone_stated)
    stated = article(profile, hints, publisher="The Post", guid="g-1", published="2026-11-12T08:00Z")
    assert (
        stated.headline,
        stated.publisher,
        stated.guid,
        stated.zone_stated,
    ) == ("Ferry sinks", "The Post", "g-1", True)
    assert article(profile).publisher == "The Profile"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"pub_status": PubStatus.CANCELED, "body": ""}, Signal.KILL),
        ({"pub_status": PubStatus.WITHHELD}, None),
        ({"headline": "CORRECTED-Ferry sinks"}, Signal.CORRECTION),
        ({"slug": "FERRY (UPDATE 2)"}, Signal.UPDATE),
        ({"body": f"(Adds details)\n\n{LEAD}"}, Signal.UPDATE),
        ({"signal": Signal.UPDATE, "headline": "CORRECTION: Ferry"}, Signal.CORRECTION),
        ({}, None),
    ],
)
def test_the_gravest_signal_is_kept(fields: dict[str, Any], expected: Signal | None) -> None:
    """Metadata, headline, slug and text are asked."""
    assert expected == article(**fields).signal


def test_a_withheld_article_is_no_kill_and_needs_no_text() -> None:
    """What is withheld may be used later: it waits, and kills nothing."""
    withheld = article(pub_status=PubStatus.WITHHELD, body="")
    assert (withheld.signal, withheld.pub_status) == (None, PubStatus.WITHHELD)


def test_a_label_stays_in_the_headline() -> None:
    """The headline is as filed; the signal says what its label means."""
    assert article(headline="UPDATE 2-Ferry sinks").headline == "UPDATE 2-Ferry sinks"


def test_a_kill_needs_no_text_and_is_canceled() -> None:
    """Its headline, or else its slug or guid, names it."""
    killed = article(headline=None, slug="FERRY", body="", signal=Signal.KILL)
    assert (killed.headline, killed.body, killed.pub_status) == ("FERRY", "", PubStatus.CANCELED)


@pytest.mark.parametrize(
    ("profile", "fields", "reason"),
    [
        (WireProfile(), {"embargo": "until the vote is over"}, Reason.BAD_DATE),
        (WireProfile(), {"body": ""}, Reason.EMPTY_BODY),
        (WireProfile(), {"body": "-30-"}, Reason.EMPTY_BODY),
        (WireProfile(min_words=5), {"body": "Too few words."}, Reason.TOO_SHORT),
        (WireProfile(), {"headline": None, "body": "", "signal": Signal.KILL}, Reason.NO_HEADLINE),
    ],
)
def test_what_is_no_article_is_refused(profile: WireProfile, fields: dict[str, Any], reason: Reason) -> None:
    """Refusals name the item and say what to do."""
    with pytest.raises(Refusal) as refused:
        article(profile, item=3, **fields)
    assert (reason, Stage.EXTRACT, 3) == (refused.value.reason, refused.value.stage, refused.value.item)


def test_a_story_without_headline_takes_its_first_sentence() -> None:
    """Alerts have no headline; the dateline is none either."""
    assert LEAD.rstrip(".") == article(headline="VARNHOLM (AP) —", body=f"VARNHOLM (AP) — {LEAD}").headline


def test_a_date_that_cannot_be_true_refuses_nothing() -> None:
    """The field stays empty and the story is kept."""
    read_ = article(published="3013-01-01T00:00:00Z", updated="{{date}}")
    assert (read_.published_at, read_.updated_at) == (None, None)


def test_an_element_speaks_before_the_text_and_the_desks_place_last() -> None:
    """The dateline element, then the dateline in the text, then where the item was located."""
    assert article(dateline="Brask", body=f"OSLO (AP) - {LEAD}", located="Bergen").dateline.place == "Brask"
    assert article(body=f"OSLO (AP) - {LEAD}", located="Bergen").dateline.place == "OSLO"
    assert article(located="Bergen").dateline.place == "Bergen"
    assert article(located="No-Data-Available").dateline.place is None


def test_names_of_the_format_are_not_added_to() -> None:
    """Tables and cues speak only where the format is silent."""
    assert article(places=("Kessel Point", "kessel point", "")).places == ("Kessel Point",)
    assert article().people == ("Ingrid Sol",)
    assert article(people=("Ann Ahl",)).people == ("Ann Ahl",)


@given(st.text(max_size=400), st.text(max_size=80), st.text(max_size=60))
def test_any_take_is_an_article_or_a_refusal(body: str, headline: str, other: str) -> None:
    """No text in any field raises anything but a refusal, and a body never gains a word."""
    try:
        read_ = article(
            body=body, headline=headline, byline=other, dateline=other, published=other, url=other, slug=other
        )
    except Refusal:
        return
    assert set(read_.body.split()) <= set(body.split()) or len(read_.body) <= len(body)
