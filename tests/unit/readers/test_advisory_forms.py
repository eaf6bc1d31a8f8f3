"""Kills, corrections and write-thrus in the forms that desks of several languages give them, from text to signal."""

from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import Article, Take
from schemas.raw_article import RawArticle
from schemas.verdict import Signal
from schemas.wire_profile import WireProfile
from worker.extract import extract
from worker.readers import advisory, parse
from worker.readers.advisory import signal_of_headline

HEADLINE = "Ferry and tug collide at Port Ellis"
LEAD = "The harbour at Port Ellis was closed for an hour after a ferry met a tug, the harbour master said."
STORY = f"LONDON, March 3 (Reuters) - {LEAD}\n\nBoth vessels were damaged, and the ferry will not sail for a week."


def article(text: str) -> Article:
    raw = RawArticle(wire="desk", name="a.txt", body=text.encode(), received_at=datetime(2026, 11, 24, tzinfo=UTC))
    (take,) = parse(raw)
    assert isinstance(take, Take)
    return extract(take, raw, WireProfile())


@pytest.mark.parametrize(
    "text",
    [
        f'KILL\n\nEditors: please kill the story headlined "{HEADLINE}". The story is wrong.',
        "MANDATORY KILL\n\nLONDON (AP) - Editors, kill the story slugged BC-FERRY. A kill is mandatory.",
        "STORY REMOVED: BC-Ferry\n\nThe agency has withdrawn its story about a ferry. A source was wrong.",
        f"(WITHDRAWN) {HEADLINE}\n\nPlease do not use the story.",
        "Kill notice\n\nPlease disregard our story headlined Ferry and tug. It was sent in error.",
        'ATTENTION: Please delete the story with the headline "Ferry and tug collide" sent at 10:15 GMT.',
        "NOTE TO EDITORS: Our item 'Ferry and tug collide', sent earlier today, should be ignored.",
        'Achtung Redaktionen: Bitte die Meldung "Fähre und Schlepper" nicht verwenden.',
        "ZURÜCKGEZOGEN: Fähre und Schlepper stoßen zusammen\n\nDie Meldung von 10.15 Uhr ist falsch.",
        "Hinweis\n\nDie Meldung über Fähre und Schlepper wird hiermit storniert.",
        "ANNULATION\n\nPrière d'annuler notre dépêche intitulée Le bac et le remorqueur.",
        "ANULADA: Choca un ferry\n\nRogamos anulen la noticia enviada a las 10.15.",
        "ANNULLA - Traghetto e rimorchiatore\n\nSi prega di annullare la notizia trasmessa alle 10.15.",
    ],
)
def test_an_order_to_kill_is_known_in_any_desks_words(text: str) -> None:
    """By a label, a note or nothing but the request, the story must not be used; and the order has a name."""
    killed = article(text)
    assert killed.signal is Signal.KILL
    assert killed.headline


@pytest.mark.parametrize(
    "label",
    [
        *("CORRECTION: ", "CORRECTED-", "CORRECTED-UPDATE 2-", "UPDATE 2-CORRECTED-", "REFILE-CORRECTED-"),
        *("Correction in: ", "2nd correction: ", "Corrected: ", "(CORR) ", "(Corrected) ", "KORREKTUR: "),
        *("RECTIFICATIF - ", "CORRECCIÓN: ", "RETTELSE: "),
    ],
)
def test_a_label_before_the_headline_corrects(label: str) -> None:
    """With a colon, a hyphen or in brackets; the headline stays as filed."""
    corrected = article(f"{label}{HEADLINE}\n\n{STORY}")
    assert (corrected.signal, corrected.headline) == (Signal.CORRECTION, f"{label}{HEADLINE}")


@pytest.mark.parametrize(
    "note",
    [
        "(Corrects spelling of port in first paragraph)",
        "(This March 2 story corrects name of port in paragraph 3.)",
        "(This story has been corrected to fix the name of the port.)",
        "EDS: CORRECTS name of port in graf 2.",
        "(Berichtigung: Im ersten Absatz wurde der Name des Hafens berichtigt.)",
    ],
)
def test_a_note_above_the_story_corrects_and_is_for_editors(note: str) -> None:
    """It is no part of the text."""
    corrected = article(f"{HEADLINE}\n\n{note}\n\n{STORY}")
    assert corrected.signal is Signal.CORRECTION
    assert corrected.body.startswith(LEAD)


