"""Extract: a take, as filed, to the normalised record. Pure; a field that is not there stays None or empty."""

from schemas.article import Article, Dateline, Take, article_id_of
from schemas.raw_article import RawArticle
from schemas.verdict import PubStatus, Reason, Refusal, Signal, Stage
from schemas.wire_profile import WireProfile
from worker.extract.dates import moment_of
from worker.readers.decode import clean_line

__all__ = ["extract"]


def extract(take: Take, raw: RawArticle, profile: WireProfile) -> Article:
    """Return the article that a take states. Raise Refusal `empty_body`, `too_short` or `no_headline`.

    The hints of the raw article fill what the document leaves out, and the profile what both leave out.
    """
    headline = clean_line(take.headline) or clean_line(raw.hints.get("headline"))
    status = take.pub_status or PubStatus.USABLE
    ends_story = status is not PubStatus.USABLE or take.signal is Signal.KILL
    words = len(take.body.split())
    if not headline:
        raise _refusal(Reason.NO_HEADLINE, "The article has no headline: send it with one.", take)
    if not ends_story and not words:
        raise _refusal(Reason.EMPTY_BODY, "The article has no text: send it again, whole.", take)
    if not ends_story and words < profile.min_words:
        raise _refusal(Reason.TOO_SHORT, f"The text has {words} words; {profile.min_words} are the least.", take)
    published = moment_of(take.published or raw.hints.get("published_at"), profile.zone)
    updated = moment_of(take.updated, profile.zone)
    embargo = moment_of(take.embargo, profile.zone)
    return Article(
        article_id=article_id_of(raw.raw_id, take.item),
        raw_id=raw.raw_id,
        item=take.item,
        name=raw.name,
        wire=raw.wire,
        format=take.format,
        headline=headline,
        body=take.body,
        received_at=raw.received_at,
        summary=take.summary,
        byline=take.byline,
        authors=take.authors,
        dateline=Dateline(),
        slug=take.slug,
        guid=take.guid or raw.hints.get("guid"),
        version=take.version,
        publisher=take.publisher or raw.hints.get("publisher") or profile.publisher,
        published_at=published.time if published else None,
        updated_at=updated.time if updated else None,
        zone_stated=published.zone_stated if published else True,
        language=take.language or raw.hints.get("language") or profile.language,
        url=take.url or raw.hints.get("url"),
        word_count=words,
        keywords=take.keywords,
        subjects=take.subjects,
        places=take.places,
        people=take.people,
        organisations=take.organisations,
        urgency=take.urgency,
        pub_status=status,
        signal=take.signal or (Signal.KILL if status is PubStatus.CANCELED else None),
        embargo_until=embargo.time if embargo else None,
        ed_note=take.ed_note,
    )


def _refusal(reason: Reason, detail: str, take: Take) -> Refusal:
    return Refusal(reason, detail, stage=Stage.EXTRACT, item=take.item)
