"""What is the same in every run of a program, wherever and whenever it runs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent / "golden"
CHANGES = (
    (re.compile(r"\b[0-9a-f]{64}\b"), "<sha256>"),
    (re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}"), "<run>"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[0-9.:+Z-]*"), "<time>"),
)
OF_THE_MACHINE = {"hardware", "load", "process", "process_ms", "versions", "workers"}
"""Keys whose values differ by machine, and by how busy it is."""
OF_THE_CALLER = {"thread_variables"}
"""Keys whose keys do too."""


def steady(value: Any) -> Any:
    """A JSON value without what differs from run to run: that something is there still shows."""
    if isinstance(value, dict):
        kept = {key: each for key, each in sorted(value.items()) if key not in OF_THE_CALLER}
        return {key: kinds_of(each) if key in OF_THE_MACHINE else steady(each) for key, each in kept.items()}
    if isinstance(value, list | tuple):
        return [steady(each) for each in value]
    if isinstance(value, str):
        for pattern, stands_for in CHANGES:
            value = pattern.sub(stands_for, value)
        return value
    return value


def kinds_of(value: Any) -> Any:
    """The keys of a value and what kind each is."""
    if isinstance(value, dict):
        return {key: kinds_of(each) for key, each in sorted(value.items())}
    return "nothing" if value is None else "list" if isinstance(value, list) else type(value).__name__


def read(name: str) -> Any:
    """A frozen value, with a figure for each kind of one that differs by machine."""
    stands_for = {"float": 1.5, "int": 1, "str": "x", "list": [], "nothing": None}

    def filled(value: Any, kinds: bool = False) -> Any:
        if isinstance(value, dict):
            return {key: filled(each, kinds or key in OF_THE_MACHINE) for key, each in value.items()}
        if isinstance(value, list):
            return [filled(each) for each in value]
        return stands_for[value] if kinds else value

    return filled(json.loads((HERE / f"{name}.json").read_text(encoding="utf-8")))


def hold(name: str, value: Any, *, rewrite: bool) -> None:
    """Hold a value against the file of its name; floats may differ in the tenth digit."""
    path, found = HERE / f"{name}.json", steady(json.loads(json.dumps(value, allow_nan=False)))
    if rewrite:
        path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    expected = json.loads(path.read_text(encoding="utf-8"))
    assert list(differences(expected, found, name)) == []


def differences(expected: Any, found: Any, at: str) -> list[str]:
    """Where two JSON values differ, one line each."""
    if isinstance(expected, dict) and isinstance(found, dict):
        here = [f"{at}: keys {sorted(expected.keys() ^ found.keys())}"] if expected.keys() != found.keys() else []
        both = sorted(expected.keys() & found.keys())
        return here + [line for key in both for line in differences(expected[key], found[key], f"{at}.{key}")]
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        pairs = enumerate(zip(expected, found, strict=True))
        return [line for place, pair in pairs for line in differences(*pair, f"{at}[{place}]")]
    if isinstance(expected, float) and isinstance(found, float | int):
        expected = pytest.approx(expected, rel=1e-9, abs=1e-12)
    return [] if expected == found else [f"{at}: {expected} became {found}"]
