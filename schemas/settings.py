"""Settings: everything that can be chosen, read once from the environment, then frozen."""

import difflib
import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from schemas.errors import SettingsError
from schemas.redis_url import SCHEME as SENTINEL
from schemas.redis_url import Watched, checked_url, kombu_url, watched_of
from schemas.thresholds import Thresholds
from schemas.unpack_limits import UnpackLimits
from schemas.wire_profile import WireProfile

PREFIX = "COPYTASTER_"
MOST_ON_SHELF = 131_072  # its sieve takes a worker 400 MB while it is made
SHELF_ARTICLES = 65_536  # a tree of 53 MB when it is full: it fits into PostgreSQL's memory as it comes, 128 MB
_SOCKET_PATH_MAX = 100  # a unix socket's path has 107 bytes on Linux; kombu and redis-py add none, we keep a margin


_PASSWORD = re.compile(
    r"(://[^\s/@:]*):[^\s/]+@"
)  # RFC 3986, 3.2.1: userinfo stands before the last @ of the authority


class Settings(BaseSettings):
    """Each field is the environment variable COPYTASTER_<NAME>; its description is its row in the README."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", env_nested_delimiter="__")

    home: Path = Field(Path("var"), description="Folder of everything that is kept: database, Redis files, inbox.")
    redis_url: str = Field(
        "", description="`redis://`, `rediss://`, `unix://` or `sentinel://a:26379,b:26379/NAME`; empty: embedded."
    )
    database_url: str = Field("", description="SQLAlchemy URL, `postgresql://...`; empty is SQLite in HOME.")
    inbox: Path | None = Field(None, description="The watched folder; empty is HOME/inbox.")
    queue: str = Field("copytaster", pattern=r"^[a-z][a-z0-9_-]*$", description="Prefix of every key in Redis.")
    log_level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="The least severe level logged.")
    log_format: str = Field("auto", pattern="^(auto|json|ticker)$", description="`auto`: a ticker on a terminal.")

    log_file_mb: int = Field(
        32, ge=0, description="Megabytes of one file in HOME/log, where `run` and `worker` write; 0 writes none."
    )
    least_free_mb: int = Field(
        1024, ge=0, description="Megabytes that must be free where HOME lies; a day of a busy wire."
    )
    log_files: int = Field(8, ge=1, le=1000, description="Files of HOME/log; the oldest goes when one is full.")

    batch_size: int = Field(256, ge=1, le=1024, description="Articles that a worker takes together.")
    max_article_bytes: int = Field(8 << 20, ge=1024, description="The largest article taken; real pages reach 5 MB.")
    unpack: UnpackLimits = Field(default_factory=UnpackLimits, description="Limits for containers.")
    high_water: int = Field(100_000, ge=1, description="Pending articles above which nothing more is accepted.")

    workers: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, description="Worker processes to start.")
    max_starts: int = Field(3, ge=1, description="Starts an article may have before it is taken for poison.")
    time_limit_s: float = Field(20, gt=0, description="Seconds one article may take before its worker is killed.")
    worker_memory_mb: int = Field(2048, ge=256, description="Address space a worker may use.")
    lease_s: float = Field(
        60,
        gt=0,
        validate_default=True,
        description="Seconds after which a start without a finish is taken for dead; at least twice the time limit.",
    )
    sweep_interval_s: float = Field(10, ge=0, description="Seconds between sweeps of the ledger; 0 switches it off.")
    database_patience_s: float = Field(3600, gt=0, description="Seconds a worker waits for a lost database.")

    scan_interval_s: float = Field(1.0, gt=0, description="Seconds between full scans of the inbox.")
    settle_s: float = Field(0.5, ge=0, description="Seconds a file must stay unchanged before it is taken.")
    empty_wait_s: float = Field(10.0, ge=0, description="Seconds an empty file may wait for its first byte.")
    filed_days: int = Field(30, ge=0, description="Days for which filed originals are kept; 0 keeps them for ever.")
    inbox_events: bool = Field(
        True, description="Let file events start a scan at once; `false` on network mounts, which report none."
    )

    api_host: str = Field("127.0.0.1", description="Where HTTP is served: this machine alone, or `0.0.0.0` for all.")
    api_port: int = Field(8080, ge=0, le=65535, description="The port of HTTP; 0 takes any that is free.")
    api_wait_s: float = Field(30, ge=0, le=300, description="Seconds for which `Prefer: wait` may hold an answer.")

    console_token: str = Field(
        "", max_length=512, repr=False, description="What the desk's page asks for; empty: it is open to this machine."
    )
    console_hosts: tuple[str, ...] = Field(
        (), description='Names beside localhost by which the page may be reached, as JSON: `["desk.example"]`.'
    )

    traces_url: str = Field(
        "",
        pattern=r"^(https?://\S+)?$",
        description="Where OpenTelemetry traces go, OTLP over HTTP: `http://collector:4318/v1/traces`; empty: nowhere.",
    )
    traces_share: float = Field(1.0, ge=0, le=1, description="The share of traces that is sent: 0.01 is one of 100.")
    sentry_dsn: str = Field(
        "",
        pattern=r"^(https?://[^\s/@]+@[^\s/]+/\S+)?$",
        repr=False,
        description="Where errors go beside the log: the DSN of a Sentry project; empty: nowhere.",
    )

    syndication_days: int = Field(30, ge=1, description="Days for which copies are looked for; keys expire then.")
    shelf_articles: int = Field(
        SHELF_ARTICLES,
        ge=1024,
        le=MOST_ON_SHELF,
        description="Articles on one shelf of PostgreSQL's index; its tree, 0.8 KB an article, should fit in memory.",
    )
    wires_counted: int = Field(
        200, ge=1, description="Wires that are counted by name; articles of further ones stand under `other`."
    )
    thresholds: Thresholds = Field(default_factory=Thresholds, description="Limits of the matcher.")
    wires: dict[str, WireProfile] = Field(
        default_factory=dict, description='What is known of each wire, as JSON: `{"afp": {"zone": "Europe/Paris"}}`.'
    )

    @field_validator("redis_url")
    @classmethod
    def _names_a_master(cls, redis_url: str) -> str:
        """Refuse a URL of sentinels that does not say which master is meant."""
        if redis_url.startswith(SENTINEL):
            watched_of(redis_url)
        return redis_url

    @field_validator("lease_s")
    @classmethod
    def _outlasts_an_article(cls, lease_s: float, info: ValidationInfo) -> float:
        """Refuse a lease too short for the slowest article: another worker would start it during the first reading."""
        least = 2 * info.data.get("time_limit_s", 0)
        if lease_s < least:
            raise ValueError(
                f"a lease must be at least {least:g} s, twice {PREFIX}TIME_LIMIT_S; raise it, or lower that"
            )
        return lease_s

    @classmethod
    def load(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read the settings. Raise SettingsError naming the variable, what is wrong, and the nearest known name."""
        known = {PREFIX + name.upper() for name in cls.model_fields}
        for name in environ:
            if name.startswith(PREFIX) and name.split("__")[0] not in known:
                nearest = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0)[0]
                raise SettingsError(f"{name} is not a setting; did you mean {nearest}?")
        try:
            return cls()
        except ValidationError as error:
            first = error.errors()[0]
            name = PREFIX + "__".join(str(part) for part in first["loc"]).upper()
            raise SettingsError(masked(f"{name}: {first['msg']} (it is {first['input']!r})")) from error

    @property
    def embedded_redis(self) -> bool:
        """Whether this machine's own redis-server, from a wheel, is meant."""
        return not self.redis_url

    @property
    def redis_socket(self) -> Path:
        """Where the embedded Redis listens: in HOME, or under /tmp where HOME's path is too long for a socket."""
        socket = self.home.absolute() / "redis.sock"
        if len(os.fsencode(socket)) <= _SOCKET_PATH_MAX:
            return socket
        return Path("/tmp") / f"copytaster-{hashlib.sha256(os.fsencode(socket)).hexdigest()[:16]}.sock"  # noqa: S108

    @property
    def redis_location(self) -> str:
        """The URL as redis-py reads it."""
        if self.embedded_redis:
            return f"unix://{self.redis_socket}"
        return self.redis_url.replace("redis+socket://", "unix://", 1)

    @property
    def watched_redis(self) -> Watched | None:
        """The Redis that sentinels watch, where the URL names sentinels."""
        return watched_of(self.redis_url) if self.redis_url.startswith(SENTINEL) else None

    @property
    def replicas(self) -> int:
        """How many replicas must have an article before it is accepted: one, where a replica may become the master."""
        return 0 if self.watched_redis is None else 1

    @property
    def broker_options(self) -> dict[str, str]:
        """What kombu must be told beside the URL."""
        return {} if self.watched_redis is None else {"master_name": self.watched_redis.master}

    @property
    def broker_url(self) -> str:
        """The URL as kombu reads it."""
        if self.watched_redis is not None:
            return kombu_url(self.redis_url)
        return checked_url(self.redis_location.replace("unix://", "redis+socket://", 1))

    @property
    def database_location(self) -> str:
        """The URL as SQLAlchemy reads it: SQLite in HOME by default, psycopg for PostgreSQL."""
        if not self.database_url:
            return f"sqlite:///{self.home.absolute() / 'copytaster.db'}"
        scheme, colon, rest = self.database_url.partition("://")
        if scheme in ("postgres", "postgresql"):
            return f"postgresql+psycopg{colon}{rest}"
        return self.database_url

    @property
    def inbox_folder(self) -> Path:
        """The watched folder, as an absolute path."""
        return (self.inbox or self.home / "inbox").absolute()

    def profile(self, wire: str) -> WireProfile:
        """Return what is known of a wire; the defaults for one that is not named."""
        return self.wires.get(wire) or WireProfile()


def masked(text: str) -> str:
    """Return text fit for a log: the password of every URL in it replaced by ***."""
    return _PASSWORD.sub(r"\1:***@", text)
