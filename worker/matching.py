"""Matching: a batch against the index. Before the serial section all that is stored, inside it what came meanwhile."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from schemas.thresholds import Thresholds
from worker.fingerprint import Fingerprint
from worker.lookup import known, look
from worker.match import Verified, Weights, verify
from worker.shortlist import shortlists, shortlists_within
from worker.sieves import Sieves


class Ahead(NamedTuple):
    """The optimistic match: what was seen of a batch before the section, and up to which number it looked."""

    verified: Verified
    last_seq: int


def match_ahead(
    connection: Connection,
    prints: Sequence[Fingerprint],
    weights: Weights,
    limits: Thresholds,
    *,
    oldest_day: int,
    sieves: Sieves,
) -> Ahead:
    """Match a batch with what is stored and with itself: the dear part, in parallel with other workers."""
    keys = [one.keys for one in prints]
    found = look(connection, keys, oldest_day=oldest_day, postings_cap=limits.postings_cap, sieves=sieves)
    stored, within = shortlists(keys, found.postings, limits), shortlists_within(keys, limits)
    sketches = known(connection, (seq for seqs in stored for seq in seqs))
    asked = [[*seqs, *(-1 - place for place in places)] for seqs, places in zip(stored, within, strict=True)]
    return Ahead(verify([one.sketch for one in prints], sketches, asked, weights, limits), found.last_seq)


def match_late(
    connection: Connection,
    prints: Mapping[int, Fingerprint],
    ahead: Ahead,
    weights: Weights,
    limits: Thresholds,
    *,
    oldest_day: int,
) -> Verified:
    """Complete the optimistic match by what was committed since it looked, for some of the batch, by their places."""
    keys = [one.keys for one in prints.values()]
    found = look(connection, keys, oldest_day=oldest_day, postings_cap=limits.postings_cap, after=ahead.last_seq)
    if not len(found.postings.keys):
        return ahead.verified
    asked = shortlists(keys, found.postings, limits)
    sketches = known(connection, (seq for seqs in asked for seq in seqs))
    late = verify([one.sketch for one in prints.values()], sketches, asked, weights, limits)
    return ahead.verified.joined(late, list(prints))
