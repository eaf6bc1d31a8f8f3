"""Languages: the model on long texts, the label on short ones. The texts are our own."""

import pytest

from worker.extract import language
from worker.extract.language import code_of, language_of

TEXTS = {
    "en": "The ferry sank before dawn in the old harbour of the town, and all of its passengers were saved by "
    "fishermen who "
    "had been on their way out to sea. The mayor thanked them and said that the harbour would be closed until Monday.",
    "de": "Die Fähre sank vor Tagesanbruch im alten Hafen der Stadt, und alle Fahrgäste wurden von Fischern gerettet, "
    "die gerade "
    "auf dem Weg aufs Meer waren. Der Bürgermeister dankte ihnen und sagte, der Hafen bleibe bis Montag geschlossen.",
    "fr": "Le bac a coulé avant l'aube dans le vieux port de la ville, et tous les passagers ont été sauvés par des "
    "pêcheurs qui "
    "partaient en mer. Le maire les a remerciés et a annoncé que le port resterait fermé jusqu'à lundi matin.",
    "es": "El transbordador se hundió antes del amanecer en el viejo puerto de la ciudad y todos los pasajeros fueron "
    "salvados por "
    "pescadores que salían al mar. El alcalde les dio las gracias y dijo que el puerto seguirá cerrado hasta el lunes.",
    "it": "Il traghetto è affondato prima dell'alba nel vecchio porto della città e tutti i passeggeri sono stati "
    "salvati dai "
    "pescatori che stavano uscendo in mare. Il sindaco li ha ringraziati e ha detto che il porto resterà chiuso fino "
    "a lunedì.",
    "pt": "A balsa afundou antes do amanhecer no velho porto da cidade e todos os passageiros foram salvos por "
    "pescadores que "
    "saíam para o mar. O prefeito agradeceu e disse que o porto ficará fechado até a manhã de segunda-feira.",
    "nl": "De veerboot zonk voor zonsopgang in de oude haven van de stad en alle passagiers werden gered door vissers "
    "die net "
    "onderweg waren naar zee. De burgemeester bedankte hen en zei dat de haven tot maandag gesloten blijft.",
    "sv": "Färjan sjönk före gryningen i stadens gamla hamn och alla passagerare räddades av fiskare som just var på "
    "väg ut till "
    "havs. Borgmästaren tackade dem och sade att hamnen kommer att vara stängd till på måndag morgon.",
    "da": "Færgen sank før daggry i byens gamle havn, og alle passagerer blev reddet af fiskere, der netop var på vej "
    "ud på havet. "
    "Borgmesteren takkede dem og sagde, at havnen vil være lukket indtil mandag morgen, når dykkerne kommer.",
    "no": "Fergen sank før daggry i byens gamle havn, og alle passasjerene ble reddet av fiskere som nettopp var på "
    "vei ut på "
    "havet. Ordføreren takket dem og sa at havnen kommer til å være stengt frem til mandag morgen.",
    "fi": "Lautta upposi ennen aamunkoittoa kaupungin vanhassa satamassa, ja kaikki matkustajat pelastivat "
    "kalastajat, jotka olivat "
    "juuri lähdössä merelle. Pormestari kiitti heitä ja sanoi, että satama pysyy suljettuna maanantaihin asti.",
    "pl": "Prom zatonął przed świtem w starym porcie miasta, a wszystkich pasażerów uratowali rybacy, którzy właśnie "
    "wypływali w "
    "morze. Burmistrz podziękował im i powiedział, że port pozostanie zamknięty do poniedziałku rano.",
    "cs": "Trajekt se potopil před úsvitem ve starém přístavu města a všechny cestující zachránili rybáři, kteří "
    "právě vyplouvali "
    "na moře. Starosta jim poděkoval a řekl, že přístav zůstane uzavřen až do pondělního rána.",
    "hu": "A komp hajnal előtt süllyedt el a város régi kikötőjében, és minden utast megmentettek a halászok, akik "
    "éppen a tengerre "
    "indultak. A polgármester megköszönte nekik, és azt mondta, hogy a kikötő hétfőig zárva marad.",
    "ro": "Feribotul s-a scufundat înainte de zori în vechiul port al orașului, iar toți pasagerii au fost salvați de "
    "pescarii care "
    "tocmai ieșeau pe mare. Primarul le-a mulțumit și a spus că portul va rămâne închis până luni dimineață.",
    "tr": "Feribot şafaktan önce kentin eski limanında battı ve bütün yolcular denize açılmakta olan balıkçılar "
    "tarafından "
    "kurtarıldı. Belediye başkanı onlara teşekkür etti ve limanın pazartesi sabahına kadar kapalı kalacağını söyledi.",
    "ru": "Паром затонул перед рассветом в старой гавани города, и всех пассажиров спасли рыбаки, которые как раз "
    "выходили в море. "
    "Мэр поблагодарил их и сказал, что порт будет закрыт до утра понедельника, пока не придут водолазы.",
    "uk": "Пором затонув перед світанком у старій гавані міста, і всіх пасажирів урятували рибалки, які саме виходили "
    "в море. Мер "
    "подякував їм і сказав, що порт буде зачинено до ранку понеділка, доки не прибудуть водолази.",
    "el": "Το πλοίο βυθίστηκε πριν από την αυγή στο παλιό λιμάνι της πόλης και όλοι οι επιβάτες σώθηκαν από ψαράδες "
    "που έβγαιναν "
    "στη θάλασσα. Ο δήμαρχος τους ευχαρίστησε και είπε ότι το λιμάνι θα μείνει κλειστό ως τη Δευτέρα.",
    "ar": "غرقت العبارة قبل الفجر في الميناء القديم للمدينة، وأنقذ الصيادون الذين كانوا في طريقهم إلى البحر جميع "
    "الركاب. وشكرهم رئيس "
    "البلدية وقال إن الميناء سيبقى مغلقا حتى صباح يوم الاثنين إلى أن يصل الغواصون ويفحصوا حطام السفينة الغارقة.",
    "zh": (
        "渡轮在黎明前沉没于城市的旧港，所有乘客都被正要出海的渔民救起。市长向他们表示感谢，并说港口将关闭到星期一早上。"
    )
    * 4,
    "ja": (
        "フェリーは夜明け前に町の古い港で沈没し、乗客は全員、海に出ようとしていた"
        "漁師に救助された。市長は感謝の意を表し、港は月曜日まで閉鎖されると述べた。"
    )
    * 3,
    "ko": (
        "여객선이 새벽이 되기 전에 도시의 옛 항구에서 침몰했지만 바다로 나가던 어부들이 "
        "승객을 모두 구조했다. 시장은 감사를 표하고 항구는 월요일까지 폐쇄된다고 말했다. "
    )
    * 3,
    "hi": "नौका भोर से पहले शहर के पुराने बंदरगाह में डूब गई और समुद्र की ओर जा रहे मछुआरों ने सभी यात्रियों को बचा "
    "लिया। महापौर ने उन्हें धन्यवाद दिया और कहा कि "
    "बंदरगाह सोमवार की सुबह तक बंद रहेगा, जब तक गोताखोर नहीं आ जाते और जहाज़ की जाँच नहीं कर लेते।",
    "id": "Feri itu tenggelam sebelum fajar di pelabuhan tua kota tersebut dan semua penumpangnya diselamatkan oleh "
    "para nelayan yang "
    "sedang berangkat melaut. Wali kota berterima kasih kepada mereka dan mengatakan pelabuhan ditutup hingga hari "
    "Senin.",
    "vi": "Chiếc phà bị chìm trước bình minh ở bến cảng cũ của thành phố và tất cả hành khách đã được những ngư dân "
    "đang ra khơi cứu "
    "sống. Thị trưởng cảm ơn họ và nói rằng bến cảng sẽ đóng cửa cho đến sáng thứ Hai.",
    "he": "המעבורת טבעה לפני עלות השחר בנמל הישן של העיר, וכל הנוסעים ניצלו בידי דייגים שהיו בדרכם לים. ראש העיר הודה "
    "להם ואמר "
    "שהנמל יישאר סגור עד יום שני בבוקר, עד שיגיעו הצוללנים ויבדקו את הספינה הטבועה.",
    "fa": "کشتی پیش از سپیده‌دم در بندر قدیمی شهر غرق شد و همهٔ مسافران را ماهیگیرانی نجات دادند که تازه به دریا "
    "می‌رفتند. شهردار از آنان سپاسگزاری کرد "
    "و گفت که بندر تا صبح دوشنبه بسته خواهد ماند تا غواصان برسند و کشتی را بررسی کنند.",
}


