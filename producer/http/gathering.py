"""Gathering: what is asked at the same moment is answered in one go. Many requests, one round trip in one thread."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

from schemas.problem import Kind, Trouble

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")

_LINGER_S = 0.002  # what one waits for others to come along; a round trip to Redis with its message takes as long
_MOST_WAITING = 4096  # beyond it the thread is seconds behind: better to say so than to let clients run into time-outs


class Gathering(Generic[Asked, Answered]):
    """Answers questions in batches: `answer` is called in one thread, with at most `most` questions, in their order."""

    def __init__(
        self, answer: Callable[[Sequence[Asked]], Sequence[Answered | Exception]], *, most: int, name: str
    ) -> None:
        self._answer = answer
        self._most = most
        self._name = name
        self._waiting: list[tuple[Asked, asyncio.Future[Answered]]] = []
        self._some = asyncio.Event()
        self._thread: ThreadPoolExecutor | None = None
        self._task: asyncio.Task[None] | None = None

    async def ask(self, question: Asked) -> Answered:
        """Return the answer to one question, or raise the exception that is given for it."""
        if len(self._waiting) >= _MOST_WAITING:
            raise Trouble(Kind.BUSY, "Too many requests wait already; send it again in a second.", retry_after_s=1)
        future: asyncio.Future[Answered] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, future))
        self._some.set()
        return await future

    def start(self) -> None:
        """Begin to answer, in the running loop."""
        self._some = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=self._name)
        self._task = asyncio.get_running_loop().create_task(self._run(self._thread))

    async def close(self) -> None:
        """Answer what waits, then end."""
        await asyncio.gather(*(future for _question, future in self._waiting), return_exceptions=True)
        if self._task is not None and self._thread is not None:
            self._task.cancel()
            await asyncio.to_thread(self._thread.shutdown)

    async def _run(self, thread: ThreadPoolExecutor) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._some.wait()
            if len(self._waiting) < self._most:
                await asyncio.sleep(_LINGER_S)
            batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
            if not self._waiting:
                self._some.clear()
            answered = loop.run_in_executor(thread, self._answer, [question for question, _future in batch])
            await asyncio.wait([answered])  # its error is the answer to all: the thread must go on
            error = answered.exception()
            answers = [error] * len(batch) if error is not None else answered.result()
            for (_question, future), answer in zip(batch, answers, strict=True):
                if future.done():  # whoever asked has gone
                    continue
                if isinstance(answer, BaseException):
                    future.set_exception(answer)
                else:
                    future.set_result(answer)
