"""Thresholds: the limits and cut-offs of the matcher, each with the reason for its default. Part of Settings."""

from pydantic import BaseModel, ConfigDict, Field


class Thresholds(BaseModel):
    """What the matcher may spend on one article, and how sure it must be."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    same_story: float = Field(
        0.94,  # below it two writings of one event can merge in one order of arrival and not in another
        ge=0,
        le=1,
        description="Score from which two articles are one story: pairwise precision 0.9987 to 1 in validation.",
    )
    postings_cap: int = Field(
        32, ge=1, le=1024, description="Newest articles read for one key; a key with more is boilerplate."
    )
    candidates: int = Field(
        8,
        ge=1,
        le=64,
        description="Articles verified for one arrival; with 10 no more copies are found, with 6 fewer.",
    )
    min_shared: int = Field(
        5, ge=1, description="Shared shingles below which a pair is not looked at: two short phrases."
    )
    min_overlap: float = Field(
        0.1,
        ge=0,
        le=1,
        description="Share of the lighter text below which nothing is a copy: of 30,000 copies 0.12 was the least.",
    )
    digest_run: int = Field(
        12, ge=1, description="Weight of shared shingles, about a sentence, from which a round-up is linked to a story."
    )
    lessons: int = Field(512, ge=0, description="Shingles that one article may add to the boilerplate weights.")
