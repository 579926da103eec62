"""The kept rates at every threshold are those that scoring at each threshold gives."""

import pytest
from golden import newest

from lfr_eval.core.errors import RecordError
from lfr_eval.evaluate.evidence import kept_scores, truth_of
from lfr_eval.evaluate.score import Question, score_runs
from lfr_eval.evaluate.trade_off import trade_off_of


def test_each_threshold_says_what_a_score_at_it_says(bare_home):
    run, score = newest(bare_home)
    trade = trade_off_of(bare_home, run, score).set_index(["metric", "attribute", "value", "threshold"])
    for threshold in (0.2, 0.4, 0.6, 0.61, 0.9):
        stated = score_runs([run], truth_of(bare_home, score), Question(threshold=threshold, by=("sex",))).stated
        for metric in ("tpir", "fpir"):
            cells = [("", "", stated[metric])]
            cells += [("sex", group["value"], group[metric]) for group in stated["groups"]]
            for attribute, value, rate in cells:
                row = trade.loc[(metric, attribute, value, threshold)]
                assert (row["k"], row["n"], row["subjects"]) == (rate["k"], rate["n"], rate["subjects"])
                assert (row["low"], row["high"]) == pytest.approx((rate["low"], rate["high"]))


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
