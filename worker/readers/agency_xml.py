"""XML of an agency's own making (Ritzau's RBNews, the Reuters corpus and the like), read by well-known names. Pure.

No standard says what these elements mean, but agencies name them alike: in English, German, French and the languages of
Scandinavia. The first element of a name that says something counts; attributes of the article's own element too.
"""

import re
from itertools import islice

from lxml import etree

from schemas.article import Subject, Take
from schemas.verdict import PubStatus, Reason, Refusal, Signal
from worker.readers.document import Document
from worker.readers.notebook import published_part
from worker.readers.xml_fields import language_of, said, unique, whole_number
from worker.readers.xml_prolog import root_tag, text_of_head
from worker.readers.xml_safe import MAX_ITEMS, check_count, parse_xml
from worker.readers.xml_text import body_of, line_of, local_name, plain_line

FORMAT = "agency-xml"

_NAMES = {
    "headline": "headline hedline hl1 title heading rubrik rubrikk overskrift titel titre ueberschrift otsikko",
    "body": "content bodytext body articletext articlebody storytext story fulltext maintext text brodtext brodtekst "
    "broedtekst tekst texte",
    "byline": "byline author authors writer journalist reporter forfatter autor auteur signatur",
    "dateline": "dateline town city ort sted ville",
    "slug": "slug slugline stikord",
    "guid": "newsid guid uuid articleid storyid documentid docid newsitemid itemid uri id",
    "version": "version versionnumber revision",
    "published": "publishdate publisheddate publicationdate datepublished pubdate published publishedat datetime "
    "firstcreated created createddate date",
    "updated": "updated updatedat modified modifieddate lastmodified versioncreated",
    "embargo": "embargo embargoed embargodate embargountil",
    "language": "language lang sprache langue sprog",
    "url": "url link permalink canonicalurl",
    "publisher": "publisher provider agency source kilde quelle",
    "credit": "credit creditline origin source",
    "summary": "summary abstract description standfirst ingress manchet teaser",
    "urgency": "urgency priority prioritet prioritaet",
    "ed_note": "ednote editorsnote editorialnote notetoeditors tilredaktionen",
}
_SECTIONS = ("section", "category", "ressort", "rubrique", "kategori")
_KEYWORDS = ("keyword", "keywords", "subjectkeyword", "tag", "tags")
_SIGNALS = (  # flags that are set or not, the gravest first
    (("annuleret", "cancelled", "canceled", "killed", "kill", "withdrawn", "deleted"), Signal.KILL),
    (("korrektion", "correction", "corrected", "iscorrection"), Signal.CORRECTION),
    (("nyversion", "newversion", "isupdate"), Signal.UPDATE),
)
_MAX_BODIES = MAX_ITEMS + 1  # elements named like a text that are looked at
_TRUE = ("true", "1", "yes", "ja")
_TAG = re.compile(r"<([A-Za-z][\w.:-]{0,63})")
_ATTRIBUTE = re.compile(r"([A-Za-z][\w.:-]{0,63})=")
_OF_OTHERS = frozenset(
    (
        *(
            "html",
            "svg",
            "rss",
            "feed",
            "rdf",
            "nitf",
            "newsml",
            "newsmessage",
            "newsitem",
            "packageitem",
            "conceptitem",
        ),
        *("knowledgeitem", "planningitem", "catalogitem", "urlset", "sitemapindex", "opml", "plist", "kml", "gpx"),
        *("envelope", "xsl", "stylesheet", "schema", "project", "configuration", "math", "smil", "tei", "book"),
    )
)


def claims(head: bytes) -> bool:
    """Whether this is XML of no known standard that names a headline and at least two more fields of an article."""
    root, tag = root_tag(head)
    if not root or (root.lower() in _OF_OTHERS and "itemid" not in tag):
        return False
    seen = {_key(name) for name in _TAG.findall(text_of_head(head))} | {
        _key(name) for name in re.findall(r"(\w+)=", tag)
    }
    fields = {field for field, names in _NAMES.items() if not seen.isdisjoint(names.split())}
    return "headline" in fields and len(fields & {"body", "byline", "guid", "published", "dateline"}) >= 2


