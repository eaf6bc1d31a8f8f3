"""Sessions: who has shown the token, as a signed cookie, and the word that every form of that session carries. Pure.

    cookie = SECONDS "." NONCE "." MAC     MAC = HMAC-SHA256 (RFC 2104) over the rest, in hexadecimal

Nothing is kept on this side: a restart ends no session where a token is set, since the key comes from the token.
"""

import hashlib
import hmac

LASTS_S = 12 * 3600  # a shift and its handover


def key_of(token: str) -> bytes:
    """Return the key that signs the sessions of a token."""
    return hashlib.sha256(b"copytaster desk " + token.encode()).digest()


def issued(key: bytes, nonce: str, now_s: float) -> str:
    """Return the cookie of a session that begins now. `nonce` is random, without a dot."""
    told = f"{int(now_s)}.{nonce}"
    return f"{told}.{_mac(key, 'session', told)}"


def is_valid(key: bytes, cookie: str, now_s: float) -> bool:
    """Return whether a cookie is one of ours and not too old."""
    told, _, mac = cookie.rpartition(".")
    if not hmac.compare_digest(mac.encode(), _mac(key, "session", told).encode()):
        return False
    return 0 <= now_s - int(told.partition(".")[0]) < LASTS_S


def form_word(key: bytes, cookie: str) -> str:
    """Return what a form of this session must carry: a page of another site cannot know it."""
    return _mac(key, "form", cookie)


def same(given: str, wanted: str) -> bool:
    """Compare two secrets in a time that does not tell how much of them agrees."""
    return hmac.compare_digest(given.encode(), wanted.encode())


def _mac(key: bytes, purpose: str, text: str) -> str:
    return hmac.new(key, f"{purpose} {text}".encode(), hashlib.sha256).hexdigest()
