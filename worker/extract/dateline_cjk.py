"""Datelines of Chinese, Japanese and Korean agencies, which have no blanks: 新华社北京5月8日电, 【東京共同】. Pure."""

import re
from typing import NamedTuple

from worker.extract.days import Day, find_day

_CHINESE = re.compile(
    r"[（(【]?(?P<credit>新华社|新華社|中新社|中央社|中新网|人民网)(?:記者[\u4e00-\u9fff]{2,3})?(?P<place>[\u4e00-\u9fff·]{2,12}?)?"
    r"(?P<day>\d{1,2}月\d{1,2}日|\d{1,2}日)(?:综合)?(?:电|電|讯|訊|专电)[）)】]?(?:\s?[（(](?:记者|記者)[^（）()]{1,40}[）)])?[\s：:]{0,3}"
)
_JAPANESE = re.compile(r"【(?P<place>[^【】（）()]{2,12}?)[（(]?(?P<credit>共同|時事|ロイター|AFP時事)[）)]?】\s?")


# Korean agencies, the reporter behind the bracket: (서울=연합뉴스) 홍길동 기자 = ...; and Yonhap in Japanese.
_KOREAN = re.compile(
    r"[(\[（](?P<place>[\w·]{1,12})\s?=\s?(?P<credit>연합뉴스|뉴시스|뉴스1|聯合ニュース)[)\]）]\s?(?:[\w·]{2,20}\s기자\s=\s)?"
)


class CjkOpening(NamedTuple):
    """A dateline as printed, and where it ends."""

    place: str | None
    day: Day | None
    credit: str
    end: int


def cjk_opening_of(window: str) -> CjkOpening | None:
    """Return the dateline that a Chinese, Japanese or Korean paragraph opens with, or None."""
    if window[1:2].isascii():
        return None
    chinese = _CHINESE.match(window)
    if chinese:
        return CjkOpening(chinese["place"], find_day(chinese["day"]), chinese["credit"], chinese.end())
    dayless = _JAPANESE.match(window) or _KOREAN.match(window)
    return CjkOpening(dayless["place"], None, dayless["credit"], dayless.end()) if dayless else None