def read(document: Document) -> list[Take | Refusal]:
    """Return one take for each element that holds a body, in order.

    Raise Refusal when the document is not XML that can be read, or nothing in it is named like an article's text.
    """
    root = parse_xml(document)
    articles = _articles(root)
    if not articles:
        raise Refusal(
            Reason.NOT_AN_ARTICLE, "No element is named like an article's text; send NITF, NewsML-G2, a feed or ninjs."
        )
    check_count(len(articles), "articles")
    if len(articles) == 1:
        articles = [root]  # what is said beside the text belongs to it
    return [_take(article, index) for index, article in enumerate(articles)]


def _articles(root: etree._Element) -> list[etree._Element]:
    """Return the elements that hold a body directly, without those within another's body."""
    found: dict[etree._Element, None] = {}
    for body in _elements_of_body(root):
        parent = body.getparent()
        if parent is not None and found.keys().isdisjoint(parent.iterancestors()):
            found[parent] = None
    return list(found)


def _take(article: etree._Element, index: int) -> Take:
    said_at = _said_at(article)
    text = {field: next((said_at[n] for n in names.split() if n in said_at), None) for field, names in _NAMES.items()}
    body, note = published_part(_body(article))
    signal = next(
        (signal for names, signal in _SIGNALS if any(said_at.get(n, "").lower() in _TRUE for n in names)), None
    )
    return Take(
        item=index,
        format=FORMAT,
        headline=text["headline"],
        body=body.strip(),
        byline=text["byline"],
        dateline=text["dateline"],
        slug=text["slug"],
        guid=text["guid"],
        version=whole_number(text["version"]),
        published=text["published"],
        updated=text["updated"],
        embargo=text["embargo"],
        language=text["language"] or language_of(article),
        url=text["url"] if (text["url"] or "").startswith("http") else None,
        publisher=text["publisher"] or (text["credit"] or "").strip("/ ") or None,
        credit=text["credit"],
        summary=text["summary"],
        keywords=unique(line_of(e) for e in article.iter(etree.Element) if _key(local_name(e)) in _KEYWORDS),
        subjects=tuple(Subject(name=said_at[name], scheme=name) for name in _SECTIONS if name in said_at),
        urgency=whole_number(text["urgency"]),
        pub_status=PubStatus.CANCELED if signal is Signal.KILL else None,
        signal=signal,
        ed_note="\n".join(unique([text["ed_note"], note])) or None,
    )


def _said_at(article: etree._Element) -> dict[str, str]:
    """Return what the article's attributes and elements say, by name; of a name that occurs often, the first."""
    stated = {_key(name): plain_line(value) for name, value in article.items()}
    within_body = {part for body in _elements_of_body(article) for part in body.iter(etree.Element)}
    for element in article.iterdescendants(etree.Element):
        name = _key(local_name(element))
        if name in _ALL_NAMES and not stated.get(name) and element not in within_body:
            stated[name] = said(line_of(element))
    return {name: text for name, text in stated.items() if text}


def _body(article: etree._Element) -> str:
    return next((body for element in _elements_of_body(article) if (body := body_of(element))), "")


def _elements_of_body(article: etree._Element) -> list[etree._Element]:
    """Return the elements that may be the body, none around another, the likeliest name first."""
    named = {name: index for index, name in enumerate(_NAMES["body"].split())}
    candidates = (e for e in article.iterdescendants(etree.Element) if _key(local_name(e)) in named)
    found: dict[etree._Element, int] = {}
    for element in islice(candidates, _MAX_BODIES):
        for around in element.iterancestors():
            found.pop(around, None)
        found[element] = named[_key(local_name(element))]
    return sorted(found, key=found.__getitem__)


def _key(name: str) -> str:
    return name.rpartition(":")[2].lower().replace("_", "").replace("-", "").replace(".", "")


_ALL_NAMES = frozenset(
    (
        *(name for names in _NAMES.values() for name in names.split()),
        *_SECTIONS,
        *(name for names, _ in _SIGNALS for name in names),
    )
)
