"""UnpackLimits: how far a container is opened before it is taken for a bomb."""

from pydantic import BaseModel, ConfigDict, Field


class UnpackLimits(BaseModel):
    """Limits for one container, each with the reason for its default. Sizes in bytes, of what was really inflated."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_total_bytes: int = Field(
        256 << 20,
        ge=1,
        description="What all documents of a container may add up to; also the largest container taken.",
    )
    max_member_bytes: int = Field(8 << 20, ge=1, description="The largest document, as for one that comes alone.")
    # Wire copy shrinks 3 to 10 times, a table of figures 40 times; a bomb of zeros 1,000 times.
    max_ratio: int = Field(
        200, ge=2, description="Times its own size that a container may grow; news shrinks to a 40th."
    )
    max_files: int = Field(20_000, ge=1, description="Files in an archive; the directory of a ZIP is read whole.")
    max_members: int = Field(250_000, ge=1, description="Documents in all, lines of JSON Lines and mails among them.")
    max_depth: int = Field(1, ge=0, le=3, description="Archives inside the archive; real deliveries hold no deeper.")
