"""A PostgreSQL server of the tests' own: its data and its socket lie in a temporary folder."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

PASSWORD = "s3cret/with@signs:%"


@dataclass(frozen=True)
class Server:
    """A server that runs, unless it was stopped."""

    folder: Path
    binaries: Path

    def url(self, database: str = "postgres") -> str:
        """Where it is, as `--to` takes it."""
        return f"postgresql://owner:{quote(PASSWORD, safe='')}@/{database}?host={self.folder}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -c fsync=off"
        self.run("pg_ctl", "--wait", "-o", settings, "start")

    def stop(self, mode: str) -> None:
        """Stop it, and wait until it has ended: `fast` ends its sessions, `immediate` crashes."""
        self.run("pg_ctl", "--wait", f"--mode={mode}", "stop")

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs on its data."""
        user = _user()
        # Outputs go to a file: the server would keep a pipe open.
        with (self.folder / "log").open("ab") as log:
            subprocess.run(
                [self.binaries / program, "-D", self.folder / "data", *arguments],
                user=user.pw_uid if user else None,
                group=user.pw_gid if user else None,
                extra_groups=[] if user else None,
                cwd=self.folder,
                stdout=log,
                stderr=log,
                check=True,
            )


def programs() -> Path | None:
    """The folder of PostgreSQL's programs, None where it is not installed."""
    found = [Path(found).resolve() for found in [shutil.which("initdb")] if found]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@contextmanager
def running(binaries: Path) -> Iterator[Server]:
    """Start a server; stop it and remove its data in the end."""
    folder = Path(tempfile.mkdtemp(prefix="factsheet-"))  # the path of a socket has to be short
    user = _user()
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    password = folder / "password"
    password.write_text(PASSWORD, "utf-8")
    password.chmod(0o644)
    server = Server(folder, binaries)
    try:
        server.run(
            "initdb",
            "--username=owner",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        )
        server.start()
        try:
            yield server
        finally:
            if (folder / "data" / "postmaster.pid").exists():
                server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _user() -> pwd.struct_passwd | None:
    """Who runs the server where we are root, which PostgreSQL refuses to be."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("there is no user postgres or nobody to run PostgreSQL as")
