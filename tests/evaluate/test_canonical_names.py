"""People and sources are compared by their canonical names, whatever wrote them, in new records and in old ones."""

import json
import unicodedata
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from synthetic import draw
from synthetic_runs import Pictures, make_list, record, save

from lfr_eval.capture.source import open_source
from lfr_eval.core.adjudication import Adjudication, Decision
from lfr_eval.core.errors import InputError
from lfr_eval.core.home import Home
from lfr_eval.evaluate.alert_images import alerts_of_run, find_footage
from lfr_eval.evaluate.external import ExternalSystem, record_alerts
from lfr_eval.evaluate.score import score_runs
from lfr_eval.evaluate.truth import TruthFiles
from lfr_eval.record.adjudications import FILE, LEDGER, decide, read_adjudications
from lfr_eval.record.reader import RunRecord
from lfr_eval.record.sums import SUMS, sums_text

NFD, NFC = (unicodedata.normalize(form, "José Müller") for form in ("NFD", "NFC"))
CLIP_NFD, CLIP_NFC = (unicodedata.normalize(form, "Café.mp4") for form in ("NFD", "NFC"))
HEAD = "pass_id,source,subject_id,t_enter_s,t_exit_s\n"


def truth(folder: Path, person: str = NFC, source: str = CLIP_NFC, more: str = "") -> TruthFiles:
    path = folder / "passes.csv"
    path.write_text(f"{HEAD}p1,{source},{person},0,2\np2,{source},,4,6\n{more}", encoding="utf-8")
    return TruthFiles(path)


def old_run(folder: Path) -> Path:
    """A run whose names are in NFD, as older versions took them from the disk of a Mac."""
    (folder / "log.csv").write_text(f"person_id,pts_s,score\n{NFC},1,0.8\n", encoding="utf-8")
    (folder / "listed.csv").write_text(f"person_id\n{NFC}\nBob\n", encoding="utf-8")
    system = ExternalSystem("vendor", CLIP_NFC, 10.0, folder / "listed.csv")
    run = record_alerts(folder / "log.csv", system, folder / "reports" / "runs")
    header = (run / "run.json").read_text(encoding="utf-8")
    (run / "run.json").write_text(unicodedata.normalize("NFD", header), encoding="utf-8")
    for name in ("candidates", "alerts"):
        table = pq.read_table(run / f"{name}.parquet")
        people = [unicodedata.normalize("NFD", person) for person in table["person"].to_pylist()]
        pq.write_table(
            table.set_column(table.column_names.index("person"), "person", [people]), run / f"{name}.parquet"
        )
    assert NFD in (run / "run.json").read_text(encoding="utf-8")
    (run / SUMS).write_text(sums_text(run))
    return run


@pytest.mark.parametrize("person", [NFC, NFD])
@pytest.mark.parametrize("source", [CLIP_NFC, CLIP_NFD])
def test_a_record_of_an_older_version_matches_truth_in_either_form(tmp_path, person, source):
    run = RunRecord.open(old_run(tmp_path))
    assert run.header["source"]["id"] == CLIP_NFC
    assert run.candidates()["person"].tolist() == run.alerts()["person"].tolist() == [NFC]
    stated = score_runs([run], truth(tmp_path, person, source)).result
    assert [(rate.k, rate.n) for rate in (stated.tpir, stated.fpir)] == [(1, 1), (0, 1)]


