"""Gathering: what is asked at the same moment is answered in one go. Many requests, one round trip in one thread."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, NamedTuple, TypeVar

from schemas.problem import Kind, Trouble

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")

_LINGER_S = 0.002  # what one waits for others to come along; a round trip to Redis with its message takes as long
_MOST_WAITING = 4096  # beyond it the thread is seconds behind: better to say so than to let clients run into time-outs
_LATEST_S = 10.0  # and so is it for whoever has waited for so long


class _Waiting(NamedTuple, Generic[Asked, Answered]):
    """A question, who waits for its answer, and until when."""

    question: Asked
    future: "asyncio.Future[Answered]"
    until: float

    def take(self, answer: Answered | BaseException) -> None:
        """Give the answer, unless whoever asked has gone."""
        if self.future.done():
            return
        if isinstance(answer, BaseException):
            self.future.set_exception(answer)
        else:
            self.future.set_result(answer)


class Gathering(Generic[Asked, Answered]):
    """Answers questions in batches: `answer` is called in one thread, with at most `most` questions, in their order."""

    def __init__(
        self, answer: Callable[[Sequence[Asked]], Sequence[Answered | Exception]], *, most: int, name: str
    ) -> None:
        self._answer = answer
        self._most = most
        self._name = name
        self._waiting: list[_Waiting[Asked, Answered]] = []
        self._some = asyncio.Event()
        self._thread: ThreadPoolExecutor | None = None
        self._task: asyncio.Task[None] | None = None

    async def ask(self, question: Asked) -> Answered:
        """Return the answer to one question, or raise the exception that is given for it."""
        if len(self._waiting) >= _MOST_WAITING:
            raise Trouble(Kind.BUSY, "Too many requests wait already; send it again in a second.", retry_after_s=1)
        loop = asyncio.get_running_loop()
        waiting: _Waiting[Asked, Answered] = _Waiting(question, loop.create_future(), loop.time() + _LATEST_S)
        self._waiting.append(waiting)
        self._some.set()
        return await waiting.future

    def start(self) -> None:
        """Begin to answer, in the running loop."""
        self._some = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=self._name)
        self._task = asyncio.get_running_loop().create_task(self._run(self._thread))

    async def close(self) -> None:
        """Answer what waits, then end."""
        await asyncio.gather(*(one.future for one in self._waiting), return_exceptions=True)
        if self._task is not None and self._thread is not None:
            self._task.cancel()
            await asyncio.to_thread(self._thread.shutdown)

    async def _run(self, thread: ThreadPoolExecutor) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._some.wait()
            if len(self._waiting) < self._most:
                await asyncio.sleep(_LINGER_S)
            batch = self._next(loop.time())
            if not batch:
                continue
            answered = loop.run_in_executor(thread, self._answer, [one.question for one in batch])
            await asyncio.wait([answered])  # its error is the answer to all: the thread must go on
            error = answered.exception()
            answers = [error] * len(batch) if error is not None else answered.result()
            for one, answer in zip(batch, answers, strict=True):
                one.take(answer)

    def _next(self, now: float) -> list["_Waiting[Asked, Answered]"]:
        """Return the next to be answered; who has waited for too long, or has gone, is asked nothing more."""
        batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        if not self._waiting:
            self._some.clear()
        late = Trouble(Kind.BUSY, "It waited too long and was not taken; send it again.", retry_after_s=1)
        for one in batch:
            if one.until < now:
                one.take(late)
        return [one for one in batch if not one.future.done()]
