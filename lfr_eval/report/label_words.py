"""Whose labels groups of people rest on, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from lfr_eval.evaluate.results.groups import AboutGroups

Row = TypeVar("Row", bound=AboutGroups)


def named_by_source(rows: Sequence[Row]) -> list[Row]:
    """Rows of groups, verdicts or indices, named with who labelled people where it tells them apart, or a model."""
    held = Counter(one.about for one in rows)
    named = (one.attribute + _labelled(one, held[one.about] > 1) for one in rows)
    return [one.model_copy(update={"attribute": name}) for one, name in zip(rows, named, strict=True)]


def _labelled(one: AboutGroups, ambiguous: bool) -> str:
    if one.model_inferred:
        return " (labels inferred by a model)"
    return f" (labels: {' and '.join(one.label_sources) or 'none'})" if ambiguous else ""
