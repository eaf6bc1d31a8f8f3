"""Decide: what one article is, given its own earlier versions and the articles whose text it shares. Pure.

Also the rule for the lead of a story, as a rank that any order of arrival leaves the same.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from typing import NamedTuple

from schemas.article import Article, Decision
from schemas.verdict import PubStatus, Relation, Signal, Verdict
from worker.match import Link

# An article without a date comes after every dated one.
_LAST = datetime(9999, 1, 1, tzinfo=UTC).isoformat(timespec="milliseconds")


class Kin(NamedTuple):
    """What a decision needs of a stored article: an earlier version, or one that shares text."""

    seq: int
    article_id: str
    story_id: str
    wire: str
    guid: str | None
    version: int | None
    stamp: datetime | None
    verdict: Verdict
    story_killed: bool


class Linked(NamedTuple):
    """A stored article that holds the same text, and how the matcher saw it."""

    kin: Kin
    link: Link


def decide(
    article: Article,
    chain: Sequence[Kin],
    linked: Sequence[Linked],
    digest_of: Sequence[str] = (),
    apart: AbstractSet[frozenset[str]] = frozenset(),
) -> Decision:
    """Return the decision about one article.

    `chain` holds what the same wire filed under the same guid (for a kill or a correction without guid: under the same
    slug); `linked` what holds the same text, best first; `digest_of` the stories of which it carries a few sentences;
    `apart` the pairs of stories that an editor ruled to be different: it joins the better of the two alone.
    """
    stories = _one_story([kin.story_id for kin in chain] + [known.kin.story_id for known in linked], apart)
    linked = [known for known in linked if known.kin.story_id in stories]
    best = linked[0] if linked else None
    kin = newest(chain) or (best.kin if best else None)
    verdict, why = _verdict(article, chain, linked)
    link = best.link if best is not None else None
    return Decision(
        verdict=verdict,
        story_id=stories[0] if stories else article.article_id,
        relation=link.relation if link else (Relation.DIGEST if digest_of and not stories else None),
        copy_of=_of(verdict, kin, best),
        score=link.score if link else None,
        similarity=link.similarity if link else None,
        contained=link.contained if link else None,
        contains=link.contains if link else None,
        joins=tuple(stories[1:]),
        digest_of=tuple(digest_of),
        why=why,
    )


def is_kill(article: Article) -> bool:
    """Return whether an article orders that its story must not be used, ever; a withheld one may be used later."""
    return article.signal is Signal.KILL or article.pub_status is PubStatus.CANCELED


def stamp_of(article: Article) -> datetime | None:
    """Return the time by which versions of one guid are ordered where they have no version number."""
    return article.updated_at or article.published_at


def newest(chain: Sequence[Kin]) -> Kin | None:
    """Return the newest version of a chain: by version number, then by its own time, then by arrival."""
    return max(chain, key=lambda kin: (_order(kin.version, kin.stamp), kin.seq), default=None)


def rank(article: Article) -> str:
    """Return a text that sorts before those of all worse leads of the same story.

    The lead is the agency's own article, or else the earliest published one; the article's id breaks ties. What is no
    story (a kill) comes last. A text, because it is stored beside the story and compared in any database alike.
    """
    own = article.agency is not None and article.publisher in (None, article.agency)
    published = article.published_at
    when = _LAST if published is None else published.astimezone(UTC).isoformat(timespec="milliseconds")
    return f"{int(is_kill(article))}{int(not own)} {when} {article.article_id}"


def lead_of(filed: Sequence[tuple[Article, Kin]]) -> str:
    """Return the article that leads a story: of the best-ranked article's guid the newest version that is no kill."""
    best, best_kin = min(filed, key=lambda one: rank(one[0]))
    chain = [kin for _, kin in filed if kin.guid is not None and (kin.wire, kin.guid) == (best.wire, best.guid)]
    living = [kin for kin in chain if kin.verdict is not Verdict.KILL]
    return (newest(living) or best_kin).article_id


def _one_story(candidates: Sequence[str], apart: AbstractSet[frozenset[str]]) -> list[str]:
    """Return the stories that are one through this article: each that nothing keeps apart from a better one."""
    stories: list[str] = []
    for story in dict.fromkeys(candidates):
        if not any(frozenset((story, better)) in apart for better in stories):
            stories.append(story)
    return stories


def _verdict(article: Article, chain: Sequence[Kin], linked: Sequence[Linked]) -> tuple[Verdict, str | None]:
    if is_kill(article):
        return Verdict.KILL, _kill_reason(article, chain, linked)
    killer = next((kin for kin in chain if kin.verdict is Verdict.KILL), None)
    if killer is not None:
        return Verdict.STALE, f"its story was killed by {killer.article_id}; a kill stands, whatever arrives later"
    if any(known.kin.story_killed for known in linked):
        return Verdict.STALE, "it carries the text of a story that was killed"
    return _version_verdict(article, chain) if chain else _text_verdict(article, linked)


def _text_verdict(article: Article, linked: Sequence[Linked]) -> tuple[Verdict, str | None]:
    if not linked:
        return Verdict.STORED, None
    if article.signal is Signal.CORRECTION:
        return Verdict.CORRECTION, "it says that it corrects a story whose text it carries"
    if article.signal is Signal.UPDATE and any(known.kin.wire == article.wire for known in linked):
        return Verdict.VERSION, "its own wire filed it as an update of a story whose text it carries"
    return Verdict.COPY, None


def _version_verdict(article: Article, chain: Sequence[Kin]) -> tuple[Verdict, str | None]:
    latest = newest(chain)
    assert latest is not None
    if _order(article.version, stamp_of(article)) < _order(latest.version, latest.stamp):
        return Verdict.STALE, f"version {latest.version or latest.stamp} of the same guid is known already"
    if article.signal is Signal.CORRECTION:
        return Verdict.CORRECTION, "the same guid, filed again as a correction"
    return Verdict.VERSION, "the same guid, filed again"


def _kill_reason(article: Article, chain: Sequence[Kin], linked: Sequence[Linked]) -> str:
    status = (
        f"publishing status {article.pub_status.value}"
        if article.pub_status is PubStatus.CANCELED
        else "a kill advisory"
    )
    target = "the same guid or slug" if chain else "the same text" if linked else "no story known yet"
    return f"{status}; it names {target}"


def _order(version: int | None, stamp: datetime | None) -> tuple[int, datetime]:
    return version or 0, stamp or datetime.min.replace(tzinfo=UTC)


def _of(verdict: Verdict, kin: Kin | None, best: Linked | None) -> str | None:
    """Return the article that the verdict speaks of: for a copy the best match, for the others the newest version."""
    if verdict is Verdict.COPY and best is not None:
        return best.kin.article_id
    return kin.article_id if kin is not None else None
