"""Which filed originals are old enough to go."""

from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from producer.retention import expired, remove_oldest

TODAY = date(2026, 3, 10)


def test_a_folder_goes_the_day_after_its_days_are_over() -> None:
    """Kept for seven days: the third is the first day of seven before the tenth, and stays."""
    assert expired(["2026-03-03", "2026-03-02", "2026-02-27"], TODAY, 7) == ["2026-02-27", "2026-03-02"]


def test_what_is_not_named_by_a_day_is_not_ours() -> None:
    """People put things aside in odd places."""
    assert expired(["keep", "2020-01-01.bak", "x2020-01-01", "2020-01-01\n"], TODAY, 1) == []


@given(st.dates(), st.integers(1, 365))
def test_today_never_goes(today: date, days: int) -> None:
    """Nor tomorrow, where another host's clock is ahead."""
    assert expired([today.isoformat(), (today - timedelta(days=days)).isoformat()], today, days) == []


def test_nothing_goes_where_all_is_to_be_kept(tmp_path: Path) -> None:
    """Zero days mean for ever."""
    (tmp_path / "1999-01-01").mkdir()
    assert remove_oldest(tmp_path, TODAY, 0) is None
    assert remove_oldest(tmp_path, TODAY, 30) == "1999-01-01"
    assert remove_oldest(tmp_path, TODAY, 30) is None


def test_a_link_in_place_of_a_day_is_not_followed(tmp_path: Path) -> None:
    """What it points at is somebody else's."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.txt").write_text("Kept.")
    filed = tmp_path / "filed"
    filed.mkdir()
    (filed / "1999-01-01").symlink_to(tmp_path / "elsewhere")
    assert remove_oldest(filed, TODAY, 30) is None
    assert (tmp_path / "elsewhere" / "a.txt").exists()
