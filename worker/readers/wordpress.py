"""What is peculiar to WordPress in a feed: kinds of post, statuses, logins, shortcodes (WXR 1.0 to 1.2). Pure."""

import re

from schemas.verdict import PubStatus
from worker.readers.feed_entry import Parts

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
_STAND_INS = re.compile(r"\[(caption|gallery|audio|video|playlist|embed)\b[^\[\]]{0,2000}\](?:[^\[]{0,2000}\[/\1\])?")
_CLOSED = re.compile(r"\[/([A-Za-z][\w-]{0,40})\]")
_SHORTCODE = re.compile(r"\[/?([A-Za-z][\w-]{0,40})((?:\s[^\[\]]{0,2000})?)\s?/?\]")


def is_no_post(entry: Parts) -> str | None:
    """Return the kind of an entry that is no post (attachment, page, menu), None for a post and for other feeds."""
    kind = entry.line("post_type")
    return kind if kind in _NO_POSTS else None


def post_status(entry: Parts) -> PubStatus | None:
    """Return the status of a post, which is withheld as long as it is a draft, private or behind a password."""
    if entry.first("post_type") is None:
        return None
    return PubStatus.WITHHELD if entry.line("post_password") else _STATUSES.get(entry.line("status") or "")


def post_date(entry: Parts) -> str | None:
    """Return the time in UTC of a post whose `pubDate` is not one: WordPress writes the year -0001 for drafts."""
    stated, utc = entry.line("pubdate"), entry.line("post_date_gmt")
    if utc is None or utc.startswith("0000") or (stated and "-0001" not in stated):
        return None
    return f"{utc}+00:00"


def post_embargo(entry: Parts) -> str | None:
    """Return when a post that is scheduled comes out: until then it is not for publication."""
    if entry.line("status") != "future":
        return None
    return post_date(entry) or entry.line("pubdate")


def author_names(channel: Parts) -> dict[str, str]:
    """Return the display names of an export's authors by their logins."""
    authors = map(Parts, channel.every("author"))
    names = {author.line("author_login"): author.line("author_display_name") for author in authors}
    return {login: name for login, name in names.items() if login and name}


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
