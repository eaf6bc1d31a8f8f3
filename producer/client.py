"""Client: articles over HTTP from another machine, with retries and batches. For Python services, sync and async.

    with Client("http://desk:8080", key="ct_...", wire="cms") as desk:
        desk.send(b"...", name="story.xml", media_type="application/nitf+xml")
        for result in desk.send_many({"headline": ..., "body": ...} for ... in ...):
            ...

Sending again is safe: the same bytes of the same wire are one article. So whatever was not answered is sent again.
"""

import itertools
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from typing import Any, Self

import httpx
import orjson
from tenacity import AsyncRetrying, RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt
from tenacity.wait import wait_base, wait_random_exponential

BATCH = 500  # articles of one request: a megabyte or two, and little to send again
_ATTEMPTS = 8  # with growing pauses about a minute: a restart of the service takes less
_MOST_PAUSE_S = 60.0  # whatever the service asks for: whoever sends wants an answer within minutes
_LINES = "application/x-ndjson"
_UNANSWERED: dict[str, Any] = {"status": 503, "detail": "There was no result: the answer ended early."}
_AGAIN = frozenset((408, 425, 429, 500, 502, 503, 504))


class NotTaken(Exception):
    """The service did not take an article: its status, and what it said about it."""

    def __init__(self, status: int, detail: str, retry_after_s: float | None = None) -> None:
        super().__init__(f"{status}: {detail}")
        self.status = status
        self.detail = detail
        self.retry_after_s = retry_after_s


class _Again(NotTaken):
    """It may be taken a little later."""


class _Pause(wait_base):
    """As long as the service asks for, else longer each time."""

    def __init__(self) -> None:
        self._growing = wait_random_exponential(multiplier=0.1, max=15)

    def __call__(self, retry_state: RetryCallState) -> float:
        """Return the seconds to wait."""
        error = retry_state.outcome.exception() if retry_state.outcome else None
        asked = error.retry_after_s if isinstance(error, _Again) else None
        return max(self._growing(retry_state), min(asked or 0.0, _MOST_PAUSE_S))


_RETRY = retry_if_exception_type((_Again, httpx.TransportError))


class _Words:
    """What both clients say in the same words."""

    def __init__(self, wire: str | None) -> None:
        self._wire = wire

    def single(self, body: bytes, name: str | None, media_type: str, hints: Mapping[str, str]) -> dict[str, Any]:
        params = {"wire": self._wire, "name": name, **hints}
        given = {word: value for word, value in params.items() if value is not None}
        return {"url": "/v1/articles", "params": given, "content": body, "headers": {"Content-Type": media_type}}

    def lines(self, part: "_Part") -> dict[str, Any]:
        params = {} if self._wire is None else {"wire": self._wire}
        body, headers = part.body(), {"Content-Type": _LINES}
        return {"url": "/v1/articles/batch", "params": params, "content": body, "headers": headers}


class _Part:
    """Articles of one request: what was said of each, and which of them are to be sent again."""

    def __init__(self, articles: list[Mapping[str, Any]]) -> None:
        self.results = [_UNANSWERED | {"line": line} for line in range(1, len(articles) + 1)]
        self._articles = articles
        self._rest = list(range(len(articles)))
        self._answered = False

    def body(self) -> bytes:
        return b"\n".join(orjson.dumps(self._articles[at]) for at in self._rest)

    def take(self, answer: httpx.Response) -> None:
        """Note what was said. Raise _Again while some are to be sent again."""
        found = {one["line"]: one for one in map(orjson.loads, answer.content.splitlines())}
        for line, at in enumerate(self._rest, 1):
            self.results[at] = found.get(line, _UNANSWERED) | {"line": at + 1}
        self._answered = True
        self._rest = [at for at in self._rest if self.results[at]["status"] in _AGAIN]
        if self._rest:
            one = self.results[self._rest[0]]
            raise _Again(one["status"], one.get("detail", ""), one.get("retry_after"))

    def give_up(self, error: _Again) -> None:
        """Let the results stand as they are. Raise the error where there are none."""
        if not self._answered:
            raise error


