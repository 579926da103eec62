"""Runs held against the threshold and the policy of a review: those of one system on one list together."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace

import numpy as np

from lfr_eval.core.errors import InputError
from lfr_eval.core.home import Home
from lfr_eval.core.progress import Progress, silent
from lfr_eval.evaluate.evidence import keep_score, scores_of_any_version, truth_of
from lfr_eval.evaluate.policy import Policy, answer
from lfr_eval.evaluate.pooling import HeldRun, require_poolable, system_and_list
from lfr_eval.evaluate.review.terms import Held
from lfr_eval.evaluate.score import Question, Score, hold_runs, score_held
from lfr_eval.evaluate.truth import TruthFiles
from lfr_eval.record.listing import resolve
from lfr_eval.record.reader import RunRecord


def hold(
    home: Home, run_ids: Sequence[str], threshold: float | None, policy: Policy, progress: Progress = silent
) -> tuple[Held, ...]:
    """Hold runs against a threshold and a policy; no model runs. What comes of it is kept among the scores.

    Those of one system on one list are held together, and each by itself too, so that its pages say what it adds.

    Args:
        home: Where runs, scores and truth stand.
        run_ids: Runs that have been scored before: their truth is used again.
        threshold: None = the one that each was watched at.
        policy: Its limits; attributes that it names and that truth does not record are left to the checklist.
        progress: Told of every run.

    Raises:
        InputError: A run has never been scored, its truth is gone or altered, or two that would be held together
            watched the same footage.
        RecordError: A run is gone or damaged, or the threshold is below its floor.
    """
    found, groups = list[HeldRun](), list[str]()
    for done, run_id in enumerate(run_ids):
        progress(done, len(run_ids), f"holding {run_id} against its truth")
        run = RunRecord.open(resolve(home.runs, run_id))
        truth, compared = _truth(home, run.run_id)
        groups += compared
        found += hold_runs([run], truth, Question(threshold=threshold))
    pools = _pools(found, threshold)
    for pool in pools:
        require_poolable([one.run for one in pool], [one.files for one in pool])

    def keep(some: Sequence[HeldRun]) -> str:
        return keep_score(_score(some, threshold, policy, groups), some[0].files, home)

    held = {}
    for pool in pools:
        shared = keep(pool) if len(pool) > 1 else ""
        for one in pool:
            run_id = one.run.run_id
            held[run_id] = Held(run_id=run_id, score=keep([one]), policy=policy, together=shared)
    return tuple(held[one.run.run_id] for one in found)


def _pools(found: Sequence[HeldRun], threshold: float | None) -> list[list[HeldRun]]:
    """Runs that may be scored together, each pool in the order of ids.

    They have models, settings, list and threshold in common; and where people were labelled by different sources, and
    to mix these was not asked for, the sources.
    """
    sources = [one.subjects.label_sources if one.subjects else frozenset() for one in found]
    apart = len({each for each in sources if each}) > 1 and not all(one.files.allow_mixed for one in found)
    pools: dict[Hashable, list[HeldRun]] = {}
    for one, labelled in sorted(zip(found, sources, strict=True), key=lambda pair: pair[0].run.run_id):
        header = one.run.header
        at = np.float32(header["settings"]["alerting"]["threshold"] if threshold is None else threshold)
        pools.setdefault((system_and_list(header), float(at), labelled if apart else None), []).append(one)
    return list(pools.values())


def _truth(home: Home, run_id: str) -> tuple[TruthFiles, list[str]]:
    """The truth of a run and the attributes that it was compared by before."""
    scores = scores_of_any_version(home, run_id)
    if not scores:
        raise InputError(f"run {run_id} was never scored: run `lfr-eval score {run_id} --truth passes.csv` first")
    for score in scores:
        if truth := truth_of(home, score):
            return truth, list(score.attributes)
    raise InputError(f"run {run_id}: its truth is gone or was altered; score it again with the truth that holds now")


def _score(held: Sequence[HeldRun], threshold: float | None, policy: Policy, groups: Iterable[str]) -> Score:
    """The score of runs under a policy; of attributes that their truth does not record, nothing is shown."""
    by = _known(held, dict.fromkeys([*policy.equivalence, *groups]))
    recorded = tuple(one for one in policy.equivalence if one in by)
    asked = policy.model_copy(update={"equivalence": recorded})
    score = score_held(held, Question(threshold=threshold, by=tuple(by), policy=asked))
    unrecorded = Policy(
        equivalence=tuple(one for one in policy.equivalence if one not in by), equivalence_of=policy.equivalence_of
    )
    answers = (*score.result.policy, *answer(unrecorded, (), ()))
    return replace(score, result=score.result.model_copy(update={"policy": answers}))


def _known(held: Sequence[HeldRun], attributes: Iterable[str]) -> list[str]:
    rows = (row for one in held for row in one.rows.truth.passes)
    recorded = {name for row in rows for name, value in row.attributes.items() if value}
    return [one for one in attributes if set(one.split("*")) <= recorded]
