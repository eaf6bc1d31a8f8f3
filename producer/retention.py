"""Retention: filed originals are kept for a number of days, then their day's folder goes."""

import contextlib
import os
import re
import shutil
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def expired(names: Iterable[str], today: date, keep_days: int) -> list[str]:
    """Return the day folders that are older than `keep_days`, oldest first; what is not named by a day is not ours."""
    last = (today - timedelta(days=keep_days)).isoformat()
    return sorted(name for name in names if _DAY.match(name) and name < last)


def remove_oldest(filed: Path, today: date, keep_days: int) -> str | None:
    """Remove the oldest expired day folder and return its name, None when there is none: a bounded step for each call.

    0 days keeps everything. Links are not followed; what cannot be removed stays.
    """
    if keep_days == 0:
        return None
    with contextlib.suppress(FileNotFoundError):
        for name in expired(
            (one.name for one in os.scandir(filed) if one.is_dir(follow_symlinks=False)), today, keep_days
        ):
            shutil.rmtree(filed / name, ignore_errors=True)
            if not (filed / name).exists():
                return name
    return None
