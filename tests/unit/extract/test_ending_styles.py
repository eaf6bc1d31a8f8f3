"""Ends of stories in the styles of the world's desks: marks, signs and notes leave, and no sentence does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.extract.ending import ending_of

STORY = [
    "The harbour at Port Ellis was closed for an hour after a ferry met a tug, the harbour master said on Friday.",
    "Both vessels were damaged below the water line, and the ferry will be out of service for a week or two.",
]


@pytest.mark.parametrize(
    "mark",
    [
        *("-30-", "-- 30 --", "ENDS", "Ends", "-ENDS-", "/ENDS", "(END)", "Enditem", "Item ends", "<<END>>"),
        *("###", "* * *", "---", "___", "■", "(more)", "-MORE-", "More to follow", "(Fortsetzung folgt)", "(Schluss)"),
        *("FIN", "(fin)", "SLUT", "KONIEC", "(Fim)", "-0-", "xxx", "=030512 mar 26", "AP-NY-03-03-26 1205EST"),
        *("APTV 03-03-26 1705GMT", "jd/rr", "JD/RR", "js/kk/zz", "jd/ rr/", "(jd/rr)", "jd@agency.example"),
        *("© 2026 AFP", "Copyright 2026 The Associated Press. All rights reserved.", "(c) 2026 Agency"),
    ],
)
def test_a_mark_alone_in_the_last_line_leaves(mark: str) -> None:
    """End marks, signs of who wrote and sent it, and who owns it."""
    assert ending_of([*STORY, mark]).paragraphs == STORY


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        *(("Reuters", "Reuters"), ("REUTER", "Reuters"), ("(AP)", "AP"), ("-- AFP", "AFP"), ("/ritzau/", "Ritzau")),
        *(("==Kyodo", "Kyodo"), ("ANI", "ANI"), ("EFE", "EFE"), ("APA", "APA"), ("(PTI) JD RR", "PTI")),
        *(("dpa jd yy rr", "dpa"), ("EFE jd/rr", "EFE"), ("--IANS", "IANS"), ("(ANSA).", "ANSA"), ("(©NTB)", "NTB")),
    ],
)
def test_an_agency_alone_in_the_last_line_is_the_credit(line: str, agency: str) -> None:
    """In brackets, behind dashes, in capitals, or with its writers' signs."""
    ending = ending_of([*STORY, line])
    assert (STORY, agency) == (ending.paragraphs, ending.credit)


@pytest.mark.parametrize(
    ("end", "agency"),
    [
        *((" (Reuters)", "Reuters"), (" - Reuters", "Reuters"), (" — AP", "AP"), (" –PAP", "PAP"), (" © AFP", "AFP")),
        *((" PTI JD RR", "PTI"), (" dpa", "dpa"), (" (ANSA).", "ANSA"), (" /ritzau/", "Ritzau"), (" EFE", "EFE")),
        *((" (AFP/dpa)", "AFP"), (" (Reuters/AFP)", "Reuters"), (" (ENDS)", None), (" -30-", None), (" ENDS", None)),
        *((" jd/rr", None), (" (jd/rr)", None), (" (Fim)", None), (" Enditem", None), (" ###", None)),
    ],
)
def test_what_stands_behind_the_last_sentence_leaves(end: str, agency: str | None) -> None:
    """A mark, a sign or a credit; of several agencies in one bracket the first is credited."""
    ending = ending_of([STORY[0], f"{STORY[1]}{end}"])
    assert (STORY, agency) == (ending.paragraphs, ending.credit)


@pytest.mark.parametrize(
    "last",
    [
        *("AFP was told so", "Reuters said yes.", "He lives in France.", "The fin", "Fine", "See you at the end"),
        *("He asked for more.", '"It is over (for now)."', "The bank is in the city (of London).", "30 people came."),
        *(
            "They sail at 8 and/or 9.",
            "Editor's note: the ferry is hers.",
            "He spoke to AFP.",
            "She works for the BBC",
            "It was the AC/DC concert.",
        ),
    ],
)
def test_a_last_sentence_that_is_only_like_a_mark_stays(last: str) -> None:
    """Words that are marks elsewhere, and agencies that a sentence speaks of."""
    assert ending_of([*STORY, last]).paragraphs == [*STORY, last]


@pytest.mark.parametrize(
    "note",
    [
        *("Notes to Editors", "NOTES TO EDITORS:", "Note to editors: pictures are available.", "Editors' Notes"),
        *("EDITORS NOTE: pictures follow.", "Eds: photos moving shortly."),
        *("Not for publication:", "NOT FOR PUBLICATION", "Internal note: call Jane", "Desk contact: Jane"),
        *("Contacts", "Contact: Jane Doering, jane@post.example", "Media Contact:", "Investor Relations Contact:"),
        *("Media enquiries: Jane Doering", "Press office: 01234", "To arrange an interview call Jane Doering"),
        *("For further information please contact: Jane Doering", "For interviews, call Jane Doering"),
        *("Pressekontakt:", "Rückfragen bitte an:", "Rückfragehinweis:", "Ansprechpartner: Jane Doering"),
        *("Die folgenden Informationen sind nicht zur Veröffentlichung bestimmt", "Redaktionelle Hinweise:"),
        *("Perskontakt: Jane", "Noot voor de redactie: Jane", "Till redaktionen: Jane nås på 01234"),
        *("Contact presse : Jane", "Contacto: Jane", "Contato: Jane", "Contatti stampa:", "Ufficio stampa: Jane"),
    ],
)
def test_notes_and_contacts_leave_with_all_that_follows(note: str) -> None:
    """They are for desks; they are kept apart, and no word of them is lost."""
    ending = ending_of([*STORY, note, "Jane Doering, 01234 567890"])
    assert (STORY, [note, "Jane Doering, 01234 567890"]) == (ending.paragraphs, ending.notes)


@given(st.lists(st.text(min_size=1, max_size=80), max_size=12))
def test_any_paragraphs_end_without_an_error_and_grow_by_nothing(paragraphs: list[str]) -> None:
    """Whatever stands there, what is left stood there before."""
    ending = ending_of(paragraphs)
    assert len(ending.paragraphs) + len(ending.notes) <= len(paragraphs)
    assert all(any(left in paragraph for paragraph in paragraphs) for left in ending.paragraphs)
