"""Datelines as the desks of each part of the world print them: where, when, and by whom."""

import pytest

from worker.extract.dateline import opening_of

# The line up to the story, the place, (month, day), and a credit that is among those read.
ASIA = [
    ("BEIJING, May 8 (Xinhua) -- ", "BEIJING", (5, 8), "Xinhua"),
    ("New Delhi, May 8 (PTI) ", "New Delhi", (5, 8), "PTI"),
    ("New Delhi, May 8 (IANS) ", "New Delhi", (5, 8), "IANS"),
    ("Mumbai (Maharashtra) [India], May 8 (ANI): ", "Mumbai", (5, 8), "ANI"),
    ("नई दिल्ली, 8 मई (भाषा) ", "नई दिल्ली", (5, 8), "भाषा"),
    ("KARACHI: ", "KARACHI", None, None),
    ("COLOMBO (News 1st); ", "COLOMBO", None, None),
    ("KATHMANDU, May 8 (RSS): ", "KATHMANDU", (5, 8), "RSS"),
    ("SEOUL, May 8 (Yonhap) -- ", "SEOUL", (5, 8), "Yonhap"),
    ("(서울=연합뉴스) 홍길동 기자 = ", "서울", None, "연합뉴스"),
    ("[부산=뉴시스]", "부산", None, "뉴시스"),
    ("（中央社記者王小明台北8日電）", "台北", None, "中央社"),
    ("TOKYO, May 8 (Jiji Press) -- ", "TOKYO", (5, 8), "Jiji Press"),
    ("JAKARTA, KOMPAS.com - ", "JAKARTA", None, "KOMPAS.com"),
    ("KUALA LUMPUR, May 8 (Bernama) -- ", "KUALA LUMPUR", (5, 8), "Bernama"),
    ("Hà Nội (TTXVN) - ", "Hà Nội", None, "TTXVN"),
    ("YEREVAN, May 8, ARMENPRESS. ", "YEREVAN", (5, 8), "ARMENPRESS"),
    ("BAKU, Azerbaijan, May 8. ", "BAKU, Azerbaijan", (5, 8), None),
]
EUROPE = [
    ("Frankfurt/Main (dpa) - ", "Frankfurt/Main", None, "dpa"),
    ("New York/London, 8. Mai (Reuters) - ", "New York/London", (5, 8), "Reuters"),
    ("Rom (KNA) ", "Rom", None, "KNA"),
    ("(Belga) ", None, None, "Belga"),
    ("'s-Hertogenbosch (ANP) - ", "'s-Hertogenbosch", None, "ANP"),
    ("STOCKHOLM. ", "STOCKHOLM", None, None),
    ("OSLO (NTB-Reuters): ", "OSLO", None, "NTB-Reuters"),
    ("Helsinki, 8.5. (STT) ", "Helsinki", (5, 8), "STT"),
    ("Praha 8. května (ČTK) - ", "Praha", (5, 8), "ČTK"),
    ("Bratislava 8. mája (TASR) - ", "Bratislava", (5, 8), "TASR"),
    ("CHIŞINĂU, 8 mai - MOLDPRES - ", "CHIŞINĂU", (5, 8), "MOLDPRES"),
    ("КИЇВ. 8 травня. УНН. ", "КИЇВ", (5, 8), "УНН"),
    ("МОСКВА, 8 мая. /ТАСС/. ", "МОСКВА", (5, 8), "ТАСС"),
    ("Αθήνα, 8 Μαΐου (ΑΠΕ-ΜΠΕ) - ", "Αθήνα", (5, 8), "ΑΠΕ-ΜΠΕ"),
    ("İSTANBUL, (DHA)- ", "İSTANBUL", None, "DHA"),
    ("MADRID, 8 (EUROPA PRESS) ", "MADRID", None, "EUROPA PRESS"),
    ("Lisboa, 8 mai (Lusa) – ", "Lisboa", (5, 8), "Lusa"),
]
AFRICA_AND_NEAR_EAST = [
    ("ALGER- ", "ALGER", None, None),
    ("Abuja, May 8, 2020 (NAN) ", "Abuja", (5, 8), "NAN"),
    ("Accra, May 8, GNA – ", "Accra", (5, 8), "GNA"),
    ("NAIROBI, Kenya May 8 – ", "NAIROBI, Kenya", (5, 8), None),
    ("Damascus, SANA- ", "Damascus", None, "SANA"),
    ("Amman, May 8 (Petra)-- ", "Amman", (5, 8), "Petra"),
    ("RAMALLAH, Saturday, May 8, 2020 (WAFA) – ", "RAMALLAH", (5, 8), "WAFA"),
    ("القاهرة 8 مايو (رويترز) - ", "القاهرة", (5, 8), "رويترز"),
]
AMERICA = [
    ("Washington (CNN)", "Washington", None, "CNN"),
    ("(The Canadian Press) ", None, None, "The Canadian Press"),
    ("COEUR d'ALENE, Idaho (AP) — ", "COEUR d'ALENE, Idaho", None, "AP"),
    ("ST. JOHN'S, N.L. — ", "ST. JOHN'S, N.L.", None, None),
    ("CHICAGO, May 08, 2020 (GLOBE NEWSWIRE) -- ", "CHICAGO", (5, 8), "GLOBE NEWSWIRE"),
    ("La Habana, 8 may (ACN) ", "La Habana", (5, 8), "ACN"),
    ("LA HABANA, 8 may (Prensa Latina) ", "LA HABANA", (5, 8), "Prensa Latina"),
    ("Lima, may. 8 (ANDINA). ", "Lima", (5, 8), "ANDINA"),
    ("SÃO PAULO, SP (FOLHAPRESS) - ", "SÃO PAULO, SP", None, "FOLHAPRESS"),
    ("México, 8 May (Notimex).- ", "México", (5, 8), "Notimex"),
    ("ABOARD AIR FORCE ONE, May 8 (Reuters) - ", "ABOARD AIR FORCE ONE", (5, 8), "Reuters"),
]
STORY = "Officials said the ferry sank."


