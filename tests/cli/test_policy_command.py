"""`lfr-eval score --policy`: recognition in time as a limit, and as an equivalence of groups."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import Said, refusal

from lfr_eval.core.errors import TableError
from lfr_eval.evaluate.policy import read_policy
from lfr_eval.evaluate.results.score import ScoreResult
from lfr_eval.ui.literal import strong
from lfr_eval.ui.views import fairness as view

WORDS = ("--alerts", "log.csv", "--listed", "listed.csv", "--source-id", "street", "--duration", 10_000)
TRUTH = ("--truth", "passes.csv", "--subjects", "subjects.csv", "--policy", "policy.yaml")
PEOPLE, PASSES = 120, 600


def write(home: Path, late: Callable[[int], bool]) -> None:
    """Listed people, women and men in turn, pass five times each; all are recognised after 1 s, or late, after 3 s."""
    passes, log = ["pass_id,source,subject_id,t_enter_s,t_exit_s"], ["person_id,pts_s,score"]
    for place in range(PASSES):
        enter_s, person = 10 * place, place % PEOPLE
        passes.append(f"p{place},street,P{person},{enter_s},{enter_s + 5}")
        log.append(f"P{person},{enter_s + (3 if late(place) else 1)},0.7")
    people = [f"P{person}" for person in range(PEOPLE)]
    (home / "passes.csv").write_text("\n".join(passes) + "\n")
    (home / "log.csv").write_text("\n".join(log) + "\n")
    (home / "listed.csv").write_text("\n".join(["person_id", *people]) + "\n")
    labels = [f"{person},{'FM'[place % 2]},self" for place, person in enumerate(people)]
    (home / "subjects.csv").write_text("\n".join(["subject_id,sex,label_source", *labels]) + "\n")


def answers(home: Path, call: Callable[..., Said], policy: str) -> tuple[int, dict[str, str], dict[str, Any]]:
    (home / "policy.yaml").write_text(policy)
    said = call(home, "score", *WORDS, *TRUTH, "--json")
    stated = json.loads(said.out)
    return said.code, {one["limit"]: one["state"] for one in stated["policy"]}, stated


@pytest.mark.parametrize(("limit", "code", "state"), [(0.85, 0, "met"), (0.97, 1, "not shown"), (0.995, 1, "breached")])
def test_recognition_in_time_has_a_limit_of_its_own(tmp_path: Path, call: Callable[..., Said], limit, code, state):
    # All are recognised, but four people always late: 580 of 600 in time, from 92.5 % to 98.9 % by one-sided bounds
    write(tmp_path, late=lambda place: place % 30 == 0)
    found, states, stated = answers(tmp_path, call, f"timely: {limit}\ntpir: 0.95\n")
    assert (found, states) == (code, {"TPIR at least 0.95": "met", f"Timely recognition at least {limit:g}": state})
    assert (stated["timely"]["k"], stated["tpir"]["k"]) == (580, 600)


def test_groups_that_are_recognised_alike_and_not_equally_soon_are_not_treated_alike(
    tmp_path: Path, call: Callable[..., Said]
):
    # Two of five passes of a man are late, and none of a woman: TPIR is 100 % for both
    write(tmp_path, late=lambda place: bool(place % 2 and place // PEOPLE % 2))
    both = "equivalence: [sex]\nequivalence_of: [tpir, timely]\n"
    code, states, stated = answers(tmp_path, call, both)
    assert (code, states) == (1, {"TPIR equivalent by sex": "met", "Timely recognition equivalent by sex": "breached"})
    because = stated["policy"][1]["because"]
    assert because.startswith("F 300 of 300 = 100 % against M 180 of 300 = 60 %: difference +40 points")
    # The policy, the verdict and the page of groups say the same sentence
    printed = [line for line in call(tmp_path, "score", *WORDS, *TRUTH).out.splitlines() if because in line]
    assert [line.strip().partition(":")[0] for line in printed] == ["Policy", "sex, timely recognition"]
    found = strong("sex, Recognised in time: shown to differ.")
    assert view.verdict_lines(ScoreResult.of_json(stated).verdicts, "sex")[-1].startswith(f"{found} {because}.")
    assert answers(tmp_path, call, "equivalence: [sex]\nequivalence_of: [tpir]\n")[0] == 0


def test_a_rate_that_there_is_not_is_one_line(tmp_path: Path, call: Callable[..., Said]):
    write(tmp_path, late=lambda place: False)
    (tmp_path / "policy.yaml").write_text("equivalence: [sex]\nequivalence_of: [speed]\n")
    assert "policy.yaml" in refusal(call(tmp_path, "score", *WORDS, *TRUTH))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "expected a limit (fpir, tpir, timely) or equivalence, found none"),
        ("margins: {fpir: 1.5}\n", "expected a limit (fpir, tpir, timely) or equivalence, found none"),
        ("fpir: 0.01\nfpir: 0.5\n", "the key fpir twice"),
    ],
)
def test_a_policy_that_asks_nothing_or_says_one_thing_twice_is_refused(tmp_path, text, said):
    (tmp_path / "policy.yaml").write_text(text)
    with pytest.raises(TableError, match=re.escape(said)):
        read_policy(tmp_path / "policy.yaml")
