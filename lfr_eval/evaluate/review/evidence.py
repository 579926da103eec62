"""The evidence of a review: runs held against its threshold and policy, found again by their digests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from lfr_eval.core.errors import InputError, LfrError
from lfr_eval.core.home import Home
from lfr_eval.core.progress import Progress, silent
from lfr_eval.datasets.subjects import Subjects
from lfr_eval.evaluate.evidence import keep_score, kept_scores, truth_of
from lfr_eval.evaluate.list_people import files_about
from lfr_eval.evaluate.policy import Policy, answer
from lfr_eval.evaluate.review.terms import Held, ListInUse, System, Terms
from lfr_eval.evaluate.score import Question, Score, score_runs
from lfr_eval.evaluate.truth import TruthFiles, read_truth
from lfr_eval.record.header import read_header
from lfr_eval.record.listing import resolve
from lfr_eval.record.reader import RunRecord
from lfr_eval.record.scores import list_scores, read_score
from lfr_eval.record.sums import SUMS
from lfr_eval.watchlist.store import read_header as read_list_header
from lfr_eval.watchlist.store import read_watchlist
from lfr_eval.watchlist.watchlist import Watchlist

GONE = "gone"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One run with its score; what can no longer be read is None, and `problem` says so."""

    held: Held
    header: Mapping[str, Any] | None
    score: Mapping[str, Any] | None
    problem: str = ""
    place: int = 0
    """Where its score stands among those of the run, the newest first: pages choose scores by it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that a checklist is answered from."""

    evidence: tuple[Evidence, ...]
    listed: Watchlist | None
    """The list as it is now; None where it is gone, sealed or damaged."""
    people: Subjects | None = None
    """Who those on the list are, as far as a file of people among the data sets tells."""


def system_of(header: Mapping[str, Any]) -> System:
    """The system that a run was made with."""
    settings = json.loads(json.dumps(header["settings"]))
    settings["alerting"].pop("threshold")
    models = header["models"]
    return System(
        run_id=header["run_id"],
        pack=models["pack"],
        files={file["role"]: file["sha256"] for file in models["files"]},
        settings=settings,
    )


def list_in_use(home: Home, name: str) -> ListInUse:
    """A watchlist as it is now.

    Raises:
        WatchlistError: It is missing, damaged or newer.
    """
    header = read_list_header(home.watchlists / name)
    return ListInUse(name=header.name, digest=header.list_digest, persons=header.counts.persons_enrolled)


def hold(
    home: Home, run_ids: Sequence[str], threshold: float | None, policy: Policy, progress: Progress = silent
) -> tuple[Held, ...]:
    """Hold runs against a threshold and a policy; no model runs. What comes of it is kept among the scores.

    Args:
        home: Where runs, scores and truth stand.
        run_ids: Runs that have been scored before: their truth is used again.
        threshold: None = the one that each was watched at.
        policy: Its limits; attributes that it names and that truth does not record are left to the checklist.
        progress: Told of every run.

    Raises:
        InputError: A run has never been scored, or its truth is gone or altered.
        RecordError: A run is gone or damaged, or the threshold is below its floor.
    """
    held = []
    for done, run_id in enumerate(run_ids):
        progress(done, len(run_ids), f"holding {run_id} against its truth")
        run = RunRecord.open(resolve(home.runs, run_id))
        truth, groups = _truth(home, run.run_id)
        score = _held(run, truth, threshold, policy, groups)
        held.append(Held(run_id=run.run_id, score=keep_score(score, truth, home), policy=policy))
    return tuple(held)


def gather(home: Home, terms: Terms, held: Iterable[Held] | None = None) -> Facts:
    """Find the evidence of a review, or of its deployment, as it is now."""
    chosen = terms.evidence if held is None else held
    listed = _list_now(home, terms.watchlist)
    files = files_about(home, listed.submitted)[0] if listed else {}
    return Facts(tuple(_find(home, one) for one in chosen), listed, next(iter(files.values()), None))