def _checked(answer: httpx.Response) -> httpx.Response:
    if answer.is_success:
        return answer
    try:
        detail = str(answer.json()["detail"])
    except (ValueError, KeyError, TypeError):
        detail = answer.text[:500]
    after = answer.headers.get("retry-after", "")
    kind = _Again if answer.status_code in _AGAIN else NotTaken
    raise kind(answer.status_code, detail, float(after) if after.isdigit() else None)


def _retrying() -> dict[str, Any]:
    return {"retry": _RETRY, "wait": _Pause(), "stop": stop_after_attempt(_ATTEMPTS), "reraise": True}


class Client:
    """Sends from one thread. `key` is one of `copytaster keys add`; `wire` is where the articles come from."""

    def __init__(self, address: str, *, key: str | None = None, wire: str | None = None, timeout_s: float = 30) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._http = httpx.Client(base_url=address, headers=headers, timeout=timeout_s)
        self._words = _Words(wire)

    def __enter__(self) -> Self:
        """Return the client."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close its connections."""
        self._http.close()

    def send(
        self, body: bytes, *, name: str | None = None, media_type: str = "application/octet-stream", **hints: str
    ) -> dict[str, Any]:
        """Send one document; return its receipt. Raise NotTaken, or httpx.TransportError after all attempts."""
        request = self._words.single(body, name, media_type, hints)
        answer: dict[str, Any] = Retrying(**_retrying())(lambda: _checked(self._http.post(**request)).json())
        return answer

    def send_many(self, articles: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """Send articles by the names people use (`headline`, `body`, ...); yield a result for each, in order."""
        rest = iter(articles)
        while part := list(itertools.islice(rest, BATCH)):
            yield from self._send_part(part)

    def status(self, raw_id: str) -> dict[str, Any]:
        """Return where a document stands."""
        answer: dict[str, Any] = _checked(self._http.get(f"/v1/articles/{raw_id}")).json()
        return answer

    def _send_part(self, part: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
        sending = _Part(part)
        try:
            Retrying(**_retrying())(lambda: sending.take(_checked(self._http.post(**self._words.lines(sending)))))
        except _Again as error:
            sending.give_up(error)
        return sending.results


class AsyncClient:
    """As `Client`, for asyncio: may be used by many tasks at once, whose posts share steps of the service."""

    def __init__(self, address: str, *, key: str | None = None, wire: str | None = None, timeout_s: float = 30) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._http = httpx.AsyncClient(base_url=address, headers=headers, timeout=timeout_s)
        self._words = _Words(wire)

    async def __aenter__(self) -> Self:
        """Return the client."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close its connections."""
        await self._http.aclose()

    async def send(
        self, body: bytes, *, name: str | None = None, media_type: str = "application/octet-stream", **hints: str
    ) -> dict[str, Any]:
        """Send one document; return its receipt. Raise NotTaken, or httpx.TransportError after all attempts."""
        request = self._words.single(body, name, media_type, hints)

        async def post() -> dict[str, Any]:
            answer: dict[str, Any] = _checked(await self._http.post(**request)).json()
            return answer

        return await AsyncRetrying(**_retrying())(post)

    async def send_many(self, articles: Iterable[Mapping[str, Any]]) -> AsyncIterator[dict[str, Any]]:
        """Send articles by the names people use; yield a result for each, in order."""
        rest = iter(articles)
        while part := list(itertools.islice(rest, BATCH)):
            for one in await self._send_part(part):
                yield one

    async def _send_part(self, part: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
        sending = _Part(part)

        async def post() -> None:
            sending.take(_checked(await self._http.post(**self._words.lines(sending))))

        try:
            await AsyncRetrying(**_retrying())(post)
        except _Again as error:
            sending.give_up(error)
        return sending.results
