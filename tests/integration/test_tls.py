"""TLS to Redis and PostgreSQL: what the settings say is done by every part of ours, and doctor tells where none is."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from ops.encryption import ways
from ops.examinations import findings
from producer.enqueue import Door
from producer.ledger import connect
from schemas.errors import RedisUnavailable
from schemas.settings import Settings
from tests.support.databases import Database
from tests.support.tls import Papers, papers, postgres_over_tls, redis_over_tls
from tests.support.wire_copy import filed
from worker.database import engine_of


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    """The certificates of an authority that both sides trust."""
    return papers(tmp_path_factory.mktemp("ours"))


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    """Those of another."""
    return papers(tmp_path_factory.mktemp("others"))


@pytest.fixture
def redis_port(settings: Settings, redis_client: object, ours: Papers) -> Iterator[int]:
    """The port at which the test's Redis answers over TLS."""
    with redis_over_tls(Path(urlsplit(settings.redis_location).path), ours.server) as port:
        yield port


def by_tls(settings: Settings, port: int, trusted: Papers, client: Papers | None) -> Settings:
    """Return settings with Redis at a port, over TLS."""
    own = "" if client is None else f"&ssl_certfile={client.client}&ssl_keyfile={client.client}"
    url = f"rediss://localhost:{port}/0?ssl_ca_certs={trusted.authority}{own}"
    return settings.model_copy(update={"redis_url": url})


def test_an_article_is_accepted_and_announced_over_tls(settings: Settings, redis_port: int, ours: Papers) -> None:
    """The ledger's client and Celery's both speak it, each with a certificate of its own to show."""
    secured = by_tls(settings, redis_port, ours, ours)
    Door(secured).enqueue(filed())
    with connect(settings) as plain:  # the same Redis, past the proxy
        assert plain.zcard(f"{settings.queue}:pending") == 1
        assert plain.llen(settings.queue) == 1


def test_celery_checks_the_certificate_too() -> None:
    """Kombu takes any where the URL says nothing; what the operator says of it stands."""
    assert Settings(redis_url="rediss://r.example").broker_url == "rediss://r.example?ssl_cert_reqs=required"
    chosen = "rediss://r.example/0?ssl_ca_certs=/ca.pem"
    assert Settings(redis_url=chosen).broker_url == f"{chosen}&ssl_cert_reqs=required"
    waived = "rediss://r.example/0?ssl_cert_reqs=none"
    assert Settings(redis_url=waived).broker_url == waived


def test_a_redis_of_another_authority_is_not_talked_to(
    settings: Settings, redis_port: int, ours: Papers, others: Papers
) -> None:
    """And a client that has no certificate to show is not let in where one is asked for."""
    with pytest.raises(RedisUnavailable, match="certificate"):
        Door(by_tls(settings, redis_port, others, ours)).enqueue(filed())
    with pytest.raises(RedisUnavailable):
        Door(by_tls(settings, redis_port, ours, None)).enqueue(filed())


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_postgresql_is_spoken_to_over_tls_and_its_certificate_checked(
    database: Database, ours: Papers, others: Papers
) -> None:
    """With `sslmode=verify-full` an answer of another authority is an error, not a connection."""
    url = make_url(database.settings.database_location)
    socket = Path(str(url.query["host"])) / ".s.PGSQL.5432"
    with postgres_over_tls(socket, ours.server) as port:

        def secured(trusted: Papers) -> Settings:
            words = {
                "sslmode": "verify-full", "sslrootcert": str(trusted.authority),
                "sslcert": str(ours.client), "sslkey": str(ours.client),
            }  # fmt: skip
            ours.client.chmod(0o600)  # libpq takes no key that others can read
            chosen = url.set(host="localhost", port=port, query=words)
            return database.settings.model_copy(update={"database_url": chosen.render_as_string(hide_password=False)})

        engine = engine_of(secured(ours), pooled=False)
        with engine.connect() as connection:
            assert connection.connection.driver_connection.pgconn.ssl_in_use  # type: ignore[union-attr]
            assert connection.execute(text("SELECT count(*) FROM article")).scalar_one() == 0
        with pytest.raises(OperationalError, match="certificate"):
            engine_of(secured(others), pooled=False).connect()
        assert [(one.server, one.safe) for one in ways(secured(ours))] == [("database", True)]


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("redis://far.example:6379", False),
        ("redis://:secret@far.example", False),
        ("rediss://far.example:6379", True),
        ("redis://127.0.0.1", True),
        ("sentinel://far.example/desk", False),
    ],
)
def test_doctor_knows_a_redis_that_is_spoken_to_in_clear(settings: Settings, url: str, *, safe: bool) -> None:
    """The way to another machine is safe with TLS alone; no password is shown, and how to mend it is."""
    (way,) = ways(settings.model_copy(update={"redis_url": url}))
    assert (way.server, way.safe, bool(way.mend)) == ("redis", safe, not safe)
    assert "secret" not in way.detail


def test_doctor_says_nothing_of_what_never_leaves_the_machine(settings: Settings) -> None:
    """Redis on a unix socket and a file of SQLite."""
    assert list(ways(settings)) == []


def test_doctor_lists_the_way_to_redis_among_its_checks(settings: Settings) -> None:
    """With what to type."""
    told = findings(settings.model_copy(update={"redis_url": "redis://far.invalid"}))
    (way,) = [one for one in told if one.check == "redis encryption"]
    assert not way.fine
    assert "rediss://" in way.mend
