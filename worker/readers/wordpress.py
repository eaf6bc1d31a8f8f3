"""What is peculiar to WordPress in a feed: kinds of post, statuses, logins, shortcodes (WXR 1.0 to 1.2). Pure."""

import re

from lxml import etree

from schemas.verdict import PubStatus
from worker.readers.feed_entry import child, children, said_by

_NO_POSTS = frozenset(
    (
        *("attachment", "page", "revision", "nav_menu_item", "custom_css", "customize_changeset", "oembed_cache"),
        *("user_request", "wp_block", "wp_template", "wp_template_part", "wp_global_styles", "wp_navigation"),
    )
)
_STATUSES = {
    "publish": PubStatus.USABLE,
    "draft": PubStatus.WITHHELD,
    "auto-draft": PubStatus.WITHHELD,
    "pending": PubStatus.WITHHELD,
    "private": PubStatus.WITHHELD,
    "future": PubStatus.WITHHELD,
    "trash": PubStatus.CANCELED,
}
# What a shortcode stands for is not text: pictures, players, forms. The words within any other stay.
_STAND_INS = re.compile(r"\[(caption|gallery|audio|video|playlist|embed)\b[^\]]{0,2000}\](?:[^\[]{0,2000}\[/\1\])?")
_CLOSED = re.compile(r"\[/([A-Za-z][\w-]{0,40})\]")
_SHORTCODE = re.compile(r"\[/?([A-Za-z][\w-]{0,40})((?:\s[^\[\]]{0,2000})?)\s?/?\]")


def is_no_post(entry: etree._Element) -> str | None:
    """Return the kind of an entry that is no post (attachment, page, menu), None for a post and for other feeds."""
    kind = said_by(entry, "post_type")
    return kind if kind in _NO_POSTS else None


def post_status(entry: etree._Element) -> PubStatus | None:
    """Return the status of a post, which is withheld as long as it is a draft, private or behind a password."""
    if child(entry, "post_type") is None:
        return None
    return PubStatus.WITHHELD if said_by(entry, "post_password") else _STATUSES.get(said_by(entry, "status") or "")


def post_date(entry: etree._Element) -> str | None:
    """Return the time in UTC of a post whose `pubDate` is not one: WordPress writes the year -0001 for drafts."""
    stated, utc = said_by(entry, "pubdate"), said_by(entry, "post_date_gmt")
    if utc is None or utc.startswith("0000") or (stated and "-0001" not in stated):
        return None
    return f"{utc}+00:00"


def author_names(channel: etree._Element) -> dict[str, str]:
    """Return the display names of an export's authors by their logins."""
    pairs = [(said_by(a, "author_login"), said_by(a, "author_display_name")) for a in children(channel, "author")]
    return {login: name for login, name in pairs if login and name}


def without_shortcodes(text: str) -> str:
    """Return the text without WordPress shortcodes; an editor's "[sic]" or "[the president]" is none.

    A bracketed word is a shortcode where it is closed ([dropcap]M[/dropcap]), has attributes or an underscore.
    """
    if "[" not in text:
        return text
    text = _STAND_INS.sub("", text)
    closed = set(_CLOSED.findall(text))

    def replacement(match: re.Match[str]) -> str:
        is_code = match[1] in closed or "_" in match[1] or "=" in match[2]
        return "" if is_code else match[0]

    return _SHORTCODE.sub(replacement, text)
