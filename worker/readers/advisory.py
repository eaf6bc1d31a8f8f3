"""Plain-text advisories: what a headline, a slug or a first line says that this take does to an earlier one. Pure.

`KILL:`, `MANDATORY KILL`, `WITHDRAWN-`, `CORRECTION:`, `CORRECTED-`, `UPDATE 2-`, `1stLd-Writethru`, `(Adds ...)`. The
words must stand where a desk puts them, before a mark or alone: `Police kill two` and `Correction officers strike` are
news.
"""

import re
import string
from collections.abc import Iterable

from schemas.verdict import Signal

_DASH = r"(?:\s[-–—]\s|\s?--|[–—])"
_MARK = rf"(?:\s?\([A-Z ]{{2,20}}\))?(?:\s?[:!/]|{_DASH}|\s?$|-(?=\S))"  # behind a label: "CORRECTED (OFFICIAL)-Storm"
# Before a label of its own a take may say how urgent it is and repeat itself.
_BEFORE = r"(?:(?:BULLETIN|URGENT|ATTENTION|ADVISORY|MANDATORY|EDITORS|REPEAT|RPT|REFILE)[\s:,!-]{1,3}){0,3}"
_KILL_WORD = (
    r"(?:KILL(?:\s(?:STORY|NOTICE|ADVISORY|BULLETIN|ORDER|KILL)){0,5}"
    r"|STORNO|STORNIERUNG|STORNIERT|ZURÜCKGEZOGEN|ANNULLIERUNG|ANNULATION|ANULAD[AO]|ANULACI[ÓO]N|ANNULLA(?:MENTO|TO)?"
    r"|MAKULERAD|ANNULLERET)"
)
_WITHDRAWN_WORD = r"(?:(?:STORY\s)?(?:WITHDRAWN|REMOVED)|WITHDRAWAL|RETRACTION|RETRACTED)"
_CORRECTION_WORD = (
    r"(?:CORRECTION|CORRECTIVE|CORRECTED|CORRECTS|CORREX|CLARIFICATION|CLARIFIED|CLARIFIES|BERICHTIGUNG|BERICHTIGT"
    r"|KORREKTUR|"
    r"KORRIGIERT|KORRIGERING|RECTIFICATIF|RECTIFICATION|CORRIG[ÉE]|CORRECCI[ÓO]N|CORREGID[AO]|CORRE[ÇC][ÃA]O|CORRIGIDO|"
    r"CORREZIONE|RETTIFICA|RETTELSE|R[ÄA]TTELSE|R[ÄA]TTAD|RETTET|OIKAISU|KORJATTU|RECTIFICATIE|SPROSTOWANIE|OPRAVA"
    r"|ПОПРАВКА|"
    r"ИСПРАВЛЕНИЕ|DÜZELTME|更正|訂正|정정)"
)
_UPDATE_WORD = (
    r"(?:UPDATED?|REFILE|RPT|REPEAT|WRAPUP|WRITE-?THR(?:U|OUGH)|AKTUALISIERT|AKTUALISIERUNG|NEUFASSUNG|WIEDERHOLUNG|"
    r"WDH(?:LG)?\.?|(?:\d\.\s?)?Z(?:USAMMENFASSUNG|usammenfassung)(?:\s\d)?|ACTUALIS[ÉE]|ACTUALISATION|ACTUALIZACI[ÓO]N|ACTUALIZA|AMPL[IÍ]A(?:CI[ÓO]N)?|ATUALIZA(?:[ÇC][ÃA]O)?|AGGIORNAMENTO|OPPDATERT"
    r"|OPDATERET|"
    r"UPPDATERAD|P[ÄA]IVITETTY|ОБНОВЛЕНИЕ)"
)
_NUMBERED = r"(?:UPDATE|WRAPUP|LEAD|WRITETHRU)\s?\d{1,2}"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th|ST|ND|RD|TH) ?(?i:ld|lead|lede|add|sub)(?:-?(?i:writethru))?"
# An advisory in capitals may be followed by any mark; in other letters, as people type it, only by a colon. "KILL-" is
# none: a hyphen makes it the first half of a word ("KILL-OR-CURE").
_KILL = re.compile(
    rf"{_BEFORE}(?:{_KILL_WORD}(?:\s?[:!/]|{_DASH}|\s?$)|{_WITHDRAWN_WORD}{_MARK}"
    rf"|(?i:(?:bulletin|mandatory)\s(?:kill|withdrawal)\b|(?:kill|{_WITHDRAWN_WORD})\s?:"
    r"|kill\s(?:notice|advisory|order)(?:\s?[:–-]|$)))"
)
_CORRECTION = re.compile(
    rf"{_BEFORE}(?:(?:UPDATE|WRAPUP)\s\d{{1,2}}-)?(?:{_CORRECTION_WORD}(?:\s\d{{1,2}})?{_MARK}"
    rf"|(?i:(?:\d(?:st|nd|rd|th)\s)?{_CORRECTION_WORD}(?:\s(?:in|to|on))?\s?:))"
)
_UPDATE = re.compile(
    rf"{_BEFORE}(?:(?:{_NUMBERED}|{_UPDATE_WORD}|{_ORDINAL}){_MARK}|(?i:{_UPDATE_WORD})(?:\s?:|\s[-–—]\s(?=[A-Z])))|(?:RPT|REFILE)\s?-"
    rf"|.*\b(?i:writethru)\b"
)
# Within slugs and at the end of headlines: "1stLd-Writethru", "STORM/ (UPDATE 2, PIX)", "2nd Ld", "KILL" as a word.
_SLUG_KILL = re.compile(r"(?:^|[\s,(])(?:MANDATORY )?(?:KILL|Kill|WITHDRAWN|Withdrawn)(?=$|\))")
_SLUG_CORRECTION = re.compile(r"(?:^|[\s,(])(?i:correct(?:ion|ive|ed|s)|correx|clarification)(?=$|[),])")
_SLUG_UPDATE = re.compile(
    r"(?i:write-?thr(?:u|ough))|(?:^|[\s,(/-])(?:\d{1,2}(?:st|nd|rd|th)\s?(?:Ld|Lead|Lede|Add|Sub)|(?:UPDATE|Update"
    r"|WRAPUP)\s\d{1,2}|"
    r"REFILE|RPT)(?=$|[\s),/-])",
)
# Behind a headline, in brackets or after a dash: "... (UPDATE 2)", "... - WRAPUP 1".
_BEHIND = re.compile(r"(?:\(([A-Z0-9 ,]{3,40})\)|[-–—,]\s?([A-Z0-9 ]{3,20}))$")
_BEHIND_ENDS = (
    *string.ascii_uppercase,
    *string.digits,
    " ",
    ")",
    "\n",
)  # all that it can end with: most headlines do not
# In brackets before or behind a headline: "(LEAD) ...", "[UPDATED] ...", "... (1st Lead)", "... (correction)".
_OPENING_BRACKET = re.compile(r"[(\[]([^()\[\]]{2,30})[)\]]\s\S")
_CLOSING_BRACKET = re.compile(r"[(\[]([^()\[\]]{2,30})[)\]]$")
_IN_BRACKETS = (
    (re.compile(r"(?i:(?:story )?(?:withdrawn|killed|retracted|kill))"), Signal.KILL),
    (re.compile(rf"(?i:(?:\d(?:st|nd|rd|th) )?(?:corr\.?|amended|{_CORRECTION_WORD}))"), Signal.CORRECTION),
    (re.compile(rf"(?i:(?:{_UPDATE_WORD}|{_NUMBERED}|update\d|lead|(?:new|fresh) lead|{_ORDINAL}))"), Signal.UPDATE),
)
# The first lines of a text, in brackets or after "Eds:": what was done to it.
_DONE = re.compile(
    r"^(?:\(|\[|(?:Eds?|EDS|EDITORS|Editors)\.?\s?:\s?)(?:[^()\[\]]{0,80}?[\s;.,])?(?:(?P<correction>Correct(?:s|ed"
    r"|ion)|CORRECT(?:S|ED)|Fixes|Berichtigung|Korrektur|Rectificatif|Corrección|Rettifica|Rettelse|"
    r"Clarif(?:ies|ied)|Removes (?:incorrect|erroneous|extraneous)|Korrigiert|Berichtigt)"
    r"|(?P<update>Adds|Updates?|UPDATES?|Updating|ADDS|Recasts|RECASTS|Rewrites|Repeats|Refiles|Releads"
    r"|Writes through|With (?:details|background)|"
    r"Includes|Ergänzt|Aktualisiert))\b"
)
_STORY_CORRECTED = re.compile(
    r"(?:(?:Correction|CORRECTION|Clarification)\s?:\s)?(?:"
    r"(?:This|The) (?:\w{1,12} ){0,5}?(?:story|version|article|item|copy)\b[^.]{0,80}?\b(?:has been corrected"
    r"|was corrected|corrects|CORRECTS)\b"
    r"|(?:An earlier|A previous|In an earlier|Earlier) (?:\w{1,12} ){0,3}?(?:story|version|article|item"
    r"|report)\b[^.]{0,120}?"
    r"\b(?:incorrect(?:ly)?|misstated|misidentified|misspelled|erroneously|wrong(?:ly)?)\b"
    r"|This (?:story|article) was first published on [^.\n]{3,40}\. It was updated on [^.\n]{3,40}\.? to correct\b)"
)
# An order to kill: addressed to a desk, or speaking of a story by its headline or slug.
_DESK = r"(?:(?:Attention|ATTENTION|Note to|NOTE TO|Dear)?\s?(?:all )?(?i:editors|eds\.?|subscribers|clients))"
_KILLS = (
    r"(?:(?i:kill|do not (?:use|publish|run))\b|(?:is|are|was|has been|have been|being|must be|should be) (?:hereby )?"
    r"(?:withdrawn|retracted|killed|ignored|disregarded|deleted)\b)"
)
_STORY = r"(?:story|article|item|report|copy|dispatch|text)"
# The same in other languages: "... nicht verwenden", "Prière d'annuler ...", "Rogamos anulen ...", "Si prega di ...".
_KILLS_GERMAN = (
    r"[^\n]{0,160}"
    r"\b(?:nicht (?:zu )?verwenden|(?:wird|ist|wurde) (?:hiermit )?(?:zurückgezogen|storniert|gestrichen))"
)
_ORDER_TO_A_DESK = re.compile(rf"(?i:[^\n]{{0,80}}\bredaktion(?:en)?\b{_KILLS_GERMAN})")
_ORDER_ABROAD = re.compile(
    rf"(?i:(?:die|unsere) (?:meldung|nachricht)\b{_KILLS_GERMAN}"
    r"|(?:prière|merci) (?:d['’]annuler|de ne pas utiliser)\b|rogamos (?:que )?(?:anulen|no (?:usen|utilicen))\b"
    r"|si prega di (?:annullare|non (?:usare|utilizzare))\b|(?:solicitamos|favor) (?:anular|desconsiderar)\b)"
)
_ORDER = re.compile(
    rf"\(?(?:{_DESK}\s?[:,–—-][^\n]{{0,240}}?\b{_KILLS}|(?:{_DESK}[\s:,–—-]{{0,3}})?(?i:please (?:kill|withdraw"
    rf"|do not (?:use|publish|run)))\b"
    rf"|(?:{_DESK}[\s:,–—-]{{0,3}}|(?i:attention)\s?[:,–—-]\s?)?(?i:please (?:delete|disregard|ignore|remove|cancel)"
    rf" (?:\S{{1,30}} ){{0,4}}?{_STORY}\b)"
    r"|(?:KILL|Kill) (?:the )?(?i:story|article|item|following)\b"
    r"|(?:The|This|Our|An?) (?:\S{1,30} ){0,3}?(?:story|article|item)\b[^\n.]{0,160}?\b(?:headlined|slugged|titled"
    r"|published|moved|sent|filed)\b"
    r"[^\n]{0,200}?\b(?:is|has been|are) (?:hereby |being )?(?:withdrawn|retracted|killed)\b)"
)
_LABEL_LINE = re.compile(
    rf"(?:{_BEFORE}(?:{_KILL_WORD}|{_WITHDRAWN_WORD}|{_CORRECTION_WORD}|{_NUMBERED}|{_UPDATE_WORD}|{_ORDINAL})"
    r"|BULLETIN|URGENT|FLASH|ALERT|NEWS ALERT|SNAP|EILMELDUNG|EIL|URGENTE|EXTRA"
    r"|(?:ADV|ADVANCE)\sFOR\s[A-Z0-9., ]{2,40})[\s:!.-]{0,5}"  # "ADV FOR SUNDAY": a day to hold it for
)
_ORDER_WORDS = 150  # an order to kill is short; a story that tells of a withdrawn report is not
_RANK = (Signal.KILL, Signal.CORRECTION, Signal.UPDATE)


