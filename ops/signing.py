"""Signing: the headers by which a receiver knows that a webhook is ours and new (Standard Webhooks 1.0). Pure."""

import base64
import hashlib
import hmac
import secrets

SECRET_PREFIX = "whsec_"  # noqa: S105 - the mark of a secret, not one
_SECRET_BYTES = 32


def new_secret() -> str:
    """Return a secret for one subscriber: 256 bits of chance in base64, with the mark of the standard."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """Return `v1,` and the HMAC-SHA256, in base64, of id, timestamp and body joined by dots."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def signed_headers(secret: str, message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Return the three headers of a delivery."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secret, message_id, timestamp, body),
    }


def is_genuine(secret: str, headers: dict[str, str], body: bytes, now: float, tolerance_s: float = 300.0) -> bool:
    """Return whether a delivery is signed with a secret and not older than the tolerance: what a receiver checks.

    A receiver keeps the ids of the last tolerance, too: one that comes again is a retry, or a replay.
    """
    stated = headers.get("webhook-timestamp", "")
    if not stated.isdigit() or abs(now - int(stated)) > tolerance_s:
        return False
    wanted = signature(secret, headers.get("webhook-id", ""), int(stated), body)
    given = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(wanted, one) for one in given)
