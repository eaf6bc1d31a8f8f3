"""Scripts without spaces: copies are found by their characters."""

import pytest

from benchmarks.memory_desk import Filed, MemoryDesk


def stories(articles: list[tuple[str, str]]) -> list[int]:
    """Return the story of each article when they arrive in this order."""
    desk = MemoryDesk()
    for headline, body in articles:
        desk.add([Filed(headline, body)])
    return desk.stories()


@pytest.mark.parametrize(
    ("story", "stranger"),
    [
        (
            "埃利斯港码头工人周二投票决定下周起罢工。工会表示，一千三百九十名会员中有一千二百一十四人支持。港务局称对此感到遗憾。",
            "卡罗山下迷路的四名登山者周日早晨被找到，安然无恙。救援队负责人说，他们做得很对，一直待在一起。小路已经关闭。",
        ),
        (
            "エリス港の港湾労働者は火曜日、来週からストライキに入ることを投票で決めた。組合によると千人以上が賛成した。",
            "カロー山のふもとで道に迷った登山者四人が日曜日の朝、無事に見つかった。救助隊は四人の判断を称えた。",
        ),
        (
            "คนงานท่าเรือเอลลิสลงคะแนนเมื่อวันอังคารให้หยุดงานตั้งแต่สัปดาห์หน้า สหภาพแรงงานกล่าวว่าสมาชิกส่วนใหญ่เห็นด้วย",
            "นักเดินป่าสี่คนที่หลงทางใต้ภูเขาคาร์โรว์ถูกพบเมื่อเช้าวันอาทิตย์อย่างปลอดภัย หน่วยกู้ภัยแถลงข่าวแล้ว",
        ),
    ],
)
def test_scripts_without_spaces_are_matched(story: str, stranger: str) -> None:
    """Chinese, Japanese and Thai copies are found by their characters."""
    half = story[: len(story) * 2 // 3]

    assert stories([("", story), ("", stranger), ("", half)]) == [0, 1, 0]
