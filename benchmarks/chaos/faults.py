"""Faults: what happens to a newsroom's machines, each a function of the service and a seeded source of chance."""

import random
import sqlite3
import time
from collections.abc import Callable
from signal import SIGCONT, SIGKILL, SIGSTOP, SIGTERM, Signals
from typing import NamedTuple

import psycopg
import redis

from benchmarks.chaos.processes import send
from benchmarks.chaos.service import Service

_JUNK = (b"not json", b"{}", b'{"body": 1}', b"\x80\x02}q\x00.", b'{"headers": {}, "properties": {}, "body": "x"}')


class Fault(NamedTuple):
    """One kind of fault. `inject` returns when what is to be mended by hand (a lock, a stopped process) is mended."""

    name: str
    inject: Callable[[Service, random.Random], None]


def _kill_worker(service: Service, chance: random.Random) -> None:
    workers = service.parts()["worker"]
    service.signal("worker", SIGKILL, of=chance.randint(1, max(1, len(workers) - 1)))


def _kill_workers(service: Service, _chance: random.Random) -> None:
    service.signal("worker", SIGKILL)


def _kill_nursery(service: Service, _chance: random.Random) -> None:
    service.signal("nursery", SIGKILL)


def _end_worker(service: Service, _chance: random.Random) -> None:
    service.signal("worker", SIGTERM, of=1)


def _freeze_worker(service: Service, chance: random.Random) -> None:
    frozen = service.signal("worker", SIGSTOP, of=1)
    time.sleep(chance.uniform(0.5, 3))
    for pid in frozen:
        if pid in service.parts()["worker"]:
            service.signal("worker", SIGCONT)


def _kill_redis(service: Service, _chance: random.Random) -> None:
    service.signal("redis", SIGKILL)


def _kill_redis_thrice(service: Service, chance: random.Random) -> None:
    for _ in range(3):
        service.wait_for("redis")
        time.sleep(chance.uniform(0, 0.5))
        service.signal("redis", SIGKILL)


def _half_open_redis(service: Service, chance: random.Random) -> None:
    service.signal("redis", SIGSTOP)
    time.sleep(chance.uniform(0.5, 7))
    service.signal("redis", SIGCONT)


def _kill_supervisor(service: Service, _chance: random.Random) -> None:
    service.kill_supervisor()


def _kill_inbox(service: Service, _chance: random.Random) -> None:
    service.signal("inbox", SIGKILL)


def _flush_celery(service: Service, _chance: random.Random) -> None:
    try:
        mine = service.settings.queue.encode()
        keys = [key for key in service.redis.scan_iter(count=1000) if not key.startswith(mine + b":")]
        if keys:
            service.redis.delete(*keys)
    except redis.exceptions.RedisError:
        return  # it is away: an earlier fault has not healed


def _junk(service: Service, chance: random.Random) -> None:
    try:
        service.redis.rpush(service.settings.queue, chance.choice(_JUNK))  # at the head: popped next
    except redis.exceptions.RedisError:
        return


def _lock_sqlite(service: Service, chance: random.Random) -> None:
    with sqlite3.connect(service.settings.home / "copytaster.db", timeout=30, isolation_level=None) as database:
        database.execute("BEGIN IMMEDIATE")
        time.sleep(chance.uniform(0.5, 4))
        database.execute("ROLLBACK")
    database.close()


def _on_postgres(service: Service, statement: str) -> list[tuple[int]]:
    with psycopg.connect(service.settings.database_url, autocommit=True) as connection:
        return connection.execute(statement.encode()).fetchall()


_OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def _cut_postgres(service: Service, _chance: random.Random) -> None:
    _on_postgres(service, f"SELECT pg_terminate_backend(pid)::int {_OTHERS}")


def _crash_postgres(service: Service, _chance: random.Random) -> None:
    """Kill one backend: the server ends all others, recovers from its log and comes back by itself."""
    pids = [pid for (pid,) in _on_postgres(service, f"SELECT pid {_OTHERS}")]
    _kill(pids[:1], SIGKILL)


def _freeze_postgres(service: Service, chance: random.Random) -> None:
    pids = [pid for (pid,) in _on_postgres(service, f"SELECT pid {_OTHERS}")]
    _kill(pids, SIGSTOP)
    time.sleep(chance.uniform(0.5, 4))
    _kill(pids, SIGCONT)


def _kill(pids: list[int], number: Signals) -> None:
    for pid in pids:
        send(pid, number)


_ALWAYS = (
    Fault("SIGKILL of one worker", _kill_worker),
    Fault("SIGKILL of all workers", _kill_workers),
    Fault("SIGKILL of the nursery", _kill_nursery),
    Fault("SIGTERM of one worker", _end_worker),
    Fault("a worker frozen", _freeze_worker),
    Fault("SIGKILL of Redis", _kill_redis),
    Fault("SIGKILL of Redis, three times", _kill_redis_thrice),
    Fault("Redis half-open", _half_open_redis),
    Fault("SIGKILL of the supervisor", _kill_supervisor),
    Fault("SIGKILL of the inbox", _kill_inbox),
    Fault("Celery's keys flushed", _flush_celery),
    Fault("junk on the queue", _junk),
)
_SQLITE = (Fault("database locked", _lock_sqlite),)
_POSTGRES = (
    Fault("database connections cut", _cut_postgres),
    Fault("database crashed", _crash_postgres),
    Fault("database frozen", _freeze_postgres),
)


def faults_for(database_url: str) -> tuple[Fault, ...]:
    """Return the faults that can be injected with this database."""
    return _ALWAYS + (_POSTGRES if database_url.startswith("postgres") else _SQLITE)


def inject(fault: Fault, service: Service, chance: random.Random) -> None:
    """Inject a fault; one that an earlier fault leaves no room for is said and left out."""
    try:
        fault.inject(service, chance)
    except (sqlite3.Error, psycopg.Error, OSError) as error:
        print(f"     {fault.name}: {error}", flush=True)
