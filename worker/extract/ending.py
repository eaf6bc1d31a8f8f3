"""The end of a story: end marks, sign-offs and notes to editors are no part of it. Pure."""

import re
from typing import NamedTuple

from worker.extract.agency import agency_named, agency_plainly_named

_LOOKED_AT = 15  # paragraphs from the end in which notes to editors and contacts begin
_END_MARK = re.compile(
    r"[\W_]{0,6}(?:30|0|ends?|ende|fin|fine|slut|slutt|einde|loppu|more(?: to (?:come|follow)| follows)?|enditem"
    r"|item ends|story ends|eom|eof|xxx|schluss|fortsetzung folgt|koniec|fim)"
    r"[\W_]{0,6}|[#*=~_·•■□▪◆./<>^|\s-]{1,40}"
    # AP's line of where and when it was sent, "AP-NY-03-03-26 1205EST", and Yonhap's address of the writer
    r"|AP(?:TV)?(?:-[A-Z]{2}-|\s)\d\d-\d\d-\d\d\s\d{4}[A-Z]{3}|[\w.-]{1,40}@[\w.-]{3,60}"
    # ANPA's last line: the day with the hour and the minute, "= 031205 mar 26"
    r"|=?\s?\d{6}\s[a-z]{3}\s\d\d",
    re.IGNORECASE,
)
_BARE_WORD = re.compile(
    r"(?i:fine|ende|fin|slut|slutt|einde|loppu|more|30|0|end|schluss|koniec|fim)"
)  # words of a story too: only with a mark
# Who wrote, edited and sent it: "jd/rr", "END/JD", "(PTI) JD RR".
_INITIALS = re.compile(
    r"\(?[a-z]{2,4}(?:[-/][a-z]{2,5}){1,6}\)?|(?:[a-z]{2,4}/\s?){1,4}|[A-Z]{2,4}(?:/[A-Z]{2,4}){1,4}|/?(?:END|ENDS)/[A-Z]{2,4}(?:/[A-Z]{2,4}){0,3}"
)
# Behind an agency, in brackets or bare: "(PTI) JD RR", "dpa jd yy rr", "EFE jd/rr".
_SIGNED_CREDIT = re.compile(
    r"[(\[]?(?P<name>[A-Za-z][A-Za-z.-]{1,11})[)\]]?(?:(?:\s[A-Z]{2,4}){1,6}|(?:\s[a-z]{2,3}){1,6}|\s[a-z]{2,4}(?:/[a-z]{2,5}){1,4})"
)
_COPYRIGHT = re.compile(r"\W{0,2}(?:©|\(c\)|copyright\b).{0,200}|.{0,80}\ball rights reserved\b.{0,120}", re.IGNORECASE)
_CREDIT = re.compile(r"[(\[/©=–—-]{0,3}\s?(?P<name>[^()\[\]/]{2,40}?)\s?[)\]/.]{0,2}")
# Behind the last sentence: "(Reuters)", "-- AFP", "ENDS", "-30-", "REUTER".
_INLINE = re.compile(
    r"(?<=[.!?\"”’)…»])\s{0,3}(?:"
    r"(?P<mark>ENDS?|/ENDS|\(ENDS?\)|-ENDS-|Ends|Enditem|ENDITEM|-\s?30\s?-|\(MORE\)|\(more\)|-MORE-|MORE TO COME|###"
    r"|\((?:Fim|Fin|Ende|Schluss|Koniec)\)|(?<=\s)\(?[a-z]{2,4}(?:/[a-z]{2,5}){1,4}\)?)"
    r"|[(\[](?P<bracketed>[^()\[\]]{2,40})[)\]]\.?|/(?P<stroked>[^()\[\]/]{2,40})/"
    r"|(?:--?|–|—|©)\s?(?P<dashed>[^\W\d_][\w. -]{1,30}?)\.?"
    r"|(?P<plain>[A-Z]{3,10}|dpa|ritzau)(?:\s[A-Z]{2,4}){0,5})\s?$"
)
_NOTE_START = re.compile(
    r"\W{0,4}(?:"
    # in English
    r"editors(?:['’]?\snotes?\b|\s?:)|eds?\.?\s?:|notes? (?:to|for) (?:the )?(?:editors?|desks?|media)"
    r"|internal note\b|not (?:intended )?for publication|the following information is not (?:intended )?for publication"
    r"|(?:media|press|editorial) contacts?\b|contacts?$|contact information"
    r"|(?:(?:media|press|news|desk|company|agency|corporate|sales|investors?|public|relations|pr|ir|and|&)\s){0,4}contacts?\s?:"
    r"|(?:media|press) (?:enquiries|office|relations)\s?:|to arrange an interview\b"
    r"|(?:for (?:further|more|additional) (?:information|details)|to contact|media enquiries|press enquiries"
    r"|for interviews)\b.{0,160}(?:contact|call|phone|tel|@)"
    # in German, Dutch and Swedish
    r"|redaktionelle[rn]? hinweise?|hinweise? (?:an|für) die redaktion|(?:presse|medien|pers)?kontakt(?:person)?\s?:"
    r"|die folgenden informationen sind nicht zur veröffentlichung|ansprechpartner\s?:|rückfrage(?:n|hinweis)\b"
    r"|noot voor (?:de )?redactie|till redaktionen\b"
    # in French, Spanish, Portuguese and Italian
    r"|notes? aux rédacteurs|contacts? presse|nota (?:a|para) los editores|contacto de prensa|contac?tos?\s?:|contatti"
    r"|ufficio stampa)",
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
    believed = line[:1] in "([/©" or line.isupper()  # a word in capitals that stands alone is no common word
    return agency_named(match["name"]) if believed else agency_plainly_named(match["name"])


def _without_inline(paragraph: str) -> tuple[str, str | None]:
    """Cut an end mark or a credit behind the last sentence."""
    match = _INLINE.search(paragraph, max(0, len(paragraph) - 60))
    if not match:
        return paragraph, None
    agency = _agency_of(match)
    if agency is None and not match["mark"]:
        return paragraph, None
    return paragraph[: match.start()].rstrip(), agency


def _agency_of(match: re.Match[str]) -> str | None:
    """Return the agency behind a last sentence, the first of several (`(Reuters/AFP)`) if all are known."""
    sure = match["bracketed"] or match["stroked"]
    names = [agency_named(name) for name in sure.split("/")] if sure else []
    if names and all(names):
        return names[0]
    name = match["dashed"] or match["plain"] or ""
    return agency_named(name) if match["dashed"] and name.isupper() else agency_plainly_named(name)
