"""The end of a story: end marks, sign-offs and notes to editors are no part of it. Pure."""

import re
from typing import NamedTuple

from worker.extract.agency import agency_named, agency_plainly_named

_LOOKED_AT = 15  # paragraphs from the end in which notes to editors and contacts begin
_END_MARK = re.compile(
    r"[\W_]{0,6}(?:30|0|ends?|ende|fin|fine|slut|slutt|einde|loppu|more(?: to (?:come|follow)| follows)?|enditem"
    r"|item ends|story ends|eom|eof|xxx)"
    r"[\W_]{0,6}|[#*=~_·•./<>^|\s-]{1,40}"
    # ANPA's last line: the day with the hour and the minute, "= 031205 mar 26"
    r"|=?\s?\d{6}\s[a-z]{3}\s\d\d",
    re.IGNORECASE,
)
_BARE_WORD = re.compile(
    r"(?i:fine|ende|fin|slut|slutt|einde|loppu|more|30|0|end)"
)  # words of a story too: only with a mark
# Who wrote, edited and sent it: "jd/rr", "END/JD", "(PTI) JD RR".
_INITIALS = re.compile(r"[a-z]{2,4}(?:[-/][a-z]{2,5}){1,6}|/?(?:END|ENDS)/[A-Z]{2,4}(?:/[A-Z]{2,4}){0,3}")
_SIGNED_CREDIT = re.compile(r"[(\[](?P<name>[A-Za-z.-]{2,12})[)\]](?:\s[A-Z]{2,4}){1,6}")
_COPYRIGHT = re.compile(r"\W{0,2}(?:©|\(c\)|copyright\b).{0,200}|.{0,80}\ball rights reserved\b.{0,120}", re.IGNORECASE)
_CREDIT = re.compile(r"[(\[/©–—-]{0,3}\s?(?P<name>[^()\[\]/]{2,40}?)\s?[)\]/.]{0,2}")
# Behind the last sentence: "(Reuters)", "-- AFP", "ENDS", "-30-", "REUTER".
_INLINE = re.compile(
    r"(?<=[.!?\"”’)…»])\s{0,3}(?:[(\[/](?P<bracketed>[^()\[\]/]{2,40})[)\]/]|(?:--?|–|—"
    r"|©)\s?(?P<dashed>[^\W\d_][\w. -]{1,30}?)\.?"
    r"|(?P<mark>ENDS?|/ENDS|\(ENDS?\)|-ENDS-|Ends|Enditem|ENDITEM|-\s?30\s?-|\(MORE\)|\(more\)|-MORE-|MORE TO COME|###)"
    r"|(?P<plain>[A-Z]{3,10}))\s?$"
)
_NOTE_START = re.compile(
    r"\W{0,4}(?:notes? (?:to|for) (?:the )?(?:editors?|desks?|media)|not (?:intended )?for publication|(?:media|press"
    r"|editorial) contacts?\b|contacts?\s?:|contact information|"
    r"(?:for (?:further|more|additional) (?:information|details)|to contact|media enquiries|press enquiries"
    r"|for interviews)\b.{0,160}(?:contact|call|phone|tel|@)|"
    r"redaktionelle[rn]? hinweise?|hinweise? (?:an|für) die redaktion|(?:presse|medien)?kontakt\s?:"
    r"|ansprechpartner\s?:|rückfragen\b|"
    r"notes? aux rédacteurs|contacts? presse|nota (?:a|para) los editores|contacto de prensa|contatti|ufficio stampa|"
    r"the following information is not (?:intended )?for publication)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MOST_CUT = 0.5  # of the text: notes are shorter than their story


class Ending(NamedTuple):
    """The paragraphs of the story alone, the agency credited behind them, and the notes to editors."""

    paragraphs: list[str]
    credit: str | None
    notes: list[str]


def ending_of(paragraphs: list[str]) -> Ending:
    """Take from the end what is no part of the story."""
    story, notes = _without_notes(list(paragraphs))
    credit: str | None = None
    while story and (_is_mark(story[-1]) or _credit_line(story[-1])):
        credit = _credit_line(story[-1]) or credit
        story.pop()
    if story:
        story[-1], inline = _without_inline(story[-1])
        credit = credit or inline
    return Ending([paragraph for paragraph in story if paragraph], credit, notes)


def _without_notes(story: list[str]) -> tuple[list[str], list[str]]:
    """Cut from the first paragraph that speaks to editors, if it stands near the end and little is cut."""
    for at in range(max(1, len(story) - _LOOKED_AT), len(story)):
        if _NOTE_START.match(story[at]):
            cut = story[at:]
            if sum(map(len, cut)) <= _MOST_CUT * sum(map(len, story)):
                return story[:at], cut
            return [*story[:at], *story[at + 1 :]], [story[at]]
    return story, []


def _is_mark(paragraph: str) -> bool:
    if len(paragraph) > 200:
        return False
    if _END_MARK.fullmatch(paragraph):
        return not _BARE_WORD.fullmatch(paragraph) or paragraph.isupper()
    return bool(_INITIALS.fullmatch(paragraph) or _COPYRIGHT.fullmatch(paragraph))


def _credit_line(paragraph: str) -> str | None:
    """Return the agency that stands alone in a last line: `Reuter`, `(AP)`, `-- AFP`, `/ritzau/`, `© AFP 2020`."""
    if len(paragraph) > 60:
        return None
    line = _YEAR.sub("", paragraph).strip()
    match = _SIGNED_CREDIT.fullmatch(line) or _CREDIT.fullmatch(line)
    if not match:
        return None
    return agency_named(match["name"]) if line[:1] in "([/©" else agency_plainly_named(match["name"])


def _without_inline(paragraph: str) -> tuple[str, str | None]:
    """Cut an end mark or a credit behind the last sentence."""
    match = _INLINE.search(paragraph, max(0, len(paragraph) - 60))
    if not match:
        return paragraph, None
    name = match["bracketed"] or match["dashed"] or match["plain"]
    agency = (agency_named(name) if match["bracketed"] else agency_plainly_named(name)) if name else None
    if agency is None and not match["mark"]:
        return paragraph, None
    return paragraph[: match.start()].rstrip(), agency
