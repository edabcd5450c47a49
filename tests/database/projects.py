"""Small projects to load."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

TEXT = "WP1: Four workshops in Riga in March 2006."


def project(key: str = "a", **changes: Any) -> dict[str, Any]:
    """A project with one of everything. Changes are given by paths: `overview__cities__0__name="Rīga"`."""

    def mention(text: str, **more: Any) -> dict[str, Any]:
        start = TEXT.index(text)
        return {"start": start, "end": start + len(text), "text": text, "rule": "a.rule"} | more

    place = {"name": "Riga", "country": "LV", "geonameid": 456172}
    day = {"value": "2006-03", "earliest": "2006-03-01", "latest": "2006-03-31", "precision": "month"}
    links = {"cities": ["Riga"], "dates": ["2006-03"]}
    made = {
        "schema_version": "1.0",
        "id": key,
        "source": {
            "name": key,
            "sha256": "0" * 64,
            "encoding": "utf-8",
            "characters": len(TEXT),
            "language": "en",
        },
        "header": {
            "title": mention("Four workshops", value="Workshops"),
            "budget": mention("2006", value=2006.5),
            "partner_count": mention("Four", value=4),
        },
        "overview": {"segments": []},
        "work_packages": [
            {
                "number": "1",
                "label": "WP",
                "title": None,
                "segments": [{"start": 0, "end": len(TEXT)}],
                "cities": [
                    mention(
                        "Riga",
                        **place,
                        latitude=56.946,
                        longitude=24.10589,
                        alternatives=[place | {"geonameid": 1}],
                    )
                ],
                "dates": [mention("March 2006", **day)],
                "counts": [mention("Four workshops", value=4, unit="workshops", head="workshops")],
                "deliverables": [
                    mention("Four workshops", head="workshops", kind="event", status="done", count=4, **links)
                ],
            }
        ],
        "warnings": [{"code": "a.code", "message": "A sentence."}],
    }
    for path, value in changes.items():
        *parents, name = (int(part) if part.isdigit() else part for part in path.split("__"))
        at: Any = made
        for parent in parents:
            at = at[parent]
        at[name] = value
    return made


def lines(path: Path, *projects: dict[str, Any]) -> Path:
    """Write projects one a line."""
    path.write_text("".join(json.dumps(one) + "\n" for one in projects), "utf-8")
    return path


def folder(path: Path, *projects: dict[str, Any]) -> Path:
    """Write projects into a folder, one file each."""
    path.mkdir(exist_ok=True)
    for one in projects:
        (path / f"{one['id']}.json").write_text(json.dumps(one), "utf-8")
    return path
