"""The sieve: a key that a shelf holds passes always, others seldom."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from worker.sieve import Probes, passing, sieve_of

KEYS = st.lists(st.integers(0, 2**63 - 1), max_size=200)


@given(KEYS, KEYS)
def test_every_key_that_is_held_passes(held: list[int], others: list[int]) -> None:
    """No candidate is lost by a sieve: that a key does not pass is certain."""
    sieve = sieve_of(np.array(held, dtype=np.int64))
    found = passing(sieve, Probes(np.array(held + others, dtype=np.int64)))

    assert set(range(len(held))) <= set(found.tolist())


def test_of_other_keys_few_pass() -> None:
    """One in ninety is promised; more would cost a look at the shelf for nothing."""
    keys = np.random.default_rng(1).integers(0, 2**63 - 1, 120_000, dtype=np.int64)
    found = passing(sieve_of(keys[:20_000]), Probes(keys[20_000:]))

    assert 500 < len(found) < 1_500


def test_the_small_keys_of_long_texts_are_told_apart_as_well() -> None:
    """Keys are the smallest hashes of a text: of 5,000 words all lie below a 250th of the range."""
    keys = np.random.default_rng(2).integers(0, 2**63 // 250, 120_000, dtype=np.int64)
    found = passing(sieve_of(keys[:20_000]), Probes(keys[20_000:]))

    assert 500 < len(found) < 1_500


def test_a_sieve_takes_twelve_bits_a_key() -> None:
    """A million articles in the window cost each worker thirty megabytes."""
    assert len(sieve_of(np.arange(1_200, dtype=np.int64))) == 1_200 * 12 // 8


def test_the_sieve_of_an_empty_shelf_holds_all_back() -> None:
    """Nothing stands on it, so nothing is looked for there."""
    probes = Probes(np.array([0, 1, 2**62], dtype=np.int64))

    assert passing(sieve_of(np.array([], dtype=np.int64)), probes).tolist() == []
