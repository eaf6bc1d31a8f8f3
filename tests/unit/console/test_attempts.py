"""Guessing the token: slow, and only for who guesses."""

from ops.console import attempts
from ops.console.attempts import MOST_WRONG, SPAN_S, Attempts


def test_after_some_wrong_tokens_an_address_must_wait() -> None:
    """The next try is allowed a minute after the first wrong one, not earlier."""
    tried = Attempts()
    for second in range(MOST_WRONG):
        assert tried.wait_s("10.0.0.1", second) == 0
        tried.note_wrong("10.0.0.1", second)

    assert tried.wait_s("10.0.0.1", MOST_WRONG) == SPAN_S - MOST_WRONG
    assert tried.wait_s("10.0.0.1", SPAN_S) == 0


def test_others_do_not_wait_for_who_guesses() -> None:
    """Wrong tokens from one address lock nobody else out."""
    tried = Attempts()
    for _ in range(MOST_WRONG):
        tried.note_wrong("10.0.0.1", 0)

    assert tried.wait_s("10.0.0.2", 0) == 0


def test_memory_of_wrong_tokens_is_bounded() -> None:
    """However many addresses guess, only the last of them are remembered."""
    tried = Attempts()
    for number in range(attempts._MOST_PLACES + 50):
        tried.note_wrong(f"address {number}", 0)

    assert len(tried._wrong) == attempts._MOST_PLACES
