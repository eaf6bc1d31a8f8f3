"""Datelines of Chinese and Japanese agencies, which have no blanks: 新华社北京5月8日电, 【東京共同】. Pure."""

import re
from typing import NamedTuple

from worker.extract.days import Day, find_day

_CHINESE = re.compile(
    r"[（(【]?(?P<credit>新华社|新華社|中新社|中央社|中新网|人民网)(?P<place>[\u4e00-\u9fff·]{2,12}?)?"
    r"(?P<day>\d{1,2}月\d{1,2}日|\d{1,2}日)(?:综合)?(?:电|電|讯|訊|专电)[）)】]?(?:\s?[（(](?:记者|記者)[^（）()]{1,40}[）)])?[\s：:]{0,3}"
)
_JAPANESE = re.compile(r"【(?P<place>[^【】（）()]{2,12}?)[（(]?(?P<credit>共同|時事|ロイター|AFP時事)[）)]?】\s?")


class CjkOpening(NamedTuple):
    """A dateline as printed, and where it ends."""

    place: str | None
    day: Day | None
    credit: str
    end: int


def cjk_opening_of(window: str) -> CjkOpening | None:
    """Return the dateline that a Chinese or Japanese paragraph opens with, or None."""
    if window[:1].isascii():
        return None
    chinese = _CHINESE.match(window)
    if chinese:
        return CjkOpening(chinese["place"], find_day(chinese["day"]), chinese["credit"], chinese.end())
    japanese = _JAPANESE.match(window)
    return CjkOpening(japanese["place"], None, japanese["credit"], japanese.end()) if japanese else None
