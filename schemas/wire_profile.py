"""WireProfile: what is known of a wire beside its articles, used only where an article is silent."""

from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator


class WireProfile(BaseModel):
    """One wire's defaults. A value: it never changes while the service runs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zone: Annotated[str, Field(description="IANA name of the zone of dates that state none.")] = "UTC"
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] | None = Field(
        None, description="Language (ISO 639) of texts that state none and are too short to show it."
    )
    publisher: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = Field(
        None, description="Publisher of articles that name none."
    )
    # A flash can be one word, and nothing else says how short news may be; a wire that files whole stories raises it.
    min_words: int = Field(1, ge=0, le=1000, description="Words that the body of an article must have at least.")

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"{zone!r} is not a time zone; write an IANA name such as Europe/Paris") from error
        return zone
