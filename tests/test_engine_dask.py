"""Shards on Dask: the bytes of the local engine, whatever becomes of workers, machines and stores."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import boto3
import pytest
from distributed import Client, LocalCluster

from benchmarks import scale
from pipeline import shards
from pipeline.batch.fingerprint import Fingerprint, fingerprint
from pipeline.engines import InProcess, dask
from pipeline.engines.dask import DaskEngine, batch, worker
from pipeline.errors import RuleError, UsageError, WorkerError
from pipeline.inputs import find
from pipeline.inputs.folders import File
from pipeline.inputs.item import Given
from pipeline.outputs.targets import Files, Stream
from pipeline.shards import Settings, Shard

from .conftest import ROOT
from .test_engines import TEXT, Deadly, item, outcomes
from .test_remote import s3

__all__ = ["s3"]

STREAM = Settings(Stream(indented=False))


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    """Descriptions, and what one process of this machine makes of them."""
    folder = tmp_path_factory.mktemp("dask")
    scale.make(folder / "in", 300)
    items = list(find([str(folder / "in")]))
    outcomes(InProcess(), items, Settings(Files(str(folder / "expected"))))
    return folder


@pytest.fixture(scope="module")
def cluster(tmp_path_factory, s3):
    """The file of a scheduler with two workers: processes that were started as on several machines."""
    folder = tmp_path_factory.mktemp("cluster")
    file = folder / "scheduler.json"
    environment = {
        **os.environ,
        **s3,
        "PYTHONPATH": str(ROOT),
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
    }
    command = [sys.executable, "-m", "dask"]
    programs = (
        ("scheduler", "--host", "127.0.0.1", "--port", "0", "--dashboard-address", "127.0.0.1:0"),
        ("worker", "--host", "127.0.0.1", "--nworkers", "2", "--nthreads", "1", "--no-dashboard"),
    )
    processes = [
        subprocess.Popen(
            [*command, *program, "--scheduler-file", file],
            env=environment,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for program in programs
    ]
    deadline = time.monotonic() + 60
    while not file.exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    yield str(file)
    for process in processes:
        process.kill()  # what they have started ends with them
        process.wait()


@pytest.fixture
def threads():
    """The address of a scheduler in this process, with one worker of four threads."""
    with LocalCluster(
        n_workers=1, threads_per_worker=4, processes=False, dashboard_address=None, memory_limit=0
    ) as here:
        yield here.scheduler_address


def engine(scheduler, **options):
    return DaskEngine(fingerprint, scheduler, **options)


# A cluster on this machine, as a user calls it


def test_the_same_bytes_though_a_worker_is_killed(texts, tmp_path):
    arguments = [texts / "in", "-o", tmp_path / "out", "--engine", "dask", "--jobs", "2"]
    report = tmp_path / "report.json"
    process = subprocess.Popen(
        [*scale.COMMAND, *map(str, arguments), "--report", str(report)], stderr=subprocess.PIPE
    )
    while not (tmp_path / "out" / "0000").exists():
        assert process.poll() is None
        time.sleep(0.01)
    workers = scale.workers(process.pid)
    assert len(workers) == 2
    os.kill(workers[0], signal.SIGKILL)
    said = process.communicate(timeout=60)[1].decode()
    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert scale.digest(tmp_path / "out") == scale.digest(texts / "expected")
    assert '"engine": "DaskEngine"' in report.read_text()
    assert '"crashed": 1' in report.read_text()


# A cluster that runs already


def test_from_store_to_store_with_a_running_scheduler(texts, cluster, s3, factsheet):
    store = boto3.client(
        "s3", endpoint_url=s3["FSSPEC_S3_ENDPOINT_URL"], aws_access_key_id="x", aws_secret_access_key="x"
    )
    store.create_bucket(Bucket="dask")
    paths = sorted((texts / "in").rglob("*.txt"))[:40]
    for path in paths:
        name = path.relative_to(texts / "in").as_posix()
        store.put_object(Bucket="dask", Key=f"in/{name}", Body=path.read_bytes())
    lines = "".join(json.dumps({"id": str(n), "text": TEXT.decode()}) + "\n" for n in range(3))
    store.put_object(Bucket="dask", Key="table.jsonl", Body=lines.encode())
    arguments = (
        "extract",
        "-q",
        "s3://dask/in",
        "s3://dask/table.jsonl",
        "--engine",
        "dask",
        "--scheduler",
        cluster,
    )
    done = factsheet(*arguments, "-o", "s3://dask/facts", env={**os.environ, **s3})
    assert (done.returncode, done.stderr.decode()) == (0, "")
    found = store.list_objects_v2(Bucket="dask", Prefix="facts/0000/")["Contents"]
    assert len(found) == len(paths)
    for path in paths:
        name = path.relative_to(texts / "in").with_suffix(".json")
        written = store.get_object(Bucket="dask", Key=f"facts/{name.as_posix()}")["Body"].read()
        assert written == (texts / "expected" / name).read_bytes()
    assert store.head_object(Bucket="dask", Key="facts/2.json")
    names = [one["Key"] for one in store.list_objects_v2(Bucket="dask", Prefix="facts/.f")["Contents"]]
    assert names == ["facts/.factsheet/ledger.sqlite"]  # what workers had to see is gone again


def test_workers_have_another_current_folder_and_need_not_have_ours(cluster, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_bytes(TEXT)
    items = [item("a", File("a.txt")), item("b", Given(TEXT)), item("gone", File("gone.txt"))]
    found = outcomes(engine(cluster), items, Settings(Files("out")))
    assert [o.failure and o.failure.message for o in found] == [
        None,
        None,
        "it can't be read: no such file or directory",
    ]
    assert sorted(path.name for path in Path("out").glob("*.json")) == ["a.json", "b.json"]
    assert list(Path("out/.factsheet/tmp").iterdir()) == []


def test_a_description_that_ends_its_workers_costs_that_description_alone(cluster):
    items = [item(f"good {n}") for n in range(14)]
    items[3] = item("deadly", Deadly())
    running = engine(cluster)
    found = outcomes(running, items, STREAM, size=5)
    failures = {i.id: o.failure for i, o in zip(items, found, strict=True) if o.failure}
    assert {name: failure.code for name, failure in failures.items()} == {"deadly": "crashed"}
    assert failures["deadly"].message == "the process that read it ended each time that it was tried"
    assert running.workers.crashed >= 3  # with its shard, by itself, and with nothing else at work


def test_only_so_many_shards_are_taken_and_closing_ends_all_work(cluster, monkeypatch):
    monkeypatch.setattr(batch, "_WINDOW", 3)
    taken = []

    def endless():
        for number in range(10**9):
            taken.append(number)
            yield Shard(number, (item(str(number)),))

    running = engine(cluster).run(endless(), STREAM)
    assert [next(running).shard.number for _ in range(5)] == [0, 1, 2, 3, 4]
    assert len(taken) <= 5 + 3 * 2
    running.close()
    with Client(scheduler_file=cluster, set_as_default=False) as client:
        deadline = time.monotonic() + 10
        while any(client.processing().values()):
            assert time.monotonic() < deadline
            time.sleep(0.02)


def test_processes_of_two_machines_with_the_same_number_write_under_different_names(tmp_path):
    code = """
