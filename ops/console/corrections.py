"""Corrections: an editor splits a story, merges two, or undoes a merge, after a second look."""

import re

from sqlalchemy import Engine
from starlette.responses import RedirectResponse, Response

from ops import correct, desk
from ops.console.guard import Refused, Visit
from ops.console.pages import Pages
from ops.console.timeline import outlet_of

_ID = re.compile(r"[0-9a-f]{16}")


class Corrections:
    """What can be put right on a story's page. Each ruling holds against what arrives later."""

    def __init__(self, engine: Engine, pages: Pages) -> None:
        self._engine = engine
        self._pages = pages

    def split(self, visit: Visit) -> Response:
        """Take the chosen articles out into a story of their own."""
        chosen = [one for one in visit.form.get("id", []) if _ID.fullmatch(one)]
        if not chosen:
            raise Refused(400, "Nothing was chosen: tick the articles that are another story, then try again.")
        if visit.told("sure") != "yes":
            articles = [desk.article(self._engine, one) for one in chosen[:100]]
            lines = [f"{outlet_of(one)}: {one.headline}" for one in articles if one is not None]
            return self._ask(visit, "Take these out into a story of their own?", lines, [("id", one) for one in chosen])
        return _to(correct.split(self._engine, chosen), "split")

    def merge(self, visit: Visit) -> Response:
        """Make another story part of this one."""
        story_id, other_id = visit.request.path_params["story_id"], visit.told("other")
        mine, other = desk.story(self._engine, story_id), desk.story(self._engine, other_id)
        if mine is None or other is None:
            raise Refused(404, "One of the two stories is not there: give the whole id, as its page shows it.")
        if visit.told("sure") != "yes":
            leads = [desk.article(self._engine, one.lead_id) for one in (mine, other)]
            lines = [f"{outlet_of(one)}: {one.headline}" for one in leads if one is not None]
            return self._ask(visit, "Make these two one story?", lines, [("other", other_id)])
        correct.merge(self._engine, mine.story_id, other.story_id)
        return _to(mine.story_id, "merged")

    def undo(self, visit: Visit) -> Response:
        """Undo a merge; the story that it ended is there again."""
        number = visit.told("merge")
        if not number.isdecimal() or len(number) > 18:
            raise Refused(400, "Which merge is meant? Use the button on the story's page.")
        correct.undo_merge(self._engine, int(number))
        return _to(visit.request.path_params["story_id"], "undone")

    def _ask(self, visit: Visit, question: str, lines: list[str], fields: list[tuple[str, str]]) -> Response:
        return self._pages.page(
            "sure_story.html",
            here="stories",
            word=visit.word,
            question=question,
            lines=lines,
            fields=fields,
            path=visit.request.url.path,
            back=f"/desk/stories/{visit.request.path_params['story_id']}",
        )


def _to(story_id: str, done: str) -> Response:
    return RedirectResponse(f"/desk/stories/{story_id}?done={done}", 303)
