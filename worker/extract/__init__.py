"""Extract: a take, as filed, to the normalised record. Pure; a field that is not there stays None or empty."""

from typing import Any

from schemas.article import Article, Dateline, Take, article_id_of
from schemas.raw_article import RawArticle
from schemas.verdict import PubStatus, Reason, Refusal, Signal, Stage
from schemas.wire_profile import WireProfile
from worker.extract.addresses import canonical
from worker.extract.byline import authors_of
from worker.extract.credits import agency_of, publisher_of
from worker.extract.dateline import Opening, element_of
from worker.extract.dates import embargo_of, moment_of
from worker.extract.days import resolve
from worker.extract.headline import headline_of
from worker.extract.language import language_of
from worker.extract.names import names_in
from worker.extract.story import Story, story_of
from worker.extract.tags import names_of, stated, subjects_of
from worker.extract.words import word_count
from worker.readers.advisory import signal_of_headline, signal_of_slug, strongest

__all__ = ["extract"]


def extract(take: Take, raw: RawArticle, profile: WireProfile) -> Article:
    """Return the article that a take states.

    The hints of the raw article fill what the document leaves out, and the profile what both leave out. Raise Refusal
    `no_headline`, `empty_body`, `too_short` or `bad_date`; a kill and a withheld article need no text. A date that
    cannot be read is left out and refuses nothing, for a story without a date is still news; but an embargo that cannot
    be read cannot be kept, and the article is refused.
    """
    story = story_of(take)
    signal = _signal(take, story)
    body = "\n\n".join(story.paragraphs)
    words = word_count(body)
    if signal is not Signal.KILL and take.pub_status is not PubStatus.WITHHELD:
        _require_text(take, words, profile.min_words)
    headline = _headline(take, raw, story)
    language = language_of(body or headline, stated(take.language) or raw.hints.get("language"), profile.language)
    names = names_in(take, body, language)
    return Article(
        article_id=article_id_of(raw.raw_id, take.item),
        raw_id=raw.raw_id,
        item=take.item,
        name=raw.name,
        wire=raw.wire,
        format=take.format,
        received_at=raw.received_at,
        headline=headline,
        body=body,
        word_count=words,
        language=language,
        signal=signal,
        pub_status=take.pub_status or (PubStatus.CANCELED if signal is Signal.KILL else PubStatus.USABLE),
        places=names.places,
        people=names.people,
        organisations=names.organisations,
        **_credited(take, raw, profile, story),
        **_times(take, raw, profile, story),
        **_as_stated(take, raw, story),
    )


def _signal(take: Take, story: Story) -> Signal | None:
    """Return what the take does to an earlier one: the gravest of what metadata, headline, slug and text say."""
    if take.pub_status is PubStatus.CANCELED:
        return Signal.KILL
    return strongest((take.signal, signal_of_headline(take.headline), signal_of_slug(take.slug), story.signal))


def _require_text(take: Take, words: int, least: int) -> None:
    if not words:
        raise Refusal(
            Reason.EMPTY_BODY,
            "The article has no text: send it again, whole, or as a kill if it must not be used.",
            stage=Stage.EXTRACT,
            item=take.item,
        )
    if words < least:
        raise Refusal(
            Reason.TOO_SHORT,
            f"The text has {words} words, and this wire's articles have at least {least}: send it again, whole.",
            stage=Stage.EXTRACT,
            item=take.item,
        )


def _headline(take: Take, raw: RawArticle, story: Story) -> str:
    fallback = take.slug or take.guid or next(iter(story.notes), None)  # an order to kill may be all there is
    headline = headline_of(take.headline, raw.hints.get("headline"), story.paragraphs, fallback=fallback)
    if headline is None:
        raise Refusal(
            Reason.NO_HEADLINE,
            "Neither the document nor its sender states a headline, and there is no text to take one from: send one.",
            stage=Stage.EXTRACT,
            item=take.item,
        )
    return headline


def _credited(take: Take, raw: RawArticle, profile: WireProfile, story: Story) -> dict[str, Any]:
    """Return who wrote and who publishes the story."""
    byline = stated(take.byline) or story.byline
    publisher = publisher_of(stated(take.publisher) or stated(raw.hints.get("publisher")), story.opening)
    return {
        "byline": byline,
        "authors": authors_of(byline, take.authors, publisher),
        "publisher": publisher or profile.publisher,
        "agency": agency_of(take, story.opening, byline, story.credits),
    }


def _times(take: Take, raw: RawArticle, profile: WireProfile, story: Story) -> dict[str, Any]:
    """Return the stated times, and the dateline with its day.

    A day in the dateline is not made into a time of publication: nobody stated the minute. A dateline's day without a
    year is read as of the time of publication, or else of receipt.
    """
    published = moment_of(take.published or raw.hints.get("published_at"), profile.zone, raw.received_at)
    updated = moment_of(take.updated, profile.zone, raw.received_at)
    hold = stated(take.embargo) or stated(story.embargo)
    embargo = embargo_of(hold, profile.zone, raw.received_at)
    if embargo is None and hold:
        raise Refusal(
            Reason.BAD_DATE,
            f"The embargo {hold[:80]!r} cannot be read: send a time such as 2026-11-24T18:00:00Z.",
            stage=Stage.EXTRACT,
            item=take.item,
        )
    opening = _opening(take, story)
    latest = (published.time if published else raw.received_at).date()
    day = opening.day if opening else None
    return {
        "published_at": published.time if published else None,
        "updated_at": updated.time if updated else None,
        "embargo_until": embargo.time if embargo else None,
        "zone_stated": published.zone_stated if published else True,
        "dateline": Dateline(place=opening.place if opening else None, date=resolve(day, latest) if day else None),
    }


def _opening(take: Take, story: Story) -> Opening | None:
    """Return the dateline: the format's element, else the one that opens the text, else where the item was located."""
    element, located = stated(take.dateline), stated(take.located)
    stated_ = element_of(element) if element else None
    found = stated_ if stated_ and stated_.place else story.opening
    if found and found.place:
        return found if found.day or not story.opening else found._replace(day=story.opening.day)
    placed = element_of(located) if located else None
    return placed._replace(day=found.day if found else None) if placed else found


def _as_stated(take: Take, raw: RawArticle, story: Story) -> dict[str, Any]:
    """Return what is stated and only cleaned."""
    return {
        "summary": stated(take.summary) or story.summary,
        "slug": stated(take.slug),
        "guid": stated(take.guid) or stated(raw.hints.get("guid")),
        "version": take.version,
        "url": canonical(take.url) or canonical(raw.hints.get("url")),
        "keywords": names_of(take.keywords),
        "subjects": subjects_of(take.subjects),
        "urgency": take.urgency,
        "ed_note": " ".join(dict.fromkeys(filter(None, (stated(take.ed_note), *story.notes)))) or None,
    }
