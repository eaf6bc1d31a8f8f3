"""Doctor: prints what was examined, and says how to mend each finding."""

from collections.abc import Sequence

import typer

from ops.examinations import findings
from ops.printing import print_json, print_table
from schemas.settings import Settings


def show_findings(settings: Settings, only: Sequence[str], *, as_json: bool) -> int:
    """Print the findings, of the checks named or of all; 1 when something must be mended."""
    every = findings(settings)
    unknown = set(only) - {one.check for one in every}
    if unknown:
        raise typer.BadParameter(f"{', '.join(sorted(unknown))}: there is {', '.join(one.check for one in every)}")
    found = [one for one in every if not only or one.check in only]
    if as_json:
        print_json([one._asdict() for one in found])
    else:
        rows = [(one.check, "ok" if one.fine else "MEND", one.detail, one.mend) for one in found]
        print_table(("check", "", "what was seen", "how to mend it"), rows)
    return int(not all(one.fine for one in found))
