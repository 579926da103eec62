"""`lfr-eval score --alerts`: the alert log of a system that cannot be run here."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from command import Said, refusal

WORDS = ("--listed", "listed.csv", "--source-id", "street", "--duration", 60, "--truth", "passes.csv")


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """P passes at 0 s and a stranger at 20 s; the system logs distances: 0.3 for P, 0.5 for the stranger."""
    (tmp_path / "passes.csv").write_text(
        "pass_id,source,subject_id,t_enter_s,t_exit_s\na,street,P,0,10\nb,street,,20,30\n"
    )
    (tmp_path / "listed.csv").write_text("person_id\nP\n")
    (tmp_path / "log.csv").write_text("person_id,pts_s,score\nP,2,0.3\nP,25,0.5\n")
    return tmp_path


@pytest.mark.parametrize(("threshold", "found"), [((), (1, 1)), (("--threshold", 0.4), (1, 0))])
def test_distances_and_their_threshold_are_turned(given: Path, call: Callable[..., Said], threshold, found):
    said = call(given, "score", "--alerts", "log.csv", *WORDS, "--distances", *threshold, "--json")
    assert (said.code, said.err) == (0, "")
    stated = json.loads(said.out)
    assert (stated["tpir"]["k"], stated["fpir"]["k"]) == found


def test_a_policy_is_answered_for_it_too(given: Path, call: Callable[..., Said]):
    (given / "policy.yaml").write_text("fpir: 0.001\n")
    said = call(given, "score", "--alerts", "log.csv", *WORDS, "--distances", "--policy", "policy.yaml")
    assert said.code == 1
    assert "FPIR at most 0.001: " in said.out


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["latest", "--truth", "passes.csv", "--distances"], "--distances goes with --alerts"),
        (["--truth", "passes.csv"], "expected RUN"),
        (["--alerts", "log.csv", "--truth", "passes.csv"], "needs --listed, --source-id and --duration"),
    ],
)
def test_bad_input_is_one_line(given: Path, call: Callable[..., Said], words: list, part: str):
    assert part in refusal(call(given, "score", *words))


def test_a_log_by_another_clock_is_refused_and_leaves_no_run(given: Path, call: Callable[..., Said]):
    # ten people pass a minute apart; their alerts are logged in minutes
    rows = [f"p{place},street,P{place},{place * 60},{place * 60 + 10}" for place in range(10)]
    (given / "passes.csv").write_text("\n".join(["pass_id,source,subject_id,t_enter_s,t_exit_s", *rows]))
    (given / "listed.csv").write_text("\n".join(["person_id", *(f"P{place}" for place in range(10))]))
    alerts = [f"P{place},{place + 0.05},0.5" for place in range(10)]
    (given / "log.csv").write_text("\n".join(["person_id,pts_s,score", *alerts]))
    words = ("--listed", "listed.csv", "--source-id", "street", "--duration", 600, "--truth", "passes.csv")
    said = refusal(call(given, "score", "--alerts", "log.csv", *words))
    assert "found 1 of 10 alerts in a pass of the person whom they name, but 10 if alerts are in minutes" in said
    assert list((given / "reports" / "runs").iterdir()) == []
