"""Who says which group people belong to, to stand beside all that rests on it."""

from __future__ import annotations

from typing import Any

from lfr_eval.core.arrays import TextArray
from lfr_eval.datasets.subjects import LabelSource, Subjects

NOT_STATED = "not stated"
"""Label source of those of whom something is recorded, but not by whom."""


def source_of(subject_id: str, subjects: Subjects) -> str | None:
    """Who labelled a person; None where nothing is recorded of them."""
    subject = subjects.by_id.get(subject_id)
    if subject is None or not (subject.groups() or subject.birth_year):
        return None
    return NOT_STATED if subject.label_source is None else subject.label_source.value


def label_provenance(sources: TextArray) -> dict[str, Any]:
    """Who labelled people (None = nothing recorded), and whether a model did: to stand beside all that rests on it."""
    known = sorted({source for source in sources if source is not None})
    return {"label_sources": known, "model_inferred": LabelSource.MODEL.value in known}
