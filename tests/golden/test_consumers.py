"""One score of each kind goes through everything that reads scores: nothing raises, no sentence says None or nan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import pytest
from golden_home import golden_boxes, golden_passes, golden_subjects, make_golden

from lfr_eval.core.home import Home
from lfr_eval.evaluate.compare import compare
from lfr_eval.evaluate.evidence import hold_again, keep_score, kept_score
from lfr_eval.evaluate.external import ExternalSystem, record_alerts
from lfr_eval.evaluate.fairness import fairness_of
from lfr_eval.evaluate.policy import Policy
from lfr_eval.evaluate.results.kept import KeptScore
from lfr_eval.evaluate.review import shown
from lfr_eval.evaluate.review.evidence import Evidence, Watched
from lfr_eval.evaluate.review.terms import Held, Terms
from lfr_eval.evaluate.score import Question, score_runs
from lfr_eval.evaluate.trade_off import trade_off_of
from lfr_eval.evaluate.trial.worker import TrialResult
from lfr_eval.evaluate.truth import TruthFiles
from lfr_eval.evaluate.watch import WatchResult
from lfr_eval.metrics.group_comparison import Metric
from lfr_eval.metrics.records import ScoredRun
from lfr_eval.metrics.stopping import StoppingRule
from lfr_eval.record.listing import list_runs
from lfr_eval.record.reader import RunRecord
from lfr_eval.record.scores import TOGETHER
from lfr_eval.report import demo
from lfr_eval.report.timeline import timeline_of
from lfr_eval.report.words import score_lines
from lfr_eval.ui.views import commands, fairness, fairness_figures, group_latency, latency, live, overview
from lfr_eval.ui.views import compare as compare_view
from lfr_eval.ui.views import run as run_view
from lfr_eval.ui.views.threshold import Explorer, Setting

POLICY = Policy(fpir=0.01, tpir=0.5, timely=0.5, equivalence=("sex",), equivalence_of=tuple(Metric))
QUESTION = Question(by=("sex", "sex*age"), policy=POLICY, repeat_watch=True)
WITHIN = "within a condition"
KEPT = {"nobody listed": "-S", "nobody else": "-P"}
"""What must stand in the rows of truth that are kept."""
UNSAID = re.compile(r"\b(None(?! of)|nan|NaN|inf)\b")


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> list[RunRecord]:
    return [RunRecord.open(run.path) for run in list_runs(make_golden(tmp_path_factory.mktemp("watched")).runs)]


@pytest.fixture(params=["boxes", "alert log", "pooled", WITHIN, *KEPT])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def runs(kind: str, home: Home, watched: list[RunRecord]) -> list[RunRecord]:
    if kind != "alert log":
        return watched if kind == "pooled" else watched[:1]
    (home.folder / "listed.csv").write_text("person_id\n" + "".join(f"P{number}\n" for number in range(1, 6)))
    (home.folder / "log.csv").write_text("person_id,pts_s,score\nP1,0.5,0.8\nP2,0.7,0.7\nP5,9,0.6\nP5,9.5,0.6\n")
    system = ExternalSystem("a vendor's", "gate.mp4", 21.0, home.folder / "listed.csv")
    return [RunRecord.open(record_alerts(home.folder / "log.csv", system, home.runs))]


@pytest.fixture
def score(kind: str, home: Home, runs: list[RunRecord]) -> KeptScore:
    """Kept and read back."""

    def write(name: str, text: str, column: Mapping[str, Sequence[str]]) -> None:
        head, *rows = text.splitlines()
        added = [",".join([row, *(cells[n % len(cells)] for cells in column.values())]) for n, row in enumerate(rows)]
        kept = [row for row in added if KEPT.get(kind, "") in row]
        (home.folder / name).write_text("\n".join([",".join([head, *column]), *kept]) + "\n")

    write("passes.csv", golden_passes(), {"age": ("20-29", "60+", ""), "light": ("day", "night")})
    (home.folder / "subjects.csv").write_text(golden_subjects())
    if kind != "alert log":
        write("boxes.csv", golden_boxes(), {})
    files = TruthFiles(home.folder / "passes.csv", (home.folder / "subjects.csv",))
    made = score_runs(runs, files, replace(QUESTION, within=("light",)) if kind == WITHIN else QUESTION)
    kept = kept_score(home, TOGETHER if len(runs) > 1 else runs[0].run_id, keep_score(made, files, home))
    assert kept is not None
    return kept


def sentences(said: object) -> Iterator[str]:
    """Every text in what a consumer gives; charts are drawn."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, pd.DataFrame):
        yield from sentences([*said.columns, *said.to_numpy().ravel()])
    elif isinstance(said, alt.LayerChart):
        said.to_dict()
    elif isinstance(said, Mapping):
        yield from sentences([*said, *said.values()])
    elif isinstance(said, list | tuple):
        for one in said:
            yield from sentences(one)
    elif is_dataclass(said):
        yield from sentences([getattr(said, field.name) for field in fields(said)])


def require_said(said: object) -> None:
    texts = list(sentences(said))
    assert texts
    assert [text for text in texts if UNSAID.search(text)] == []


