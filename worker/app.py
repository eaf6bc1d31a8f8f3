"""The Celery app. Each setting stands with its why."""

import logging
import warnings
from typing import Any

from celery import Celery, signals
from celery.app.amqp import AMQP
from celery.platforms import SecurityWarning

from producer.enqueue import INGEST
from schemas.logging_setup import configure_logging
from schemas.settings import Settings

settings = Settings.load()
# Celery warns whoever runs as root, because of pickle; this app accepts JSON alone.
warnings.filterwarnings("ignore", category=SecurityWarning)


class _SoonBack(AMQP.Connection):  # type: ignore[misc]
    """A connection that is tried again after 0.2 s, 0.4 s and so on, 2 s at most; its own pauses are 2, 4 ... 30 s."""

    def _ensure_connection(self, *args: Any, **chosen: Any) -> Any:
        pauses = {"interval_start": 0.2, "interval_step": 0.2, "interval_max": 2}
        return super()._ensure_connection(*args, **{**pauses, **chosen})


class _Amqp(AMQP):  # type: ignore[misc]
    Connection = _SoonBack


app = Celery("copytaster", broker=settings.broker_url, include=["worker.tasks"], amqp=_Amqp)
app.conf.update(
    task_default_queue=settings.queue,
    task_routes={INGEST: {"queue": settings.queue}},
    # Articles end in the database; a result backend would store a second, poorer answer.
    task_ignore_result=True,
    # JSON only: a pickle from the queue would be code from the queue.
    accept_content=["json"],
    task_serializer="json",
    # One process is one worker: what kills it takes no neighbour along, and measured with batches of articles a prefork
    # pool of two was no faster than two of these. `--pool processes` works too (Celery overrules the word "prefork").
    worker_pool="solo",
    # A child of a prefork pool asks Redis for what its predecessor left; Redis may be coming up itself.
    worker_proc_alive_timeout=30,
    # Acknowledged when started: from then on the ledger, not the message, remembers the article.
    task_acks_late=False,
    # One message more than the one in hand, so that the next batch is there when this one is done.
    worker_prefetch_multiplier=1,
    broker_transport_options={
        # A message popped by a worker that died before starting it comes back then; the ledger's sweep is sooner.
        "visibility_timeout": max(int(settings.lease_s), 60),
        "socket_timeout": 5,
        "socket_connect_timeout": 5,
        "socket_keepalive": True,
        "health_check_interval": 15,
        **settings.broker_options,
    },
    # Redis may come up after the worker, and may go away and come back: wait for it for ever.
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    # Only tasks that are acknowledged late are cancelled, so a batch in hand when Redis goes away is finished and
    # committed; the ledger is told when Redis is back. False would print a paragraph at every lost connection.
    worker_cancel_long_running_tasks_on_connection_loss=True,
    # Gossip and mingle are chatter between workers that nobody here listens to, and so are events of tasks until Flower
    # switches them on.
    worker_send_task_events=False,
    worker_enable_remote_control=True,
    # Our own logging: one shape for every line.
    worker_hijack_root_logger=False,
    worker_redirect_stdouts=False,
)


@signals.setup_logging.connect  # type: ignore[untyped-decorator]
def _set_up_logging(**_: Any) -> None:
    configure_logging(settings.log_level, settings.log_format)
    # "Task received" and "succeeded" would be two lines a message beside the one line an article that is the contract.
    for name in ("celery.worker.strategy", "celery.app.trace"):
        logging.getLogger(name).setLevel(logging.WARNING)
