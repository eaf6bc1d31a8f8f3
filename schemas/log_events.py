"""The log line as a contract: every event, its fields and its meaning. The table in the README is printed from here."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from schemas.verdict import Verdict


class Event(StrEnum):
    """Every event that the service logs. `article.<verdict>` is logged exactly once for each article."""

    ARTICLE_STORED = "article.stored"
    ARTICLE_COPY = "article.copy"
    ARTICLE_VERSION = "article.version"
    ARTICLE_CORRECTION = "article.correction"
    ARTICLE_KILL = "article.kill"
    ARTICLE_STALE = "article.stale"
    ARTICLE_REPLAYED = "article.replayed"
    ARTICLE_QUARANTINED = "article.quarantined"
    ARTICLE_RETRIED = "article.retried"
    STORIES_MERGED = "stories.merged"
    QUARANTINE_RELEASED = "quarantine.released"
    QUARANTINE_DISCARDED = "quarantine.discarded"
    INBOX_WATCHING = "inbox.watching"
    INBOX_FILED = "inbox.filed"
    INBOX_SPIKED = "inbox.spiked"
    INBOX_PUT_BACK = "inbox.put_back"
    INBOX_UNREADABLE = "inbox.unreadable"
    INBOX_HOLDING = "inbox.holding"
    INBOX_RESUMED = "inbox.resumed"
    INBOX_EXPIRED = "inbox.expired"
    INBOX_STOPPED = "inbox.stopped"
    ENQUEUE_UNPUBLISHED = "enqueue.unpublished"
    LEDGER_REPUBLISHED = "ledger.republished"
    LEDGER_RECLAIMED = "ledger.reclaimed"
    LEDGER_UNREACHABLE = "ledger.unreachable"
    DATABASE_WAITING = "database.waiting"
    DATABASE_BACK = "database.back"
    DATABASE_MIGRATED = "database.migrated"
    INDEX_WAITING = "index.waiting"
    WORKER_READY = "worker.ready"
    WORKER_STOPPED = "worker.stopped"
    WORKER_REFUSED = "worker.refused"
    WORKER_NAMELESS = "worker.nameless"
    SUPERVISOR_STARTED = "supervisor.started"
    SUPERVISOR_RESTARTED = "supervisor.restarted"
    SUPERVISOR_WAITING = "supervisor.waiting"
    SUPERVISOR_STOPPED = "supervisor.stopped"
    PART_PRINTED = "part.printed"
    API_LISTENING = "api.listening"
    API_REFUSED = "api.refused"
    API_FAILED = "api.failed"
    WEBHOOK_FAILED = "webhook.failed"
    WEBHOOK_ENDED = "webhook.ended"
    LIBRARY_SAID = "library.said"
    LOG_UNWRITABLE = "log.unwritable"


class Entry(NamedTuple):
    """One row of the table of events."""

    fields: str
    meaning: str


# What any line may have beside the fields of its event; `part` stands in the files of `copytaster run`.
COMMON = frozenset({"event", "level", "timestamp", "exception", "part"})
_RAW = "wire raw_id name request_id age_ms"
_ARTICLE = _RAW + " article_id story_id guid version headline took_ms"
_KIN = " copy_of relation similarity detail"

EVENTS: dict[Event, Entry] = {
    Event.ARTICLE_STORED: Entry(_ARTICLE + " relation similarity detail", "The first of its story, or a round-up."),
    Event.ARTICLE_COPY: Entry(_ARTICLE + _KIN, "A syndicated copy of a known article."),
    Event.ARTICLE_VERSION: Entry(_ARTICLE + _KIN, "A newer version of a known article."),
    Event.ARTICLE_CORRECTION: Entry(_ARTICLE + _KIN, "A version that corrects an earlier one."),
    Event.ARTICLE_KILL: Entry(_ARTICLE + _KIN, "An order not to use the story."),
    Event.ARTICLE_STALE: Entry(_ARTICLE + _KIN, "Older than what is known, or of a killed story."),
    Event.ARTICLE_REPLAYED: Entry(
        _RAW + " article_id guid headline", "The same bytes from the same wire: nothing changed."
    ),
    Event.ARTICLE_QUARANTINED: Entry(_RAW + " stage reason detail attempts", "Refused; its bytes are kept."),
    Event.ARTICLE_RETRIED: Entry(
        "wire raw_id request_id starts detail", "It raised an error of ours and will be tried again."
    ),
    Event.STORIES_MERGED: Entry("story_id merged article_id", "An article showed that two stories are one."),
    Event.QUARANTINE_RELEASED: Entry("raw_id", "An operator let it go: it is enqueued again."),
    Event.QUARANTINE_DISCARDED: Entry("raw_id", "An operator deleted it, with its bytes."),
    Event.INBOX_WATCHING: Entry("inbox", "The inbox is being watched."),
    Event.INBOX_FILED: Entry(
        "wire name request_id articles pending refused", "A file was accepted; it lies in .filed/."
    ),
    Event.INBOX_SPIKED: Entry(
        "wire name reason detail", "A file, or a member of one, could not be enqueued; see .spiked/."
    ),
    Event.INBOX_PUT_BACK: Entry("files", "Files that a dead watcher had claimed are in the inbox again."),
    Event.INBOX_UNREADABLE: Entry(
        "wire name detail", "A file or folder cannot be read; the detail says how to mend it."
    ),
    Event.INBOX_HOLDING: Entry("detail", "Nothing is claimed now: the queue is full, or Redis or the folder is away."),
    Event.INBOX_RESUMED: Entry("", "What made the inbox hold is over."),
    Event.INBOX_EXPIRED: Entry("day", "The originals filed on a day were removed: COPYTASTER_FILED_DAYS are over."),
    Event.INBOX_STOPPED: Entry("", "The watcher finished the file in hand and ended."),
    Event.ENQUEUE_UNPUBLISHED: Entry("articles detail", "Accepted but not announced; the next sweep will."),
    Event.LEDGER_REPUBLISHED: Entry("articles", "Overdue articles were put on the queue again."),
    Event.LEDGER_RECLAIMED: Entry("worker articles", "What a dead worker had in hand was put on the queue again."),
    Event.LEDGER_UNREACHABLE: Entry("detail", "Redis did not answer; it is tried again."),
    Event.DATABASE_WAITING: Entry("detail attempt", "The database did not answer; the batch waits, nothing is lost."),
    Event.DATABASE_BACK: Entry("attempt", "The database answers again."),
    Event.DATABASE_MIGRATED: Entry("revision", "The schema was brought up to date."),
    Event.INDEX_WAITING: Entry(
        "detail", "Shelves or words could not be seen to; the next try is soon, no article waits."
    ),
    Event.WORKER_READY: Entry("worker", "A worker takes articles."),
    Event.WORKER_STOPPED: Entry("worker", "A worker has ended."),
    Event.WORKER_REFUSED: Entry("detail", "The schema is behind, so this worker does not start."),
    Event.WORKER_NAMELESS: Entry("detail", "HOME cannot be written: what this worker leaves comes back after a lease."),
    Event.SUPERVISOR_STARTED: Entry("part pid", "A part of the service was started."),
    Event.SUPERVISOR_RESTARTED: Entry("part exit_code after_s", "A part ended by itself and is started again."),
    Event.SUPERVISOR_WAITING: Entry("part detail", "A part cannot be started again yet."),
    Event.SUPERVISOR_STOPPED: Entry("part exit_code", "A part was stopped."),
    Event.PART_PRINTED: Entry("detail", "A part wrote a line that is no log line, as a crash does."),
    Event.API_LISTENING: Entry("host port", "HTTP is served."),
    Event.API_REFUSED: Entry(
        "status path times detail", "Requests were not done as asked: one line a second for each kind."
    ),
    Event.API_FAILED: Entry(
        "status path times detail", "Requests failed by a fault of ours, or Redis or the database is away."
    ),
    Event.WEBHOOK_FAILED: Entry("webhook_id detail", "A subscriber did not take what it was told; it is told again."),
    Event.WEBHOOK_ENDED: Entry("webhook_id", "A subscriber answered 410: it is told nothing more."),
    Event.LIBRARY_SAID: Entry("logger detail", "A warning of a library, in its own words."),
    Event.LOG_UNWRITABLE: Entry("detail", "The log's file cannot be written; lines still go to standard error."),
}


_EVENTS_OF = {verdict: Event(f"article.{verdict.value}") for verdict in Verdict}


def event_of(verdict: Verdict) -> Event:
    """Return the event that reports a verdict."""
    return _EVENTS_OF[verdict]


def strangers(line: Mapping[str, object]) -> set[str]:
    """Return what a log line has that the table does not promise: its event's name, or names of fields."""
    event = line.get("event")
    if event not in {one.value for one in Event}:
        return {str(event)}
    return line.keys() - COMMON - set(EVENTS[Event(event)].fields.split())


def table() -> str:
    """Return the table of events in Markdown."""
    rows = [
        f"| `{event.value}` | {entry.meaning} | {', '.join(f'`{field}`' for field in entry.fields.split())} |"
        for event, entry in EVENTS.items()
    ]
    return "\n".join(["| event | meaning | fields |", "|---|---|---|", *rows])
