"""Sentry: what of an error is passed on, and what never leaves, by a transport that keeps what it is given."""

import io
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import sentry_sdk
import structlog
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from schemas.errors import SettingsError
from schemas.logging_setup import configure_logging
from schemas.sentry_setup import end_reporting, report_faults
from schemas.settings import Settings
from tests.support.wire_copy import SURGE

DSN = "http://key@127.0.0.1:9/1"


@pytest.fixture
def sent() -> Iterator[list[dict[str, Any]]]:
    """The events that would have gone out."""
    events: list[dict[str, Any]] = []

    class Kept(Transport):
        def capture_envelope(self, envelope: Envelope) -> None:
            event = envelope.get_event()
            assert event is not None
            events.append(dict(event))

    configure_logging(stream=io.StringIO())
    report_faults(Settings(sentry_dsn=DSN), "worker-1", Kept)
    yield events
    sentry_sdk.get_client().close()
    sentry_sdk.get_global_scope().set_client(None)


def fail_over(text: str) -> None:
    """Raise an error in a frame that holds an article's text."""
    held = text
    raise ValueError(f"cannot reach postgresql://desk:secret@db/x after {len(held)}")


def test_an_error_of_ours_is_sent_with_its_place_and_its_article(sent: list[dict[str, Any]]) -> None:
    """By the ids of the article, so that `trace` finds it, and the part that met it."""
    try:
        fail_over("The harbour stood under water.")
    except ValueError as error:
        structlog.get_logger().warning("article.retried", raw_id="ab12", wire="afp", exc_info=error)
    (event,) = sent
    assert event["tags"] == {"part": "worker-1", "event": "article.retried", "raw_id": "ab12", "wire": "afp"}
    (value,) = event["exception"]["values"]
    assert value["type"] == "ValueError"
    assert value["stacktrace"]["frames"][-1]["function"] == "fail_over"
    assert event["release"].startswith("copytaster@")


def test_neither_article_text_nor_a_credential_leaves(sent: list[dict[str, Any]]) -> None:
    """Local variables hold the one, messages of databases the other."""
    try:
        fail_over(SURGE[0])
    except ValueError as error:
        structlog.get_logger().warning("article.retried", exc_info=error)
    assert SURGE[0][:20] not in str(sent)
    (value,) = sent[0]["exception"]["values"]
    assert value["value"] == f"cannot reach postgresql://desk:***@db/x after {len(SURGE[0])}"


def test_a_library_that_logs_an_error_is_heard_once(sent: list[dict[str, Any]]) -> None:
    """Its line goes through our log as well; that must not make two of it."""
    logging.getLogger("celery.worker").error("Unrecoverable error")
    assert [event["logentry"]["message"] for event in sent] == ["Unrecoverable error"]


@pytest.mark.parametrize(("method", "events"), [("info", 0), ("warning", 0), ("error", 1)])
def test_only_errors_are_sent(sent: list[dict[str, Any]], method: str, events: int) -> None:
    """A wire that is quiet or a refused article is the newsroom's business, not the programmers'."""
    getattr(structlog.get_logger(), method)("worker.refused", detail="the schema is behind")
    assert len(sent) == events


def test_nothing_is_begun_without_the_setting() -> None:
    """And ending what was not begun is no error."""
    report_faults(Settings(), "worker-1")
    end_reporting(Settings())
    assert not sentry_sdk.is_initialized()


def test_a_sentry_without_its_package_is_an_error_that_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the start, not at the first error."""
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    with pytest.raises(SettingsError, match=r"pip install 'copytaster\[sentry\]'"):
        report_faults(Settings(sentry_dsn=DSN), "worker-1")


def test_the_address_of_a_project_is_no_part_of_the_settings_text() -> None:
    """Whoever prints settings prints no key."""
    assert "key" not in repr(Settings(sentry_dsn=DSN))
