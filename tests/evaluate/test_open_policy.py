"""A limit is met, and a breach shown, only whosever the hits were."""

from pathlib import Path

import pytest
from score_objects import alerts

from lfr_eval.evaluate.external import ExternalSystem, record_alerts
from lfr_eval.evaluate.policy import Policy
from lfr_eval.evaluate.score import Question, score_runs
from lfr_eval.evaluate.truth import TruthFiles
from lfr_eval.record.reader import RunRecord


@pytest.mark.parametrize("clerk", ["a", "z"])
def test_the_name_of_a_pass_decides_on_no_limit(tmp_path: Path, clerk: str):
    # A clerk is in view all day while 600 strangers pass; 20 hits, each with one of them there. By the lowest name all
    # were the clerk's, 1 of 601 and met, or the strangers', 20 of 601 and breached.
    passes = [f"{clerk},street,,0,6000", *(f"m{n:03},street,,{10 * n},{10 * n + 5}" for n in range(600))]
    (tmp_path / "passes.csv").write_text("\n".join(["pass_id,source,subject_id,t_enter_s,t_exit_s", *passes]) + "\n")
    (tmp_path / "log.csv").write_text("person_id,pts_s,score\n" + "".join(f"P,{10 * n + 1},0.5\n" for n in range(20)))
    (tmp_path / "listed.csv").write_text("person_id\nP\n")
    system = ExternalSystem("a vendor's", "street", 6000.0, tmp_path / "listed.csv")
    run = RunRecord.open(record_alerts(tmp_path / "log.csv", system, tmp_path / "runs"))
    score = score_runs([run], TruthFiles(tmp_path / "passes.csv"), Question(policy=Policy(fpir=0.02))).result
    assert (score.fpir.value, score.fpir.k_low, score.fpir.k_high) == (None, 1, 20)
    (answer,) = score.policy
    assert answer.state == "not shown"
    assert answer.because.startswith("1 to 20 of 601; ")
    # One window of de-duplication holds three of the hits: whoever these people were, they were no P.
    assert score.alerts == alerts(0, 7, 0)
