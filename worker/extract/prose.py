"""Whether a text opens with a sentence, so that no dateline can open it: one cheap look that most paragraphs end. Pure.

A dateline's words have capitals, but for a few that are known beforehand: connectors, months, agencies, weekdays. The
first other word in small letters, as in `The council rejected ...`, shows a sentence.
"""

from worker.extract.days import MONTHS
from worker.extract.place_words import CONNECTORS
from worker.extract.tables import names_of

_EDGES = " .*\"'()[]"  # around the words of the table's names
_AGENCIES = frozenset(
    word.strip(_EDGES).casefold()
    for name, others in names_of("agencies.txt")
    for written in (name, *others)
    for word in written.split()
)
# In English they stand before the day, in Hungarian and Turkish behind it.
_WEEKDAYS = frozenset(
    "mon tues wednes thurs fri satur sun monday tuesday wednesday thursday friday saturday sunday hétfő kedd szerda "
    "csütörtök péntek szombat vasárnap pazartesi salı çarşamba perşembe cuma cumartesi pazar".split()
)
_IN_DATELINES = CONNECTORS | MONTHS.keys() | _AGENCIES | _WEEKDAYS
_LOOKED_AT = 12  # words; a sentence shows itself by the third or fourth


def opens_as_prose(text: str) -> bool:
    """Return whether one of the words before the first mark or figure is in small letters and stands in no dateline."""
    for word in text.split(None, _LOOKED_AT):
        if not word.isalpha():
            return False  # a mark or a figure: what follows may be a dateline's bracket, day or close
        if word[0].islower() and word.casefold() not in _IN_DATELINES:
            return True
    return False
