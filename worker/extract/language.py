"""The language of a text: the declared one for short texts, the bundled model's for long ones."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
from babel.core import get_global
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from worker.extract.twins import told_apart

# The languages of the model in which news are filed; the rest (Latin, Old Greek, Kikongo, ...) only mislead it.
_LANGUAGES = (
    "af am ar as az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gd gl gu ha he hi hr ht hu hy id is it ja "
    "ka kk km kn ko ku ky lo lt lv mg mk ml mn mr ms mt my ne nl no or pa pl ps pt ro ru rw si sk sl so sq sr sv sw "
    "ta te tg th tk tl tr tt ug uk ur uz vi yo zh zu"
).split()
_SHORT = 60  # characters; below, the model is right in two of three texts and labels in nearly all
_SURE_LENGTH = 200  # characters from which the model and the twins' words are right in 99.8 of 100 passages
_SAMPLE = 240  # characters read: more cost time, and of 22,000 passages not one more is right
_SURE = 0.9  # the model's own confidence below which a label stands
# Languages that one text may be written in alike: between them the label decides.
_TWINS = tuple(frozenset(group.split()) for group in ("hr sr bs sh", "no nb nn da", "id ms", "cs sk", "gl pt"))
_ENGLISH = (" the ", " of ", " and ", " that ", " with ", " from ")  # no other language has two of them
_ENGLISH_SAMPLE = 480  # characters; English has ten of those words in as many
_ENGLISH_WORDS = 5
# Short news and tables have fewer of them, but several others: of 34,000 passages in 28 other languages three have
# four of these, and those are half English.
_ENGLISH_ALONE = frozenset("the of and that with from said which its were would they this been has".split())
_ENGLISH_KINDS = 4
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?")
_NO_LANGUAGE = ("und", "mul", "zxx", "mis", "xx")
_NAMES = dict(
    pair.split("=")
    for pair in (
        "english=en german=de deutsch=de french=fr français=fr spanish=es español=es italian=it italiano=it "
        "portuguese=pt português=pt dutch=nl nederlands=nl russian=ru chinese=zh japanese=ja arabic=ar turkish=tr "
        "polish=pl swedish=sv danish=da norwegian=no finnish=fi greek=el hebrew=he hindi=hi korean=ko ukrainian=uk"
    ).split()
)


def language_of(text: str, stated: str | None, default: str | None) -> str | None:
    """Return the language of a text as ISO 639 (two letters where there are two), or None when nothing tells.

    A stated language stands for short texts, and for long ones unless the model is sure of another; where none is
    stated, the model decides from 60 characters on, and below them the wire's default.
    """
    label = code_of(stated)
    if len(text) < _SHORT or (label and len(text) < _SURE_LENGTH):
        return label or default
    model, confidence = _identified(text)
    found = told_apart(model, text)
    known = label or default
    if known and (confidence < _SURE or any(known in twins and found in twins for twins in _TWINS)):
        return known
    return label if label and label not in _LANGUAGES else found


def code_of(stated: str | None) -> str | None:
    """Return the language of a BCP 47 tag, an ISO 639-2 code or an English name: `en-US`, `ger`, `German`."""
    word = (stated or "").strip().lower()
    if word in _NAMES:
        return _NAMES[word]
    tag = _TAG.fullmatch(word)
    if not tag or tag[1] in _NO_LANGUAGE:
        return None
    return str(_aliases().get(tag[1], tag[1])).partition("_")[0]


def _identified(text: str) -> tuple[str, float]:
    """Return the language and how sure it is; the little words of English tell it sooner than the model does."""
    start = text[:_ENGLISH_SAMPLE]
    if start.count(_ENGLISH[0]) > 1 and sum(map(start.count, _ENGLISH)) >= _ENGLISH_WORDS:
        return "en", 1.0
    if len(_ENGLISH_ALONE.intersection(start.split())) >= _ENGLISH_KINDS:
        return "en", 1.0
    found, confidence = _identifier().classify(text[:_SAMPLE])
    return str(found), float(confidence)


@cache
def _identifier() -> Any:
    """Return the model, read at the first question: it takes half a second, and most commands read no text."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_LANGUAGES)
    # It reads a row for each feature of a text, and keeps the chosen languages by columns: a third of its time.
    identifier.nb_ptc = np.ascontiguousarray(identifier.nb_ptc)
    return identifier


@cache
def _aliases() -> Mapping[str, Any]:
    aliases: Mapping[str, Any] = get_global("language_aliases")
    return aliases