@pytest.mark.parametrize(("line", "place", "day", "credit"), [*ASIA, *EUROPE, *AFRICA_AND_NEAR_EAST, *AMERICA])
def test_a_desk_anywhere_says_where_when_and_by_whom(
    line: str, place: str | None, day: tuple[int, int] | None, credit: str | None
) -> None:
    """With a dash, a colon, a stop or a bracket alone, in any script: the story begins behind it."""
    opening = opening_of(f"{line}{STORY}")
    assert opening is not None
    assert (place, STORY) == (opening.place, opening.rest)
    assert day == ((opening.day.month, opening.day.day) if opening.day else None)
    assert credit is None or credit in opening.credits


@pytest.mark.parametrize(
    "line",
    [
        "BIO. Members of the council were named on Friday.",
        "MID- The season is in its middle.",
        "NATO. The alliance meets on Monday.",
        "Roma. The club has won again.",
        "The Ministry(MOD)The report is out.",
        "(Photo) The harbour at dawn.",
        "(Metro) The underground line is closed.",
        "London, May 8 (UK) The council meets.",
        "Section 8 (AFP) - The rule.",
        "PRE- and post-war harbours.",
        "8.5. The chapter on harbours.",
    ],
)
def test_short_forms_alone_prove_no_dateline(line: str) -> None:
    """A stop, a bracket or a glued dash closes a dateline only where the city or the credit is known."""
    assert opening_of(line) is None


def test_a_credit_alone_in_brackets_opens_the_first_paragraph_only() -> None:
    """Further down, a bracket with an agency stands in a sentence's place: who took the picture, who was asked."""
    assert opening_of("(Belga) Le bac a sombré.", first=False) is None
