"""Languages that are written nearly alike."""

import pytest

from worker.extract.language import language_of
from worker.extract.twins import told_apart

_SLAVIC = (
    ("hr", "Predsjednik općine rekao je da će vrijeme idućeg tjedna biti lijepo, a tko želi može doći na otvorenje."),
    ("hr", "Tvrtka iz Novog Grada tijekom kolovoza priopćila je kako su tisuće putnika čekale na kolodvoru."),
    ("sr", "Predsednik opštine rekao je da će vreme sledeće nedelje biti lepo, a ko želi može da dođe na otvaranje."),
    ("sr", "Putnici mogu da kupe karte na stanici, a vozači treba da čekaju uputstva, saopštila je firma u sredu."),
    ("bs", "Predsjednik općine u Mostaru saopćio je da će hiljade putnika sljedeće sedmice vidjeti historijski voz."),
)
_MALAY = (
    ("id", "Pemerintah mengatakan bahwa perusahaan itu bisa membayar karena uang sudah ada di kantor bupati."),
    ("ms", "Kerajaan berkata bahawa syarikat itu boleh membayar kerana wang sudah ada di pejabat ketua polis."),
)


@pytest.mark.parametrize("found", ["hr", "sr", "bs"])
@pytest.mark.parametrize(("language", "text"), _SLAVIC)
def test_own_words_part_croatian_serbian_and_bosnian(language: str, text: str, found: str) -> None:
    """Croatian waits a "tjedan", Serbian a "nedelja": such words decide, whichever the model took the text for."""
    assert language == told_apart(found, text)


@pytest.mark.parametrize("found", ["id", "ms"])
@pytest.mark.parametrize(("language", "text"), _MALAY)
def test_own_words_part_indonesian_and_malay(language: str, text: str, found: str) -> None:
    """Indonesian pays "uang" from a "kantor", Malay "wang" from a "pejabat"."""
    assert language == told_apart(found, text)


def test_a_language_without_a_twin_stays() -> None:
    """Only the languages of a group are doubted."""
    assert told_apart("de", "Tko zna, tjedan, vrijeme") == "de"


def test_serbian_in_its_own_letters_has_no_twin() -> None:
    """Croatian and Bosnian news are printed in Latin letters."""
    assert told_apart("sr", "Време ће бити лепо следеће недеље, рекао је председник општине.") == "sr"


def test_without_a_telling_word_the_language_with_most_news_stands() -> None:
    """Of texts that may be either, Croatian is likelier than Bosnian; what the model took for Serbian stays."""
    assert [told_apart(found, "Sat kuca na zidu.") for found in ("bs", "hr", "sr")] == ["hr", "hr", "sr"]


def test_a_whole_story_is_read_for_its_own_words() -> None:
    """The model sees the first lines alone; the words that tell may stand behind them."""
    story = "Grad je danas dobio novi park. " * 8 + "Tko želi, može doći idući tjedan, rekao je predsjednik općine."
    assert language_of(story, None, None) == "hr"


@pytest.mark.parametrize("found", ["hr", "sr", "bs"])
def test_the_old_long_vowel_parts_croatian_from_serbian(found: str) -> None:
    """Where Serbian writes "mleko" and "pesma", Croatian has "ije" or "je" between consonants, in any word."""
    assert told_apart(found, "Zamijetili su snježnu mijenu.") == "hr"


def test_loan_words_have_the_same_letters_in_both() -> None:
    """A "klijent" and an "objekt" have no old vowel, and "odjednom" only a prefix: what the model said stands."""
    assert told_apart("sr", "Klijent i objekt odjednom, pacijent i dijeta.") == "sr"


@pytest.mark.parametrize(
    ("larger", "text"),
    [
        ("hr", "Grad gradi univerzitet, a promjena je mala."),
        ("id", "Orang itu lebih besar daripada saya dan mereka tahu."),
    ],
)
def test_one_word_of_a_smaller_neighbour_is_borrowed(larger: str, text: str) -> None:
    """Croatian has a "univerzitet" now and then, Indonesian a "daripada": it takes two such words to tell."""
    assert larger == told_apart(larger, text)


def test_endings_of_loan_words_part_indonesian_and_malay() -> None:
    """A "komunitas" is Indonesian and a "komuniti" Malay; a "peneliti" is an Indonesian who does research."""
    assert told_apart("ms", "Komunitas itu memilih identitas baru.") == "id"
    assert told_apart("id", "Komuniti universiti itu memilih identiti baharu.") == "ms"
    assert told_apart("ms", "Peneliti meneliti sungai.") == "id"
