"""Serving: the HTTP application in this process, by uvicorn, until SIGTERM."""

import contextlib
import gc
import signal
import socket
import threading
from collections.abc import Iterator
from types import FrameType

import structlog
import uvicorn

from ops.admission import require_keys
from ops.guarded_http import GuardedHttp
from ops.web import app_of
from schemas.errors import SettingsError
from schemas.log_events import Event
from schemas.settings import Settings
from worker.database import engine_of
from worker.migrate import require_schema
from worker.patience import once_it_is_up

_BACKLOG = 2048  # connections that wait while a burst is taken; the kernel cuts it to net.core.somaxconn
_IDLE_S = 30  # a connection between two requests; clients of ours ask again before
_GRACE_S = 5  # for answers that are under way at the end; what is accepted is accepted with or without its answer

_log = structlog.get_logger(__name__)


class Server(uvicorn.Server):
    """uvicorn, which ends by itself on a signal, with exit code 0 as the other parts do."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Let SIGTERM and SIGINT end it, a second one at once."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def stop(number: int, frame: FrameType | None) -> None:
            self.handle_exit(number, frame)

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Send streams home, then wait for the rest."""
        self.config.app.state.stop()  # type: ignore[union-attr]
        await super().shutdown(sockets)


def serve(settings: Settings) -> None:
    """Serve until told to stop.

    Raise SettingsError when the address cannot be had or anyone could reach it without a key, DatabaseUnavailable and
    SchemaBehind when nobody can say which keys there are.
    """
    engine = engine_of(settings, pooled=False)
    once_it_is_up(lambda: require_schema(engine))
    require_keys(settings, engine)
    listener = listening(settings)
    host, port = listener.getsockname()[:2]
    _log.info(Event.API_LISTENING, host=host, port=port)
    server = Server(config_of(settings))
    gc.freeze()  # what is loaded stays: looking through it again and again costs a tenth of a busy door's time
    server.run(sockets=[listener])


def listening(settings: Settings) -> socket.socket:
    """Return a socket that listens where the settings say. Raise SettingsError with what to do."""
    host, port = settings.api_host, settings.api_port
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        told = f"HTTP cannot be served at {host}:{port} ({error.strerror})"
        raise SettingsError(f"{told}; set COPYTASTER_API_HOST and COPYTASTER_API_PORT (0: any port)") from error


def config_of(settings: Settings) -> uvicorn.Config:
    """Return how uvicorn serves the application."""
    return uvicorn.Config(
        app_of(settings),
        http=GuardedHttp,
        log_config=None,  # its lines go through ours
        access_log=False,  # each article has its own line already
        server_header=False,
        lifespan="on",
        ws="none",
        backlog=_BACKLOG,
        timeout_keep_alive=_IDLE_S,
        timeout_graceful_shutdown=_GRACE_S,
    )