import os
from pipeline.outputs.folder import LocalFolder
os.getpid = lambda: 7
print(LocalFolder(".").temporary().name)
"""
    command = [sys.executable, "-c", code]
    names = [subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout for _ in range(2)]
    assert names[0] != names[1]


# Workers that can't do the work


@dataclass(frozen=True)
class OnlyHere:
    """A file that the machine of the batch sees, and workers do not."""

    thread: int
    path: str = "a.txt"

    def read(self, limit):
        if threading.get_ident() != self.thread:
            raise FileNotFoundError(2, "No such file or directory")
        return TEXT


def test_inputs_that_only_this_machine_sees_end_the_run(threads):
    here = item("here", OnlyHere(threading.get_ident()))
    with pytest.raises(
        WorkerError, match=r"inproc://\S+ can't read here, which this machine can; inputs have"
    ):
        outcomes(engine(threads), [item("a"), here], STREAM)


def test_an_output_folder_that_workers_do_not_see_ends_the_run(threads, tmp_path, monkeypatch):
    write = worker.Mark.write

    def elsewhere(root):
        mark = write(root)
        mark.remove()
        return mark

    monkeypatch.setattr(worker.Mark, "write", elsewhere)
    with pytest.raises(
        WorkerError, match=r"does not see the output folder /\S+/out as this machine does; name"
    ):
        outcomes(engine(threads), [item("a")], Settings(Files(str(tmp_path / "out"))))


def test_another_installation_ends_the_run(threads):
    def described(rules, model):
        here = threading.current_thread() is threading.main_thread()
        return Fingerprint({"version": "1", "code": "abc" if here else "xyz", "rules": None})

    with pytest.raises(
        WorkerError, match=r"another installation than this machine \(other code\); install the"
    ):
        outcomes(DaskEngine(described, threads), [item("a")], STREAM)


def test_rules_that_can_not_be_used_end_the_run(threads):
    with pytest.raises(RuleError, match="gone: there is no such folder of rules"):
        outcomes(engine(threads), [item("a")], Settings(Stream(False), rules="gone"))


class Foreign:
    """Of a module that only this machine has."""

    def __reduce__(self):
        return __import__, ("no_such_module",)


def test_what_workers_can_not_have_ends_the_run(cluster):
    with pytest.raises(WorkerError, match="the workers can't do this work: "):
        outcomes(engine(cluster), [item("a", Foreign())], STREAM)


def test_a_worker_with_many_threads_has_one_extractor(threads, monkeypatch):
    dropped = []
    monkeypatch.setattr(worker, "drop_extractor", lambda: dropped.append(threading.get_ident()))
    monkeypatch.setattr(worker, "_GROWTH", -(10**12))  # as if every shard made it too large
    at_work = []

    def work(shard, settings, starting):
        at_work.append(shard.number)
        assert len(at_work) == 1
        time.sleep(0.02)
        at_work.clear()
        return shards.work(shard, settings, starting)

    monkeypatch.setattr(worker, "work", work)
    found = outcomes(engine(threads), [item(str(n)) for n in range(12)], STREAM, size=2)
    assert [o.failure for o in found] == [None] * 12
    assert len(dropped) == 6
    assert len(set(dropped)) > 1


def test_a_worker_that_does_not_listen_at_the_time_limit_ends():
    code = """
