"""Keys to the HTTP door: who is let in, to what, how fast; and that nothing of them is kept or told."""

import time

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ops.admission import require_keys
from ops.keys import KeyTrouble, add_key, any_key, list_keys, revoke_key
from schemas.api_keys import Scope
from schemas.door_records import ApiKeyRecord
from schemas.errors import SettingsError
from tests.support.databases import Database
from tests.support.door import ORIGINAL, OTHER, TEXT, capped, keyed, problem
from tests.support.http import client_of
from tests.support.waiting import wait_until


def test_an_open_door_is_for_programs_of_this_machine(database: Database) -> None:
    """Without a key configured a program may enqueue and read; a page of another site that found the door may not."""
    with client_of(database.settings) as client:
        assert client.post("/v1/articles", content=ORIGINAL, headers=TEXT).status_code == 202
        assert client.get("/v1/articles").status_code == 200
        page = client.post("/v1/articles", content=OTHER, headers={**TEXT, "Origin": "https://evil.example"})
        rebound = client.get("/v1/articles", headers={"Host": "evil.example"})
    assert [page.status_code, rebound.status_code] == [403, 403]


def test_once_there_is_a_key_everyone_needs_one(database: Database) -> None:
    """No key, a malformed and an unknown one are refused with 401 and the scheme; the right one is let in."""
    key = add_key(database.engine, "cms", [Scope.ENQUEUE])
    with client_of(database.settings) as client:
        answers = [
            client.post("/v1/articles", content=ORIGINAL, headers={**TEXT, **given})
            for given in ({}, {"Authorization": "Bearer x"}, {"Authorization": f"Bearer {key[:-1]}"})
        ]
        let_in = client.post("/v1/articles", content=ORIGINAL, headers={**TEXT, "Authorization": f"Bearer {key}"})
    assert [one.status_code for one in answers] == [401] * 3
    assert {"Bearer"} == {one.headers["www-authenticate"] for one in answers}
    assert let_in.status_code == 202


def test_a_key_is_for_its_scopes_and_its_wire(database: Database) -> None:
    """A key to enqueue cannot read; one that is bound to a wire sends for it, and for no other."""
    with keyed(database, Scope.ENQUEUE, wire="afp") as client:
        own = client.post("/v1/articles", content=ORIGINAL, headers=TEXT)
        other = client.post("/v1/articles?wire=dpa", content=OTHER, headers=TEXT)
        read = client.get("/v1/articles")
    assert [own.status_code, other.status_code, read.status_code] == [202, 403, 403]
    assert "afp" in other.json()["detail"]


def test_a_revoked_key_is_refused_within_seconds(database: Database) -> None:
    """Keys are cached for two seconds; a revoked one is let in no longer."""
    key = add_key(database.engine, "cms", [Scope.READ])
    with client_of(database.settings, key) as client:
        assert client.get("/v1/articles").status_code == 200
        revoke_key(database.engine, "cms")
        add_key(database.engine, "other", [Scope.READ])  # else the door would be open again
        wait_until(lambda: client.get("/v1/articles").status_code == 401, "refusal")


def test_revoking_the_last_key_does_not_open_the_door(database: Database) -> None:
    """Whoever had keys once wants a door that asks: nobody comes in without one until another is made."""
    add_key(database.engine, "cms", [Scope.ENQUEUE])
    revoke_key(database.engine, "cms")
    with client_of(database.settings) as client:
        assert problem(client.post("/v1/articles", content=ORIGINAL, headers=TEXT)) == (401, "unauthorized")


def test_of_a_key_only_a_hash_is_kept(database: Database) -> None:
    """The secret stands in no column; name and scopes do, and a name is given once."""
    key = add_key(database.engine, "cms", [Scope.READ, Scope.ENQUEUE], wire="afp")
    with Session(database.engine) as session:
        (record,) = session.execute(select(ApiKeyRecord)).scalars()
    assert key.rpartition("_")[2] not in str(record.model_dump())
    assert (record.scopes, record.wire) == (["enqueue", "read"], "afp")
    with pytest.raises(KeyTrouble, match="already"):
        add_key(database.engine, "cms", [Scope.READ])
    assert [one.name for one in list_keys(database.engine)] == ["cms"]


def test_a_key_has_its_rate(database: Database) -> None:
    """Twice its rate may come at once; then 429 says after how long, and after that it goes on."""
    with keyed(database, Scope.ENQUEUE, rate=1) as client:  # so few that no machine is too slow for the limit
        answers = [client.post("/v1/articles", content=b"Report %d." % n, headers=TEXT) for n in range(6)]
        limited = [one for one in answers if one.status_code == 429]
        time.sleep(int(limited[0].headers["retry-after"]))
        again = client.post("/v1/articles", content=ORIGINAL, headers=TEXT)
    assert {202, 429} == {one.status_code for one in answers}
    assert "rate-limited" in limited[0].json()["type"]
    assert again.status_code == 202


def test_a_door_that_others_reach_needs_a_key_to_start(database: Database) -> None:
    """On any other host than loopback the service does not start without a key, and says how to make one."""
    reachable = capped(database.settings, api_host="0.0.0.0")
    with pytest.raises(SettingsError, match="copytaster keys add"):
        require_keys(reachable, database.engine)
    add_key(database.engine, "cms", [Scope.ENQUEUE])
    assert any_key(database.engine)
    require_keys(reachable, database.engine)
