"""Baselines: what people use today for near-duplicates, on the same stream: MinHash LSH and SimHash."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np
from datasketch import MinHash, MinHashLSH

_WORD = re.compile(r"\w+")
_PERMUTATIONS = 128  # datasketch's default
_SHINGLE_WORDS = 3
_SIMHASH_BITS = 64
_SIMHASH_DISTANCE = 3  # bits: Manku, Jain and Sarma (2007) use it for web pages
_BANDS = 4  # one more than the distance, so that two close hashes agree in one band at least


def minhashes(bodies: Sequence[str]) -> list[MinHash]:
    """Return datasketch's MinHash of each body: the dear part, the same for every threshold."""
    sketches: list[MinHash] = MinHash.bulk(
        [[shingle.encode() for shingle in _shingles(body)] for body in bodies], num_perm=_PERMUTATIONS
    )
    return sketches


def minhash_lsh(sketches: Sequence[MinHash], threshold: float) -> list[int]:
    """Return stories by datasketch's MinHash LSH: each article joins all that the index returns."""
    index = MinHashLSH(threshold=threshold, num_perm=_PERMUTATIONS)

    def near(seq: int) -> list[int]:
        found = [int(key) for key in index.query(sketches[seq])]
        index.insert(seq, sketches[seq])
        return found

    return _components(len(sketches), near)


def simhash(bodies: Sequence[str]) -> list[int]:
    """Return stories by SimHash: articles whose hashes of 64 bits differ in three at most."""
    bands: dict[tuple[int, int], list[int]] = defaultdict(list)
    hashes: list[int] = []

    def near(seq: int) -> list[int]:
        mine = _simhash(bodies[seq])
        hashes.append(mine)
        width = _SIMHASH_BITS // _BANDS
        keys = [(band, mine >> band * width & (1 << width) - 1) for band in range(_BANDS)]
        found = {one for key in keys for one in bands[key] if (hashes[one] ^ mine).bit_count() <= _SIMHASH_DISTANCE}
        for key in keys:
            bands[key].append(seq)
        return sorted(found)

    return _components(len(bodies), near)


def _components(articles: int, near: Callable[[int], list[int]]) -> list[int]:
    stories = list(range(articles))
    members = {seq: [seq] for seq in stories}
    for seq in range(articles):
        for other in near(seq):
            few, many = sorted((stories[seq], stories[other]), key=lambda story: len(members[story]))
            if few != many:
                for one in members[few]:
                    stories[one] = many
                members[many] += members.pop(few)
    return stories


def _shingles(body: str) -> set[str]:
    words = _WORD.findall(body.lower())
    return {" ".join(words[at : at + _SHINGLE_WORDS]) for at in range(max(1, len(words) - _SHINGLE_WORDS + 1))}


def _simhash(body: str) -> int:
    shingles = _shingles(body)
    digests = b"".join(hashlib.blake2b(shingle.encode(), digest_size=8).digest() for shingle in shingles)
    bits = np.unpackbits(np.frombuffer(digests, dtype=np.uint8)).reshape(len(shingles), _SIMHASH_BITS)
    return int.from_bytes(np.packbits(2 * bits.sum(axis=0) > len(shingles)).tobytes(), "big")
