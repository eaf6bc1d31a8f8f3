"""A Redis behind sentinels: one URL says where they are and what they call it, for both libraries."""

import pytest

from schemas.errors import SettingsError
from schemas.redis_url import Watched, kombu_url, watched_of
from schemas.settings import Settings

URL = "sentinel://desk:p%40ss@a,b:26380,[::1]:26381/news/2"


def test_a_url_names_the_sentinels_the_master_and_who_may_use_it() -> None:
    """A port that is not said is that of a sentinel as it comes."""
    expected = Watched((("a", 26379), ("b", 26380), ("::1", 26381)), "news", 2, "desk", "p@ss")

    assert expected == watched_of(URL)


def test_a_url_without_login_or_database_means_none_and_the_first() -> None:
    """The shortest that says something."""
    assert Watched((("a", 26379),), "news", 0, None, None) == watched_of("sentinel://a/news")


def test_kombu_is_given_a_url_for_each_sentinel_and_the_masters_name_beside_them() -> None:
    """It asks the next one when the first is away."""
    login = "sentinel://desk:p%40ss@"
    settings = Settings(redis_url=URL)

    assert f"{login}a:26379/2;{login}b:26380/2;{login}[::1]:26381/2" == kombu_url(URL) == settings.broker_url
    assert settings.broker_options == {"master_name": "news"}


def test_behind_sentinels_one_replica_must_have_what_is_accepted() -> None:
    """Elsewhere nobody waits for a replica: none takes over."""
    assert (Settings(redis_url=URL).replicas, Settings(redis_url="redis://a/0").replicas) == (1, 0)


@pytest.mark.parametrize("url", ["sentinel://", "sentinel://a", "sentinel:///m", "sentinel://a/m/x", "sentinel://:1/m"])
def test_a_url_that_names_no_master_is_refused_at_the_start(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the variable."""
    monkeypatch.setenv("COPYTASTER_REDIS_URL", url)
    with pytest.raises(SettingsError, match="COPYTASTER_REDIS_URL"):
        Settings.load()


def test_a_refused_url_is_shown_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error goes to the log."""
    monkeypatch.setenv("COPYTASTER_REDIS_URL", "sentinel://desk:s3cret@a")
    with pytest.raises(SettingsError) as refused:
        Settings.load()

    assert "s3cret" not in str(refused.value)
