"""UnpackLimits: how far a container is opened before it is taken for a bomb."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class UnpackLimits(BaseModel):
    """Limits for one container, each with the reason for its default. Sizes are of what was inflated, in bytes.

    `max_total_bytes`: what all documents of one container may add up to; also the largest container taken.
    `max_member_bytes`: the largest document, as for one that comes alone.
    `max_ratio`: how many times its own size a container may grow. Wire copy shrinks 3 to 10 times, a table of figures
    40 times; a bomb of zeros 1,000 times.
    `max_files`: files in a ZIP or tar archive; the directory of a ZIP is read whole, at half a kilobyte for each.
    `max_members`: documents in all, lines of JSON Lines and mails of an mbox among them.
    `max_depth`: archives inside the archive; real deliveries hold a tar of gzipped files at most.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_total_bytes: Annotated[int, Field(ge=1)] = 256 << 20
    max_member_bytes: Annotated[int, Field(ge=1)] = 8 << 20
    max_ratio: Annotated[int, Field(ge=2)] = 200
    max_files: Annotated[int, Field(ge=1)] = 20_000
    max_members: Annotated[int, Field(ge=1)] = 250_000
    max_depth: Annotated[int, Field(ge=0, le=3)] = 1