def digests(home: Home, terms: Terms, held: Iterable[Held]) -> dict[str, str]:
    """sha256 of everything that a decision rests on, by what it is; `gone` where it is no longer there."""
    found = {"policy": _sha256(terms.policy.model_dump_json().encode())}
    if terms.watchlist:
        found[f"watchlist {terms.watchlist.name}"] = _list_digest(home, terms.watchlist.name)
    for one in held:
        found[f"run {one.run_id}"] = _run_digest(home, one.run_id)
        if one.score:
            found[f"score {one.run_id}/{one.score[:8]}"] = _file_digest(home.scores / one.run_id / f"{one.score}.json")
    return found


def _truth(home: Home, run_id: str) -> tuple[TruthFiles, list[str]]:
    """The truth of a run and the attributes that it was compared by before."""
    scores = kept_scores(home, run_id)
    if not scores:
        raise InputError(f"run {run_id} was never scored: run `lfr-eval score {run_id} --truth passes.csv` first")
    for score in scores:
        if truth := truth_of(home, score):
            return truth, [group["attribute"] for group in score["groups"]]
    raise InputError(f"run {run_id}: its truth is gone or was altered; score it again with the truth that holds now")


def _held(run: RunRecord, truth: TruthFiles, threshold: float | None, policy: Policy, groups: Sequence[str]) -> Score:
    """The score of a run under a policy; of attributes that its truth does not record, nothing is shown."""
    by = _known(run, truth, dict.fromkeys([*policy.equivalence, *groups]))
    recorded = tuple(one for one in policy.equivalence if one in by)
    asked = policy.model_copy(update={"equivalence": recorded})
    score = score_runs([run], truth, Question(threshold=threshold, by=tuple(by), policy=asked))
    unrecorded = Policy(
        equivalence=tuple(one for one in policy.equivalence if one not in by), equivalence_of=policy.equivalence_of
    )
    open_ = [one.to_json() for one in answer(unrecorded, (), ())]
    return replace(score, stated=score.stated | {"policy": [*score.stated["policy"], *open_]})


def _known(run: RunRecord, truth: TruthFiles, attributes: Iterable[str]) -> list[str]:
    rows = read_truth(run, truth, truth.read_subjects()).truth.passes
    recorded = {name for row in rows for name, value in row.attributes.items() if value}
    return [one for one in attributes if set(one.split("*")) <= recorded]


def _find(home: Home, held: Held) -> Evidence:
    try:
        header = read_header(resolve(home.runs, held.run_id)).content
    except LfrError as error:
        return Evidence(held, None, None, f"the run cannot be read: {error}")
    if not held.score:
        return Evidence(held, header, None, f"run {held.run_id} was never held against truth")
    score = read_score(home.scores, held.run_id, held.score)
    if score is None:
        return Evidence(held, header, None, f"the score of run {held.run_id} is gone: hold the evidence again")
    names = [path.stem for path in list_scores(home.scores, held.run_id)]
    return Evidence(held, header, score, place=names.index(held.score))


def _list_now(home: Home, listed: ListInUse | None) -> Watchlist | None:
    if listed is None:
        return None
    path = home.watchlists / listed.name
    try:
        return _read_list(path, read_list_header(path).list_digest)
    except LfrError:
        return None


@lru_cache(maxsize=1)
def _read_list(path: Path, digest: str) -> Watchlist:
    """A list as it is under a digest: a long one takes seconds to read whole."""
    return read_watchlist(path)


def _list_digest(home: Home, name: str) -> str:
    try:
        return read_list_header(home.watchlists / name).list_digest
    except LfrError:
        return GONE


def _run_digest(home: Home, run_id: str) -> str:
    try:
        return _file_digest(resolve(home.runs, run_id) / SUMS)
    except LfrError:
        return GONE


def _file_digest(path: Path) -> str:
    try:
        return _sha256(path.read_bytes())
    except OSError:
        return GONE


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
