"""Work in other processes: the same results in the same order, and every failure heard of."""

from __future__ import annotations

import errno
import os
import signal
import time
from itertools import count, islice
from typing import Any

import pytest

from gongkai.reviews._site import _crew
from gongkai.reviews._site._crew import in_processes


def late(number: int) -> int:
    """The first of two takes longest."""
    time.sleep(0.05 * (number % 2 == 0))
    return number * number


def where(_: object) -> int:
    return os.getpid()


def full(number: int) -> int:
    if number == 2:
        raise OSError(errno.ENOSPC, "full")
    return number


class Dies:
    """Dies in any process but that which made it."""

    def __init__(self) -> None:
        self._home = os.getpid()

    def __call__(self, number: int) -> int:
        if number == 1 and os.getpid() != self._home:
            os.kill(os.getpid(), signal.SIGKILL)
        return -number


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_come_in_the_order_of_the_tasks(workers: int) -> None:
    assert list(in_processes(late, range(9), workers)) == [number * number for number in range(9)]


def test_many_tasks_are_done_elsewhere_and_one_worker_is_none() -> None:
    assert os.getpid() not in set(in_processes(where, range(4), 2))
    assert set(in_processes(where, range(4), 1)) == {os.getpid()}


@pytest.mark.parametrize("workers", [1, 2])
def test_tasks_are_asked_for_as_workers_become_free(workers: int) -> None:
    assert list(islice(in_processes(late, count(), workers), 4)) == [0, 1, 4, 9]


@pytest.mark.parametrize("workers", [1, 2])
def test_what_fails_there_fails_here(workers: int) -> None:
    with pytest.raises(OSError, match="full") as caught:
        list(in_processes(full, range(4), workers))
    assert caught.value.errno == errno.ENOSPC


def test_what_a_worker_died_of_is_done_here() -> None:
    assert list(in_processes(Dies(), range(5), 2)) == [0, -1, -2, -3, -4]


def test_all_workers_may_die() -> None:
    assert list(in_processes(Dies(), [1] * 4, 2)) == [-1] * 4


def test_where_no_process_can_be_started_everything_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise BlockingIOError(errno.EAGAIN, "no more processes")

    monkeypatch.setattr(_crew.ProcessPoolExecutor, "submit", refuse)
    assert set(in_processes(where, range(3), 2)) == {os.getpid()}


def test_no_task_is_no_result() -> None:
    assert list(in_processes(late, [], 2)) == []
