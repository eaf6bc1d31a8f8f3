"""The commands about stories: see them, have a match explained, correct the matcher."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from ops.options import Json, settings_and_logs

stories_app = typer.Typer()


@stories_app.command()
def stories(
    limit: Annotated[int, typer.Option(help="How many, the latest first.")] = 20,
    search: Annotated[str | None, typer.Option(help="Words of the headline.")] = None,
    as_json: Json = False,
) -> None:
    """List the latest stories."""
    from ops.story_views import show_stories

    show_stories(settings_and_logs(), limit, search, as_json=as_json)


@stories_app.command()
def story(story_id: str, as_json: Json = False) -> None:
    """Show one story: its lead, copies and versions, and who carried it when."""
    from ops.story_views import show_story

    raise typer.Exit(show_story(settings_and_logs(), story_id, as_json=as_json))


@stories_app.command()
def explain(
    article_id: str,
    other_id: Annotated[str | None, typer.Argument(help="Another article than the one it was matched with.")] = None,
    as_json: Json = False,
) -> None:
    """Say why an article is held to be a copy of another, with the passages they share."""
    from ops.story_views import show_explanation

    raise typer.Exit(show_explanation(settings_and_logs(), article_id, other_id, as_json=as_json))


@stories_app.command()
def split(article_ids: list[str], as_json: Json = False) -> None:
    """Take articles out of their story into one of their own; the correction holds against later arrivals."""
    from ops.story_views import split_story

    split_story(settings_and_logs(), article_ids, as_json=as_json)


@stories_app.command()
def merge(
    story_id: Annotated[str | None, typer.Argument(help="The story that stays.")] = None,
    other_id: Annotated[str | None, typer.Argument(help="The story that goes into it.")] = None,
    undo: Annotated[int | None, typer.Option(help="Undo the merge of this number.")] = None,
    as_json: Json = False,
) -> None:
    """Make two stories one, or undo a merge."""
    from ops.story_views import merge_stories, undo_merge

    if undo is not None:
        undo_merge(settings_and_logs(), undo, as_json=as_json)
    elif story_id and other_id:
        merge_stories(settings_and_logs(), story_id, other_id, as_json=as_json)
    else:
        raise typer.BadParameter("name two stories, or --undo NUMBER")


@stories_app.command()
def rematch(
    since: Annotated[datetime, typer.Option(help="Articles received since then (UTC).")],
    write: Annotated[bool, typer.Option("--apply", help="Write the new stories.")] = False,
    as_json: Json = False,
) -> None:
    """Compute stories anew, as after a change of thresholds, and report the difference. Exit 1: there is one."""
    from ops.story_views import rematch_stories

    raise typer.Exit(rematch_stories(settings_and_logs(), since.replace(tzinfo=UTC), write=write, as_json=as_json))
