"""What the watcher says of lasting trouble, and which files it passes over."""

from collections.abc import MutableMapping
from typing import Any

from producer.ready import Look
from producer.said import Aside, Complaints
from schemas.log_events import Event

SEEN = Look(10, 1, 1, 0o100000, 0, 0.0)


class Clock:
    """A clock that tests set."""

    now = 1000.0

    def __call__(self) -> float:
        """Return the time that was set."""
        return self.now


def test_the_same_trouble_is_said_once_a_minute(log_lines: list[MutableMapping[str, Any]]) -> None:
    """Whatever the details; another kind of trouble is said at once, and does not make the first new."""
    clock = Clock()
    complaints = Complaints(clock)
    for passed, kind in ((0, "full"), (30, "away"), (59, "full"), (60, "full"), (89, "away"), (90, "away")):
        clock.now = 1000 + passed
        complaints.say(Event.INBOX_HOLDING, kind, detail=f"after {passed} s")
    assert [line["detail"] for line in log_lines] == ["after 0 s", "after 30 s", "after 60 s", "after 90 s"]


def test_a_file_put_aside_is_passed_over_until_it_changes() -> None:
    """A change of owner or mode is the fix that was asked for."""
    aside = Aside(Clock())
    assert not aside.skips("a", SEEN)
    assert aside.put("a", SEEN)
    assert aside.skips("a", SEEN)
    assert not aside.skips("a", SEEN._replace(owner=1))
    assert not aside.skips("b", SEEN)


def test_a_file_put_aside_is_tried_again_after_a_minute_without_a_word() -> None:
    """The fix may be one that its looks do not show; it was told before."""
    clock = Clock()
    aside = Aside(clock)
    aside.put("a", SEEN)
    clock.now += 60
    assert not aside.skips("a", SEEN)
    assert not aside.put("a", SEEN)
    assert aside.put("a", SEEN._replace(mode=0o100200))


def test_a_file_that_is_gone_is_forgotten() -> None:
    """What is kept is bounded by what lies there."""
    aside = Aside(Clock())
    aside.put("a", SEEN)
    aside.forget_gone()
    assert aside.skips("a", SEEN)
    aside.forget_gone()
    aside.forget_gone()
    assert aside.put("a", SEEN)
