"""News: what downstream services are told by stream and webhooks: of articles, and of moves between stories."""

import datetime as dt

from pydantic import BaseModel, ConfigDict, Field

from schemas.exported_record import ExportedRecord


class ToldArticle(ExportedRecord):
    """An article as it is told: the published record, and which stories it showed to be one."""

    merged: list[str] = Field(description="Stories that went into this article's own with it.")


class ToldMove(BaseModel):
    """Articles that stand in another story now: an editor split or merged stories, or they were matched anew."""

    model_config = ConfigDict(extra="forbid")

    from_story: str
    to_story: str
    articles: list[str] = Field(description="The ids of the articles that were moved.")
    moved_at: dt.datetime
    lead: ExportedRecord | None = Field(description="The article that leads `to_story` now; null once it is elsewhere.")
