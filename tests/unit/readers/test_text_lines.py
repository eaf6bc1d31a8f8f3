"""The lines of plain text as paragraphs, and the notebook that stands below them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.readers.decode import clean_paragraphs
from worker.readers.notebook import _NOTEBOOK, published_part
from worker.readers.text_lines import _joined, paragraphs_of

_LINES = [
    *(
        "",
        "",
        " ",
        "The ferry sank off Port Ellis",
        "  An indented line",
        "\tA tab",
        "# Notebook",
        "## Note to editors",
    ),
    *(
        "*  *  *",
        "* * * Notes",
        "THE FOLLOWING INFORMATION IS NOT FOR PUBLICATION",
        "x",
        "Die folgenden Informationen sind",
    ),
    *("- adds quote", "Die folgenden Informationen sind nicht zur Veröffentlichung bestimmt", "# 1 on the list"),
]
texts = st.lists(st.sampled_from(_LINES), max_size=10).map("\n".join)


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\n \n\n  Two. ", ["One.", "Two."]),
        ("A headline\nThe ferry sank.", ["A headline", "The ferry sank."]),
        (f"{'The ferry ' * 6}sank\nand rose.", [f"{'The ferry ' * 6}sank and rose."]),
        (f"{'The ferry ' * 6}sank\n   Indented.", [f"{'The ferry ' * 6}sank", "Indented."]),
        (f"{'The ferry ' * 20}sank\nand rose.", [f"{'The ferry ' * 20}sank", "and rose."]),
    ],
)
def test_wrapped_lines_are_joined_and_others_parted(text: str, paragraphs: list[str]) -> None:
    """A line goes on where the next one's first word had no room in it; lines longer than any wrap end paragraphs."""
    assert "\n\n".join(paragraphs) == clean_paragraphs(paragraphs_of(text))


@given(texts)
def test_paragraphs_that_stand_apart_are_parted_as_all_others(text: str) -> None:
    """Where no line stands beside another, none can be wrapped: the quick way gives what the long way does."""
    if all(
        not (one.strip() and other.strip()) for one, other in zip(text.split("\n"), text.split("\n")[1:], strict=False)
    ):
        assert clean_paragraphs(_joined(text.split("\n"), 120)) == clean_paragraphs(paragraphs_of(text))


@given(texts)
def test_a_notebook_is_found_at_the_signs_it_begins_with(text: str) -> None:
    """To look at lines that begin with a notebook's signs finds what a search of the whole text finds."""
    notebook = _NOTEBOOK.search(text)
    assert text[: notebook.start() if notebook else None] == published_part(text)[0]
