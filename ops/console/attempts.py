"""Attempts: how often a wrong token was shown from where, so that guessing is slow. Bounded."""

from collections import OrderedDict, deque

MOST_WRONG = 5  # within the span; a person who mistypes needs fewer
SPAN_S = 60.0
_MOST_PLACES = 10_000  # addresses remembered, some 2 MB; the one unseen for longest is forgotten first


class Attempts:
    """Wrong tokens of the last minute by the address that they came from."""

    def __init__(self) -> None:
        self._wrong: OrderedDict[str, deque[float]] = OrderedDict()

    def wait_s(self, place: str, now_s: float) -> float:
        """Return how long this address must wait before it may try again; 0 when it may now."""
        times = self._wrong.get(place, deque())
        while times and now_s - times[0] >= SPAN_S:
            times.popleft()
        return SPAN_S - (now_s - times[0]) if len(times) >= MOST_WRONG else 0.0

    def note_wrong(self, place: str, now_s: float) -> None:
        """Remember a wrong token."""
        self._wrong.setdefault(place, deque(maxlen=MOST_WRONG)).append(now_s)
        self._wrong.move_to_end(place)
        while len(self._wrong) > _MOST_PLACES:
            self._wrong.popitem(last=False)
