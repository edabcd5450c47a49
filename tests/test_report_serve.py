"""The report on loopback: what it answers, what it refuses, how it follows the outputs."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest

from pipeline import store
from pipeline.errors import UsageError
from pipeline.report.server import Pages, Server

from .conftest import ROOT
from .report_examples import TEXT, project


@pytest.fixture
def folders(tmp_path):
    write(tmp_path / "out")
    store.write(tmp_path / "raw" / "harbour.txt", TEXT.encode())
    return tmp_path / "out", tmp_path / "raw"


@pytest.fixture
def served(folders):
    """A server with what it complained of."""
    said = []
    with serving(Pages(*folders, "en", said.append)) as server:
        server.said = said
        yield server


@contextmanager
def serving(pages):
    with Server(pages, 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def write(folder, name="harbour", title="Harbour Nights"):
    made = project().model_dump(mode="json")
    made["header"]["title"]["value"] = title
    store.write(folder / f"{name}.json", store.to_json(project(**made)))


def ask(server, path="/", method="GET", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer, body


class TestAnswers:
    def test_the_page(self, served):
        answer, body = ask(served)
        assert (answer.status, answer.getheader("Content-Type")) == (200, "text/html; charset=utf-8")
        assert "Four workshops in Riga" in body
        assert "connect-src &#39;self&#39;" in body
        assert answer.getheader("X-Content-Type-Options") == "nosniff"
        assert answer.getheader("Cache-Control") == "no-store"

    def test_head_has_no_body(self, served):
        answer, body = ask(served, method="HEAD")
        assert (answer.status, body) == (200, "")

    def test_many_projects_are_a_folder(self, folders):
        for number in range(101):
            write(folders[0], f"p{number:03}")
        with serving(Pages(*folders, "en", lambda said: None)) as server:
            assert ask(server, "/projects-002.html")[0].status == 200
            assert "projects-002.html" in ask(server)[1]


class TestRefuses:
    @pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "localhost:1", ""])
    def test_other_hosts(self, served, host):
        answer, body = ask(served, Host=host.format(port=served.server_port))
        assert answer.status == 403
        assert "Riga" not in body

    def test_its_own_names_are_taken(self, served):
        for name in ("localhost", "127.0.0.1"):
            assert ask(served, Host=f"{name}:{served.server_port}")[0].status == 200

    @pytest.mark.parametrize(
        "path",
        ["/harbour.json", "/../out/harbour.json", "/%2e%2e/raw/harbour.txt", "/..%2fout"],
    )
    def test_paths_out_of_its_pages(self, served, path):
        answer, body = ask(served, path)
        assert (answer.status, body) == (404, "there is no such page")

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
    def test_other_methods(self, served, method):
        assert ask(served, method=method)[0].status == 501

    def test_it_listens_on_loopback_alone(self, served):
        assert served.server_address[0] == "127.0.0.1"


class TestFollows:
    def test_changed_outputs_are_shown(self, served, folders):
        before = ask(served, "/version")[1]
        assert ask(served, "/version")[1] == before
        write(folders[0], title="Harbour Days")
        assert ask(served, "/version")[1] != before
        assert "Harbour Days" in ask(served)[1]

    def test_a_damaged_output_leaves_the_page_and_is_told_once(self, served, folders):
        before = ask(served, "/version")[1]
        (folders[0] / "harbour.json").write_text("{")
        assert ask(served, "/version")[1] == ask(served, "/version")[1] == before
        assert "Harbour Nights" in ask(served)[1]
        assert len(served.said) == 1
        assert "harbour.json is no output" in served.said[0]

    def test_the_page_in_the_browser_follows(self, served, folders, browser):
        page = browser.new_page()
        page.goto(served.address)
        assert page.locator("h1:visible").inner_text() == "Harbour Nights"
        write(folders[0], title="Harbour Days")
        page.get_by_role("heading", name="Harbour Days").wait_for()
        page.get_by_role("button", name="Harbour Days").click()
        page.get_by_role("button", name="Change").click()
        page.get_by_label("Value").fill("Harbour Dawns")
        write(folders[0], title="Harbour Weeks")
        page.get_by_role("status").get_by_role("button", name="Show the new ones").wait_for()
        assert page.get_by_label("Value").input_value() == "Harbour Dawns"
        page.close()


class TestCommand:
    def test_it_says_where_it_is_and_ends_on_an_interrupt(self, folders):
        command = [
            sys.executable,
            "-c",
            "from pipeline.cli import main; main()",
            "serve",
            *map(str, folders[:1]),
        ]
        # As a session of its own: a shell's background jobs ignore interrupts.
        with subprocess.Popen(
            [*command, "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            # A job in the background of a shell would ignore interrupts.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        ) as process:
            assert process.stdout.readline().startswith("the report is at http://127.0.0.1:")
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
        assert (out, err, process.returncode) == ("ended\n", "", 0)

    def test_a_port_that_is_taken_is_wrong_use(self, served, folders, factsheet):
        done = factsheet("serve", folders[0], "--port", served.server_port)
        assert done.returncode == 2
        assert "name another --port" in done.stderr.decode()

    def test_no_outputs_are_wrong_use(self, tmp_path):
        with pytest.raises(UsageError, match="holds no output"):
            Pages(tmp_path, None, "en", print)
