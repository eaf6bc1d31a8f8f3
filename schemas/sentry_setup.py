"""Sentry: errors that the log tells of are passed on, where the settings name a Sentry. Otherwise nothing is loaded.

What goes out is the error, where in the code it was, and of which article by its ids. Local variables, requests and
earlier lines stay here: they hold article text.
"""

import importlib.metadata
import sys
from typing import TYPE_CHECKING, Any

from structlog.typing import EventDict

from schemas.errors import SettingsError
from schemas.settings import PREFIX, Settings, masked

if TYPE_CHECKING:
    from sentry_sdk.transport import Transport

_TAGS = ("event", "wire", "raw_id", "request_id", "reason", "status", "path")
_LOUD = frozenset({"error", "critical", "exception"})
_GRACE_S = 2.0  # for what waits to be sent when a process ends


def report_faults(settings: Settings, part: str, transport: "type[Transport] | None" = None) -> None:
    """Pass on this process's errors from now on. Call it in a copy, not before: the thread that sends is its own.

    Raise SettingsError when a Sentry is named and its package is not installed.
    """
    if not settings.sentry_dsn:
        return
    try:
        import sentry_sdk
        from sentry_sdk.integrations.dedupe import DedupeIntegration
        from sentry_sdk.integrations.excepthook import ExcepthookIntegration
        from sentry_sdk.integrations.logging import LoggingIntegration
        from sentry_sdk.integrations.threading import ThreadingIntegration
    except ImportError as error:
        told = f"{PREFIX}SENTRY_DSN is set, but Sentry's package is not installed"
        raise SettingsError(f"{told}: pip install 'copytaster[sentry]', or unset it.") from error
    sentry_sdk.init(
        dsn=settings.sentry_dsn,
        transport=transport,
        release=f"copytaster@{importlib.metadata.version('copytaster')}",
        default_integrations=False,  # they would add requests, modules and lines that we do not want to leave
        integrations=[
            *(DedupeIntegration(), ExcepthookIntegration(), ThreadingIntegration()),
            LoggingIntegration(level=None, sentry_logs_level=None),  # libraries' errors, no lines before them
        ],
        include_local_variables=False,
        max_breadcrumbs=0,
        before_send=_without_credentials,
        shutdown_timeout=_GRACE_S,
    )
    sentry_sdk.set_tag("part", part)


def end_reporting(settings: Settings) -> None:
    """Send what waits still, within some seconds: the last thing that a process does."""
    if settings.sentry_dsn:
        sys.modules["sentry_sdk"].flush(_GRACE_S)


def pass_on(_logger: object, method: str, event: EventDict) -> EventDict:
    """Pass a line that tells of an error on to Sentry, if this process reports to one; the line stays as it is."""
    error = event.get("exc_info")
    if error is None and method not in _LOUD:
        return event
    sentry: Any = sys.modules.get("sentry_sdk")
    if sentry is None or not sentry.is_initialized():
        return event
    with sentry.new_scope() as scope:
        for name in _TAGS:
            if event.get(name) is not None:
                scope.set_tag(name, str(event[name]))
        if isinstance(error, BaseException):
            scope.capture_exception(error)
        else:
            scope.capture_message(f"{event.get('event')}: {event.get('detail', '')}", level="error")
    return event


def _without_credentials(event: Any, _hint: object) -> Any:
    """Mask the password of every URL in what is sent."""
    if isinstance(event, dict):
        return {name: _without_credentials(value, None) for name, value in event.items()}
    if isinstance(event, list):
        return [_without_credentials(value, None) for value in event]
    return masked(event) if isinstance(event, str) else event
