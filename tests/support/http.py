"""HTTP for tests: the real application behind a real socket, in a thread of the test's own process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from ops.serving import Server, config_of, listening
from schemas.settings import Settings


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """Yield the address of the application of these settings while it serves."""
    settings = settings.model_copy(update={"api_port": 0})
    listener = listening(settings)
    server = Server(config_of(settings))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="http-under-test")
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(60)


@contextmanager
def client_of(settings: Settings, key: str | None = None) -> Iterator[httpx.Client]:
    """Yield a client of the served application."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    with serving(settings) as address, httpx.Client(base_url=address, headers=headers, timeout=60) as client:
        yield client
