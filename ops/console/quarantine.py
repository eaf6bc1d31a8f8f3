"""Quarantine: the room for what was refused: the reason, the bytes made safe, and what to do with it."""

import re
from urllib.parse import urlencode

from sqlalchemy import Engine
from starlette.responses import RedirectResponse, Response

from ops import desk, refused
from ops.console.guard import Refused, Visit
from ops.console.pages import Pages
from ops.console.quarantine_list import entries_of, listed, reasons
from ops.console.safe_bytes import MOST_HEX, MOST_TEXT, as_hex, as_text
from ops.console.stories import wires
from schemas.settings import Settings

_RAW_ID = re.compile(r"[0-9a-f]{32}")
MOST_AT_ONCE = 1000  # raw articles of one action: some seconds; the rest stays listed
_ACTS = ("release", "discard")


class Quarantine:
    """Lists what was refused, shows it, and lets it go either way after a second look."""

    def __init__(self, settings: Settings, engine: Engine, pages: Pages) -> None:
        self._settings = settings
        self._engine = engine
        self._pages = pages

    def room(self, visit: Visit) -> Response:
        """Show what lies in quarantine, by reason and wire."""
        reason, wire, below = visit.asked("reason"), visit.asked("wire"), visit.asked("below")
        entries, further = listed(
            self._engine, reason, wire, int(below) if below.isdecimal() and len(below) < 10 else None
        )
        asked = {"reason": reason, "wire": wire}
        return self._pages.page(
            "quarantine.html",
            here="quarantine",
            word=visit.word,
            entries=entries,
            further=f"?{urlencode({**asked, 'below': further})}" if further else None,
            reasons=reasons(self._engine, wire),
            wires=wires(self._engine),
            asked=asked,
            done=visit.asked("done"),
            count=visit.asked("count"),
        )

    def entry(self, visit: Visit) -> Response:
        """Show one refused article and its bytes."""
        raw_id, entries, body = self._held(visit)
        return self._pages.page(
            "quarantined.html",
            here="quarantine",
            word=visit.word,
            raw_id=raw_id,
            entries=entries,
            length=len(body),
            text=as_text(body),
            hexed=as_hex(body),
            most_text=MOST_TEXT,
            most_hex=MOST_HEX,
        )

    def bytes_of(self, visit: Visit) -> Response:
        """Give the bytes as they arrived, to be saved and never shown."""
        raw_id, _, body = self._held(visit)
        headers = {"Content-Disposition": f'attachment; filename="{raw_id}.bin"'}
        return Response(body, media_type="application/octet-stream", headers=headers)

    def act(self, visit: Visit) -> Response:
        """Release or discard what was chosen; ask first whether it is meant."""
        act, reason, wire = visit.told("act"), visit.told("reason"), visit.told("wire")
        if act not in _ACTS:
            raise Refused(400, "Choose to release or to discard.")
        every = visit.told("every") == "yes"
        chosen = [one for one in visit.form.get("id", []) if _RAW_ID.fullmatch(one)]
        if not chosen and not every:
            raise Refused(400, "Nothing was chosen: tick what you mean, then try again.")
        found = refused.chosen(self._engine, [] if every else chosen, reason or None, wire or None)[:MOST_AT_ONCE]
        if visit.told("sure") != "yes":
            fields = [("act", act), ("reason", reason), ("wire", wire), ("every", visit.told("every"))]
            fields += [("id", raw_id) for raw_id in chosen]
            return self._pages.page(
                "sure.html",
                here="quarantine",
                word=visit.word,
                act=act,
                count=len(found),
                most=MOST_AT_ONCE,
                fields=fields,
                back=f"/desk/quarantine?{urlencode({'reason': reason, 'wire': wire})}",
            )
        if act == "release":
            done = refused.release(self._settings, self._engine, found)
        else:
            done = refused.discard(self._engine, found)
        asked = {"reason": reason, "wire": wire, "done": act, "count": len(done)}
        return RedirectResponse(f"/desk/quarantine?{urlencode(asked)}", 303)

    def _held(self, visit: Visit) -> tuple[str, list[object], bytes]:
        raw_id = visit.request.path_params["raw_id"]
        entries = entries_of(self._engine, raw_id) if _RAW_ID.fullmatch(raw_id) else []
        raw = desk.raw_article(self._engine, raw_id) if entries else None
        if not entries:
            raise Refused(404, "It does not lie in quarantine; it may have been released or discarded.")
        return raw_id, list(entries), raw.body if raw else b""