import time
from pipeline.engines.dask import worker
from pipeline.outputs.targets import Stream
from pipeline.shards import Settings
worker._TICK = 0
with worker._Watch(worker.Job(Settings(Stream(False), max_time=0.1), None, (), None, 0.1)) as watch:
    watch.starting(0, 1)
    watch.starting(1, 1)
    time.sleep(30)
"""
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")
    assert time.monotonic() - began < 20


def test_a_fault_of_a_worker_ends_the_run(threads, monkeypatch):
    def work(shard, settings, starting):
        return work(shard, settings, starting)

    monkeypatch.setattr(worker, "work", work)
    with pytest.raises(
        WorkerError, match=r"inproc://\S+ can't do this work: RecursionError: maximum recursion"
    ):
        outcomes(engine(threads), [item("a")], STREAM)


# No cluster


def test_a_scheduler_without_workers_is_not_waited_for_without_end():
    with (
        LocalCluster(n_workers=0, processes=False, dashboard_address=None) as none,
        pytest.raises(
            WorkerError, match="no workers for 0 seconds; start some for this scheduler with: dask"
        ),
    ):
        outcomes(engine(none.scheduler_address, patience=0), [item("a")], STREAM)


def test_workers_that_can_not_be_started_are_tried_again(monkeypatch, caplog):
    def fail(**given):
        raise RuntimeError("Nanny failed to start.") from OSError("no memory")

    monkeypatch.setattr(dask, "LocalCluster", fail)
    with pytest.raises(WorkerError, match="no workers can be started on this machine: no memory"):
        outcomes(engine(None), [item("a")], STREAM)
    assert len(caplog.messages) == 2


def test_a_scheduler_that_ends_ends_the_run():
    with LocalCluster(n_workers=1, processes=False, dashboard_address=None, memory_limit=0) as here:
        running = engine(here.scheduler_address).run(
            (Shard(number, (item(str(number)),)) for number in range(1000)), STREAM
        )
        assert next(running).shard.number == 0
    with pytest.raises(WorkerError, match="the scheduler is gone; what was done is kept: start it"):
        list(running)


@pytest.mark.parametrize(
    ("address", "kind", "message"),
    [
        (
            "tcp://127.0.0.1:9",
            WorkerError,
            "no scheduler answers at tcp://127.0.0.1:9; start one with: dask sch",
        ),
        (
            "tcp://127.0.0.1",
            UsageError,
            r"tcp://127.0.0.1 is no address of a scheduler \(.*\); write tcp://host",
        ),
        (
            "nosuch://x:1",
            UsageError,
            r"nosuch://x:1 is no address of a scheduler \(.*\); write tcp://host:8786",
        ),
    ],
)
def test_a_scheduler_that_can_not_be_reached(address, kind, message, monkeypatch):
    monkeypatch.setattr(dask, "_CONNECT", 0.3)
    with pytest.raises(kind, match=message):
        outcomes(engine(address), [item("a")], STREAM)


def test_nothing_is_started_when_there_is_nothing_to_do():
    running = engine("tcp://127.0.0.1:9")
    assert list(running.run(iter([]), STREAM)) == []
    assert running.workers.started == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--scheduler", "tcp://x:1"], "--scheduler is for a cluster; add --engine dask"),
        (
            ["--engine", "dask", "--scheduler", "tcp://x:1", "--jobs", "2"],
            "--jobs is for workers of this machine",
        ),
    ],
)
def test_options_that_do_not_go_together(arguments, message, factsheet, tmp_path):
    (tmp_path / "a.txt").write_bytes(TEXT)
    done = factsheet("extract", "a.txt", "-o", "out", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.decode().startswith(f"factsheet: {message}")


def test_without_the_library_a_sentence_says_what_to_install(monkeypatch):
    for name in [name for name in sys.modules if name.startswith("pipeline.engines.dask")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(
        UsageError, match=r"needs the library distributed; .* pip install 'factsheet\[dask\]'"
    ):
        __import__("pipeline.engines.dask")
