"""Sessions of the desk's page: only what we signed, and only for its time."""

from hypothesis import given
from hypothesis import strategies as st

from ops.console import sessions

KEY = sessions.key_of("a token of the newsroom")
NOW = 1_700_000_000.0


def test_a_session_is_valid_until_it_is_too_old() -> None:
    """It lasts for its span and not a second longer; one from the future is none of ours."""
    cookie = sessions.issued(KEY, "nonce", NOW)

    assert sessions.is_valid(KEY, cookie, NOW)
    assert sessions.is_valid(KEY, cookie, NOW + sessions.LASTS_S - 1)
    assert not sessions.is_valid(KEY, cookie, NOW + sessions.LASTS_S)
    assert not sessions.is_valid(KEY, cookie, NOW - 1)


def test_another_token_ends_every_session() -> None:
    """Who changes the token has signed everybody out."""
    cookie = sessions.issued(KEY, "nonce", NOW)

    assert not sessions.is_valid(sessions.key_of("another"), cookie, NOW)


@given(st.text())
def test_what_we_did_not_sign_is_no_session(cookie: str) -> None:
    """Whatever a browser sends, it is compared and never trusted."""
    assert not sessions.is_valid(KEY, cookie, NOW)


@given(st.integers(0, 60), st.characters(codec="ascii"))
def test_a_session_with_one_letter_changed_is_none(place: int, letter: str) -> None:
    """The time it was issued at cannot be moved."""
    cookie = sessions.issued(KEY, "nonce", NOW)
    changed = cookie[:place] + letter + cookie[place + 1 :]

    assert (changed == cookie) == sessions.is_valid(KEY, changed, NOW)


def test_the_word_of_a_form_belongs_to_one_session() -> None:
    """A form of one session cannot be sent with another."""
    one, other = (sessions.issued(KEY, nonce, NOW) for nonce in ("one", "other"))

    assert sessions.form_word(KEY, one) != sessions.form_word(KEY, other)
    assert sessions.form_word(KEY, one) not in one


def test_secrets_are_compared_whatever_letters_they_have() -> None:
    """A token with letters beyond ASCII is compared and raises nothing."""
    assert sessions.same("schlüssel", "schlüssel")
    assert not sessions.same("schlüssel", "schlussel")
