"""The rates of a recorded run at every threshold, kept beside its scores so that no page waits for them twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
import pandas as pd
import pyarrow as pa

from lfr_eval import __version__
from lfr_eval.core.errors import RecordError, StorageError
from lfr_eval.core.home import Home
from lfr_eval.core.thresholds import at_least, can_answer
from lfr_eval.evaluate.evidence import hold_again
from lfr_eval.evaluate.results.kept import KeptScore
from lfr_eval.metrics.records import ScoredRun
from lfr_eval.metrics.trade_off import trade_off
from lfr_eval.record.reader import RunRecord
from lfr_eval.record.scores import read_table, score_digest, write_table

STEP = 0.01
STEPS = 100
"""Of a system whose scores have a scale of their own."""


def trade_off_of(home: Home, run: RunRecord, score: KeptScore) -> pd.DataFrame:
    """TPIR and FPIR of everybody and of each group of a kept score, at every threshold.

    Args:
        home: Where data stands.
        run: The record.
        score: One of its kept scores; says which truth, which settings and which groups.

    Returns:
        One row per metric, group and threshold: `metric`, `attribute`, `value` (both empty = everybody), `threshold`,
        the fields of a `Rate` (`value` of the rate is called `share`) and, of everybody, the one-sided bounds that
        decide whether a limit is kept: `bound_low`, `bound_high`.

    Raises:
        RecordError: The truth is gone or is no longer what it was.
    """
    by = score.attributes
    inputs = (score.truth_sha256, score.settings.model_dump(), by, score.meaning, __version__)
    digest = score_digest(*inputs, "trade-off, bounds and what is open")
    kept = read_table(home.scores, run.run_id, digest)
    if kept is not None:
        found: pd.DataFrame = kept.to_pandas()
        return found
    made = _compute(home, run, score, by)
    try:
        write_table(home.scores, run.run_id, digest, pa.Table.from_pandas(made, preserve_index=False))
    except StorageError:
        return made  # a folder that cannot be written to costs time, not the answer
    return made


def _compute(home: Home, run: RunRecord, score: KeptScore, by: Sequence[str]) -> pd.DataFrame:
    held = hold_again(home, run, score)
    if held is None:
        raise RecordError(
            f"{score.taken.truths[0].passes}: gone, or no longer what this score was taken from; score the run again"
        )
    floor = float(run.header["settings"]["matching"]["score_floor"])
    points = trade_off(held.records, by, _grid(run, held, floor), held.claims)
    rows = [
        {"metric": one.metric.value, "attribute": one.attribute, "value": one.value, "threshold": one.threshold}
        | {("share" if name == "value" else name): field for name, field in asdict(one.rate).items()}
        | {"bound_low": one.bound and one.bound.low, "bound_high": one.bound and one.bound.high}
        for one in points
    ]
    return pd.DataFrame(rows)


def _grid(run: RunRecord, held: ScoredRun, floor: float) -> list[float]:
    """Hundredths from the floor to above the highest score; of another system's scores, a hundred steps and above."""
    scores = [record.peak for record in held.records if record.peak is not None]
    scores += [claim.score for claim in held.claims]
    highest = max(scores, default=floor)
    if run.header.get("external"):
        above = np.nextafter(np.float32(highest), np.float32(np.inf))
        return sorted({float(one) for one in (*np.linspace(min(scores, default=floor), highest, STEPS + 1), above)})
    hundredths = [round(step * STEP, 2) for step in range(-STEPS, STEPS + 1)]
    known = [one for one in hundredths if can_answer(one, floor)]
    return known[: sum(at_least(highest, one) for one in known) + 1]
