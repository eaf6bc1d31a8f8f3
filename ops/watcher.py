"""Watcher: the inbox as a process of its own, which loads no more than it needs: it is back soon after a kill."""

import sys
from typing import NoReturn

from ops.embedded import require_redis
from ops.ending import fail
from ops.supervisor import stop_on_signal
from producer.enqueue import Door
from producer.inbox import Inbox
from schemas.errors import CopytasterError
from schemas.logging_setup import configure_logging
from schemas.sentry_setup import report_faults
from schemas.settings import Settings


def run_inbox(settings: Settings, *, once: bool) -> None:
    """Watch the inbox until told to stop, or until it is empty. Raise SettingsError, RedisUnavailable."""
    inbox = Inbox(settings, Door(settings))
    stop_on_signal(inbox.tell_to_stop)
    if once:
        require_redis(settings)
        inbox.drain()
    else:
        inbox.run()


def main() -> NoReturn:
    """Watch until told to stop, as a part of the service."""
    try:
        settings = Settings.load()
        configure_logging(settings.log_level, settings.log_format)
        report_faults(settings, "inbox")
        run_inbox(settings, once=False)
    except CopytasterError as error:
        fail(error)
    sys.exit(0)


if __name__ == "__main__":
    main()
