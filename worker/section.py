"""Section: what happens inside the serial section.

Everything dear was done before; only what came since is looked up. One Section lives as long as one transaction. It
numbers the articles, decides them one after the other, each knowing the ones before it, gathers the rows, and writes
them all at the end.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

from sqlalchemy import Connection

from schemas.article import Article, Decision
from schemas.settings import Settings
from schemas.verdict import Verdict
from worker import kinship, writing
from worker.decide import Kin, Linked, decide, is_kill, newest, rank
from worker.lookup import stories_of
from worker.match import Links, Seen, Verified, Weights, links
from worker.matching import Ahead, match_late
from worker.pipeline import Outcome, Reading, Refused
from worker.rows import Row, article_row, quarantine_row
from worker.teaching import Teaching


class Section:
    """The decisions of one batch. `connection` is inside the serial section already; `raws` are its rows by raw_id."""

    def __init__(
        self, connection: Connection, settings: Settings, weights: Weights, raws: Mapping[str, Row], now: datetime
    ) -> None:
        self.last_seq = kinship.last_seq(connection)  # of what is committed
        self._connection = connection
        self._raws = raws
        self._settings = settings
        self._weights = weights
        self._now = now
        self._rows = writing.Rows()
        self._kin: dict[int, Kin] = {}
        self._numbers: dict[int, int] = {}  # the place of a reading in the batch, as Ahead knows it -> its number
        self._stored: dict[str, Row] = {}  # the stories that may be joined, as they are in the database
        self._stories: dict[str, Row] = {}  # those that the batch touches
        self._gone: dict[str, str] = {}  # a merged story -> the one it went into

    def run(self, readings: Sequence[Reading], ahead: Ahead, refused: Sequence[Refused]) -> list[Outcome]:
        """Decide and write a batch; return the outcome of each article."""
        raw_ids = list(self._raws)
        stored, held = kinship.stored(self._connection, raw_ids), kinship.held(self._connection, raw_ids)
        fresh = {at: readings[at] for at in _first_of_each(readings, stored)}
        decided = self._decide_all(fresh, self._verified(fresh, ahead))
        outcomes = [decided.get(at) or _replayed(reading) for at, reading in enumerate(readings)]
        known = stored | {(entry.raw_id, entry.item) for entry in held if not entry.released}
        outcomes += self._refuse(refused, known, {entry.raw_id for entry in held if entry.released})
        writing.write(self._connection, self._rows, self._stories.values(), held, self._now)
        return outcomes

    def _refuse(
        self, refused: Sequence[Refused], known: AbstractSet[tuple[str, int]], released: AbstractSet[str]
    ) -> Iterator[Outcome]:
        """Quarantine what is refused, unless it is known; `released` are raw articles with a released entry."""
        for entry in refused:
            if _is_known(entry, known, released):
                yield Outcome(entry.raw, Verdict.REPLAYED)
                continue
            self._rows.quarantine.append(quarantine_row(entry, self._now))
            self._rows.keep_raw(self._raws[entry.raw.raw_id])
            yield Outcome(entry.raw, Verdict.QUARANTINED, refused=entry)

    def _verified(self, readings: Mapping[int, Reading], ahead: Ahead) -> Verified:
        """Complete the optimistic match by what was committed since it looked."""
        if self.last_seq == ahead.last_seq:
            return ahead.verified
        return match_late(
            self._connection,
            {at: reading.fingerprint for at, reading in readings.items()},
            ahead,
            self._weights,
            self._settings.thresholds,
            oldest_day=writing.day_of(self._now) - self._settings.syndication_days,
        )

    def _decide_all(self, readings: Mapping[int, Reading], verified: Verified) -> dict[int, Outcome]:
        """Decide the readings that are to be stored, given by their places in the batch, one after the other."""
        chains = kinship.chains(self._connection, [one.article for one in readings.values()], self._now)
        telling = {one.seq for place in readings for one in verified.seen[place]}
        self._kin = kinship.by_seq(self._connection, [seq for seq in telling if seq > 0])
        self._stored = kinship.stories(
            self._connection, {kin.story_id for kin in self._kin.values()} | chains.story_ids()
        )
        outcomes: dict[int, Outcome] = {}
        told: dict[int, Links] = {}
        for seq, (place, reading) in enumerate(readings.items(), self.last_seq + 1):
            seen = list(self._numbered(verified.seen[place]))
            stories = [self._by_now(self._kin[one.seq].story_id) for one in seen]
            told[place] = links(seen, stories, self._settings.thresholds)
            decision = self._decide(reading.article, chains, told[place])
            self._numbers[-1 - place] = seq
            self._add(reading, decision, seq, chains)
            outcomes[place] = Outcome(reading.raw, decision.verdict, reading.article, decision, took_ms=reading.took_ms)
        self._learn(verified.taught, told)
        return outcomes

    def _numbered(self, seen: Sequence[Seen]) -> Iterator[Seen]:
        """Yield what was seen with the number that each known article has by now."""
        for one in seen:
            seq = self._numbers.get(one.seq, one.seq)
            if seq in self._kin:  # else it was stored before, and the index knows it
                yield one if seq == one.seq else one._replace(seq=seq)

    def _learn(self, taught: Teaching, told: Mapping[int, Links]) -> None:
        """Note what articles share with others, but for those of a story that their own text has joined."""
        kept = taught.among(list(told))
        joined = {
            place: {self._by_now(one.story_id) for one in found.same} for place, found in told.items() if found.same
        }
        pairs = list(taught.of_articles(list(joined)))
        stories = stories_of(self._connection, (seq for _, _, seq in pairs if seq > 0))
        stories.update((place, self._kin[seq].story_id) for place, seq in self._numbers.items())
        of_those = [pair for pair, place, seq in pairs if self._by_now(stories.get(seq, "")) in joined[place]]
        kept[of_those] = False
        self._rows.lesson = taught.lessons(kept, self._settings.thresholds.lessons)

    def _decide(self, article: Article, chains: kinship.Chains, found: Links) -> Decision:
        chain = [self._settled(kin) for kin in chains.of(article)]
        linked = [Linked(self._settled(self._kin[one.seq]), one) for one in found.same if one.seq in self._kin]
        digests = [self._settled(self._kin[one.seq]).story_id for one in found.digests if one.seq in self._kin]
        stories = {kin.story_id for kin in chain} | {known.kin.story_id for known in linked}
        apart = kinship.kept_apart(self._connection, stories)
        return decide(article, chain, linked, list(dict.fromkeys(digests)), apart)

    def _by_now(self, story_id: str) -> str:
        """Return the story that a story has gone into, or itself."""
        while story_id in self._gone:
            story_id = self._gone[story_id]
        return story_id

    def _settled(self, kin: Kin) -> Kin:
        """Return kin under the story that its own has gone into."""
        if kin.story_id in self._gone:
            kin = kin._replace(story_id=self._by_now(kin.story_id))
        story = self._stories.get(kin.story_id)
        if story is None or story["killed"] == kin.story_killed:
            return kin
        return kin._replace(story_killed=bool(story["killed"]))

    def _add(self, reading: Reading, decision: Decision, seq: int, chains: kinship.Chains) -> None:
        article = reading.article
        self._rows.add(reading, article_row(article, decision, seq, self._now), self._raws[reading.raw.raw_id])
        kin = kinship.kin_of(article, decision, seq)
        chain = [*chains.of(article), kin]
        chains.add(article, kin)
        self._kin[seq] = kin
        self._tell(article, decision, chain)

    def _tell(self, article: Article, decision: Decision, chain: Sequence[Kin]) -> None:
        """Bring the story up to date: its lead, its size, whether it was killed, what went into it."""
        mine = rank(article)
        story = self._story(decision.story_id)
        if story is None:
            story = writing.new_story(article, decision, mine)
            self._stories[decision.story_id] = story
        for merged in decision.joins:
            other = self._story(merged)
            if other is not None:
                self._gone[merged] = decision.story_id
                writing.merge(story, other)
                self._rows.merges.append((decision.story_id, merged, article.article_id))
        story["articles"] += 1
        story["killed"] = story["killed"] or is_kill(article)
        story["last_received_at"] = max(story["last_received_at"], article.received_at)
        if article.published_at is not None:
            first = story["first_published_at"]
            story["first_published_at"] = min(first or article.published_at, article.published_at)
        self._lead(story, mine, chain)

    def _lead(self, story: Row, mine: str, chain: Sequence[Kin]) -> None:
        """Let the newest version of the best-ranked article's guid lead; `mine` is the rank of the article in hand."""
        if mine < story["lead_rank"]:
            story["lead_rank"] = mine
        elif story["lead_id"] not in {kin.article_id for kin in chain}:
            return
        living = [kin for kin in chain if kin.verdict is not Verdict.KILL]
        story["lead_id"] = (newest(living) or chain[-1]).article_id

    def _story(self, story_id: str) -> Row | None:
        """Return a story that the batch touches from now on; None for a new one."""
        if story_id not in self._stories and story_id in self._stored:
            self._stories[story_id] = self._stored[story_id]
        return self._stories.get(story_id)


def _first_of_each(readings: Sequence[Reading], stored: AbstractSet[tuple[str, int]]) -> Iterator[int]:
    """Yield the places of the readings that are neither stored nor named twice in the batch."""
    seen = set(stored)
    for at, reading in enumerate(readings):
        key = (reading.raw.raw_id, reading.article.item)
        if key not in seen:
            seen.add(key)
            yield at


def _is_known(entry: Refused, known: AbstractSet[tuple[str, int]], released: AbstractSet[str]) -> bool:
    """Return whether what is refused is there already. All items of a document are committed together: one proves all.

    So a document whose workers were killed after its commit, too often for another start, is not quarantined as well.
    One with an entry that was released and not settled since is no proof: its release was never committed.
    """
    raw_id = entry.raw.raw_id
    if entry.refusal.item is None:
        return raw_id not in released and any(raw_id == one for one, _item in known)
    return (raw_id, entry.refusal.item) in known


def _replayed(reading: Reading) -> Outcome:
    return Outcome(reading.raw, Verdict.REPLAYED, reading.article)
