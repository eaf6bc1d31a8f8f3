"""The guard before the desk's page: names, sites, sessions, tokens."""

from collections.abc import Iterator

import httpx
import pytest

from ops.console.attempts import MOST_WRONG
from ops.console.guard import COOKIE
from ops.console.pages import SAFE_HEADERS
from tests.support.databases import Database
from tests.support.desk_page import Visitor, newsroom_day
from tests.support.http import serving

TOKEN = "a long token of the newsroom"
ROOMS = ("/", "/desk/stories", "/desk/quarantine", "/desk/log")

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def visitor(database: Database) -> Iterator[Visitor]:
    """Somebody at a desk that is open to this machine and asks for no token."""
    newsroom_day(database)
    with serving(database.settings) as base, Visitor(base) as one:
        yield one


@pytest.fixture
def stranger(database: Database) -> Iterator[Visitor]:
    """Somebody at a desk that asks for a token."""
    with serving(database.settings.model_copy(update={"console_token": TOKEN})) as base, Visitor(base) as one:
        yield one


def test_every_room_answers_with_headers_that_let_nothing_in(visitor: Visitor) -> None:
    """Content policy, no sniffing, no referrer, no framing; refusals carry them too."""
    for path in (*ROOMS, "/desk/static/desk.css", "/desk/stories/0000000000000000"):
        headers = visitor.get(path).headers
        for name in SAFE_HEADERS.keys() - {"Cache-Control"}:
            assert SAFE_HEADERS[name] == headers[name], (path, name)


def test_a_name_that_was_made_to_point_here_is_refused(visitor: Visitor) -> None:
    """A page that has its own name rebound to this machine reads nothing and does nothing."""
    for path in (*ROOMS, "/desk/live", "/desk/login", "/desk/static/desk.js"):
        response = visitor.get(path, headers={"Host": "rebound.example"})
        assert response.status_code == 421
    assert "rebound.example" in response.text


def test_a_name_that_was_allowed_is_answered(database: Database) -> None:
    """The desk may have a name of its own."""
    settings = database.settings.model_copy(update={"console_hosts": ("desk.example",)})
    with serving(settings) as base, Visitor(base) as visitor:
        assert visitor.get("/desk/stories", headers={"Host": "desk.example:8080"}).status_code == 200


def test_a_desk_that_others_can_reach_shows_nothing_without_a_token(database: Database) -> None:
    """Listening on all addresses is no accident that opens the desk."""
    settings = database.settings.model_copy(update={"api_host": "0.0.0.0"})
    with serving(settings) as base, Visitor(base) as visitor:
        response = visitor.get("/")

    assert response.status_code == 403
    assert "COPYTASTER_CONSOLE_TOKEN" in response.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://evil.example"},
    ],
)
def test_an_action_from_another_site_does_nothing(visitor: Visitor, headers: dict[str, str]) -> None:
    """Even with the right word and cookie."""
    word = visitor.word()
    data = {"word": word, "act": "discard", "every": "yes", "sure": "yes"}

    assert visitor.post("/desk/quarantine/act", data=data, headers=headers).status_code == 403
    assert "half.json" in visitor.get("/desk/quarantine").text


def test_an_action_without_the_sessions_word_does_nothing(visitor: Visitor) -> None:
    """No word, a wrong one, one of another session, or no session at all."""
    word = visitor.word()
    for given in ("", "wrong", word[:-1] + "x"):
        data = {"word": given, "act": "discard", "every": "yes", "sure": "yes"}
        assert visitor.post("/desk/quarantine/act", data=data).status_code == 403
    with Visitor(str(visitor.base_url)) as other:
        assert other.post("/desk/quarantine/act", data={"word": word, "act": "discard"}).status_code == 403
    assert "half.json" in visitor.get("/desk/quarantine").text


def test_a_form_that_is_too_large_or_no_form_is_refused(visitor: Visitor) -> None:
    """Nobody fills the memory through a form."""
    assert visitor.post("/desk/logout", content=b"x" * (2 << 20)).status_code == 413
    assert visitor.post("/desk/logout", content=b"\xff=1").status_code == 400
    assert visitor.post("/desk/logout", content=b"a&" * 20_000).status_code in (400, 403)


def test_a_foreign_page_may_not_hold_a_stream_open(visitor: Visitor) -> None:
    """What is live is for pages of the desk."""
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"}

    assert visitor.get("/desk/live", headers=headers).status_code == 403


def test_the_token_opens_every_room_and_nothing_does_without_it(stranger: Visitor) -> None:
    """A room leads to the form, what is live is refused, and the cookie is out of reach of scripts."""
    for path in ROOMS:
        response = stranger.get(path)
        assert (response.status_code, response.headers["location"]) == (303, f"/desk/login?back={path}")
    live = stranger.get("/desk/live", headers={"Accept": "text/event-stream"})
    wrong = stranger.post("/desk/login", data={"token": "wrong"})
    right = stranger.post("/desk/login", data={"token": TOKEN, "back": "/desk/stories"})

    assert (live.status_code, wrong.status_code) == (401, 401)
    assert COOKIE not in wrong.headers.get("set-cookie", "")
    assert (right.status_code, right.headers["location"]) == (303, "/desk/stories")
    assert {"HttpOnly", "SameSite=strict"} <= set(right.headers["set-cookie"].split("; "))
    assert TOKEN not in right.headers["set-cookie"]
    assert [stranger.get(path).status_code for path in ROOMS] == [200] * 4


def test_signing_out_ends_the_session(stranger: Visitor) -> None:
    """The next look asks for the token again."""
    stranger.post("/desk/login", data={"token": TOKEN})
    out = stranger.act("/desk/logout")

    assert out.headers["location"] == "/desk/login"
    assert stranger.get("/").status_code == 303


def test_guessing_is_slow_and_then_stopped(stranger: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """After some wrong tokens even the right one must wait."""
    monkeypatch.setattr("ops.console.entry._WRONG_S", 0.01)
    answers = [stranger.post("/desk/login", data={"token": "wrong"}).status_code for _ in range(MOST_WRONG)]

    assert answers == [401] * MOST_WRONG
    assert stranger.post("/desk/login", data={"token": TOKEN}).status_code == 429


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", ""])
def test_signing_in_leads_nowhere_but_into_the_desk(stranger: Visitor, back: str) -> None:
    """A link to the form cannot send anybody elsewhere."""
    response = stranger.post("/desk/login", data={"token": TOKEN, "back": back})

    assert response.headers["location"] == "/"


def test_a_database_that_is_away_is_said_and_breaks_nothing(database: Database) -> None:
    """The room Now still stands; a room that needs the database says what is the matter."""
    settings = database.settings.model_copy(update={"database_url": "postgresql://localhost:1/none"})
    with serving(settings) as base, Visitor(base) as visitor:
        now: httpx.Response = visitor.get("/", timeout=20)
        stories = visitor.get("/desk/stories", timeout=20)

    assert now.status_code == 200
    assert "database" in now.text
    assert stories.status_code == 503
