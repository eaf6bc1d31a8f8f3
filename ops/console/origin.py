"""Origin: did this request come from a page of ours? Against rebound names and requests across sites. Pure.

Sources: the Host and Origin headers (RFC 9110, RFC 6454) and Fetch Metadata (W3C), which every current browser sends.
"""

import ipaddress
from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


def is_loopback(host: str) -> bool:
    """Return whether a host to listen on can be reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def host_of(header: str) -> str:
    """Return the host that a Host header names, without its port, in lower case; empty when it names none."""
    try:
        return (urlsplit(f"//{header}").hostname or "").lower()
    except ValueError:
        return ""


def is_known_host(header: str, known: Collection[str]) -> bool:
    """Return whether a Host header names this machine's loopback or one of the known names.

    A foreign name that was made to point at this machine (DNS rebinding) is in no such list.
    """
    return host_of(header) in _LOCAL | {name.lower() for name in known}


def is_same_origin(headers: Mapping[str, str]) -> bool:
    """Return whether a request that changes something was sent by a page of this very host."""
    fetched = headers.get("sec-fetch-site")
    if fetched is not None and fetched != "same-origin":
        return False
    origin = headers.get("origin")
    if origin is None:
        return fetched == "same-origin"
    try:
        return urlsplit(origin).netloc.lower() == headers.get("host", "").lower() != ""
    except ValueError:
        return False


def is_foreign_fetch(headers: Mapping[str, str]) -> bool:
    """Return whether a page of another site asks for something to use in itself, and not to go there."""
    return headers.get("sec-fetch-site") in ("cross-site", "same-site") and headers.get("sec-fetch-mode") != "navigate"