@pytest.mark.parametrize("spoken", TEXTS)
def test_the_language_of_a_story_is_found(spoken: str) -> None:
    """Two sentences without a label show their language, in 28 languages."""
    assert spoken == language_of(TEXTS[spoken], None, None)


@pytest.mark.parametrize(
    "text",
    [
        f"{TEXTS['en']} {TEXTS['en']}",
        (
            "Varnholm Shipping said net profit rose to 12.4 mln from 9.8 mln a year earlier. It said its ferries, "
            "which were idle in May, carried 40,000 cars, 1,200 more than last summer, after repairs to two engines."
        ),
    ],
)
def test_the_little_words_of_english_tell_it_without_the_model(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five of six, or four different of fifteen: no model is read for them."""
    monkeypatch.delattr(language, "_identifier")
    assert language.language_of(text, None, None) == "en"


def test_one_little_word_of_english_is_not_enough() -> None:
    """However often it stands in a text, as a name may."""
    text = " ".join(f"{part}, und The Said spielten." for part in TEXTS["de"].split(","))
    assert language_of(text, None, None) == "de"


def test_a_wrong_label_does_not_stand_against_a_long_text() -> None:
    """The model is sure of a long text, and labels are set by templates."""
    assert language_of(TEXTS["de"], "en-US", "fr") == "de"


def test_a_label_stands_for_a_short_text() -> None:
    """Below sixty characters nothing else is believed, and without a label the wire's default."""
    assert language_of("Lautta upposi", "fi-FI", "en") == "fi"
    assert language_of("Lautta upposi", None, "en") == "en"
    assert language_of("Lautta upposi", None, None) is None


def test_a_label_decides_between_twins() -> None:
    """Norwegian says whether it is Bokmål; the model cannot."""
    assert language_of(TEXTS["no"], "nb-NO", None) == "nb"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("en-US", "en"),
        ("ger", "de"),
        ("deu", "de"),
        ("zh-Hant", "zh"),
        ("English", "en"),
        ("in", "id"),
        ("und", None),
        ("", None),
        (None, None),
        ("not a tag", None),
    ],
)
def test_labels_are_two_letters_where_there_are_two(stated: str | None, expected: str | None) -> None:
    """Tags, three-letter codes and names of languages mean the same."""
    assert expected == code_of(stated)
