"""Story views: what the commands about stories and copies print, and the corrections they make."""

import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rich.console import Console

from ops import correct, desk, rematch
from ops.explain import coloured, explain, sentences
from ops.export import exported
from ops.printing import print_figures, print_json, print_table
from schemas.records import ArticleRecord
from schemas.settings import Settings
from worker.lessons import Lessons

_SHOWN_PAIRS = 20  # of each kind on a terminal; --json gives all


def show_stories(settings: Settings, limit: int, search: str | None, *, as_json: bool) -> None:
    """Print the latest stories."""
    found = desk.stories(desk.opened(settings), limit, search)
    if as_json:
        print_json(found)
        return
    rows = [
        (one["story_id"], one["articles"], one["publisher"], ("KILLED " if one["killed"] else "") + one["headline"])
        for one in found
    ]
    print_table(("story", "articles", "lead by", "headline"), rows)


def show_story(settings: Settings, story_id: str, *, as_json: bool) -> int:
    """Print one story: its lead, then who carried it when, and the merges that made it; 1 when there is none."""
    engine = desk.opened(settings)
    story = desk.story(engine, story_id)
    if story is None:
        print(f"copytaster: there is no story {story_id}; `copytaster stories` lists them", file=sys.stderr)  # noqa: T201
        return 1
    articles = desk.story_articles(engine, story.story_id)
    merges = desk.merges(engine, story.story_id)
    if as_json:
        fields = {name: getattr(story, name) for name in ("story_id", "lead_id", "killed", "first_published_at")}
        print_json(fields | {"articles": [exported(one) for one in articles], "merges": merges})
        return 0
    lead = next((one for one in articles if one.article_id == story.lead_id), articles[0])
    print_figures({"lead": f"{lead.article_id} {lead.headline}", "articles": story.articles, "killed": story.killed})
    timeline = sorted(articles, key=lambda one: (one.published_at or one.received_at, one.seq))
    print_table(
        ("published", "outlet", "article", "verdict", "relation", "of", "headline"), map(_on_timeline, timeline)
    )
    for one in merges:
        print(f"merge {one['merge_id']}: {one['merged']} went into it ({len(one['moved'])} articles)")  # noqa: T201
    return 0


def show_explanation(settings: Settings, article_id: str, other_id: str | None, *, as_json: bool) -> int:
    """Print why an article is held to be a copy of another (its own match, or the one named); 1 when there is none."""
    engine = desk.opened(settings)
    mine = desk.article(engine, article_id)
    other = desk.article(engine, other_id or (mine.copy_of if mine else None) or "")
    if mine is None or other is None:
        what = f"{article_id} is not stored" if mine is None else f"{article_id} was matched with no other article"
        print(f"copytaster: {what}", file=sys.stderr)  # noqa: T201 - an error of the command line
        return 1
    found = explain(mine, other, Lessons(engine).refresh(), settings.thresholds)
    if as_json:
        print_json(found.as_json())
        return 0
    console = Console()
    for line in sentences(found):
        console.print(line, markup=False, highlight=False)
    console.print("\nshared text plain, only here green, only there red:\n")
    console.print(coloured(found))
    return 0


def split_story(settings: Settings, article_ids: Sequence[str], *, as_json: bool) -> None:
    """Take articles out of their story and say into which."""
    _say({"story_id": correct.split(desk.opened(settings), article_ids)}, as_json=as_json)


def merge_stories(settings: Settings, story_id: str, other_id: str, *, as_json: bool) -> None:
    """Make two stories one and say how to undo it."""
    _say({"merge_id": correct.merge(desk.opened(settings), story_id, other_id), "story_id": story_id}, as_json=as_json)


def undo_merge(settings: Settings, merge_id: int, *, as_json: bool) -> None:
    """Undo a merge and say which story is there again."""
    _say({"story_id": correct.undo_merge(desk.opened(settings), merge_id)}, as_json=as_json)


def rematch_stories(settings: Settings, since: datetime, *, write: bool, as_json: bool) -> int:
    """Print what today's matcher would change among the articles received since a time, and apply it if told to."""
    engine = desk.opened(settings)
    filed, rulings = rematch.load(engine, since)
    groups = rematch.regroup(filed, Lessons(engine).refresh(), settings.thresholds, rulings)
    found = rematch.difference(filed, groups)
    if as_json:
        print_json(found.as_json())
    else:
        print_figures(
            {
                "articles": found.articles,
                "stories now": found.stories_before,
                "stories by today's matcher": found.stories_after,
                "pairs joined": len(found.joined),
                "pairs parted": len(found.parted),
            }
        )
        for word, pairs in (("join", found.joined), ("part", found.parted)):
            for first, second in pairs[:_SHOWN_PAIRS]:
                print(f"{word} {first} {second}")  # noqa: T201 - it is what the command is for
    changed = bool(found.joined or found.parted)
    if write and changed:
        rematch.apply(engine, filed, groups)
    return int(changed and not write)


def _say(figures: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(figures)
    else:
        print_figures(figures)


def _on_timeline(article: ArticleRecord) -> tuple[object, ...]:
    when = article.published_at or article.received_at
    of = article.copy_of[:6] if article.copy_of else None
    outlet = article.publisher or article.wire
    return f"{when:%m-%d %H:%M}", outlet, article.article_id, article.verdict, article.relation, of, article.headline
