"""The kept rates at every threshold are those that scoring at each threshold gives."""

from types import SimpleNamespace

import numpy as np
import pytest
from golden import newest
from pass_records import pass_record

from lfr_eval.core.errors import RecordError
from lfr_eval.core.events import Pass
from lfr_eval.core.thresholds import reaches
from lfr_eval.evaluate.evidence import kept_scores, truth_of
from lfr_eval.evaluate.results.score import rate_of
from lfr_eval.evaluate.score import Question, score_runs
from lfr_eval.evaluate.trade_off import _grid as hundredths_of
from lfr_eval.evaluate.trade_off import trade_off_of
from lfr_eval.metrics.group_comparison import Metric
from lfr_eval.metrics.truth import Status


def test_each_threshold_says_what_a_score_at_it_says(bare_home):
    run, score = newest(bare_home)
    trade = trade_off_of(bare_home, run, score).set_index(["metric", "attribute", "value", "threshold"])
    for threshold in (0.2, 0.4, 0.6, 0.61, 0.9):
        stated = score_runs([run], truth_of(bare_home, score.taken), Question(threshold=threshold, by=("sex",))).result
        for metric in (Metric.TPIR, Metric.FPIR):
            cells = [("", "", rate_of(stated, metric))]
            cells += [("sex", group.value, rate_of(group, metric)) for group in stated.groups]
            for attribute, value, rate in cells:
                row = trade.loc[(metric.value, attribute, value, threshold)]
                assert (row["k"], row["n"], row["subjects"]) == (rate.k, rate.n, rate.subjects)
                assert (row["low"], row["high"]) == pytest.approx((rate.low, rate.high))


def test_it_is_worked_out_once_and_is_no_score_itself(bare_home):
    run, score = newest(bare_home)
    first = trade_off_of(bare_home, run, score)
    (bare_home.datasets / "gate" / "passes.csv").unlink()
    assert trade_off_of(bare_home, run, score).equals(first)
    assert kept_scores(bare_home, run.run_id) == [score]


def test_truth_that_has_changed_is_not_used(bare_home):
    run, score = newest(bare_home)
    (bare_home.datasets / "gate" / "passes.csv").write_text("pass_id,source,subject_id,t_enter_s,t_exit_s\n")
    with pytest.raises(RecordError, match=r"passes\.csv: gone, or no longer what this score was taken from"):
        trade_off_of(bare_home, run, score)


@pytest.mark.parametrize("floor", [0.0, 0.29, 0.3, 0.56, 0.57, 0.6])
def test_the_grid_begins_at_the_floor_and_ends_where_nobody_is_left(bare_home, floor):
    run, _ = newest(bare_home)
    for highest in (floor, 0.57, 0.6, 0.99):
        peak = float(np.float32(max(highest, floor)))
        row = Pass("a", "gate.mp4", None, 0.0, 1.0)
        grid = hundredths_of(
            run,
            SimpleNamespace(records=[pass_record(row, Status.NON_MATED, peak=peak)], claims=()),
            float(np.float32(floor)),
        )
        assert grid[0] == floor
        assert [reaches([peak], one)[0] for one in grid] == [True] * (len(grid) - 1) + [False]


def test_of_a_log_without_alerts_there_are_two_thresholds_to_choose_from(bare_home):
    run, _ = newest(bare_home)
    run.header["external"] = True
    assert hundredths_of(run, SimpleNamespace(records=[], claims=()), 0.6) == [0.6, pytest.approx(0.6)]
