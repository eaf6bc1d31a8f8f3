"""Baselines: what people use today for near-duplicates, on the same stream: MinHash LSH and SimHash."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from datasketch import MinHash, MinHashLSH

_WORD = re.compile(r"\w+")
_PERMUTATIONS = 128  # datasketch's default
_SHINGLE_WORDS = 3
_SIMHASH_BITS = 64
_SIMHASH_DISTANCE = 3  # bits: Manku, Jain and Sarma (2007) use it for web pages
_BANDS = 4  # one more than the distance, so that two close hashes agree in one band at least


def minhash_lsh(bodies: Sequence[str], threshold: float) -> list[int]:
    """Return stories by datasketch's MinHash LSH: each article joins all that the index returns."""
    index = MinHashLSH(threshold=threshold, num_perm=_PERMUTATIONS)

    def near(seq: int, body: str) -> list[int]:
        sketch = MinHash(num_perm=_PERMUTATIONS)
        sketch.update_batch([shingle.encode() for shingle in _shingles(body)])
        found = [int(key) for key in index.query(sketch)]
        index.insert(seq, sketch)
        return found

    return _components(bodies, near)


def simhash(bodies: Sequence[str]) -> list[int]:
    """Return stories by SimHash: articles whose hashes of 64 bits differ in three at most."""
    bands: dict[tuple[int, int], list[int]] = defaultdict(list)
    hashes: list[int] = []

    def near(seq: int, body: str) -> list[int]:
        mine = _simhash(body)
        hashes.append(mine)
        width = _SIMHASH_BITS // _BANDS
        keys = [(band, mine >> band * width & (1 << width) - 1) for band in range(_BANDS)]
        found = {one for key in keys for one in bands[key] if (hashes[one] ^ mine).bit_count() <= _SIMHASH_DISTANCE}
        for key in keys:
            bands[key].append(seq)
        return sorted(found)

    return _components(bodies, near)


def _components(bodies: Sequence[str], near: Callable[[int, str], list[int]]) -> list[int]:
    stories = list(range(len(bodies)))
    members = {seq: [seq] for seq in stories}
    for seq, body in enumerate(bodies):
        for other in near(seq, body):
            mine, theirs = stories[seq], stories[other]
            if mine != theirs:
                for one in members[mine]:
                    stories[one] = theirs
                members[theirs] += members.pop(mine)
    return stories


def _shingles(body: str) -> set[str]:
    words = _WORD.findall(body.lower())
    return {" ".join(words[at : at + _SHINGLE_WORDS]) for at in range(max(1, len(words) - _SHINGLE_WORDS + 1))}


def _simhash(body: str) -> int:
    votes = [0] * _SIMHASH_BITS
    for shingle in _shingles(body):
        value = int.from_bytes(hashlib.blake2b(shingle.encode(), digest_size=8).digest(), "little")
        for bit in range(_SIMHASH_BITS):
            votes[bit] += 1 if value >> bit & 1 else -1
    return sum(1 << bit for bit, vote in enumerate(votes) if vote > 0)
