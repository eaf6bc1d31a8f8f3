"""What is loaded before the first article, so that no article waits for it and copies of the nursery share it."""

import gc

import pytest

from worker.extract import gazetteer, language
from worker.warm_up import settle, warm_up

TABLES = [
    loaded for room in (gazetteer, language) for loaded in vars(room).values() if hasattr(loaded, "cache_parameters")
]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.__name__))
def test_tables_are_loaded_before_the_first_article(table: object) -> None:
    """The world's cities and the languages' model take half a second and seventy megabytes."""
    warm_up()
    assert table.cache_info().currsize > 0  # type: ignore[attr-defined]


def test_what_is_loaded_is_passed_by_and_the_rest_looked_through_seldom() -> None:
    """The collector would write to memory that all copies share, and take a tenth of an article's time."""
    before = gc.get_threshold()
    try:
        settle()
        assert gc.get_freeze_count() > 0
        assert before[0] < gc.get_threshold()[0]
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
