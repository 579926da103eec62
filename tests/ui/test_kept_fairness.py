"""What is worked out about groups is worked out once, and is not kept from another truth."""

import shutil

import pytest

from lfr_eval.core.errors import RecordError
from lfr_eval.core.home import Home
from lfr_eval.evaluate.evidence import kept_scores
from lfr_eval.evaluate.fairness import fairness_of
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


def test_one_woman_is_taken_for_one_woman(home):
    # S10 resembles P5: both women; 12 women and 12 men passed, 3 women and 3 men are listed
    found = fairness_of(home, *newest(home)).taken_for.set_index(["probe", "listed"])
    assert {key: (row["k"], row["n"]) for key, row in found.iterrows()} == {
        ("F", "F"): (1, 36),
        ("F", "M"): (0, 36),
        ("M", "F"): (0, 36),
        ("M", "M"): (0, 36),
    }
    assert found.loc[("F", "F"), "subjects"] == 15


def test_indices_are_of_both_errors(home):
    found = fairness_of(home, *newest(home)).inequality.set_index(["metric", "index"])["value"]
    assert found["fpir", "max_minus_min"] == pytest.approx(1 / 12)
    assert found["fnir", "max_minus_min"] == pytest.approx(1 / 3), "one man of three failed to enrol"
    assert found["fpir and fnir", "fdr"] == pytest.approx(1 - (1 / 12 + 1 / 3) / 2)


def test_it_is_worked_out_once_and_is_no_score_itself(home):
    run, score = newest(home)
    first = fairness_of(home, run, score)
    (home.datasets / "gate" / "passes.csv").unlink()
    again = fairness_of(home, run, score)
    assert again.inequality.equals(first.inequality)
    assert again.taken_for.equals(first.taken_for)
    assert kept_scores(home, run.run_id) == [score]


def test_truth_that_has_changed_is_not_used(home):
    (home.datasets / "gate" / "passes.csv").write_text("pass_id,source,subject_id,t_enter_s,t_exit_s\n")
    with pytest.raises(RecordError, match=r"passes\.csv: gone, or no longer what this score was taken from"):
        fairness_of(home, *newest(home))
