"""A worker whose Redis went away: how soon it asks again."""

import kombu.exceptions
import pytest

from worker.app import app


def test_a_lost_redis_is_asked_again_within_half_a_second() -> None:
    """The pauses begin short and stay short: Redis is back a second after a crash, and the queue must not wait."""
    pauses: list[float] = []
    with (
        app.connection_for_read("redis://127.0.0.1:1") as connection,  # port 1, tcpmux: nobody listens there
        pytest.raises(kombu.exceptions.OperationalError),
    ):
        connection.ensure_connection(lambda _error, pause: pauses.append(round(pause, 1)), max_retries=2)

    assert pauses == [0.2, 0.4]
