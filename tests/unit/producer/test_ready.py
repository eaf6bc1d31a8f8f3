"""Is this file finished? Two looks and the time between them."""

import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.ready import Look, Readiness, is_temporary, readiness, same

REGULAR = stat.S_IFREG | 0o644


def look(at: float = 0.0, *, size: int = 10, mtime_ns: int = 1, inode: int = 1, mode: int = REGULAR) -> Look:
    return Look(size, mtime_ns, inode, mode, 1000, at)


def judge(first: Look | None, latest: Look) -> Readiness:
    return readiness(first, latest, settle_s=2, empty_wait_s=10, max_bytes=100)


def test_the_first_look_is_never_enough() -> None:
    """Nothing is known yet of whether the file rests."""
    assert judge(None, look()) is Readiness.WAIT


@pytest.mark.parametrize(("rested", "expected"), [(1.9, Readiness.WAIT), (2.0, Readiness.READY)])
def test_a_file_is_ready_once_it_has_rested(rested: float, expected: Readiness) -> None:
    """By our own clock, however old the file says it is."""
    assert judge(look(100), look(100 + rested)) is expected


@pytest.mark.parametrize("change", [{"size": 11}, {"mtime_ns": 2}, {"inode": 2}, {"mode": REGULAR | 0o111}])
def test_any_change_starts_the_wait_anew(change: dict[str, int]) -> None:
    """A write, a touch, another file under the name, other rights."""
    assert judge(look(0), look(50, **change)) is Readiness.WAIT


@pytest.mark.parametrize(("rested", "expected"), [(9.9, Readiness.WAIT), (10.0, Readiness.SPIKE_EMPTY)])
def test_an_empty_file_is_given_longer(rested: float, expected: Readiness) -> None:
    """Its first byte may be on its way."""
    assert judge(look(0, size=0), look(rested, size=0)) is expected


@pytest.mark.parametrize(("size", "expected"), [(100, Readiness.READY), (101, Readiness.SPIKE_TOO_LARGE)])
def test_a_size_above_the_limit_is_judged_once_it_rests(size: int, expected: Readiness) -> None:
    """The limit itself is taken."""
    assert judge(look(0, size=size), look(5, size=size)) is expected


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFSOCK, stat.S_IFCHR, stat.S_IFBLK])
def test_what_is_no_regular_file_is_no_article(kind: int) -> None:
    """At once: no rest makes it one."""
    assert judge(None, look(mode=kind | 0o644)) is Readiness.SPIKE_NOT_REGULAR


@given(mtime=st.integers(-(2**62), 2**62), at=st.floats(0, 1e6))
def test_the_time_of_a_file_never_decides(mtime: int, at: float) -> None:
    """Only whether it is the same in both looks."""
    assert judge(look(at, mtime_ns=mtime), look(at + 3, mtime_ns=mtime)) is Readiness.READY


def test_the_moment_of_a_look_is_no_change() -> None:
    """All other fields are."""
    assert same(look(0), look(9))
    assert not same(look(0), look(0, size=11))


@pytest.mark.parametrize(
    "name",
    [
        "a.part",
        "a.PARTIAL",
        ".hidden",
        "~$memo.docx",
        "a.txt~",
        "a.swp",
        "x.crdownload",
        "#auto#",
        "Thumbs.db",
        "@eaDir",
    ],
)
def test_names_of_unfinished_files_and_of_no_articles(name: str) -> None:
    """Whatever their case."""
    assert is_temporary(name)


@pytest.mark.parametrize("name", ["a.txt", "#1 story.txt", "part.txt", "a.partly", "~tilde.txt", "tmp", "#"])
def test_names_of_finished_files(name: str) -> None:
    """A name is temporary only where a program calls unfinished files so: others would be stranded for ever."""
    assert not is_temporary(name)
