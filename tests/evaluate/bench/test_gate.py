"""A reference says which ratios got worse."""

import json
from pathlib import Path

import gate
import pytest
from gate import Reference, got_worse, read_reference, write_reference

from lfr_eval.core.errors import TableError
from lfr_eval.evaluate.bench.measure import Findings, Ratio, stated


def ratio(name: str, value: float, better: str = "lower") -> dict[str, object]:
    return {"name": name, "value": value, "better": better}


@pytest.mark.parametrize(
    ("value", "better", "worse"),
    [(1.24, "lower", False), (1.26, "lower", True), (0.76, "higher", False), (0.74, "higher", True)],
)
def test_worse_by_more_than_the_tolerance(value: float, better: str, worse: bool):
    reference = Reference(machine="m", tolerance=0.25, ratios={"n": 1.0})
    assert bool(got_worse([ratio("n", value, better), ratio("new", 9.0)], reference)) is worse


def test_a_reference_that_is_updated_keeps_what_was_not_measured(tmp_path: Path):
    path = tmp_path / "reference.json"
    write_reference(path, [ratio("a", 1.0), ratio("b", 2.0)], "one", 0.25)
    write_reference(path, [ratio("b", 3.0)], "another", 0.1)
    assert read_reference(path) == Reference(machine="another", tolerance=0.1, ratios={"a": 1.0, "b": 3.0})


@pytest.mark.parametrize("text", ["", "{}", '{"machine": "m", "tolerance": 2, "ratios": {}}'])
def test_a_reference_that_says_something_else_is_named(tmp_path: Path, text: str):
    (tmp_path / "reference.json").write_text(text)
    with pytest.raises(TableError, match=r"reference\.json.*expected a file of reference ratios"):
        read_reference(tmp_path / "reference.json")


# Figures as any benchmark states them: they become the reference, and against half of it they are worse.
def test_figures_are_committed_and_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    figures, reference = tmp_path / "search.json", tmp_path / "reference.json"
    figures.write_text(json.dumps(stated(Findings("search", (), (Ratio("n", (1.0,), "lower"),)))))
    words = [str(figures), "--reference", str(reference)]
    with pytest.raises(SystemExit, match=r"^0$"):
        gate.main([*words, "--update"])
    assert read_reference(reference).ratios == {"n": 1.0}
    reference.write_text(reference.read_text().replace('"n": 1.0', '"n": 0.5'))
    with pytest.raises(SystemExit, match=r"^1$"):
        gate.main(words)
    assert "WORSE n: 1.00, was 0.50 (lower is better)" in capsys.readouterr().out


def test_figures_that_are_not_there_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit, match=r"^2$"):
        gate.main([str(tmp_path / "nothing.json")])
    assert "nothing.json" in capsys.readouterr().err
