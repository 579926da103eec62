"""Write the tables of keys in `data-formats.md` from the types of results. Usage: python docs/build_formats.py."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from typing import Any

from lfr_eval.evaluate.results.outputs import OUTPUTS, schema_of

PAGE = Path(__file__).with_name("data-formats.md")
TABLE = re.compile(r"(<!-- keys of (.+?): made by build_formats\.py -->\n).*?(<!-- end -->)", re.DOTALL)
PARTS = {
    "Rate": "[rate](#rate)",
    "Delay": "[delay](#delay)",
    "Effect": "[effect](#effect)",
    "GroupComparison": "[comparison](#comparison)",
    "VerdictRow": "[verdict](#verdict)",
    "ScoreBins": "[score bins](#score-bins)",
    "UsedModels": "[models](#models)",
    "RunCounts": "[counts](#a-run-reportsrunsutc-hash)",
    "RunLoad": "[load](#a-run-reportsrunsutc-hash)",
    "ScoreResult": "[score](#score---json)",
    "SystemSettings": "[settings](#systemyaml)",
    "LoggedSettings": "what an alert log tells of them",
    "Detector": "[settings](#systemyaml)",
}
"""What has a table of its own, and where; any other part of a result is told in the table of that result."""
WITHIN = {"run": {"RunCounts", "RunLoad"}}
"""Outputs in whose table such a part stands after all."""
SCHEMAS = {name: schema_of(kind) for name, kind in OUTPUTS.items()}
DEFINED = {name: part for schema in SCHEMAS.values() for name, part in schema["$defs"].items()}
KINDS = {"integer": "whole number", "number": "number", "string": "text", "boolean": "true or false", "null": "null"}


def render(text: str) -> str:
    """The page with every table between its markers made anew."""
    return TABLE.sub(lambda found: f"{found[1]}\n{_table(found[2])}\n\n{found[3]}", text)


def _table(name: str) -> str:
    """The keys of an output, or of a part that has a table of its own."""
    rows = _rows(SCHEMAS.get(name) or DEFINED[name], PARTS.keys() - WITHIN.get(name, set()), "")
    return "\n".join(["| key | kind | what |", "|---|---|---|", *rows])


def _rows(schema: Mapping[str, Any], apart: Set[str], before: str) -> Iterator[str]:
    """A row for each key, those of its parts below it."""
    for key, value in schema["properties"].items():
        name, inside = _part(value)
        part = DEFINED.get(name, {})
        told = value.get("description") or part["description"]
        kind = _kind(value, apart)
        yield f"| `{before}{key}` | {kind} | {told.replace('|', '&#124;')} |"
        if "properties" in part and name not in apart:
            yield from _rows(part, apart, f"{before}{key}{inside}.")


def _part(value: Mapping[str, Any]) -> tuple[str, str]:
    """The part that a value is, or is a list (`[]`) or a table (`.*`) of; empty where it is none."""
    if "$ref" in value:
        return value["$ref"].rpartition("/")[2], ""
    for place, inside in (("items", "[]"), ("additionalProperties", ".*")):
        if isinstance(value.get(place), dict):
            name, deeper = _part(value[place])
            return name, inside + deeper
    return next((found for each in value.get("anyOf", ()) if (found := _part(each))[0]), ("", ""))


def _kind(value: Mapping[str, Any], apart: Set[str]) -> str:
    """Of what kind a value is, in words."""
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        return PARTS[name] if name in apart else _kind(DEFINED[name], apart)
    if "anyOf" in value:
        kinds = [_kind(each, apart) for each in value["anyOf"]]
        return " or ".join(one for one in kinds if one != KINDS["integer"] or KINDS["number"] not in kinds)
    if "const" in value or "enum" in value:
        return ", ".join(f"`{json.dumps(each).strip(chr(34))}`" for each in value.get("enum", [value.get("const")]))
    if value["type"] == "array":
        return f"list of {_several(_kind(value.get('items') or value['prefixItems'][0], apart))}"
    if value["type"] == "object":
        each = value.get("additionalProperties")
        return f"{_several(_kind(each, apart))} by name" if each else "object"
    return KINDS[value["type"]]


def _several(kind: str) -> str:
    if " or " in kind:
        return f"({kind})"
    return f"{kind}s" if kind in ("object", KINDS["integer"], KINDS["number"]) else kind


if __name__ == "__main__":
    PAGE.write_text(render(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
