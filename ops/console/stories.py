"""Stories: the room in which one finds a story and sees who carried it when, and why."""

from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from sqlalchemy import Engine, or_, select
from starlette.responses import RedirectResponse, Response

from ops import desk
from ops.console.guard import Refused, Visit
from ops.console.pages import Pages
from ops.console.story_search import Sought, latest, search
from ops.console.timeline import timeline, why
from ops.moments import moment
from ops.word_index import WordIndex
from schemas.columns import table_of
from schemas.records import ArticleRecord, WireRecord

_SPANS = {"": "any time", "1h": "the last hour", "24h": "the last day", "7d": "the last week", "30d": "the last month"}
_MOST_SHOWN = 500  # articles of one story; more than any agency's story has
_LONGEST_SHOWN = 100_000  # characters of a text; the export has all of it


class Stories:
    """Looks for stories and shows one."""

    def __init__(self, engine: Engine, pages: Pages, words: WordIndex) -> None:
        self._engine = engine
        self._words = words
        self._pages = pages

    def room(self, visit: Visit) -> Response:
        """Show the latest stories, or those that were looked for. An id leads straight to its story."""
        text, wire, span = visit.asked("q"), visit.asked("wire"), visit.asked("since")
        if story_id := self._story_of(text):
            return RedirectResponse(f"/desk/stories/{story_id}", 303)
        span = span if span in _SPANS else ""
        sought = Sought(text, wire, moment(span, datetime.now(UTC)) if span else None)
        after = visit.asked("after")
        searching = bool(sought.text or sought.wire)
        answer = search(self._engine, self._words, sought, after) if searching else latest(self._engine, sought, after)
        asked = {"q": text, "wire": wire, "since": span}
        return self._pages.page(
            "stories.html",
            here="stories",
            word=visit.word,
            answer=answer,
            unindexed=self._words.missing() if sought.text else 0,
            asked=asked,
            spans=_SPANS,
            wires=wires(self._engine),
            further=f"?{urlencode({**asked, 'after': answer.further})}" if answer.further else None,
        )

    def story(self, visit: Visit) -> Response:
        """Show one story: its lead, its articles on a line of time, and what can be put right."""
        story_id = visit.request.path_params["story_id"]
        told = Telling.of(self._engine, story_id)
        if told is None:
            raise Refused(404, f"There is no story {story_id[:40]}.")
        if told.story.story_id != story_id:
            return RedirectResponse(f"/desk/stories/{told.story.story_id}", 303)
        return self._pages.page(
            "story.html",
            here="stories",
            word=visit.word,
            why=why,
            done=visit.asked("done"),
            longest=_LONGEST_SHOWN,
            **told._asdict(),
        )

    def _story_of(self, text: str) -> str | None:
        """Return the story that a whole id names: its own, or that of an article, or of raw bytes."""
        if len(text) not in (16, 32) or not set(text) <= set("0123456789abcdef"):
            return None
        c = table_of(ArticleRecord).c
        named = or_(c.article_id == text, c.raw_id == text, c.story_id == text)
        with self._engine.connect() as connection:
            found = connection.execute(select(c.story_id).where(named).limit(1)).scalar()
        return str(found) if found else None


class Telling(NamedTuple):
    """What is told of one story."""

    story: Any
    lead: ArticleRecord
    line: list[Any]
    merges: list[dict[str, Any]]
    unshown: int

    @classmethod
    def of(cls, engine: Engine, story_id: str) -> "Telling | None":
        """Read a story; None when there is none."""
        story = desk.story(engine, story_id)
        articles = desk.story_articles(engine, story.story_id) if story else []
        if story is None or not articles:
            return None
        lead = next((one for one in articles if one.article_id == story.lead_id), articles[0])
        shown = articles[:_MOST_SHOWN]
        merges = desk.merges(engine, story.story_id)
        return cls(story, lead, timeline(shown, lead.article_id), merges, len(articles) - len(shown))


def wires(engine: Engine) -> list[str]:
    """Return the wires that have been heard, by name."""
    with engine.connect() as connection:
        column = table_of(WireRecord).c.wire
        return list(connection.execute(select(column).order_by(column)).scalars())
