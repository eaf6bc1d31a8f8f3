"""Settings as a process started by a test or a benchmark reads them: environment variables."""

import os

import orjson

from schemas.settings import PREFIX, Settings


def environment_of(settings: Settings) -> dict[str, str]:
    """Return this process's environment with every setting that differs from its default, none of its own."""
    rest = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    # HTTP at any free port: several services of one machine must not want the same one.
    return rest | {PREFIX + "API_PORT": "0"} | variables_of(settings)


def variables_of(settings: Settings) -> dict[str, str]:
    """Return the variables of the settings that differ from their defaults."""
    chosen = settings.model_dump(mode="json", exclude_defaults=True)
    return {PREFIX + name.upper(): _text(value) for name, value in chosen.items() if value is not None}


def _text(value: object) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()
