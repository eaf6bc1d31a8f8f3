"""The request id: one short word that follows what was sent, from the HTTP request or the file to the commit.

It travels in the article's envelope through the ledger, stands on the article's line and in its row, and `trace` and
`log` find it. Every article of one file, or of one request, has the same.
"""

import random
import re

from schemas.raw_article import REQUEST_ID

_WELL_FORMED = re.compile(REQUEST_ID)


def new_request_id() -> str:
    """Return an id for what came without one: 16 hexadecimal digits of chance. It is a name, not a secret."""
    return f"{random.getrandbits(64):016x}"


def request_id_of(header: str | None) -> str:
    """Return a sender's `X-Request-ID` where it is short and safe to log, else a new id; never an error.

    Well-formed are 1 to 128 letters, digits and `._:@/+=-`, as UUIDs, ULIDs and trace ids have them.
    """
    return header if header and _WELL_FORMED.fullmatch(header) else new_request_id()
