"""The room Quarantine of the desk's page on both databases: what it lists and shows, and what its actions do."""

import pytest

from ops import desk
from ops.console.quarantine_list import listed, reasons
from producer.enqueue import Door
from tests.support.databases import Database
from tests.support.desk_page import Visitor, arrive, filed_now


def test_quarantine_lists_by_reason_and_wire(database: Database, visitor: Visitor) -> None:
    """Each with its name and why; a filter leaves the rest out."""
    page = visitor.get("/desk/quarantine").text
    filtered = visitor.get("/desk/quarantine", params={"reason": "empty_body"}).text

    assert "half.json" in page
    assert "empty.json" in page
    assert "half.json" not in filtered
    assert reasons(database.engine, "broken") == {"empty_body": 1, "malformed": 1}
    assert reasons(database.engine, "ap") == {}
    assert [one.name for one in listed(database.engine, "", "broken", None)[0]] == ["empty.json", "half.json"]


def test_refused_bytes_are_shown_safely_and_can_be_saved(database: Database, visitor: Visitor) -> None:
    """Escaped as text, in hexadecimal, and as a file that no browser opens."""
    raw_id = listed(database.engine, "malformed", "", None)[0][0].raw_id
    page = visitor.get(f"/desk/quarantine/{raw_id}").text
    saved = visitor.get(f"/desk/quarantine/{raw_id}/bytes")

    assert "&lt;b&gt;half&lt;/b&gt; an object<i>\\x1b</i>[2J" in page
    assert "7b 22 68 65 61 64 6c 69" in page
    assert saved.content == b'{"headline": "<b>half</b> an object\x1b[2J'
    assert saved.headers["content-disposition"].startswith("attachment")
    assert visitor.get("/desk/quarantine/none").status_code == 404


@pytest.mark.parametrize("act", ["release", "discard"])
def test_an_action_on_what_was_refused_is_done_after_a_second_look(
    database: Database, visitor: Visitor, act: str
) -> None:
    """Released ones are pending again, discarded ones are gone; the other article stays."""
    raw_id = listed(database.engine, "malformed", "", None)[0][0].raw_id
    asked = visitor.act("/desk/quarantine/act", act=act, id=raw_id)
    assert f"{act.capitalize()} 1 article?" in asked.text
    assert len(listed(database.engine, "", "", None)[0]) == 2

    done = visitor.act("/desk/quarantine/act", act=act, id=raw_id, sure="yes")
    assert f"done={act}&count=1" in done.headers["location"]
    assert [one.name for one in listed(database.engine, "", "", None)[0]] == ["empty.json"]
    assert Door(database.settings).ledger.pending()[0] == (1 if act == "release" else 0)
    assert (desk.raw_article(database.engine, raw_id) is None) == (act == "discard")


def test_all_of_a_kind_can_be_released_at_once(database: Database, visitor: Visitor) -> None:
    """All that the filter shows, and nothing else."""
    arrive(database, *(filed_now((), "broken", f"{n}.json", headline=f"Number {n}") for n in range(60)))
    given = {"act": "release", "every": "yes", "reason": "empty_body", "wire": "broken"}

    assert "Release 61 articles?" in visitor.act("/desk/quarantine/act", **given).text
    visitor.act("/desk/quarantine/act", **given, sure="yes")
    assert reasons(database.engine, "") == {"malformed": 1}


def test_an_action_on_nothing_says_so(visitor: Visitor) -> None:
    """Nothing ticked, or an act that there is not."""
    assert visitor.act("/desk/quarantine/act", act="release").status_code == 400
    assert visitor.act("/desk/quarantine/act", act="burn", every="yes").status_code == 400
