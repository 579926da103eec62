"""The kept rates at every threshold are those that scoring at each threshold gives."""

import shutil

import pytest

from lfr_eval.core.errors import RecordError
from lfr_eval.core.home import Home
from lfr_eval.evaluate.evidence import kept_scores, truth_of
from lfr_eval.evaluate.score import Question, score_runs
from lfr_eval.evaluate.trade_off import trade_off_of
from lfr_eval.record.listing import list_runs
from lfr_eval.record.reader import RunRecord


def _kept_tables(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if "scores" in folder and name.endswith(".parquet")]


@pytest.fixture
def home(golden_home: Home, tmp_path) -> Home:
    """A golden home of one's own, where no page has worked anything out yet."""
    shutil.copytree(golden_home.folder, tmp_path / "home", ignore=_kept_tables)
    return Home(tmp_path / "home")


def newest(home: Home):
    run = RunRecord.open(list_runs(home.runs)[0].path)
    return run, kept_scores(home, run.run_id)[0]


def test_each_threshold_says_what_a_score_at_it_says(home):
    run, score = newest(home)
    trade = trade_off_of(home, run, score).set_index(["metric", "attribute", "value", "threshold"])
    for threshold in (0.2, 0.4, 0.6, 0.61, 0.9):
        stated = score_runs([run], truth_of(home, score), Question(threshold=threshold, by=("sex",))).stated
        for metric in ("tpir", "fpir"):
            cells = [("", "", stated[metric])]
            cells += [("sex", group["value"], group[metric]) for group in stated["groups"]]
            for attribute, value, rate in cells:
                row = trade.loc[(metric, attribute, value, threshold)]
                assert (row["k"], row["n"], row["subjects"]) == (rate["k"], rate["n"], rate["subjects"])
                assert (row["low"], row["high"]) == pytest.approx((rate["low"], rate["high"]))


def test_it_is_worked_out_once_and_is_no_score_itself(home):
    run, score = newest(home)
    first = trade_off_of(home, run, score)
    (home.datasets / "gate" / "passes.csv").unlink()
    assert trade_off_of(home, run, score).equals(first)
    assert kept_scores(home, run.run_id) == [score]


def test_truth_that_has_changed_is_not_used(home):
    run, score = newest(home)
    (home.datasets / "gate" / "passes.csv").write_text("pass_id,source,subject_id,t_enter_s,t_exit_s\n")
    with pytest.raises(RecordError, match=r"passes\.csv: gone, or no longer what this score was taken from"):
        trade_off_of(home, run, score)
