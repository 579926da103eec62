"""What pages show of a score, worked out when it is made: whoever opens them does not wait."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from contextlib import suppress

from lfr_eval.core.errors import LfrError, StorageError
from lfr_eval.core.home import Home
from lfr_eval.evaluate.evidence import keep_score, kept_scores
from lfr_eval.evaluate.fairness import fairness_of
from lfr_eval.evaluate.score import Score
from lfr_eval.evaluate.trade_off import trade_off_of
from lfr_eval.evaluate.truth import TruthFiles
from lfr_eval.record.reader import RunRecord

READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}


def keep_with_tables(score: Score, runs: Sequence[RunRecord], files: TruthFiles, home: Home) -> str:
    """Keep a score; of a single run with its rates at every threshold and what it says of groups.

    What cannot be worked out is left to the page, which says why.

    Args:
        score: Of these runs.
        runs: What was scored.
        files: The truth that they were held against.
        home: Its folder of scores takes it.

    Returns:
        Where that folder may only be read, one line that says that the score is kept nowhere; else nothing.

    Raises:
        StorageError: If the disk refuses the score otherwise.
    """
    try:
        keep_score(score, files, home)
    except StorageError as error:
        if getattr(error.__cause__, "errno", None) not in READ_ONLY:
            raise
        return f"the score is kept nowhere, since {home.scores} may only be read"
    if len(runs) > 1:
        return ""
    (run,) = runs
    kept = kept_scores(home, run.run_id)[0]
    for work in (trade_off_of, fairness_of):
        with suppress(LfrError):
            work(home, run, kept)
    return ""
