"""What is known of a wire."""

import pytest
from pydantic import ValidationError

from schemas.wire_profile import WireProfile


def test_the_defaults_assume_nothing_but_utc() -> None:
    """A wire of which nothing is known is read in UTC."""
    assert tuple(WireProfile().model_dump().values()) == ("UTC", None, None, 1)


@pytest.mark.parametrize(
    "fields",
    [{"zone": "Mars/Olympus"}, {"zone": "../etc/passwd"}, {"language": "English"}, {"min_words": -1}, {"other": 1}],
)
def test_a_wrong_setting_is_an_error(fields: dict[str, object]) -> None:
    """Zones must exist, languages be codes, and nothing unknown is taken."""
    with pytest.raises(ValidationError):
        WireProfile.model_validate(fields)
