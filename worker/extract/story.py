"""A take's text as the story alone, with what stood around it told apart. Pure."""

from typing import NamedTuple

from schemas.article import Take
from schemas.verdict import Signal
from worker.extract.dateline import Opening
from worker.extract.ending import ending_of
from worker.extract.opening import start_of
from worker.readers.advisory import signal_of_text


class Story(NamedTuple):
    """The paragraphs for publication, which begin behind the dateline, and what else the text says."""

    paragraphs: list[str]
    opening: Opening | None
    byline: str | None
    summary: str | None
    embargo: str | None
    credits: tuple[str, ...]  # agencies named behind the by-line and behind the last sentence
    notes: tuple[str, ...]  # for editors
    signal: Signal | None


def story_of(take: Take) -> Story:
    """Part the text of a take. The dateline is a field of its own, so the body begins with the story's first word."""
    filed = [paragraph for paragraph in take.body.split("\n\n") if paragraph]
    start = start_of(filed, take.headline, take.byline)
    ending = ending_of(start.paragraphs)
    signals = [*start.signals, signal_of_text(filed)]
    return Story(
        paragraphs=ending.paragraphs,
        opening=start.opening,
        byline=start.byline,
        summary=start.summary,
        embargo=start.embargo,
        credits=tuple(name for name in (start.credit, ending.credit) if name),
        notes=(*start.notes, *ending.notes),
        signal=next((signal for signal in (Signal.KILL, Signal.CORRECTION, Signal.UPDATE) if signal in signals), None),
    )
