"""A folder of a user's own: `rules.toml` and `languages/<code>.toml`, on top of what is shipped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.user_rules.file import File

if TYPE_CHECKING:
    from pipeline.user_rules.dropping import drop_mentions
    from pipeline.user_rules.folder import read_folder

__all__ = ["configured", "drop_mentions", "read_folder"]


def configured(folder: Path) -> Path | None:
    """The folder of rules that `factsheet.toml` or else `pyproject.toml` in `folder` names, or None.

    Raises RuleError where either can't be read or says anything else about Factsheet.
    """
    for name, section in (("factsheet.toml", None), ("pyproject.toml", "factsheet")):
        if not (folder / name).is_file():
            continue
        file = File(folder / name)
        settings = file.data if section is None else file.data.get("tool", {}).get(section, {})
        at = () if section is None else ("tool", section)
        for key in settings:
            if key != "rules":
                raise file.error((*at, key), f"unknown key {key}; allowed: rules")
        given = settings.get("rules")
        if given is None:
            continue
        if not isinstance(given, str):
            raise file.error((*at, "rules"), "rules is the path of a folder, in quotes")
        if not (folder / given).is_dir():
            raise file.error((*at, "rules"), f"there is no such folder of rules: {given}")
        return folder / given
    return None


def __getattr__(name: str) -> object:
    # Which folder is configured is asked before it is known whether there is anything to extract.
    if name == "drop_mentions":
        from pipeline.user_rules.dropping import drop_mentions

        return drop_mentions
    if name == "read_folder":
        from pipeline.user_rules.folder import read_folder

        return read_folder
    raise AttributeError(f"module 'pipeline.user_rules' has no attribute {name!r}")
