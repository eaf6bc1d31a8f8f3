"""Compare: two articles side by side, with what was added, cut and changed, and what the matcher saw in them."""

from sqlalchemy import Engine
from starlette.responses import Response

from ops import desk
from ops.console.difference import difference
from ops.console.guard import Refused, Visit
from ops.console.pages import Pages
from ops.console.timeline import outlet_of, timeline
from ops.explain import explain, sentences
from schemas.records import ArticleRecord
from schemas.settings import Settings
from worker.lessons import Lessons

_LONGEST = 60_000  # characters of a text compared; the matcher itself reads no more than some of them


class Compare:
    """Shows any two articles beside each other."""

    def __init__(self, settings: Settings, engine: Engine, pages: Pages) -> None:
        self._settings = settings
        self._engine = engine
        self._pages = pages

    def room(self, visit: Visit) -> Response:
        """Show two articles, `a` on the left and `b` on the right; `b` alone stands beside what it is a copy of."""
        right = self._article(visit.asked("b"))
        left = self._article(visit.asked("a") or right.copy_of or right.article_id)
        found = explain(right, left, Lessons(self._engine).refresh(), self._settings.thresholds)
        articles = desk.story_articles(self._engine, right.story_id)
        return self._pages.page(
            "compare.html",
            here="stories",
            word=visit.word,
            left=left,
            right=right,
            outlet_of=outlet_of,
            difference=difference(left.body[:_LONGEST], right.body[:_LONGEST]),
            title=difference(left.headline, right.headline),
            explanation=found,
            said=sentences(found)[2:],
            choices=[one for one in timeline(articles[:500], "") if one.article.article_id != right.article_id],
            swapped=f"?a={right.article_id}&b={left.article_id}",
        )

    def _article(self, article_id: str) -> ArticleRecord:
        found = desk.article(self._engine, article_id)
        if found is None:
            raise Refused(404, f"There is no article {article_id[:40]}.")
        return found
