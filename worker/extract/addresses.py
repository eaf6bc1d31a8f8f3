"""The canonical form of an article's address: what only follows the reader about is removed. Pure."""

import re
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

# Parameters that tell where a reader came from, by the names of the systems that add them. They never choose the page.
_TRACKING = re.compile(
    r"utm_\w+|utm|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_[ce]id|_ga|_gl"
    r"|_hsenc|_hsmi|hsa_\w+|"
    r"mkt_tok|vero_\w+|oly_\w+|wt_mc|wt_zmc|wtmc|ito|ns_\w+|at_(?:medium|campaign|link\w*|format|ptr_name|bbc_team)"
    r"|xtor|ocid|cmpid|icid|ncid|smid|smtyp|"
    r"sr_share|guccounter|guce_\w+|ref_src|ref_url|referrer|spm|s_cid|sc_cid|tpcc|traffic_source|sharetype|soc_\w+|"
    r"__twitter_impression|amp_js_v|usqp|outputtype|taid|tblci|algolia\w*|trk|trkcampaign|echobox|emc"
)
_LONGEST = 2_000  # what browsers and databases take
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SAFE = "%/:=&?~+!$,;'@()*[]|"  # what addresses hold as it is; letters beyond ASCII are escaped (RFC 3986)
_BLANK = re.compile(r"[\s\x00-\x1f]")


def canonical(url: str | None) -> str | None:
    """Return an http address with a small host, no default port, no tracking parameters and no fragment; else None."""
    text = (url or "").strip()
    if text.startswith("//"):
        text = f"https:{text}"
    if not text or len(text) > _LONGEST or _BLANK.search(text):
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or "." not in parts.hostname:
        return None
    host = parts.hostname if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{parts.hostname}:{port}"
    return urlunsplit(
        SplitResult(parts.scheme, host, quote(parts.path or "/", safe=_SAFE), quote(_kept(parts.query), safe=_SAFE), "")
    )


def _kept(query: str) -> str:
    return "&".join(
        part for part in query.split("&") if part and not _TRACKING.fullmatch(part.partition("=")[0].lower())
    )
