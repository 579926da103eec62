"""What pages show of a score, worked out when it is made: whoever opens them does not wait."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from lfr_eval.core.errors import LfrError
from lfr_eval.core.home import Home
from lfr_eval.evaluate.evidence import keep_score, kept_scores
from lfr_eval.evaluate.fairness import fairness_of
from lfr_eval.evaluate.score import Score
from lfr_eval.evaluate.trade_off import trade_off_of
from lfr_eval.evaluate.truth import TruthFiles
from lfr_eval.record.reader import RunRecord


def keep_with_tables(score: Score, runs: Sequence[RunRecord], files: TruthFiles, home: Home) -> None:
    """Keep a score; of a single run with its rates at every threshold and what it says of groups.

    What cannot be worked out is left to the page, which says why.

    Args:
        score: Of these runs.
        runs: What was scored.
        files: The truth that they were held against.
        home: Its folder of scores takes it.

    Raises:
        StorageError: If the disk refuses the score.
    """
    keep_score(score, files, home)
    if len(runs) > 1:
        return
    (run,) = runs
    kept = kept_scores(home, run.run_id)[0]
    for work in (trade_off_of, fairness_of):
        with suppress(LfrError):
            work(home, run, kept)
