"""Sources and outputs behind URLs: in memory where a store of any kind will do, and in S3 for real."""

from __future__ import annotations

import json
import os
import uuid
from pathlib import Path

import boto3
import fsspec
import pytest
from moto.server import ThreadedMotoServer

from pipeline.errors import UsageError
from pipeline.inputs import Item, find
from pipeline.outputs.folder import open_folder
from pipeline.outputs.stores import RemoteFolder

from .test_batch import TEXT, folder, run

__all__ = ["folder", "run"]


@pytest.fixture
def store():
    """The URL of a folder in memory."""
    url = f"memory://{uuid.uuid4().hex}"
    system = fsspec.filesystem("memory")
    for name in ("a.txt", "sub/b.txt", ".hidden.txt", "x.pdf"):
        system.pipe_file(f"{url}/in/{name}", TEXT.encode())
    system.pipe_file(f"{url}/in/p.html", f"<p>{TEXT}".encode())
    system.pipe_file(f"{url}/t.jsonl", json.dumps({"id": "r", "text": TEXT}).encode())
    yield url
    system.rm(url, recursive=True)


def found(*inputs):
    return [one.output if isinstance(one, Item) else one.message for one in find(inputs)]


def test_folders_patterns_files_and_tables(store):
    assert found(f"{store}/in") == ["a", "p", "sub/b"]
    assert found(f"{store}/in/**/*.txt", f"{store}/in/*.pdf") == ["a", "sub/b", "x"]
    assert found(f"{store}/in/x.pdf", f"{store}/t.jsonl") == ["x", "r"]
    for item in find([f"{store}/in/a.txt", f"{store}/t.jsonl"]):
        assert item.source(item.read(1000)).text == TEXT


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("gone.txt", "there is no such file or folder"),
        ("*.gone", "no file matches"),
        ("gone.jsonl", "there is no such file or folder"),
    ],
)
def test_what_is_not_there(name, message, store):
    assert found(f"{store}/{name}") == [message]


@pytest.mark.parametrize("url", ["nosuch://x", "nosuch://x/*.txt"])
def test_a_store_that_is_not_known(url):
    with pytest.raises(UsageError, match="nosuch:// can't be used: "):
        found(url)


def contents(url):
    system = fsspec.filesystem("memory")
    root = system._strip_protocol(url)
    return {
        name.removeprefix(f"{root}/"): system.cat_file(name)
        for name in sorted(system.find(root))
        if ".factsheet" not in name
    }


def test_a_batch_goes_from_store_to_store_and_knows_what_is_done(store, run):
    first = run(f"{store}/in", output=f"{store}/out").report
    assert (first.documents, first.failures) == (3, {})
    before = contents(f"{store}/out")
    assert list(before) == ["a.json", "p.json", "p.txt", "sub/b.json"]
    run(f"{store}/in/a.txt", output="here")
    assert before["a.json"] == Path("here/a.json").read_bytes()
    again = run(f"{store}/in", output=f"{store}/out").report
    assert (again.documents, again.unchanged) == (0, 3)
    system = fsspec.filesystem("memory")
    system.pipe_file(f"{store}/in/a.txt", b"\x00\x01\x02\x03" * 50)
    system.rm_file(f"{store}/in/p.html")
    system.rm_file(f"{store}/out/sub/b.json")
    third = run(f"{store}/in", output=f"{store}/out", prune=True).report
    assert (third.documents, third.failures, third.pruned) == (1, {"unreadable": 1}, 1)
    assert list(contents(f"{store}/out")) == ["a.error.json", "sub/b.json"]


@pytest.mark.parametrize("name", ["x.jsonl", "x.parquet"])
def test_one_file_in_a_store(name, store, run):
    run(f"{store}/in", output=f"{store}/out/{name}")
    run(f"{store}/in", output=f"here/{name}")
    local = contents(f"{store}/out")
    assert local.pop("x.texts/p.txt").decode() == TEXT.strip() + "\n"
    assert {name: Path("here", name).read_bytes() for name in local} == local
    assert run(f"{store}/in", output=f"{store}/out/{name}").report.unchanged == 3


def test_pages_are_not_read_from_where_their_texts_are_written(store, run):
    with pytest.raises(UsageError, match="the texts of pages would be written among the inputs"):
        run(f"{store}/in", output=f"{store}/in")


def test_a_folder_in_a_store(store):
    there = open_folder(f"{store}/new")
    assert isinstance(there, RemoteFolder)
    assert there.stamp("x") is None
    assert there.write("sub/x", b"12345") == (5, 0)
    assert there.stamp("sub/x") == (5, 0)
    assert (there.read("sub/x"), there.read("sub/x", 1, 2)) == (b"12345", b"23")
    assert list(there.names("sub")) == ["sub/x"]
    assert there.remove("sub/x")
    assert not there.remove("sub/x")
    with pytest.raises(OSError, match="x"):
        there.read("x")


@pytest.fixture(scope="module")
def s3():
    """The environment in which `s3://` is a local server with the bucket `texts`."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = {"FSSPEC_S3_ENDPOINT_URL": f"http://{host}:{port}"}
    keys = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "us-east-1"}
    yield {**endpoint, **keys}
    server.stop()


def test_from_s3_to_s3(s3, factsheet):
    client = boto3.client(
        "s3", endpoint_url=s3["FSSPEC_S3_ENDPOINT_URL"], aws_access_key_id="x", aws_secret_access_key="x"
    )
    client.create_bucket(Bucket="texts")
    for name in ("a.txt", "sub/b.txt"):
        client.put_object(Bucket="texts", Key=f"in/{name}", Body=TEXT.encode())
    environment = {**os.environ, **s3}
    first = factsheet("extract", "-q", "s3://texts/in", "-o", "s3://texts/facts", env=environment)
    assert (first.returncode, first.stderr) == (0, b"")
    written = client.get_object(Bucket="texts", Key="facts/sub/b.json")["Body"].read()
    assert json.loads(written)["source"]["characters"] == len(TEXT)
    arguments = ("extract", "s3://texts/in", "s3://no-such-bucket/x", "-o", "s3://texts/facts")
    again = factsheet(*arguments, env=environment)
    said = again.stderr.decode().splitlines()
    assert said[0].startswith("factsheet: s3://no-such-bucket/x: ")
    assert said[-1].endswith("1 failure, 2 unchanged")
    assert again.returncode == 1
