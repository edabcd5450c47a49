"""How a user's file changes what is shipped: lists are extended, tables merged, anything else replaced."""

from __future__ import annotations

from typing import Any

from pipeline.user_rules.file import File


def merge(base: Any, added: Any) -> Any:
    """`base` with what is added; lists of lists (the months) are extended list by list."""
    if isinstance(base, dict) and isinstance(added, dict):
        return {**base, **{key: merge(base.get(key), value) for key, value in added.items()}}
    if isinstance(base, list) and isinstance(added, list):
        if any(isinstance(entry, list) for entry in base):
            longer = added[len(base) :]
            return [merge(*pair) for pair in zip(base, added, strict=False)] + base[len(added) :] + longer
        return base + [entry for entry in added if entry not in base]
    return added


def take_out(base: dict[str, Any], removed: Any, file: File, at: tuple[str, ...]) -> dict[str, Any]:
    """`base` without the words that a table of the same shape lists; `at` is where the table stands."""
    if not isinstance(removed, dict):
        raise file.error(at, f"{'.'.join(at)} is a table of lists of words")
    out = dict(base)
    for key, words in removed.items():
        here = (*at, key)
        if key not in base:
            raise file.error(here, f"nothing to remove: there is no {key}")
        if isinstance(words, list):
            for word in words:
                out[key] = _without(out[key], word, file, here)
        elif isinstance(base[key], dict):
            out[key] = take_out(base[key], words, file, here)
        else:
            raise file.error(here, f"{'.'.join(here)}: expected a table or a list of words to remove")
    return out


def _without(words: Any, word: Any, file: File, at: tuple[str, ...]) -> Any:
    if isinstance(words, dict) and word in words:
        return {key: value for key, value in words.items() if key != word}
    if isinstance(words, list):
        if word in words:
            return [entry for entry in words if entry != word]
        if any(isinstance(entry, list) and word in entry for entry in words):
            return [[w for w in entry if w != word] for entry in words]
    raise file.error(at, f"nothing to remove: {word!r} is not in {'.'.join(at[1:])}", word=str(word))
