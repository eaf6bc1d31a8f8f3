"""Losses: a field that a wire's articles lack far more often than they used to."""

import pytest

from ops.losses import Read, losses

PAST = {"afp": Read(1000, {"byline": 50, "language": 990})}


def test_bylines_that_vanish_are_a_loss() -> None:
    """With the share now and the share before."""
    (loss,) = losses({"afp": Read(40, {"byline": 20})}, PAST)
    assert (loss.wire, loss.field, loss.share, loss.usual_share) == ("afp", "byline", 0.5, 0.05)


@pytest.mark.parametrize(
    "recent",
    [
        {"afp": Read(40, {"byline": 10})},  # a rise by two tenths
        {"afp": Read(9, {"byline": 9})},  # a run of briefs
        {"afp": Read(40, {"language": 40})},  # it never had them
        {"new": Read(40, {"byline": 40})},  # a wire without a past
        {"afp": Read(40, {})},
        {},
    ],
)
def test_what_is_usual_small_or_new_is_none(recent: dict[str, Read]) -> None:
    """A desk that rings for nothing is switched off."""
    assert losses(recent, PAST) == ()


def test_a_past_of_few_articles_says_nothing() -> None:
    """Fifty are the least."""
    recent = {"afp": Read(40, {"byline": 40})}
    assert losses(recent, {"afp": Read(49, {})}) == ()
    assert len(losses(recent, {"afp": Read(50, {})})) == 1
