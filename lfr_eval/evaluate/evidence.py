"""Scores that were kept, and the truth that they were taken from: what a page or a report starts with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from lfr_eval import __version__
from lfr_eval.core.errors import RecordError, StorageError
from lfr_eval.core.given import TEXT_BYTES, read_file
from lfr_eval.core.home import Home
from lfr_eval.core.outside.documents import parse_json
from lfr_eval.core.settings import ScoringSettings
from lfr_eval.evaluate.held_record import from_table, to_table
from lfr_eval.evaluate.kept import is_kept_score
from lfr_eval.evaluate.pooling import truth_digest
from lfr_eval.evaluate.score import MEANING, Score, hold_against
from lfr_eval.evaluate.truth import TruthFiles, read_truth
from lfr_eval.metrics.records import ScoredRun
from lfr_eval.record.listing import resolve
from lfr_eval.record.reader import RunRecord
from lfr_eval.record.scores import TOGETHER, list_scores, read_table, score_digest, write_score, write_table

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
    stated, digest = score.stated, name_of(score.stated)
    stated = stated | {"records": {one.run.run_id: one.run.digest() for one in score.held}}
    if isinstance(stated["run_id"], list):
        named = {one.run.run_id: _named(one.files, home) for one in score.held}
        write_score(home.scores, TOGETHER, digest, stated | {"truth_files": named})
        return digest
    run_id = stated["run_id"]
    write_score(home.scores, run_id, digest, stated | {"truth_files": _named(files, home)})
    write_table(home.scores, run_id, score_digest(digest, PASSES), to_table(score.scores.runs[0]))
    return digest


def kept_scores(home: Home, run_id: str) -> list[dict[str, Any]]:
    """The scores of a run that were kept, the newest first.

    Those that cannot be read are left out, and so are those of earlier versions, whose figures meant something else.
    """
    return list(_current(home, run_id).values())


def scores_of_any_version(home: Home, run_id: str) -> list[dict[str, Any]]:
    """Also those of earlier versions: good for what was asked then, and of which truth; not for any figure."""
    return list(_readable(home, run_id).values())


def place_of(home: Home, run_id: str, digest: str) -> int | None:
    """Where a score stands among `kept_scores`; None where it is gone, or an earlier version's."""
    digests = list(_current(home, run_id))
    return digests.index(digest) if digest in digests else None


def _current(home: Home, run_id: str) -> dict[str, dict[str, Any]]:
    return {name: score for name, score in _readable(home, run_id).items() if score.get("meaning") == MEANING}


def _readable(home: Home, run_id: str) -> dict[str, dict[str, Any]]:
    """Scores by their digests, the newest first."""
    found = {}
    for path in list_scores(home.scores, run_id):
        try:
            found[path.stem] = parse_json(read_file(path, TEXT_BYTES))
        except (OSError, ValueError):
            continue
    return {name: score for name, score in found.items() if is_kept_score(score)}


def truth_of(home: Home, score: Mapping[str, Any]) -> TruthFiles | None:
    """The truth of a kept score of a single run; None where its files are gone or no longer what they were."""
    files = _files(home, score["truth_files"])
    return files if _stand([files], score) else None


def outdated(home: Home, score: Mapping[str, Any]) -> str:
    """Why a kept score, of one run or of several, no longer holds; empty where it does."""
    if score.get("meaning") != MEANING:
        return "it was scored by an earlier version"
    if not _stand(truths_of(home, score), score):
        return "the truth that it was held against is gone or was altered"
    for run_id, digest in score.get("records", {}).items():
        try:
            run = RunRecord.open(resolve(home.runs, run_id))
            if run.digest() != digest:
                return f"run {run_id} was altered"
            run.require_unaltered()
        except RecordError as error:
            return str(error)
    return ""


def truths_of(home: Home, score: Mapping[str, Any]) -> list[TruthFiles]:
    """The truth of each run of a kept score, whether or not it is what it was."""
    several = isinstance(score["run_id"], list)
    named = [score["truth_files"][run_id] for run_id in score["run_id"]] if several else [score["truth_files"]]
    return [_files(home, one) for one in named]


def hold_again(home: Home, run: RunRecord, score: dict[str, Any]) -> ScoredRun | None:
    """Every pass and alert behind a kept score of the run; None where its truth is gone or no longer what it was.

    They are read back where they were kept, and worked out anew and kept where not.

    Raises:
        RecordError: The run is damaged.
        TableError: A file of the truth is not what it must be.
    """
    files = truth_of(home, score)
    if files is None:
        return None
    digest = score_digest(name_of(score), PASSES)
    kept = read_table(home.scores, run.run_id, digest)
    if kept is not None and (held := from_table(kept)):
        return held
    rows = read_truth(run, files, files.read_subjects())
    try:
        settings = ScoringSettings(**score["settings"])
    except ValidationError as error:
        raise RecordError(f"run {run.run_id}: its kept score is damaged; score it again") from error
    made = hold_against(run, rows, score["threshold"], settings)
    with suppress(StorageError):  # a folder that cannot be written to costs time, not the answer
        write_table(home.scores, run.run_id, digest, to_table(made))
    return made


def name_of(score: Mapping[str, Any]) -> str:
    """What a score is kept under: all that it depends on beside its run; of several runs, their ids too."""
    groups = [[group["attribute"], group["condition"]] for group in score["groups"]]
    margins = [[verdict["attribute"], verdict["metric"], verdict["margin"]] for verdict in score["verdicts"]]
    asked = (score[name] for name in ("truth_sha256", "threshold", "settings", "meaning"))
    together = [sorted(score["run_id"])] if isinstance(score["run_id"], list) else []
    return score_digest(*asked, groups, margins, score["policy"], __version__, *together)


def _files(home: Home, named: Mapping[str, Any]) -> TruthFiles:
    return TruthFiles(
        passes=home.folder / named["passes"],
        subjects=tuple(home.folder / path for path in named["subjects"]),
        labels=None if named["labels"] is None else home.folder / named["labels"],
        allow_mixed=named["allow_mixed"],
    )


def _stand(files: Sequence[TruthFiles], score: Mapping[str, Any]) -> bool:
    try:
        return bool(truth_digest(files) == score["truth_sha256"])
    except OSError:
        return False


def _named(files: TruthFiles, home: Home) -> dict[str, Any]:
    def name(path: Path | None) -> str | None:
        return None if path is None else home.relative(path)

    return {
        "passes": name(files.passes),
        "subjects": [name(path) for path in files.subjects],
        "labels": name(files.labels),
        "allow_mixed": files.allow_mixed,
    }
