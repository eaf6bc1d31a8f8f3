"""Whether words can be a person's name, and how a name printed in capitals is spelled. Pure."""

import re

_TITLES = frozenset(
    "dr prof professor mr mrs ms miss sir dame lord lady rev reverend fr sen senator rep gov hon dipl-ing ing mag mba "
    "phd frau herr mme mlle monsieur madame sig sra sr señor señora don dott".split()
)
# Words that stand in small letters within names.
_PARTICLES = frozenset(
    "van von de del della der den di da dal dos das do du la le les el al bin ibn bint ben af av zu zum zur ter ten "
    "te y e "
    "'t op und of the".split()
)
# Words of offices, trades and organisations: a part that holds one names no person.
_OTHER = frozenset(
    (
        "correspondent correspondents staff writer writers reporter reporters editor editors editorial redaktion "
        "redaktör agency "
        "agencies press news newsroom newspaper desk bureau team service services media photographer photographers "
        "columnist "
        "contributor contributors analyst producer chief senior foreign political sports business special national "
        "international "
        "associate assistant deputy managing world daily weekly times tribune herald gazette magazine journal post "
        "courier "
        "wire network radio television tv online digital web admin administrator webmaster guest author authors "
        "anonymous "
        "journalist journaliste korrespondent korrespondenten journalisten reporterin redakteur redakteurin redacción "
        "redacao "
        "redação redazione rédaction redactie agencias agences agenturen inviato enviado corresponsal envoyé spécial "
        "inc ltd llc gmbh corp company co plc ag group foundation university institute database association department "
        "ministry council club college school party union society center centre committee office board bank church "
        "our own from your this that wires report reports reporting updated published posted contributed "
        "image images photo photos picture video file редакция редактор корреспондент агентство пресс-служба "
        "getty shutterstock afp reuters dpa ap"
    ).split()
)
# A letter, then letters, their marks (accents, the vowels of Arabic and of India), stops, apostrophes and hyphens.
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[.'’ʼ\u0300-\u036f\u064b-\u0652\u0900-\u0dff-])*")
_ROMAN = re.compile(r"(?:II|III|IV|Jr|Sr)\.?")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?){1,4}")
_ELIDED = re.compile(r"^(?:d|l|al|el|mc|o)['’-]")
_JOINTS = re.compile(r"([-'’])")
_MOST_WORDS = 6
_ARTICLES = ("the", "a", "an")
_PLAIN = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+){1,5}")  # two to six words as most names have them
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2,12}")


def without_titles(name: str) -> str:
    """Return a name without the titles before it."""
    words = name.split()
    while len(words) > 1 and words[0].strip(".").casefold() in _TITLES:
        words.pop(0)
    return " ".join(words)


def is_office_word(word: str) -> bool:
    """Return whether a word is one of offices, trades and organisations."""
    return word.casefold().strip(".") in _OTHER


def is_person(name: str) -> bool:
    """Return whether words can be a person's name: one to six, each with a capital but the particles."""
    if _PLAIN.fullmatch(name):  # nine names in ten: nothing is left to ask but what the words mean
        words = name.lower().split(" ")
        return words[0] not in _ARTICLES and _OTHER.isdisjoint(words)
    return _is_odd_person(name)


def _is_odd_person(name: str) -> bool:
    """Return the same for words of any script, with marks, initials or particles among them."""
    if _CJK.fullmatch(name):
        return True
    words = name.split()
    if not words or len(words) > _MOST_WORDS or not all(_WORD.fullmatch(word) for word in words):
        return False
    if len(words) == 1 and (name.isupper() or len(name) < 3):
        return False  # one word in capitals is an agency's short name
    if words[0].casefold() in _ARTICLES or any(map(is_office_word, words)):
        return False
    return _begins_high(words[-1]) and all(
        word.casefold() in _PARTICLES or _begins_high(word) or _INITIALS.fullmatch(word) for word in words
    )


def spelled_out(name: str) -> str:
    """Return a name that is printed in capitals with small letters: `PAUL McBYRNE-O'NEIL` is Paul McByrne-O'Neil."""
    letters = [letter for letter in name if letter.isalpha()]
    shouted = sum(letter.isupper() for letter in letters) * 10 >= len(letters) * 8
    return " ".join(_spelled(word) if shouted or _is_shouted(word) else word for word in name.split())


def _is_shouted(word: str) -> bool:
    """Return whether one word of a name is in capitals and too long for initials: `Jean-Luc PICARD`."""
    return word.isupper() and len(word) > 3


def _spelled(word: str) -> str:
    if _ROMAN.fullmatch(word) or _INITIALS.fullmatch(word):
        return word
    if word.casefold() in _PARTICLES:
        return word.lower()
    return "".join(_part(part) for part in _JOINTS.split(word))


def _part(part: str) -> str:
    if part[:2].casefold() == "mc" and len(part) > 3:
        return "Mc" + part[2:].capitalize()
    return part.capitalize()


def _begins_high(word: str) -> bool:
    """Return whether a word begins with a capital, d'Emilio's after its apostrophe, or in a script without."""
    letter = _ELIDED.sub("", word, count=1)[:1]
    return letter.isalpha() and not letter.islower()
