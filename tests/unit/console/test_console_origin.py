"""Where a request came from: rebound names, other sites, and what browsers say of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.console.origin import host_of, is_foreign_fetch, is_known_host, is_loopback, is_same_origin


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.8.8.8"])
def test_a_loopback_is_reached_from_this_machine_alone(host: str) -> None:
    """Such a host needs no token."""
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.5", "desk.example", ""])
def test_any_other_host_is_no_loopback(host: str) -> None:
    """What can be reached from elsewhere, or is a mere name, is never taken for this machine."""
    assert not is_loopback(host)


@pytest.mark.parametrize(
    ("header", "known"),
    [
        ("localhost:8080", True),
        ("127.0.0.1", True),
        ("[::1]:8080", True),
        ("Desk.Example:8080", True),
        ("rebound.example", False),
        ("localhost.evil.example", False),
        ("localhost@evil.example", False),
        ("", False),
        ("[", False),
    ],
)
def test_only_known_names_are_answered(header: str, known: bool) -> None:
    """A foreign name that was made to point here is refused, whatever stands around it."""
    assert known == is_known_host(header, {"desk.example"})


@given(st.text())
def test_any_host_header_is_read_or_names_none(header: str) -> None:
    """No header makes the reading of it fail."""
    assert isinstance(host_of(header), str)


@pytest.mark.parametrize(
    ("headers", "same"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-origin", "origin": "http://desk:8080", "host": "desk:8080"}, True),
        ({"origin": "http://desk:8080", "host": "desk:8080"}, True),
        ({"sec-fetch-site": "cross-site", "origin": "http://desk:8080", "host": "desk:8080"}, False),
        ({"sec-fetch-site": "same-site", "origin": "http://desk:8080", "host": "desk:8080"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"origin": "http://evil.example", "host": "desk:8080"}, False),
        ({"origin": "http://desk:9090", "host": "desk:8080"}, False),
        ({"origin": "null", "host": "desk:8080"}, False),
        ({"origin": "http://[", "host": "desk:8080"}, False),
        ({"host": "desk:8080"}, False),
        ({"origin": ""}, False),
    ],
)
def test_an_action_comes_from_our_own_page_or_not_at_all(headers: dict[str, str], same: bool) -> None:
    """Both what the browser says of the site and the origin must be ours; silence is a no."""
    assert same == is_same_origin(headers)


def test_a_link_from_elsewhere_may_lead_here_but_nothing_is_embedded() -> None:
    """A person may follow a link; a foreign page may not use the desk inside itself."""
    assert not is_foreign_fetch({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"})
    assert is_foreign_fetch({"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"})
    assert not is_foreign_fetch({"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"})
    assert not is_foreign_fetch({})