@pytest.mark.parametrize(
    "note",
    [
        "(This version of the story corrects the spelling of the captain's name in paragraph 3.)",
        "This story has been corrected to show that the port is Ellis, not Alder.",
        "Correction: An earlier version of this article misstated the name of the port.",
        "This story was first published on March 2. It was updated on March 3 to correct the name of the port.",
    ],
)
def test_a_note_below_the_story_corrects(note: str) -> None:
    """Outlets put it at the end."""
    assert article(f"{HEADLINE}\n\n{STORY}\n\n{note}").signal is Signal.CORRECTION


@pytest.mark.parametrize(
    "label",
    [
        *("UPDATE 1-", "UPDATE: ", "Update - ", "WRAPUP 3-", "REFILE-", "RPT-UPDATE 1-", "Rpt: ", "1st Lead: "),
        *("(LEAD) ", "(2nd LD) ", "(UPDATE) ", "[UPDATED] ", "LEAD 2: ", "WDHLG: ", "Zusammenfassung 2: "),
        *("3. Zusammenfassung - ", "ACTUALIZA: ", "ACTUALISATION - "),
    ],
)
def test_a_label_before_the_headline_updates(label: str) -> None:
    """A new version of a story, or the same once more."""
    assert article(f"{label}{HEADLINE}\n\n{STORY}").signal is Signal.UPDATE


@pytest.mark.parametrize(("label", "signal"), [("1st Lead", Signal.UPDATE), ("correction", Signal.CORRECTION)])
def test_a_bracket_behind_the_headline_says_the_same(label: str, signal: Signal) -> None:
    """Where it holds the label alone."""
    assert article(f"{HEADLINE} ({label})\n\n{STORY}").signal is signal
    assert article(f"{HEADLINE} (with a {label})\n\n{STORY}").signal is None


@pytest.mark.parametrize(
    "note", ["(Adds quotes, background)", "(Recasts; adds quotes)", "Eds: Updates throughout, with quotes.", "2nd lead"]
)
def test_a_note_above_the_story_updates(note: str) -> None:
    """What was added or recast, before the story."""
    assert article(f"{HEADLINE}\n\n{note}\n\n{STORY}").signal is Signal.UPDATE


@pytest.mark.parametrize(
    "headline",
    [
        *("Police kill two in Port Ellis", "Kill Bill returns to cinemas", "Kill switch for cars planned"),
        *("Correction officers strike", "Market correction: shares fall", "Course correction for probe"),
        *("Update your phone now, agency says", "LEAD prices fall", "Lead found in water of Port Ellis"),
        *("Troops withdrawn from Alderby", "Editors kill deal with union", "Repeat of storm feared"),
        *(
            "Minister asks editors to delete story",
            "Ferry (Ellis) and tug collide",
            "Please delete my account, man says",
        ),
    ],
)
def test_news_that_speaks_of_kills_and_corrections_is_news(headline: str) -> None:
    """The words are an advisory only where a desk puts one."""
    assert article(f"{headline}\n\n{STORY}").signal is None


_PIECES = [
    "Ferry sinks",
    " - ",
    " – ",
    ", ",
    "(",
    ")",
    "[",
    "]",
    "UPDATE 2",
    "WRAPUP",
    "KILL",
    "CORRECTED",
    "1",
    " ",
    "\n",
    "x",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=8).map("".join))
def test_the_last_letter_tells_whether_an_advisory_stands_behind_a_headline(headline: str) -> None:
    """A capital, a figure or a bracket ends every one: to look for it there alone changes no answer."""
    with patch.object(advisory, "_BEHIND_ENDS", ("",)):
        anywhere = signal_of_headline(headline)
    assert anywhere is signal_of_headline(headline)