def signal_of_headline(headline: str | None) -> Signal | None:
    """Return what the label before a headline, or in brackets or capitals behind it, says."""
    text = (headline or "")[:300]
    if _KILL.match(text) or is_kill_order(text):
        return Signal.KILL
    if _CORRECTION.match(text):
        return Signal.CORRECTION
    bracketed = _signal_in_brackets(text)
    if bracketed:
        return bracketed
    behind = _BEHIND.search(text) if text.endswith(_BEHIND_ENDS) else None
    if behind and not text.isupper():
        return signal_of_slug(behind[1] or behind[2]) or (Signal.UPDATE if _UPDATE.match(text) else None)
    return Signal.UPDATE if _UPDATE.match(text) else None


def _signal_in_brackets(headline: str) -> Signal | None:
    """Return what a bracket that opens or closes a headline says, where it holds an advisory and nothing else."""
    if not (headline.startswith(("(", "[")) or headline.endswith((")", "]", "\n"))):
        return None
    brackets = (_OPENING_BRACKET.match(headline), _CLOSING_BRACKET.search(headline))
    words = [bracket[1] for bracket in brackets if bracket]
    return next((signal for pattern, signal in _IN_BRACKETS if any(map(pattern.fullmatch, words))), None)


def signal_of_slug(slug: str | None) -> Signal | None:
    """Return what a slug or a take key says."""
    if not slug:
        return None
    text = slug[:300]
    patterns = zip((_SLUG_KILL, _SLUG_CORRECTION, _SLUG_UPDATE), _RANK, strict=True)
    return next((signal for pattern, signal in patterns if pattern.search(text)), None)


