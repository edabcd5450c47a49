"""The descriptions of a batch in their order, each with a place for its output that no other has.

They lie in a temporary database, for there may be millions.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from pipeline.errors import UsageError
from pipeline.inputs.item import Item, Unreadable, Unusable
from pipeline.inputs.naming import same_file_key, with_hash

_PAGE = 1000


class Plan:
    """Which descriptions a run is about, and the inputs that stand for none."""

    def __init__(self) -> None:
        self.database = sqlite3.connect("", isolation_level=None)
        self.database.execute(
            "create table plan (position integer primary key, output text not null, key text unique, "
            "page text, item blob not null)"
        )
        self.total = 0
        self.origins: set[str] = set()
        """The inputs, as absolute paths or URLs."""
        self.incomplete: set[str] = set()
        """Those of them that could not be looked through."""

    def add(
        self, found: Iterable[Item | Unusable], unique: bool, shown_output: Callable[[str], str]
    ) -> Iterator[Unusable]:
        """Take what inputs stand for; hands back what can't be used.

        Args:
            unique: whether each needs an output of its own.
            shown_output: what messages call an output.

        Raises:
            UsageError: two inputs want one output.
        """
        self.database.execute("begin")
        for one in found:
            self.origins.add(one.origin)
            if isinstance(one, Unusable):
                self.incomplete.add(one.origin)
                yield one
            elif unique:
                self._insert_unique(one, shown_output)
            else:
                self._insert(one, None)
        self.database.execute("commit")

    def pages(self) -> Iterator[list[tuple[int, Item]]]:
        """The descriptions with their positions, some at a time."""
        last = -1
        while True:
            rows = self.database.execute(
                "select position, item from plan where position > ? order by position limit ?", (last, _PAGE)
            ).fetchall()
            if not rows:
                return
            last = rows[-1][0]
            yield [(position, pickle.loads(item)) for position, item in rows]

    def has(self, output: str) -> bool:
        """Whether a description has this output."""
        return bool(
            self.database.execute("select 1 from plan where output = ? limit 1", (output,)).fetchone()
        )

    def page_below(self, folder: str) -> str | None:
        """What messages call a page that has its output below a folder, if there is one."""
        row = self.database.execute(
            "select page from plan where page is not null and substr(output, 1, ?) = ? limit 1",
            (len(folder), folder),
        ).fetchone()
        return row and str(row[0])

    def _insert_unique(self, item: Item, shown_output: Callable[[str], str]) -> None:
        if self._insert(item, same_file_key(item.output)):
            return
        other = self._holder(item.output)
        if other.output != item.output:  # they differ in case only: some file systems take them for one
            item = replace(item, output=with_hash(item.output, item.output))
            if self._insert(item, same_file_key(item.output)):
                return
            other = self._holder(item.output)
        if other.origin != item.origin or item.form == "text":
            raise UsageError(
                f"{other.shown} and {item.shown} would both be written to {shown_output(item.output)}; "
                "extract them into two folders"
            )
        # Two records of one table: the first has the name, the other is told of.
        message = f"the id {item.id!r} is that of {other.shown} already"
        refused = replace(item, output=with_hash(item.output, item.shown), place=Unreadable(message))
        if not self._insert(refused, same_file_key(refused.output)):
            raise UsageError(f"{item.shown} can't be told from {other.shown}; give them other ids")

    def _insert(self, item: Item, key: str | None) -> bool:
        added = self.database.execute(
            "insert or ignore into plan values (?, ?, ?, ?, ?)",
            (
                self.total,
                item.output,
                key,
                item.shown if item.form == "page" else None,
                pickle.dumps(item, pickle.HIGHEST_PROTOCOL),
            ),
        ).rowcount
        self.total += added
        return bool(added)

    def _holder(self, output: str) -> Item:
        ((item,),) = self.database.execute("select item from plan where key = ?", (same_file_key(output),))
        holder: Item = pickle.loads(item)
        return holder
