"""What a kept score does not hold about groups: indices of inequality, and who is taken for whom."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from lfr_eval import __version__
from lfr_eval.core.arrays import TextArray
from lfr_eval.core.errors import RecordError, StorageError
from lfr_eval.core.home import Home
from lfr_eval.datasets.subjects import Subjects
from lfr_eval.evaluate.error_sums import NAMES, error_sums, indices_of
from lfr_eval.evaluate.evidence import hold_again, truth_of
from lfr_eval.evaluate.results.kept import KeptScore
from lfr_eval.metrics.cross_rates import cross_rates
from lfr_eval.metrics.disparity import differential
from lfr_eval.metrics.group_comparison import trials_of
from lfr_eval.metrics.groups import INTERSECTION, columns_of, parts_of, values_of
from lfr_eval.metrics.records import PassRecord
from lfr_eval.metrics.truth import Status
from lfr_eval.record.reader import RunRecord
from lfr_eval.record.scores import read_table, score_digest, write_table

INDEX_COLUMNS = ("attribute", "metric", "index", "value", "undefined", "null_median", "null_95", "p")
CROSS_COLUMNS = ("attribute", "probe", "listed", "k", "n", "share", "low", "high", "method", "subjects", "n_eff")


@dataclass(frozen=True, slots=True)
class Fairness:
    """Tables beside a kept score."""

    inequality: pd.DataFrame
    """`INDEX_COLUMNS`: how unequal the error rates of the groups of each attribute are, each index beside what chance
    would make it; one row per attribute, rate and index."""
    taken_for: pd.DataFrame
    """`CROSS_COLUMNS`: whom people who are not listed were taken for; one row per attribute, group of the passer-by and
    group on the list. As for a hit, only the first candidate of a decision counts."""


def fairness_of(home: Home, run: RunRecord, score: KeptScore) -> Fairness:
    """Work out what a kept score does not hold about its groups, and keep it beside the score.

    Raises:
        RecordError: The truth is gone or is no longer what it was, or the run is damaged.
    """
    by = score.attributes
    inputs = (score.truth_sha256, score.threshold, score.settings.model_dump(), by, score.meaning, __version__)
    columns = {"inequality": INDEX_COLUMNS, "taken for": CROSS_COLUMNS}  # tables with others are of another version
    digests = [score_digest(*inputs, name, *held) for name, held in columns.items()]
    kept = [read_table(home.scores, run.run_id, digest) for digest in digests]
    if kept[0] is not None and kept[1] is not None:
        return Fairness(kept[0].to_pandas(), kept[1].to_pandas())
    records, subjects = _held(home, run, score)
    single = [name for name in by if INTERSECTION not in name]
    listed = sorted(run.header["watchlist"]["persons"])
    made = Fairness(_inequality(records, by), _taken_for(records, subjects, listed, single))
    with suppress(StorageError):  # a folder that cannot be written to costs time, not the answer
        for digest, table in zip(digests, (made.inequality, made.taken_for), strict=True):
            write_table(home.scores, run.run_id, digest, pa.Table.from_pandas(table, preserve_index=False))
    return made


def _held(home: Home, run: RunRecord, score: KeptScore) -> tuple[Sequence[PassRecord], Subjects]:
    files, held = truth_of(home, score.taken), hold_again(home, run, score)
    if files is None or held is None:
        named = score.taken.truths[0].passes
        raise RecordError(f"{named}: gone, or no longer what this score was taken from; score the run again")
    return held.records, files.read_subjects() or Subjects({})


def _inequality(records: Sequence[PassRecord], by: Sequence[str]) -> pd.DataFrame:
    trials = [one for one in trials_of(records, parts_of(by)) if len(one.events) and one.metric in NAMES]
    rows = [
        {"attribute": attribute, "metric": metric} | differential(index, sums, target=target).to_json()
        for attribute in by
        for metric, sums in error_sums(trials, attribute)
        for index, target in indices_of(metric, None)
    ]
    return pd.DataFrame(rows, columns=list(INDEX_COLUMNS))


def _taken_for(
    records: Sequence[PassRecord], subjects: Subjects, listed: Sequence[str], by: Sequence[str]
) -> pd.DataFrame:
    others = [record for record in records if record.status is Status.NON_MATED]
    number = {name: place for place, name in enumerate(listed)}
    pairs = [
        (place, number[name])
        for place, one in enumerate(others)
        for name in sorted(one.wrong_persons)
        if name in number
    ]
    match = np.array(pairs, np.int64).reshape(-1, 2)
    person = np.unique(np.array([one.person for one in others], str), return_inverse=True)[1]
    rows = []
    for attribute in by if others else ():
        probe = values_of(columns_of([one.row.attributes for one in others], [attribute]), attribute)
        for cell in cross_rates(probe, person, _groups_of(listed, subjects, attribute), match[:, 0], match[:, 1]):
            stated = asdict(cell.rate)
            rows.append(
                {"attribute": attribute, "probe": cell.probe, "listed": cell.listed, "share": stated.pop("value")}
                | stated
            )
    return pd.DataFrame(rows, columns=list(CROSS_COLUMNS))


def _groups_of(listed: Sequence[str], subjects: Subjects, attribute: str) -> TextArray:
    """(N,) groups of list persons; None = not recorded."""
    known = [subjects.by_id.get(name) for name in listed]
    return columns_of([one.groups() if one else {} for one in known], [attribute])[attribute]
