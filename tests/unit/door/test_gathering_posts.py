"""Gathering: questions of one moment share an answer's cost, each has its own answer, and no fault stops the rest."""

import asyncio
from collections.abc import Callable, Sequence

import pytest

from producer.http import gathering
from producer.http.gathering import Gathering
from schemas.problem import Kind, Trouble

Answer = Callable[[Sequence[int]], Sequence[int | Exception]]


async def asked(answer: Answer, numbers: Sequence[int], most: int = 64) -> list[int | BaseException]:
    """Ask all numbers at once; return their answers, or what was raised."""
    questions: Gathering[int, int] = Gathering(answer, most=most, name="test")
    questions.start()
    found = await asyncio.gather(*(questions.ask(number) for number in numbers), return_exceptions=True)
    await questions.close()
    return found


def test_what_is_asked_at_once_is_answered_in_order_and_in_parts() -> None:
    """No part is larger than it may be."""
    parts: list[list[int]] = []

    def double(numbers: Sequence[int]) -> list[int]:
        parts.append(list(numbers))
        return [number * 2 for number in numbers]

    assert [number * 2 for number in range(10)] == asyncio.run(asked(double, range(10), most=4))
    assert [len(part) for part in parts] == [4, 4, 2]


def test_an_answer_may_be_a_refusal_of_one_question() -> None:
    """The others of its part are answered."""

    def odd(numbers: Sequence[int]) -> list[int | Exception]:
        return [number if number % 2 else Trouble(Kind.INVALID, "It is even.") for number in numbers]

    one, two, three = asyncio.run(asked(odd, [1, 2, 3]))
    assert (one, three) == (1, 3)
    assert isinstance(two, Trouble)


def test_a_fault_is_the_answer_to_its_part_and_the_next_is_answered() -> None:
    """Whoever asks later finds it working."""
    parts: list[int] = []

    def fails_once(numbers: Sequence[int]) -> list[int]:
        parts.append(len(numbers))
        if len(parts) == 1:
            raise OSError("gone")
        return list(numbers)

    first, second = asyncio.run(asked(fails_once, [1, 2], most=1))
    assert isinstance(first, OSError)
    assert second == 2


def test_whoever_has_gone_is_not_waited_for() -> None:
    """A question whose asker was cancelled does not disturb the others of its part."""

    async def run() -> int:
        questions: Gathering[int, int] = Gathering(list, most=8, name="test")
        questions.start()
        gone = asyncio.create_task(questions.ask(1))
        await asyncio.sleep(0)
        gone.cancel()
        found = await questions.ask(2)
        await questions.close()
        return found

    assert asyncio.run(run()) == 2


def test_too_many_that_wait_are_asked_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Better than to let them run into time-outs."""
    monkeypatch.setattr(gathering, "_MOST_WAITING", 2)
    answers = asyncio.run(asked(list, [1, 2, 3]))
    assert answers[:2] == [1, 2]
    assert isinstance(answers[2], Trouble)
    assert answers[2].kind is Kind.BUSY


def test_whoever_has_waited_too_long_is_told_that_nothing_was_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its question is not asked any more, so that sending again is no second time."""
    monkeypatch.setattr(gathering, "_LATEST_S", -1.0)
    parts: list[int] = []

    def noted(numbers: Sequence[int]) -> list[int]:
        parts.append(len(numbers))
        return list(numbers)

    (late,) = asyncio.run(asked(noted, [1]))
    assert isinstance(late, Trouble)
    assert (late.kind, parts) == (Kind.BUSY, [])