def test_decisions_on_alerts_of_an_older_version_are_found_and_stand(tmp_path):
    run = RunRecord.open(old_run(tmp_path))
    (alert,) = alerts_of_run(run)
    home = Home(tmp_path)
    old_key, now = unicodedata.normalize("NFD", alert.key), "2025-01-01T00:00:00+00:00"
    LEDGER.make(home.reviews / FILE)
    with LEDGER.opened(home.reviews / FILE) as store:
        row = (run.run_id, old_key, unicodedata.normalize("NFD", "Zoë"), "true", "", 1.0, now, 0)
        columns = "run_id, alert_key, reviewer, decision, reason, seconds, decided_utc, seeded"
        store.execute(f"INSERT INTO decisions ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    (found,) = read_adjudications(home.reviews, run.run_id)
    assert (found.alert_key, found.reviewer) == (alert.key, "Zoë")
    again = Adjudication(run.run_id, alert.key, "zoë", Decision.FALSE, "", 1.0, found.decided_utc)
    with pytest.raises(InputError, match="already decided"):
        decide(home.reviews, again)


@pytest.mark.parametrize(
    ("name", "known"),
    [(CLIP_NFD, CLIP_NFC), ("Screenshot 10.15.30\u202fAM", "Screenshot 10.15.30 AM"), ("gate\u200b", "gate")],
)
def test_a_source_is_named_as_it_can_be_typed_and_found_again(tmp_path, name, known):
    (tmp_path / "datasets").mkdir()
    footage = save(tmp_path / "datasets" / name, [draw({1: (100, 100)})] * 2)
    listed = make_list(tmp_path / "list", 1)
    with open_source(str(footage)) as source:
        run = RunRecord.open(record(source, listed, tmp_path / "runs").run)
    assert run.header["source"]["id"] == known
    assert find_footage(Home(tmp_path), run) == footage
    with open_source(str(footage), source_id=CLIP_NFD) as source:
        assert source.source_id == CLIP_NFC
    with pytest.raises(InputError, match="--source-id: expected a name"):
        open_source(str(footage), source_id="gate\u200b")


@pytest.mark.parametrize(
    ("person", "said"),
    [
        (NFC.lower(), "they differ in case only"),
        (NFC.replace(" ", "_"), "U+005F LOW LINE"),
        (f"{NFC}\u200b", "U+200B ZERO WIDTH SPACE"),
        (NFC.replace(" ", "\u00a0"), "U+00A0 NO-BREAK SPACE"),
        (f" {NFC}", "without spaces around it"),
    ],
)
def test_truth_that_names_a_listed_person_almost_is_refused(tmp_path, person, said):
    with pytest.raises(InputError, match=r"passes\.csv, line 2, column subject_id: expected") as caught:
        score_runs([RunRecord.open(old_run(tmp_path))], truth(tmp_path, person))
    assert said in str(caught.value).replace("\\+", "+")


def test_somebody_else_of_almost_that_name_is_said_to_be_so(tmp_path):
    files = truth(tmp_path)
    files.passes.write_text(
        f"{HEAD.strip()},on_list\np1,{CLIP_NFC},{NFC},0,2,\np2,{CLIP_NFC},{NFC.lower()},4,6,no\np3,café.mp4,x,0,1,\n",
        encoding="utf-8",
    )
    stated = score_runs([RunRecord.open(old_run(tmp_path))], files).result
    assert (stated.tpir.k, stated.fpir.n, stated.rows_for_other_sources) == (1, 1, 1)
    assert "'Café.mp4' and 'café.mp4' are taken for two: they differ in case only" in stated.caveats
    assert f"{NFC!r} and {NFC.lower()!r} are taken for two: they differ in case only" in stated.caveats


def test_subjects_that_are_almost_those_of_the_passes_are_refused(tmp_path):
    files = truth(tmp_path)
    for text, said in (
        (f"subject_id,sex\n{NFC.upper()},F\n", "as among the subjects, found 'José Müller' (they differ in case only)"),
        (f"subject_id,Sex\n{NFC},F\n", "column sex: expected 'Sex', as in subjects.csv"),
    ):
        (tmp_path / "subjects.csv").write_text(text, encoding="utf-8")
        files.passes.write_text(f"{HEAD.strip()},sex\np1,{CLIP_NFC},{NFC},0,2,\np2,{CLIP_NFC},,4,6,M\n")
        with pytest.raises(InputError) as caught:
            score_runs([RunRecord.open(old_run(tmp_path))], TruthFiles(files.passes, (tmp_path / "subjects.csv",)))
        assert said in str(caught.value)


def test_a_log_that_names_a_listed_person_almost_says_so(tmp_path):
    (tmp_path / "log.csv").write_text("person_id,pts_s,score\nanna,1,0.8\n")
    (tmp_path / "listed.csv").write_text("person_id\nAnna\n")
    system = ExternalSystem("vendor", "gate.mp4", 10.0, tmp_path / "listed.csv")
    with pytest.raises(InputError, match=r"there is 'Anna' \(they differ in case only\)"):
        record_alerts(tmp_path / "log.csv", system, tmp_path / "runs")


def test_the_list_of_an_older_version_is_read_in_canonical_form_and_unaltered(tmp_path):
    pictures = [draw({1: (100, 100)})] * 3
    listed = make_list(tmp_path / "list", 1, failing=[NFD])
    assert listed.submitted == {"P1", NFC}
    assert NFD in pq.read_table(tmp_path / "list" / "entries.parquet")["person_id"].to_pylist()
    run = record(Pictures(pictures), listed, tmp_path / "runs").run
    assert json.loads((run / "run.json").read_bytes())["watchlist"]["persons_not_enrolled"] == [NFC]