def test_the_kinds_are_those_that_are_meant(kind: str, score: KeptScore):
    assert (score.tpir.n == 0, score.fpir.n == 0) == (kind == "nobody listed", kind == "nobody else")
    assert (score.fpir.is_open, score.together is not None) == (kind == "alert log", kind == "pooled")
    assert {bool(group.condition) for group in score.groups} == {kind == WITHIN}


def test_what_commands_say(score: KeptScore, runs: list[RunRecord], home: Home):
    rule = StoppingRule(0.85, 150)
    counts = {"faces": 7, "frames_read": 100, "frames_dropped": None, "faces_embedded": 6, "duration_s": 8.0}
    trial = TrialResult(WatchResult(home.folder, "stopped", (), counts, {}), None, score, (), home, rule)
    require_said([score_lines(score), demo.headline(score), live.what_was_found(trial)])


def test_what_the_pages_of_runs_say(score: KeptScore, runs: list[RunRecord]):
    require_said([run_view.answer(score), run_view.not_shown(score), run_view.rates(score), run_view.outcomes(score)])
    header = runs[0].header
    assert dict(run_view.provenance(header, score).to_numpy())["Truth"].startswith("passes.csv, subjects.csv")
    found = [overview.tested(run, [score]) for run in list_runs(runs[0].path.parent)]
    require_said([overview.answer(found, []), overview.runs_table(found), overview.limits_table(found)])
    require_said([compare_view.sides(score, score), compare_view.side_by_side(score, score)])
    assert compare_view.changed(header, header, (score, score)).empty


def test_what_the_page_of_groups_says(kind: str, score: KeptScore):
    require_said([fairness.answer(score), fairness.summary(score)])
    for attribute in fairness.attributes(score):
        require_said([fairness.verdict_lines(score.verdicts, attribute), fairness.needed(score, attribute)])
        require_said([fairness.label_notes(score, attribute), fairness.forests(score, attribute, fairness.ALL)])
        crossed = fairness_figures.intersections(score, attribute, fairness.ALL)
        require_said([*crossed, "or none"])
        assert bool(crossed) == (kind != WITHIN), "there are no groups of all passes together"
        for value in fairness.values(score, attribute):
            require_said(fairness.group_lines(score, attribute, value))


def test_what_the_page_of_latency_says(score: KeptScore):
    require_said([latency.answer(score), latency.alert_sentence(score), group_latency.causes(score)])
    for attribute in fairness.attributes(score):
        delays, looks = group_latency.delays(score, attribute), group_latency.looks(score, attribute)
        require_said([group_latency.verdict(score, attribute), delays, looks])


def test_what_pages_work_out_beside_a_score(kind: str, score: KeptScore, runs: list[RunRecord], home: Home):
    if kind == "pooled":
        assert len(runs) > 1, "pages show the scores of single runs"
        return
    (run,) = runs
    held = hold_again(home, run, score)
    assert isinstance(held, ScoredRun)
    require_said(
        [commands.score_command(run.run_id, score.taken), commands.same_score_command(run.run_id, score.taken)]
    )
    require_said([fairness.how_to_compare(run.run_id, score), fairness.how_to_cross(run.run_id, score)])
    require_said([latency.curve_table(latency.alert_waits(held)), group_latency.recognition(held, score, "sex")])
    require_said([timeline_of(run, held).table(), timeline_of(run, held).sentence()])
    require_said(compare_view.reservations(compare(held, held)))
    trade, beside = trade_off_of(home, run, score), fairness_of(home, run, score)
    require_said(fairness_figures.spreads(trade, "sex", score.threshold))
    unequal = beside.inequality
    require_said([fairness_figures.indices(unequal, "sex"), fairness_figures.indices_line(unequal, "sex")])
    require_said([fairness_figures.matrix(beside.taken_for, "sex", fairness.ALL), "or none"])
    for persons in (score.watchlist.persons_enrolled, 100):
        asked = Setting(score.threshold, persons, 1000, 10, "sex", fpir_limit=0.6, tpir_limit=0.1)
        explorer = Explorer(trade, score.watchlist.persons_enrolled, asked)
        require_said([explorer.answer(), explorer.region_line()])
        require_said([[panel.sentence, panel.title, panel.table, panel.chart()] for panel in explorer.panels()])


def test_what_the_checklist_of_a_review_says(score: KeptScore, runs: list[RunRecord]):
    held = [Held(run_id=run.run_id, score="cd", policy=POLICY) for run in runs]
    evidence = [Evidence(tuple(Watched(one, run.header) for one, run in zip(held, runs, strict=True)), score)]
    for footfall in (None, 1000):
        terms = Terms(place="gate", purpose="wanted", policy=POLICY, footfall=footfall, false_alerts_an_hour=2.0)
        asked: list[Any] = [shown.accuracy, shown.false_alerts_per_pass, shown.false_alerts_per_face]
        checks = [ask(terms, evidence) for ask in (*asked, shown.load, shown.delay)] + shown.equality(terms, evidence)
        require_said([(one.question, one.because, one.obstacle) for one in checks])
