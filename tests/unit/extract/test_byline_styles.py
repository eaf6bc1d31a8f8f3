"""By-lines in the styles of the world's desks: the persons, in order, and nobody else."""

import pytest

from worker.extract.byline import authors_of

JANE = "Jane Doering"
ROLF = "Rolf Roemer"


@pytest.mark.parametrize(
    "byline",
    [
        *("By Jane Doering", "BY JANE DOERING", "By: Jane Doering", "—By Jane Doering", "* Jane Doering"),
        *("Written by Jane Doering", "Posted by Jane Doering", "Published by Jane Doering", "Author: Jane Doering"),
        *("Autorin: Jane Doering", "Reporter: Jane Doering", "Text: Jane Doering", "Oleh: Jane Doering"),
        *("Von Jane Doering", "Ein Kommentar von Jane Doering", "Von unserer Redakteurin Jane Doering"),
        *("Aus Berlin berichtet Jane Doering", "Par Jane DOERING", "Propos recueillis par Jane Doering"),
        *("De notre correspondante Jane Doering", "Por Jane Doering", "di Jane Doering", "a cura di Jane Doering"),
        *("Door Jane Doering", "Door onze redacteur Jane Doering", "Av Jane Doering", "Tekst: Jane Doering"),
        *("Doering, Jane", "Jane Doering", "By Dr. Jane Doering", "Von Prof. Dr. Jane Doering"),
    ],
)
def test_what_leads_up_to_a_name_is_no_part_of_it(byline: str) -> None:
    """A word for "by" in any language, an office with its article, the kind of the piece, a title."""
    assert authors_of(byline) == (JANE,)


@pytest.mark.parametrize(
    "behind",
    [
        *(", Chief Political Correspondent", " Political Editor", " AP Business Writer", ", Associated Press Writer"),
        *(" | The Harbour Post", " - Harbour Post", " / Harbour Post", "/AP", ", dpa", ", The Canadian Press"),
        *("\nStaff writer", "\nThe Harbour Post", " in London", " for Reuters", ", Special to the Post"),
        *(" @janedoering", " (jane@post.example)", " jane@post.example", ", with files from Rolf Roemer"),
        *(" Photos by Rolf Roemer", " Foto: Rolf Roemer", ", Foto: Rolf Roemer", "; Editing by Rolf Roemer"),
        *(" | March 3, 2026", " • 3 min read", " Last updated 3 March 2026", ", Updated: March 3, 2026"),
    ],
)
def test_what_stands_behind_a_name_is_no_part_of_it(behind: str) -> None:
    """An office, an outlet, a place, an address, who took the picture or edited, and when the page was changed."""
    assert authors_of(f"By Jane Doering{behind}") == (JANE,)


@pytest.mark.parametrize(
    "byline",
    [
        *("By Jane Doering and Rolf Roemer", "By Jane Doering & Rolf Roemer", "By Jane Doering with Rolf Roemer"),
        *("Von Jane Doering und Rolf Roemer", "Par Jane DOERING et Rolf ROEMER", "Por Jane Doering y Rolf Roemer"),
        *("di Jane Doering e Rolf Roemer", "Af Jane Doering og Rolf Roemer", "Av Jane Doering och Rolf Roemer"),
        *("By Jane Doering in London and Rolf Roemer in Berlin", "By Jane Doering in London, Rolf Roemer in Berlin"),
        "By JANE DOERING and ROLF ROEMER, Associated Press Writers",
    ],
)
def test_two_are_two_in_any_language(byline: str) -> None:
    """Each "and" parts them, and what is said of one is not said of the other."""
    assert authors_of(byline) == (JANE, ROLF)


@pytest.mark.parametrize("joined", [" and ", ", and ", ", "])
def test_three_are_three_with_or_without_a_comma_before_the_last(joined: str) -> None:
    """Houses differ in the comma before "and"."""
    assert authors_of(f"By Jane Doering, Rolf Roemer{joined}Cy Cole") == (JANE, ROLF, "Cy Cole")


@pytest.mark.parametrize(
    "byline",
    [
        *("By Staff", "By Staff Reporter", "By Our Correspondent", "By South Asia Correspondent", "Web Desk"),
        *("News Desk", "By Express News Service", "By Harbour Post Editorial Board", "Press Release", "By Agencies"),
        *("Reuters", "AP", "dpa/afp", "By The Associated Press", "By Reuters Staff", "Redaktion", "La rédaction"),
        *("La Redazione", "Redacción", "Redação", "Редакция", "Von der Redaktion"),
    ],
)
def test_a_desk_or_an_agency_is_nobody(byline: str) -> None:
    """Nobody is made of a desk, an office or an agency."""
    assert authors_of(byline) == ()


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        *(("J. R. Doering", "J. R. Doering"), ("J.R. Doering", "J.R. Doering"), ("JANE O'DOERING", "Jane O'Doering")),
        *(("JEAN-LUC DOERING", "Jean-Luc Doering"), ("RONALD McDOERING", "Ronald McDoering")),
        *(("MARIA DE LA DOERING", "Maria de la Doering"), ("Ludwig van der Doering", "Ludwig van der Doering")),
        *(("Jane Doering III", "Jane Doering III"), ("John Doering Jr.", "John Doering Jr")),
    ],
)
def test_a_name_is_spelled_as_people_spell_it(printed: str, name: str) -> None:
    """Capitals are the house's, initials and particles the person's own."""
    assert authors_of(f"By {printed}") == (name,)


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        *(
            ("Автор: Иван Петров", "Иван Петров"),
            ("Текст: Иван Петров", "Иван Петров"),
            ("Yazan: Ayşe Yılmaz", "Ayşe Yılmaz"),
        ),
        *(
            ("记者 王小明", "王小明"),
            ("記者王小明／台北報導", "王小明"),
            ("文/王小明", "王小明"),
            ("홍길동 기자", "홍길동"),
        ),
        *(("Γιάννης Παπαδόπουλος", "Γιάννης Παπαδόπουλος"), ("محمد علي", "محمد علي")),
    ],
)
def test_names_in_other_scripts_are_names(byline: str, name: str) -> None:
    """The word for a reporter stands before the name or behind it."""
    assert authors_of(byline) == (name,)
