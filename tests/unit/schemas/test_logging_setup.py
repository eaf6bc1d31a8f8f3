"""configure_logging: one shape for every line, JSON or a ticker, whatever senders put into names and headlines."""

import io
import logging
import select
import threading

import orjson
import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from schemas.log_events import strangers
from schemas.logging_setup import configure_logging, together

HOSTILE = "\x1b[2J\x1b[H Nothing\r\n2026-01-01T00:00:00Z FIRST forged\x07\u2028line\u202e"


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def lines_of(stream: io.StringIO) -> list[str]:
    return stream.getvalue().removesuffix("\n").split("\n")


def test_off_a_terminal_a_line_is_one_json_object() -> None:
    """Ours and the libraries' alike."""
    stream = io.StringIO()
    configure_logging(stream=stream)
    structlog.get_logger("ours").info("article.stored", wire="afp", headline="Größe")
    logging.getLogger("kombu").warning("theirs %s", "too")
    ours, theirs = [orjson.loads(line) for line in lines_of(stream)]
    assert (ours["event"], ours["level"], ours["wire"], ours["headline"]) == ("article.stored", "info", "afp", "Größe")
    assert ours["timestamp"].endswith("Z")
    assert (theirs["event"], theirs["logger"], theirs["detail"]) == ("library.said", "kombu", "theirs too")
    assert theirs["level"] == "warning"
    assert strangers(ours) | strangers(theirs) == set()


def test_on_a_terminal_a_line_is_read_by_a_person() -> None:
    """Time, wire, what became of it, of which, how sure, why, how long."""
    stream = Terminal()
    configure_logging(stream=stream)
    structlog.get_logger().info(
        "article.copy",
        wire="afp",
        headline="Flood",
        copy_of="abcdef1234",
        similarity=0.93,
        relation="abridged",
        age_ms=1500,
    )
    (line,) = lines_of(stream)
    for word in ("afp", "COPY", "Flood", "abcdef", "0.93", "abridged", "1.5 s"):
        assert word in line


@pytest.mark.parametrize("form", ["json", "ticker"])
@pytest.mark.parametrize("event", ["article.stored", "article.quarantined", "inbox.spiked"])
def test_a_hostile_name_forges_no_line_and_moves_no_cursor(form: str, event: str) -> None:
    """Names, headlines and details are senders' words."""
    stream = io.StringIO()
    configure_logging(form=form, stream=stream)
    structlog.get_logger().info(event, wire="afp", headline=HOSTILE, name=HOSTILE, detail=HOSTILE)
    (line,) = lines_of(stream)
    assert "\x1b[2J" not in line
    assert not set("\r\x07") & set(line)


def test_an_error_in_the_ticker_forges_no_line() -> None:
    """The text of an exception may quote an article."""
    stream = io.StringIO()
    configure_logging(form="ticker", stream=stream)
    structlog.get_logger().warning("article.retried", exc_info=ValueError(HOSTILE))
    assert len(lines_of(stream)) <= 2
    assert "\x1b" not in stream.getvalue()


@pytest.mark.parametrize("form", ["json", "ticker"])
def test_no_password_reaches_the_log(form: str) -> None:
    """Not in a field, not in a library's message, not in an exception."""
    stream = io.StringIO()
    configure_logging(form=form, stream=stream)
    url = "postgresql://desk:s3cret@db.example/desk"
    structlog.get_logger().warning("database.waiting", detail=f"cannot reach {url}: refused")
    logging.getLogger("sqlalchemy").warning("lost %s", url)
    structlog.get_logger().warning("database.waiting", exc_info=OSError(url))
    assert "s3cret" not in stream.getvalue()
    assert "desk:***@db.example" in stream.getvalue()


@given(st.text())
def test_any_text_is_one_line_of_json(text: str) -> None:
    """And comes back as it was, but for the passwords of URLs and what is no character."""
    stream = io.StringIO()
    configure_logging(form="json", stream=stream)
    structlog.get_logger().info("article.stored", headline=text)
    (line,) = lines_of(stream)
    if "://" not in text and text.isprintable():
        assert orjson.loads(line)["headline"] == text


def test_the_chatter_of_libraries_is_not_logged() -> None:
    """Their warnings are; ours begin at the level that was asked for."""
    stream = io.StringIO()
    configure_logging("INFO", stream=stream)
    logging.getLogger("celery").info("chatter")
    structlog.get_logger().debug("inbox.watching")
    assert stream.getvalue() == ""


class Pipe(io.StringIO):
    """A stream that remembers each write."""

    def __init__(self) -> None:
        super().__init__()
        self.writes: list[str] = []

    def write(self, text: str) -> int:
        """Remember it."""
        self.writes.append(text)
        return super().write(text)


def test_lines_of_a_block_come_together_and_whole() -> None:
    """As many in one write as a pipe takes at once, and none is kept back after it."""
    stream = Pipe()
    configure_logging(form="json", stream=stream)
    logger = structlog.get_logger()
    with together():
        for number in range(40):
            logger.info("article.stored", headline=f"{number} " + "ü" * 80)
        assert stream.writes == []
    logger.info("article.stored", headline="after")
    assert [orjson.loads(line)["headline"].split()[0] for line in lines_of(stream)] == [*map(str, range(40)), "after"]
    assert all(write.endswith("\n") and len(write.encode()) <= select.PIPE_BUF for write in stream.writes)
    assert len(stream.writes) < 10


def test_a_block_that_fails_keeps_no_line_back() -> None:
    """Nor does one within another lose what was kept before it."""
    stream = io.StringIO()
    configure_logging(form="json", stream=stream)

    def fail() -> None:
        with together():
            structlog.get_logger().info("one")
            with together():
                structlog.get_logger().info("two")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert [orjson.loads(line)["event"] for line in lines_of(stream)] == ["one", "two"]


def test_a_block_keeps_no_line_of_another_thread_back() -> None:
    """What the sweep says meanwhile is written at once; it has no part in when the block ends."""
    stream = io.StringIO()
    configure_logging(form="json", stream=stream)
    with together():
        structlog.get_logger().info("one")
        other = threading.Thread(target=structlog.get_logger().info, args=("two",))
        other.start()
        other.join()
    assert [orjson.loads(line)["event"] for line in lines_of(stream)] == ["two", "one"]


def test_a_line_that_no_pipe_takes_at_once_is_written_alone() -> None:
    """Between others, in its place."""
    stream = Pipe()
    configure_logging(form="json", stream=stream)
    with together():
        for headline in ("one", "t" * 5_000, "three"):
            structlog.get_logger().info("article.stored", headline=headline)
    assert [orjson.loads(write)["headline"][:5] for write in stream.writes] == ["one", "ttttt", "three"]


def test_a_part_signs_every_line_it_writes() -> None:
    """Ours and the libraries'; an event about another part keeps that one's name."""
    stream = io.StringIO()
    configure_logging(stream=stream, part="worker-2")
    structlog.get_logger().info("inbox.resumed")
    logging.getLogger("kombu").warning("gone")
    structlog.get_logger().info("supervisor.started", part="worker-3")
    assert [orjson.loads(line)["part"] for line in lines_of(stream)] == ["worker-2", "worker-2", "worker-3"]
    assert all(line.startswith('{"part":') for line in lines_of(stream)), "where the supervisor looks for it"
