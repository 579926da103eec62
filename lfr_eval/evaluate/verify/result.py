"""One-to-one verification of labelled photographs: given pairs, and everybody against everybody."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lfr_eval.core.errors import InputError
from lfr_eval.core.faces import FaceEngine
from lfr_eval.core.progress import Progress, silent
from lfr_eval.core.settings import SystemSettings
from lfr_eval.evaluate.enrol.templates import ImageTemplates, templates_of
from lfr_eval.evaluate.results.verify import VerifyResult
from lfr_eval.evaluate.verify.everybody import compare_everybody, groups_of
from lfr_eval.evaluate.verify.pairs import state_pairs
from lfr_eval.evaluate.verify.published import published_on
from lfr_eval.evaluate.verify.sets import VerifyFiles, VerifySet, read_verify_set
from lfr_eval.metrics.verification import Support

SCHEMA_VERSION = 1
FACE = (
    "the one nearest the centre of the photograph relative to its size; where none is found, the photograph is "
    "searched once more, smaller and with a lower score"
)
OTHER_FOLDS = "the one at which most pairs of the other folds are decided rightly"
ONE_FOLD = "the system's own: a single fold has no others to choose it on"


@dataclass(frozen=True, slots=True)
class VerifyQuestion:
    """What is asked of a set."""

    mirrored: bool = False
    """Average each template with that of the mirror image."""
    at: tuple[float, ...] = ()
    """Thresholds beside the system's own."""
    all_pairs: bool = False
    """Compare everybody with everybody."""
    by: tuple[str, ...] = ()
    """Attributes and intersections by which everybody is compared with everybody."""


def verify(
    files: VerifyFiles,
    question: VerifyQuestion,
    engine: FaceEngine,
    settings: SystemSettings,
    *,
    cache: Path | None = None,
    progress: Progress = silent,
) -> VerifyResult:
    """Verify the pairs of a set, and everybody against everybody where that is asked.

    Args:
        files: The set.
        question: What is asked of it.
        engine: The models.
        settings: The system under test; its detector and threshold apply.
        cache: Folder of templates, where these are to be kept; None = nothing is kept on disk.
        progress: Told of every photograph.

    Raises:
        TableError: A table cannot be used.
        InputError: The set cannot be used, holds no pairs although nothing else was asked, an attribute is not recorded
            of anybody, or too few photographs gave a template.
        StorageError: The disk refuses the cache.
    """
    found = read_verify_set(files)
    _require_answerable(found, question)
    groups = groups_of(found, question.by)
    if not question.all_pairs:
        found = found.of_pairs()
    paths = [image.path for image in found.images]
    made = templates_of(paths, engine, settings, mirrored=question.mirrored, cache=cache, progress=progress)
    thresholds = sorted({settings.alerting.threshold, *question.at})
    stated: dict[str, Any] = {"schema_version": SCHEMA_VERSION, "set": Path(os.path.realpath(files.folder)).name}
    if found.pairs:
        stated |= state_pairs(found, made, thresholds, settings.alerting.threshold)
        stated["published"] = published_on(found.pairs, engine.digests()["recogniser"], question.mirrored)
    if question.all_pairs:
        stated["all_pairs"] = compare_everybody(found, made, thresholds, groups)
    stated |= {
        "protocol": {
            "face": FACE,
            "mirrored": question.mirrored,
            "fold_threshold": OTHER_FOLDS if len({pair.fold for pair in found.pairs}) > 1 else ONE_FOLD,
        },
        "settings": {"detector": settings.detector.model_dump(), "threshold": settings.alerting.threshold},
        "models": engine.to_json(),
        "templates_from_cache": made.cached,
        "caveats": _caveats(found, made, stated),
    }
    return VerifyResult.of_json(stated)


def _require_answerable(found: VerifySet, question: VerifyQuestion) -> None:
    """Refuse before any model runs."""
    if question.by and not question.all_pairs:
        raise InputError("groups are compared among all pairs: give --all-pairs with --by")
    if not (found.pairs or question.all_pairs):
        raise InputError(f"{found.folder}: expected pairs.txt or pairs.csv, found none; give --pairs or --all-pairs")
    if not all(-1 <= threshold <= 1 for threshold in question.at):
        raise InputError(f"threshold: expected similarities from -1 to 1, found {', '.join(map(str, question.at))}")
    _require_both_kinds(found)


def _require_both_kinds(found: VerifySet) -> None:
    """Refuse where the folds on which the threshold of a fold is chosen, or the only fold, lack a kind of pairs."""
    kinds = Counter((pair.fold, pair.mated) for pair in found.pairs)
    folds = sorted({pair.fold for pair in found.pairs})
    if len(folds) == 1 and len(kinds) < 2:
        raise InputError(f"{found.folder}: expected mated and non-mated pairs, found only one kind")
    for fold in folds if len(folds) > 1 else ():
        if len({mated for other, mated in kinds if other != fold}) < 2:
            raise InputError(
                f"{found.folder}: the threshold of fold {fold} is chosen on the other folds; expected mated and "
                "non-mated pairs in them, found only one kind"
            )


def _caveats(found: VerifySet, made: ImageTemplates, stated: dict[str, Any]) -> list[str]:
    """What a reader must know beside the figures."""
    said = [*found.notes, *made.notes]
    if found.pairs:
        said.append("the equal error rate and TMR at a target FMR are read off the pairs themselves, so they flatter")
    said += [
        f"TMR at FMR {target}: {row['support']}"
        for target, row in stated.get("tmr_at_fmr", {}).items()
        if row["support"] != Support.RULE_OF_30
    ]
    if "all_pairs" in stated and any(part.model_inferred for part in stated["all_pairs"].by):
        said.append("some attributes were inferred by a model: what differs between groups may be the model's errors")
    said += [f"{n} files of the set were left out: {reason}" for reason, n in found.skipped.items()]
    said.append("valid only for these models, settings and photographs")
    return said
