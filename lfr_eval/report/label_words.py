"""Whose labels groups of people rest on, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any


def named_by_source(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of groups, verdicts or indices, named with who labelled people where it tells them apart, or a model."""
    held = Counter(_row_name(one) for one in rows)
    return [{**one, "attribute": one["attribute"] + _labelled(one, held[_row_name(one)] > 1)} for one in rows]


def _row_name(one: Mapping[str, Any]) -> tuple[str | None, ...]:
    return *(one.get(name) for name in ("attribute", "value", "metric", "index")), *one.get("condition", {}).values()


def _labelled(one: Mapping[str, Any], ambiguous: bool) -> str:
    if one["model_inferred"]:
        return " (labels inferred by a model)"
    return f" (labels: {' and '.join(one['label_sources']) or 'none'})" if ambiguous else ""
