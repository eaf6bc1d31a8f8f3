"""Verdicts, relations and reasons: the closed vocabularies of records, logs and metrics."""

from enum import StrEnum


class Verdict(StrEnum):
    """What became of one article. Exactly one is given to each, and each is one log event `article.<verdict>`."""

    STORED = "stored"  # the first of its story
    COPY = "copy"  # a syndicated copy of an article already known
    VERSION = "version"  # a newer version of an article already known
    CORRECTION = "correction"  # a version that says that the earlier one was wrong
    KILL = "kill"  # an order not to use the story
    STALE = "stale"  # older than what is known, or of a story that was killed: kept, never leading
    REPLAYED = "replayed"  # the same bytes from the same wire: nothing changed
    QUARANTINED = "quarantined"  # refused, with its bytes and the reason


class Relation(StrEnum):
    """How a copy's text relates to the article it was matched with."""

    VERBATIM = "verbatim"  # the same words under the same headline
    RETITLED = "retitled"  # the same words under another headline
    ABRIDGED = "abridged"  # nearly all of it stands in the other, which says more
    EXPANDED = "expanded"  # nearly all of the other stands in it, and it says more
    EDITED = "edited"  # both have words of their own
    DIGEST = "digest"  # a round-up that carries sentences of several stories: linked, never merged


class Ruling(StrEnum):
    """What an editor ruled about two articles, against the matcher."""

    APART = "apart"
    TOGETHER = "together"


class Signal(StrEnum):
    """What the sender says that this take does to an earlier one."""

    UPDATE = "update"  # a write-thru, lead, update or refile
    CORRECTION = "correction"
    KILL = "kill"  # kill, withdrawal or cancellation


class PubStatus(StrEnum):
    """Publishing status, named as in IPTC's NewsML-G2 pubstatus scheme."""

    USABLE = "usable"
    WITHHELD = "withheld"
    CANCELED = "canceled"


class Stage(StrEnum):
    """The step of the straight line at which an article was refused."""

    RECEIVE = "receive"
    START = "start"
    PARSE = "parse"
    EXTRACT = "extract"
    MATCH = "match"
    APPLY = "apply"


class Reason(StrEnum):
    """Why an article was refused. Operators search, count and alert by these words."""

    EMPTY_BODY = "empty_body"
    TOO_SHORT = "too_short"
    TOO_LARGE = "too_large"
    BAD_ENCODING = "bad_encoding"
    UNKNOWN_MEDIA_TYPE = "unknown_media_type"
    NO_HEADLINE = "no_headline"
    BAD_DATE = "bad_date"
    MALFORMED = "malformed"
    NOT_AN_ARTICLE = "not_an_article"  # a package, a picture, a contact list: read, understood, and not a story
    UNSAFE = "unsafe"  # a bomb, an entity trick, a path that leaves its folder
    ATTEMPTS_EXHAUSTED = "attempts_exhausted"  # its start killed the worker too often
    CRASHED = "crashed"  # it raised an error of ours at every start


class Refusal(Exception):
    """This article cannot be used, and trying again would not help: it goes to quarantine with its bytes.

    `detail` is one sentence for the person who will read it: what was wrong, where, and what to do.
    `item` is the index inside a document that holds several articles, None when the whole document is refused.
    """

    def __init__(self, reason: Reason, detail: str, *, stage: Stage = Stage.PARSE, item: int | None = None) -> None:
        super().__init__(f"{reason.value}: {detail}")
        self.reason = reason
        self.detail = detail
        self.stage = stage
        self.item = item
