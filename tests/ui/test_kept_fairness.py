"""What is worked out about groups is worked out once, and is not kept from another truth."""

import pytest
from golden import newest

from lfr_eval.core.errors import RecordError
from lfr_eval.evaluate.score import inequality as fairness
from lfr_eval.evaluate.score.evidence import kept_scores
from lfr_eval.evaluate.score.inequality import fairness_of


def test_one_woman_is_taken_for_one_woman(bare_home):
    # S10 resembles P5: both women; 12 women and 12 men passed, 3 women and 3 men are listed
    found = fairness_of(bare_home, *newest(bare_home)).taken_for.set_index(["probe", "listed"])
    assert {key: (row["k"], row["n"]) for key, row in found.iterrows()} == {
        ("F", "F"): (1, 36),
        ("F", "M"): (0, 36),
        ("M", "F"): (0, 36),
        ("M", "M"): (0, 36),
    }
    assert found.loc[("F", "F"), "subjects"] == 15


def test_indices_are_of_both_errors(bare_home):
    found = fairness_of(bare_home, *newest(bare_home)).inequality.set_index(["metric", "index"])["value"]
    assert found["fpir", "max_minus_min"] == pytest.approx(1 / 12)
    assert found["fnir", "max_minus_min"] == pytest.approx(1 / 3), "one man of three failed to enrol"
    assert found["fpir and fnir", "fdr"] == pytest.approx(1 - (1 / 12 + 1 / 3) / 2)


def test_it_is_worked_out_once_and_is_no_score_itself(bare_home):
    run, score = newest(bare_home)
    first = fairness_of(bare_home, run, score)
    (bare_home.datasets / "gate" / "passes.csv").unlink()
    again = fairness_of(bare_home, run, score)
    assert again.inequality.equals(first.inequality)
    assert again.taken_for.equals(first.taken_for)
    assert kept_scores(bare_home, run.run_id) == [score]


def test_tables_of_an_older_version_are_not_read(bare_home, monkeypatch):
    # an older version kept an interval of each index: its tables have other columns, so they are made anew
    run, score = newest(bare_home)
    monkeypatch.setattr(fairness, "INDEX_COLUMNS", (*fairness.INDEX_COLUMNS, "low", "high"))
    fairness_of(bare_home, run, score)
    monkeypatch.undo()
    assert "low" not in fairness_of(bare_home, run, score).inequality


def test_truth_that_has_changed_is_not_used(bare_home):
    (bare_home.datasets / "gate" / "passes.csv").write_text("pass_id,source,subject_id,t_enter_s,t_exit_s\n")
    with pytest.raises(RecordError, match=r"passes\.csv: gone, or no longer what this score was taken from"):
        fairness_of(bare_home, *newest(bare_home))
