"""The tables of the HTTP door, as SQLModel classes: who may knock, and who wants to be told."""

from datetime import datetime

from sqlalchemy import BigInteger, Column
from sqlmodel import Field, SQLModel

from schemas.columns import listed, utc


class ApiKeyRecord(SQLModel, table=True):
    """An API key: what it allows, and the SHA-256 of it. The key itself was shown once and is kept nowhere."""

    __tablename__ = "api_key"

    key_id: str = Field(primary_key=True, max_length=12)
    name: str = Field(unique=True, max_length=64)
    digest: str = Field(max_length=64)
    scopes: list[str] = listed()
    wire: str | None = Field(default=None, max_length=64)
    rate: float | None = None
    created_at: datetime = utc(nullable=False)
    revoked_at: datetime | None = utc()


class WebhookRecord(SQLModel, table=True):
    """A subscriber that is told of articles at its address. `cursor` is the number of the last one it has."""

    __tablename__ = "webhook"

    webhook_id: str = Field(primary_key=True, max_length=12)
    url: str = Field(max_length=2048)
    secret: str = Field(max_length=64)  # it signs, so it must be known; whoever reads the database can sign, too
    verdicts: list[str] = listed()
    cursor: int = Field(sa_column=Column(BigInteger, nullable=False))
    created_at: datetime = utc(nullable=False)
    delivered_at: datetime | None = utc()
    failing_since: datetime | None = utc()
    failure: str | None = None
    ended_at: datetime | None = utc()  # it answered 410: it wants no more
