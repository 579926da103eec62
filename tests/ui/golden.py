"""What tests of kept figures begin with."""

from lfr_eval.core.home import Home
from lfr_eval.evaluate.evidence import kept_scores
from lfr_eval.evaluate.results.kept import KeptScore
from lfr_eval.record.listing import list_runs
from lfr_eval.record.reader import RunRecord


def newest(home: Home) -> tuple[RunRecord, KeptScore]:
    """The newest run of a home, and its newest score."""
    run = RunRecord.open(list_runs(home.runs)[0].path)
    return run, kept_scores(home, run.run_id)[0]