def signal_of_text(paragraphs: list[str]) -> Signal | None:
    """Return what the first or the last paragraphs of a text say of itself."""
    if sum(map(len, paragraphs)) < _ORDER_WORDS * 8 and any(map(is_kill_order, paragraphs[:4])):
        return Signal.KILL
    edges = paragraphs if len(paragraphs) <= 5 else (*paragraphs[:3], *paragraphs[-2:])
    done = [signal for paragraph in edges if (signal := signal_of_note(paragraph))]
    return strongest(done)


def signal_of_note(paragraph: str) -> Signal | None:
    """Return what a note in brackets says was done: `(Adds details)`, `(Corrects name in paragraph 3)`."""
    done = _DONE.match(paragraph)
    if done:
        return Signal.CORRECTION if done["correction"] else Signal.UPDATE
    return Signal.CORRECTION if _STORY_CORRECTED.match(paragraph.lstrip("(_*—- ")) else None


def is_kill_order(paragraph: str) -> bool:
    """Return whether a paragraph orders editors to kill or withdraw a story."""
    if _ORDER.match(paragraph) or _ORDER_ABROAD.match(paragraph):
        return True
    return "redaktion" in paragraph.casefold() and bool(_ORDER_TO_A_DESK.match(paragraph))


def is_label_line(line: str) -> bool:
    """Return whether a line holds an advisory and nothing else: `BULLETIN KILL`, `URGENT`, `2nd Ld-Writethru`."""
    return len(line) <= 80 and bool(_LABEL_LINE.fullmatch(line.strip()))


def strongest(signals: Iterable[Signal | None]) -> Signal | None:
    """Return the gravest of several signals: a kill before a correction before an update."""
    given = {signal for signal in signals if signal}
    return next((signal for signal in _RANK if signal in given), None) if given else None
