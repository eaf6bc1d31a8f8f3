"""Settings: read once from the environment, every mistake named, no password shown."""

import os
from pathlib import Path

import pytest

from schemas.errors import SettingsError
from schemas.settings import Settings, masked


def load(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    for name, value in variables.items():
        monkeypatch.setenv(f"COPYTASTER_{name}", value)
    return Settings.load()


def test_nothing_needs_to_be_set() -> None:
    """Defaults: everything in ./var, an embedded Redis, SQLite."""
    settings = Settings.load()
    assert settings.embedded_redis
    assert settings.database_location == f"sqlite:///{Path('var').absolute() / 'copytaster.db'}"
    assert settings.inbox_folder == Path("var/inbox").absolute()


def test_an_unknown_name_is_an_error_that_names_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt setting must not silently be its default."""
    with pytest.raises(
        SettingsError, match="COPYTASTER_BATCHSIZE is not a setting; did you mean COPYTASTER_BATCH_SIZE"
    ):
        load(monkeypatch, BATCHSIZE="10")


@pytest.mark.parametrize(
    ("name", "value"),
    [("BATCH_SIZE", "0"), ("BATCH_SIZE", "many"), ("LOG_LEVEL", "LOUD"), ("QUEUE", "Has Spaces"), ("SETTLE_S", "-1")],
)
def test_a_value_out_of_range_is_an_error_that_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """And says what it is now."""
    with pytest.raises(SettingsError, match=f"COPYTASTER_{name}: .*{value}"):
        load(monkeypatch, **{name: value})


def test_nested_settings_are_set_by_two_underscores(monkeypatch: pytest.MonkeyPatch) -> None:
    """One threshold, without repeating the others."""
    assert load(monkeypatch, THRESHOLDS__SAME_STORY="0.9").thresholds.same_story == 0.9
    with pytest.raises(SettingsError, match="COPYTASTER_THRESHOLDS__SAME_STORY"):
        load(monkeypatch, THRESHOLDS__SAME_STORY="2")


def test_wires_are_given_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wire that is not named has the defaults; a zone that does not exist is an error."""
    settings = load(monkeypatch, WIRES='{"afp": {"zone": "Europe/Paris"}}')
    assert (settings.profile("afp").zone, settings.profile("dpa").zone) == ("Europe/Paris", "UTC")
    with pytest.raises(SettingsError, match="not a time zone"):
        load(monkeypatch, WIRES='{"afp": {"zone": "Europe/Atlantis"}}')


def test_a_lease_must_outlast_an_article(monkeypatch: pytest.MonkeyPatch) -> None:
    """An article that may take as long as its lease would be started by another worker while the first still reads."""
    with pytest.raises(SettingsError, match=r"COPYTASTER_LEASE_S: .*at least 80 s, twice COPYTASTER_TIME_LIMIT_S"):
        load(monkeypatch, TIME_LIMIT_S="40")
    assert load(monkeypatch, TIME_LIMIT_S="40", LEASE_S="80").lease_s == 80


def test_settings_never_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read once, then frozen."""
    with pytest.raises(ValueError, match="frozen"):
        load(monkeypatch).batch_size = 1  # type: ignore[misc]


@pytest.mark.parametrize("home", ["/srv/desk", "/srv/" + "d" * 120, "/srv/" + "ü" * 50])
def test_the_socket_of_redis_fits_wherever_home_is(home: str) -> None:
    """A unix socket's path has 107 bytes at most; a long HOME gets a socket under /tmp that is its own."""
    socket = Settings(home=Path(home)).redis_socket
    assert len(os.fsencode(socket)) <= 100
    assert socket == Settings(home=Path(home)).redis_socket
    assert socket != Settings(home=Path(home + "x")).redis_socket


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_postgresql_url_means_psycopg(scheme: str) -> None:
    """People copy their URL from elsewhere, with whichever scheme."""
    assert Settings(database_url=f"{scheme}://u:p@db/desk").database_location == "postgresql+psycopg://u:p@db/desk"


def test_one_redis_url_serves_both_libraries() -> None:
    """Kombu calls a unix socket by another scheme than redis-py."""
    for url in ("unix:///run/redis.sock", "redis+socket:///run/redis.sock"):
        settings = Settings(redis_url=url)
        assert settings.redis_location == "unix:///run/redis.sock"
        assert settings.broker_url == "redis+socket:///run/redis.sock"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("redis://u:s3cret@host/0", "redis://u:***@host/0"),
        ("redis://:s3cret@host/0", "redis://:***@host/0"),
        ("cannot reach (postgresql://u:s3cret@db/x)", "cannot reach (postgresql://u:***@db/x)"),
        ("postgresql://u:s3@cret@db/x", "postgresql://u:***@db/x"),
        ("two: a://b:s3cret@c, d://e:s3cret@f", "two: a://b:***@c, d://e:***@f"),
        ("https://[half@bracket", "https://[half@bracket"),
        ("redis://host:6379/0", "redis://host:6379/0"),
        ("mail me@home.example at 12:30", "mail me@home.example at 12:30"),
    ],
)
def test_a_password_is_masked_wherever_its_url_stands(text: str, shown: str) -> None:
    """Errors of libraries quote URLs in the middle of sentences; other text stays as it is."""
    assert masked(text) == shown
