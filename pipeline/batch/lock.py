"""One run at a time for an output."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import UsageError


@contextmanager
def locked(path: Path, shown: str) -> Iterator[None]:
    """Hold a lock that ends with the process, however that ends. Raises UsageError while another holds it."""
    import fcntl

    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            holder = file.read().strip() or "another"
            raise UsageError(
                f"another run (process {holder}) writes to {shown}; wait for its end, or name another output"
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
