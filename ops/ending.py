"""Ending: how a command, or a part of the service, ends at an error that a person must act on."""

import sys
from typing import NoReturn

from schemas.errors import CopytasterError


def fail(error: CopytasterError) -> NoReturn:
    """End with the error's own exit code and one line on standard error."""
    print(f"copytaster: {error}", file=sys.stderr)  # noqa: T201 - an error of the command line
    sys.exit(error.exit_code)
