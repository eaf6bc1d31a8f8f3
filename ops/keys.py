"""Keys: API keys of other services. Made, listed, revoked; and looked up for each request, from memory."""

import hashlib
import hmac
import re
import secrets
import threading
import time
from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from schemas.api_keys import Caller, Scope
from schemas.columns import table_of
from schemas.door_records import ApiKeyRecord
from schemas.errors import CopytasterError, DatabaseUnavailable
from schemas.settings import masked

PREFIX = "ct_"  # secret scanners and people see at once whose key it is
_SECRET_BYTES = 32
_FRESH_S = 2.0  # a revoked key is refused within it
_WELL_FORMED = re.compile(rf"{PREFIX}([0-9a-f]{{12}})_([A-Za-z0-9_-]{{43}})")
_TABLE = table_of(ApiKeyRecord)


class KeyTrouble(CopytasterError):
    """This key cannot be made or revoked."""

    exit_code = 2


def add_key(
    engine: Engine, name: str, scopes: Collection[Scope], *, wire: str | None = None, rate: float | None = None
) -> str:
    """Make a key and return it: it is shown this once. Raise KeyTrouble when the name is taken.

    It holds 256 random bits, so SHA-256 is enough: slow hashes protect what people choose and others can guess.
    """
    key_id, secret = secrets.token_hex(6), secrets.token_urlsafe(_SECRET_BYTES)
    key = f"{PREFIX}{key_id}_{secret}"
    record = ApiKeyRecord(
        key_id=key_id,
        name=name,
        digest=_digest(key),
        scopes=sorted(scopes),
        wire=wire,
        rate=rate,
        created_at=datetime.now(UTC),
    )
    try:
        with Session(engine) as session:
            session.add(record)
            session.commit()
    except IntegrityError as error:
        raise KeyTrouble(f"there is a key {name} already; revoke it, or choose another name") from error
    return key


def list_keys(engine: Engine) -> list[ApiKeyRecord]:
    """Return every key, revoked ones too, the oldest first."""
    with Session(engine) as session:
        return list(session.execute(select(ApiKeyRecord).order_by(_TABLE.c.created_at)).scalars())


def revoke_key(engine: Engine, name: str) -> None:
    """Let a key, by its name or id, be refused from now on. Raise KeyTrouble when there is none."""
    this = (_TABLE.c.name == name) | (_TABLE.c.key_id == name)
    with engine.begin() as connection:
        done = connection.execute(
            update(_TABLE).where(this, _TABLE.c.revoked_at.is_(None)).values(revoked_at=datetime.now(UTC))
        )
    if not done.rowcount:
        raise KeyTrouble(f"there is no key {name} that is not revoked; `copytaster keys ls` lists them")


def any_key(engine: Engine) -> bool:
    """Return whether there is a key that is not revoked."""
    with engine.connect() as connection:
        return bool(
            connection.execute(select(func.count()).select_from(_TABLE).where(_TABLE.c.revoked_at.is_(None))).scalar()
        )


class Keys:
    """The keys as they were at most two seconds ago. While the database is away the last known ones hold."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._guard = threading.Lock()
        self._known: Mapping[str, ApiKeyRecord] | None = None
        self._ever = False
        self._read_at = 0.0

    def fresh(self) -> bool:
        """Return whether a look at the keys needs no database now."""
        return self._known is not None and time.monotonic() - self._read_at < _FRESH_S

    def refresh(self) -> None:
        """Read the keys again if that is due. Raise DatabaseUnavailable only when they were never read."""
        with self._guard:
            if self.fresh():
                return
            try:
                found = list_keys(self._engine)
            except DBAPIError as error:
                if self._known is None:
                    told = f"keys cannot be looked up: {masked(str(error.orig).strip())}"
                    raise DatabaseUnavailable(told) from error
            else:
                self._known = {one.key_id: one for one in found if one.revoked_at is None}
                self._ever = bool(found)
            self._read_at = time.monotonic()

    def ever(self) -> bool:
        """Return whether there was ever a key, revoked or not: from then on every request needs one."""
        return self._ever

    def caller(self, key: str) -> Caller | None:
        """Return who has this key; None for a malformed, unknown or revoked one."""
        found = _WELL_FORMED.fullmatch(key)
        record = (self._known or {}).get(found[1]) if found else None
        # An unknown id is compared as well, so that the time of a refusal tells nothing.
        if not hmac.compare_digest(record.digest if record else "0" * 64, _digest(key)) or record is None:
            return None
        return Caller(record.name, record.key_id, frozenset(map(Scope, record.scopes)), record.wire, record.rate)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
