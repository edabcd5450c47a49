"""Where shards are worked on: the same outcomes everywhere, whatever a description does to its worker."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.engines import InProcess, cores, local
from pipeline.engines.local import LocalEngine
from pipeline.errors import RuleError
from pipeline.inputs.item import Given, Item
from pipeline.outputs.targets import Files, Stream
from pipeline.shards import Settings, Shard, work
from pipeline.time_limit import TooSlowError, time_limit

TEXT = b"WP1 (Events): Four workshops were organised in Riga in March 2006.\n"


@dataclass(frozen=True)
class Deadly:
    """Kills the process that reads it: always, or the first time only."""

    once: str = ""

    def read(self, limit):
        if self.once and os.path.exists(self.once):
            return TEXT
        if self.once:
            Path(self.once).touch()
        os.kill(os.getpid(), signal.SIGKILL)


@dataclass(frozen=True)
class Slow:
    """Takes longer than anyone waits; deaf, it does not hear the alarm."""

    deaf: bool

    def read(self, limit):
        if self.deaf:
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
        time.sleep(100)


def item(name, place=None):
    return Item(name, name, name, "", place or Given(TEXT))


def shards(items, size):
    for number, first in enumerate(range(0, len(items), size)):
        yield Shard(number, tuple(items[first : first + size]))


def outcomes(engine, items, settings, size=4):
    """What became of each item, and whether the shards came in their order."""
    done = list(engine.run(shards(items, size), settings))
    assert [d.shard.number for d in done] == list(range(len(done)))
    assert [i for d in done for i in d.shard.items] == items
    return [outcome for d in done for outcome in d.outcomes]


def test_what_a_description_does_to_its_worker_costs_that_description_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(local, "_GRACE", 0.5)
    bad = {
        2: item("deadly", Deadly()),
        5: item("once", Deadly(str(tmp_path / "once"))),
        7: item("slow", Slow(deaf=False)),
        9: item("deaf", Slow(deaf=True)),
    }
    items = [bad.get(n) or item(f"good {n}") for n in range(11)]
    engine = LocalEngine(2)
    found = outcomes(engine, items, Settings(Files(str(tmp_path / "out")), max_time=1))
    codes = {i.id: o.failure.code for i, o in zip(items, found, strict=True) if o.failure}
    assert codes == {
        "deadly": "crashed",
        "slow": "too slow",
        "deaf": "too slow",
    }
    assert found[2].failure.message == "the process that read it ended twice (signal 9)"
    assert found[7].failure == found[9].failure
    assert found[7].failure.message == "it took longer than 1 seconds; raise --max-time to give it more"
    assert engine.workers.crashed == 4  # the deaf one once: it alone was being read
    written = sorted(path.stem for path in (tmp_path / "out").glob("*.json"))
    assert written == sorted(i.id for i in items if i.id not in codes)
    assert not multiprocessing.active_children()


def test_workers_and_this_process_hand_back_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(local, "_GROWTH", -(10**12))  # as if every shard made a worker too large
    items = [item(f"{n}", Given(TEXT * n)) for n in range(20)]  # the first is empty
    settings = Settings(Stream(indented=False))
    here = outcomes(InProcess(), items, settings)
    engine = LocalEngine(2)
    assert outcomes(engine, items, settings, size=2) == here
    assert engine.workers.started > 2
    assert engine.workers.crashed == 0
    assert here[0].failure.message == "the input is empty"
    assert [o.written.data.count(b"\n") for o in here] == [0] + [1] * 19


@pytest.mark.parametrize("engine", [InProcess(), LocalEngine(1)], ids=["here", "worker"])
def test_rules_that_can_not_be_used_end_the_run(engine):
    settings = Settings(Stream(indented=False), rules="gone")
    with pytest.raises(RuleError, match="gone: there is no such folder of rules"):
        outcomes(engine, [item("a")], settings)
    assert not multiprocessing.active_children()


def test_only_so_many_shards_are_taken_and_closing_ends_all_work(monkeypatch):
    monkeypatch.setattr(local, "_WINDOW", 3)
    taken = []

    def endless():
        for number in range(10**9):
            taken.append(number)
            yield Shard(number, (item(str(number)),))

    running = LocalEngine(1).run(endless(), Settings(Stream(indented=False)))
    assert [next(running).shard.number for _ in range(5)] == [0, 1, 2, 3, 4]
    assert len(taken) <= 5 + 3
    running.close()
    assert not multiprocessing.active_children()


def test_a_shard_that_is_too_large_for_the_pipe_waits_until_the_worker_is_idle():
    items = [item(str(n), Given(TEXT * 2000)) for n in range(4)]
    found = outcomes(LocalEngine(1), items, Settings(Stream(indented=False)), size=1)
    assert [o.failure for o in found] == [None] * 4


def test_cores_are_those_that_may_be_used():
    assert 1 <= cores() <= (os.cpu_count() or 1)


class TestTimeLimit:
    def test_in_the_main_thread(self):
        with pytest.raises(TooSlowError, match=r"longer than 0\.1 seconds"), time_limit(0.1):
            time.sleep(10)

    def test_in_another_thread(self):
        caught = []

        def work():
            try:
                with time_limit(0.1):
                    until = time.monotonic() + 10
                    while time.monotonic() < until:
                        pass
            except TooSlowError as error:
                caught.append(str(error))

        thread = threading.Thread(target=work)
        thread.start()
        thread.join(20)
        assert caught == ["it took longer than 0.1 seconds; raise --max-time to give it more"]

    @pytest.mark.parametrize("seconds", [0, 5])
    def test_what_is_quick_enough_goes_on(self, seconds):
        with time_limit(seconds):
            done = True
        assert done
        assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


@dataclass(frozen=True)
class Read:
    """Counts how often it is read."""

    counter: str

    def read(self, limit):
        with Path(self.counter).open("a") as file:
            file.write(".")
        return TEXT


def test_descriptions_are_worked_on_together_but_fail_alone(tmp_path, monkeypatch, extractor):
    def extract(sources, trace=False):
        if any("faulty" in source.name for source in sources):
            raise RuntimeError("no such luck")
        calls.append(len(sources))
        return whole(sources, trace)

    calls: list[int] = []
    whole = extractor._extract
    monkeypatch.setattr(extractor, "_extract", extract)
    monkeypatch.setattr("pipeline.shards._extractor", lambda *_: extractor)
    good = [item(f"good {n}", Read(str(tmp_path / f"{n}"))) for n in range(6)]
    bad = [item("empty", Given(b"")), item("faulty")]
    items = [*good[:3], bad[0], *good[3:], bad[1]]
    settings = Settings(Stream(indented=False))
    found = work(Shard(0, tuple(items)), settings)
    assert [o.failure and o.failure.code for o in found] == [None] * 3 + ["unreadable"] + [None] * 3 + [
        "error"
    ]
    assert calls == [3, 1, 1, 1]  # those before the empty one together; those with the faulty one by one
    calls.clear()
    alone = work(Shard(0, tuple(items), alone=True), settings)
    assert alone == found
    assert calls == [1] * 6
