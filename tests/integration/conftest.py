"""What tests of the desk's page share: somebody who looks at it."""

from collections.abc import Iterator

import pytest

from tests.support.databases import Database
from tests.support.desk_page import Visitor, newsroom_day
from tests.support.http import serving


@pytest.fixture
def visitor(database: Database) -> Iterator[Visitor]:
    """Somebody at the desk of a newsroom's day."""
    newsroom_day(database)
    with serving(database.settings) as base, Visitor(base) as one:
        yield one
