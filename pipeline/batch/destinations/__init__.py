"""What an output is to a run: what it holds already, and what is kept of each outcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from pipeline.batch.destinations.common import Destination
from pipeline.batch.destinations.file import LINES, PARQUET, ToFile
from pipeline.batch.destinations.folder import ToFolder
from pipeline.batch.destinations.stream import ToStream
from pipeline.inputs import is_one_description
from pipeline.store import check_name

__all__ = ["Destination", "to_output"]


def to_output(output: str | None, inputs: Sequence[str], stream: BinaryIO) -> Destination:
    """The destination that an output names: a folder, a file by its ending, or the stream.

    Raises UsageError.
    """
    if output is None:
        one = len(inputs) == 1 and is_one_description(inputs[0])
        return ToStream(stream, indented=one)
    check_name(output)
    if output.lower().endswith(LINES + PARQUET):
        return ToFile(output)
    return ToFolder(output)
