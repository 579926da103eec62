"""Scores that were kept, and the truth that they were taken from: what a page or a report starts with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeVar

from lfr_eval import __version__
from lfr_eval.core.errors import RecordError, StorageError
from lfr_eval.core.home import Home
from lfr_eval.evaluate.held_record import from_table, to_table
from lfr_eval.evaluate.pooling import truth_digest
from lfr_eval.evaluate.results.kept import KeptScore, NamedTruth, Taken
from lfr_eval.evaluate.results.score import ScoreResult
from lfr_eval.evaluate.score import MEANING, Score, hold_against
from lfr_eval.evaluate.truth import TruthFiles, read_truth
from lfr_eval.metrics.records import ScoredRun
from lfr_eval.record.listing import resolve
from lfr_eval.record.reader import RunRecord
from lfr_eval.record.scores import TOGETHER, list_scores, read_score, read_table, score_digest, write_score, write_table

T = TypeVar("T")
PASSES = "passes"
"""What the table of passes is called beside what its score depends on."""


def keep_score(score: Score, files: TruthFiles, home: Home) -> str:
    """Keep a score under what it depends on, with the names of its truth; of a single run also all its passes.

    Args:
        score: Of one run, or of several.
        files: The truth that a single run was held against.
        home: Its folder of scores takes it.

    Returns:
        The digest under which it is kept.

    Raises:
        StorageError: If the disk refuses it.
    """
    result, digest = score.result, name_of(score.result)
    whose = {one.run.run_id: _named(one.files, home) for one in score.held}
    several = not isinstance(result.run_id, str)
    kept = KeptScore(
        **dict(result),
        records={one.run.run_id: one.run.digest() for one in score.held},
        truth_files=whose if several else _named(files, home),
    )
    run_id = result.run_id if isinstance(result.run_id, str) else TOGETHER
    write_score(home.scores, run_id, digest, kept.to_json())
    if not several:
        write_table(home.scores, run_id, score_digest(digest, PASSES), to_table(score.scores.runs[0]))
    return digest


def kept_scores(home: Home, run_id: str) -> list[KeptScore]:
    """The scores of a run that were kept, the newest first.

    Those that cannot be read are left out, and so are those of earlier versions, whose figures meant something else.
    """
    return list(_current(home, run_id).values())


def scores_of_any_version(home: Home, run_id: str) -> list[Taken]:
    """What scores were taken from, also those of earlier versions: what was asked then, and of which truth."""
    return list(_readable(home, run_id, taken_of).values())


def place_of(home: Home, run_id: str, digest: str) -> int | None:
    """Where a score stands among `kept_scores`; None where it is gone, or an earlier version's."""
    digests = list(_current(home, run_id))
    return digests.index(digest) if digest in digests else None


def kept_score(home: Home, name: str, digest: str) -> KeptScore | None:
    """The score of a run, or of several together, under a digest; None where it is gone or an earlier version's."""
    return _current_of(read_score(home.scores, name, digest))


def taken_of(stated: object) -> Taken | None:
    """What a score was taken from; None where it says no such thing."""
    if not isinstance(stated, dict):
        return None
    groups = stated.get("groups") or ()
    try:
        by = tuple(dict.fromkeys(group["attribute"] for group in groups))
        within = tuple(dict.fromkeys(name for group in groups for name in group.get("condition", ())))
        asked = {"attributes": by, "within": within, "had_policy": bool(stated.get("policy"))}
        return Taken.of_json(stated | asked)
    except (RecordError, TypeError, KeyError):
        return None


def _current(home: Home, run_id: str) -> dict[str, KeptScore]:
    return _readable(home, run_id, _current_of)


def _current_of(stated: object) -> KeptScore | None:
    if not isinstance(stated, dict) or stated.get("meaning") != MEANING:
        return None
    try:
        return KeptScore.of_json(stated)
    except RecordError:
        return None


def _readable(home: Home, run_id: str, of: Callable[[object], T | None]) -> dict[str, T]:
    """Scores by their digests, the newest first; those that cannot be read are left out."""
    names = [path.stem for path in list_scores(home.scores, run_id)]
    found = {name: of(read_score(home.scores, run_id, name)) for name in names}
    return {name: score for name, score in found.items() if score is not None}


def truth_of(home: Home, score: Taken) -> TruthFiles | None:
    """The truth of a kept score of a single run; None where its files are gone or no longer what they were."""
    (files,) = truths_of(home, score)
    return files if _stand([files], score) else None


def outdated(home: Home, score: Taken) -> str:
    """Why a kept score, of one run or of several, no longer holds; empty where it does."""
    if score.meaning != MEANING:
        return "it was scored by an earlier version"
    if not _stand(truths_of(home, score), score):
        return "the truth that it was held against is gone or was altered"
    for run_id, digest in score.records.items():
        try:
            run = RunRecord.open(resolve(home.runs, run_id))
            if run.digest() != digest:
                return f"run {run_id} was altered"
            run.require_unaltered()
        except RecordError as error:
            return str(error)
    return ""


def truths_of(home: Home, score: Taken) -> list[TruthFiles]:
    """The truth of each run of a kept score, whether or not it is what it was."""
    return [_files(home, one) for one in score.truths]


def hold_again(home: Home, run: RunRecord, score: KeptScore) -> ScoredRun | None:
    """Every pass and alert behind a kept score of the run; None where its truth is gone or no longer what it was.

    They are read back where they were kept, and worked out anew and kept where not.

    Raises:
        RecordError: The run is damaged.
        TableError: A file of the truth is not what it must be.
    """
    files = truth_of(home, score.taken)
    if files is None:
        return None
    digest = score_digest(name_of(score), PASSES)
    kept = read_table(home.scores, run.run_id, digest)
    if kept is not None and (held := from_table(kept)):
        return held
    rows = read_truth(run, files, files.read_subjects())
    made = hold_against(run, rows, score.threshold, score.settings)
    with suppress(StorageError):  # a folder that cannot be written to costs time, not the answer
        write_table(home.scores, run.run_id, digest, to_table(made))
    return made


def name_of(score: ScoreResult) -> str:
    """What a score is kept under: all that it depends on beside its run; of several runs, their ids too."""
    groups = [[group.attribute, group.condition] for group in score.groups]
    margins = [[verdict.attribute, verdict.metric, verdict.margin] for verdict in score.verdicts]
    asked = (score.truth_sha256, score.threshold, score.settings.model_dump(), score.meaning)
    together = [] if isinstance(score.run_id, str) else [sorted(score.run_id)]
    policy = [one.to_json() for one in score.policy]
    return score_digest(*asked, groups, margins, policy, __version__, *together)


def _files(home: Home, named: NamedTruth) -> TruthFiles:
    return TruthFiles(
        passes=home.folder / named.passes,
        subjects=tuple(home.folder / path for path in named.subjects),
        labels=None if named.labels is None else home.folder / named.labels,
        allow_mixed=named.allow_mixed,
    )


def _stand(files: Sequence[TruthFiles], score: Taken) -> bool:
    try:
        return truth_digest(files) == score.truth_sha256
    except OSError:
        return False


def _named(files: TruthFiles, home: Home) -> NamedTruth:
    return NamedTruth(
        passes=home.relative(files.passes),
        subjects=tuple(home.relative(path) for path in files.subjects),
        labels=None if files.labels is None else home.relative(files.labels),
        allow_mixed=files.allow_mixed,
    )
