"""Settings as a process started by a test reads them: environment variables."""

import os

import orjson

from schemas.settings import PREFIX, Settings


def environment_of(settings: Settings) -> dict[str, str]:
    """Return this process's environment with every setting that differs from its default, none of its own."""
    # HTTP at any free port: several services of one machine must not want the same one.
    chosen = {"api_port": 0} | settings.model_dump(mode="json", exclude_defaults=True)
    ours = {PREFIX + name.upper(): _text(value) for name, value in chosen.items() if value is not None}
    return {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)} | ours


def _text(value: object) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()
