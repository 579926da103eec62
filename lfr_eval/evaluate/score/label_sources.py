"""Who says which group people belong to, to stand beside all that rests on it."""

from __future__ import annotations

from dataclasses import replace

from lfr_eval.core.arrays import TextArray
from lfr_eval.datasets.subjects import LabelSource, Subjects
from lfr_eval.evaluate.results.base import Labelled
from lfr_eval.metrics.verdicts import Verdict

NOT_STATED = "not stated"
"""Label source of those of whom something is recorded, but not by whom."""


def source_of(subject_id: str, subjects: Subjects) -> str | None:
    """Who labelled a person; None where nothing is recorded of them."""
    subject = subjects.by_id.get(subject_id)
    if subject is None or not (subject.groups() or subject.birth_year):
        return None
    return NOT_STATED if subject.label_source is None else subject.label_source.value


def label_provenance(sources: TextArray) -> Labelled:
    """Who labelled people (None = nothing recorded), and whether a model did: to stand beside all that rests on it."""
    known = tuple(sorted({source for source in sources if source is not None}))
    return Labelled(label_sources=known, model_inferred=LabelSource.MODEL.value in known)


def with_labels(verdict: Verdict, provenance: Labelled, *, named: bool = False) -> Verdict:
    """A verdict whose notes say whose labels it rests on: where a model inferred them, or (named) in any case."""
    if provenance.model_inferred:
        return replace(verdict, notes=(*verdict.notes, "labels inferred by a model"))
    labels = f"labels: {', '.join(provenance.label_sources)}"
    return replace(verdict, notes=(*verdict.notes, labels)) if named else verdict
