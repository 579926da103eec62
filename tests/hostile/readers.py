"""Every reader of what somebody may have replaced: where its file stands, and what reads it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import inputs
from record_runs import write_run
from synthetic import draw
from synthetic_runs import Pictures, make_list, record, settings

from lfr_eval.cli.runs import _row
from lfr_eval.core.home import Home
from lfr_eval.core.outside import Unreadable
from lfr_eval.core.outside.arrays import parse_archive
from lfr_eval.datasets.alert_log import read_alert_log
from lfr_eval.datasets.candidate_lists import read_candidate_lists
from lfr_eval.datasets.images import read_images
from lfr_eval.datasets.labels import read_labels
from lfr_eval.datasets.pairs import read_pairs
from lfr_eval.datasets.passes import read_boxes, read_passes
from lfr_eval.datasets.subjects import read_subjects
from lfr_eval.datasets.tables import read_cells
from lfr_eval.evaluate.evidence import keep_score, kept_scores, outdated
from lfr_eval.evaluate.held_record import from_table
from lfr_eval.evaluate.policy import read_policy
from lfr_eval.evaluate.score import score_runs
from lfr_eval.evaluate.system import read_system
from lfr_eval.evaluate.templates import _decoded
from lfr_eval.evaluate.truth import TruthFiles
from lfr_eval.record import adjudications, reviews
from lfr_eval.record.listing import list_runs, verify
from lfr_eval.record.reader import RunRecord
from lfr_eval.record.remarks import read_remarks
from lfr_eval.record.scores import list_scores, read_table
from lfr_eval.record.sums import SUMS, sums_text
from lfr_eval.record.tables import SCHEMAS
from lfr_eval.ui.selection import _number
from lfr_eval.watchlist.store import read_watchlist
from lfr_eval.watchlist.submissions import read_submissions

PASSES = "pass_id,source,subject_id,t_enter_s,t_exit_s"
PASS_ROWS = ["a,gate.mp4,P1,0,2", "b,gate.mp4,,0,2"]
BOXES, BOX_ROWS = "pass_id,pts_s,x,y,w,h", ["a,0,1,1,10,10"]
SUBJECTS, SUBJECT_ROWS = "subject_id,sex,age,label_source", ["P1,F,30,self"]
IMAGES, IMAGE_ROWS = "image_id,subject_id,path,role,capture_date,split", ["i,P1,i.jpg,probe,2025-01-01,test"]
PAIRS, PAIR_ROWS = "id1,id2,same", ["a.jpg,b.jpg,1"]
ALERTS, ALERT_ROWS = "person_id,pts_s,score,track,entry_id,emitted_s", ["P1,1,0.8,3,P1/1,1.5"]
LISTS, LIST_ROWS = "probe_id,rank,person_id,score", ["p,1,P1,0.8", "p,2,P2,0.7"]
ENTRIES, ENTRY_ROWS = "entry_id,person_id,path,category,added_at,expires_at,provenance", ["e,P1,i.jpg,c,2025-01-01,,x"]
DECISION = ["r", "k", "Ann", "true", "", 1.0, "2025-06-01T12:00:00+00:00", 0]
ENTRY = ["v", "before", "answer", "t", "{}", "Ann", "2025-06-01T12:00:00+00:00"]
PLACES = {
    "a folder": lambda path: path.mkdir(),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a link to nothing": lambda path: path.symlink_to("nowhere"),
    "a device": lambda path: path.symlink_to("/dev/zero"),
}
"""What stands where a file is expected."""


@dataclass(frozen=True)
class Reader:
    """One way in."""

    name: str
    file: Path
    read: Callable[[], object]
    inputs: Mapping[str, bytes]
    as_place: bool = True
    """Whether something else than a file may stand there."""


def readers(root: Path) -> Iterator[Reader]:
    """All of them, in a folder in which everything else is as it should be."""
    yield from _settings(root)
    yield from _truth(root)
    yield from _lists(root)
    yield from _records(root)
    yield from _scores(root)
    yield from _ledgers(root)


def addresses() -> dict[str, Callable[[], object]]:
    """What stands in the address of a page, where a figure is expected."""
    odd = [*inputs.NUMBERS, "", " ", "x" * 100_000, "[]", "null", "1e5", "0x", "\0", "--1", "1,5", "inf", "1" * 4_000]
    asked = ((0.4, {}), (0.4, {"min_value": 0.0, "max_value": 1.0}), (3, {}), (3, {"min_value": 1, "max_value": 5000}))
    return {
        f"address: {given[:20]!r}, {type(default).__name__}, {held}": lambda given=given, default=default, held=held: (
            _must_be_within(_number(given, default, held), held)
        )
        for given in odd
        for default, held in asked
    }


def _must_be_within(value: float, held: Mapping[str, float]) -> None:
    assert held.get("min_value", -(2**53)) <= value <= held.get("max_value", 2**53), value


def _settings(root: Path) -> Iterator[Reader]:
    documents = inputs.documents()
    full = settings().model_dump(mode="json")
    system = {name: inputs.stated(changed) for name, changed in inputs.mutations(full)}
    policy = {"fpir": 0.001, "tpir": 0.8, "equivalence": ["sex"], "margins": {"fpir": 1.25}}
    policies = {name: inputs.stated(changed) for name, changed in inputs.mutations(policy)}
    labels = {name: inputs.stated(changed) for name, changed in inputs.mutations({"sex": {"F": ["f", "woman"]}})}
    for name, read, more in (
        ("system.yaml", read_system, system),
        ("policy.yaml", read_policy, policies),
        ("labels.yaml", read_labels, labels),
    ):
        yield Reader(name, root / name, lambda read=read, name=name: read(root / name), documents | more)


def _truth(root: Path) -> Iterator[Reader]:
    (root / "good.csv").write_text("\n".join([PASSES, *PASS_ROWS, ""]))
    passes = read_passes(root / "good.csv", "gate.mp4")
    documents, tables = inputs.documents(), inputs.tables()
    for name, read, header, rows in (
        ("passes.csv", lambda path: read_passes(path, "gate.mp4"), PASSES, PASS_ROWS),
        ("boxes.csv", lambda path: read_boxes(path, passes), BOXES, BOX_ROWS),
        ("subjects.csv", read_subjects, SUBJECTS, SUBJECT_ROWS),
        ("images.csv", read_images, IMAGES, IMAGE_ROWS),
        ("pairs.csv", lambda path: read_pairs(path, root), PAIRS, PAIR_ROWS),
        ("alerts.csv", read_alert_log, ALERTS, ALERT_ROWS),
        ("lists.csv", read_candidate_lists, LISTS, LIST_ROWS),
        ("entries.csv", lambda path: read_submissions(path, read_cells), ENTRIES, ENTRY_ROWS),
    ):
        also = tables if name in ("alerts.csv", "lists.csv") else {}
        given = documents | inputs.cells(header, rows) | also
        yield Reader(name, root / name, lambda read=read, name=name: read(root / name), given, name != "entries.csv")
    yield Reader("lists.parquet", root / "l.parquet", lambda: read_candidate_lists(root / "l.parquet"), documents)


def _lists(root: Path) -> Iterator[Reader]:
    make_list(path := root / "list", 1, 2, failing=["x"])
    header = json.loads((path / "list.json").read_bytes())
    headers = {name: inputs.stated(changed) for name, changed in inputs.mutations(header)}
    for file, given in (
        ("list.json", inputs.documents() | headers),
        ("entries.parquet", inputs.tables() | inputs.raw()),
        ("templates.npy", inputs.arrays() | inputs.raw()),
    ):
        kept = shutil.copytree(path, root / f"list of {file}")
        yield Reader(file, kept / file, lambda kept=kept: read_watchlist(kept), given)
    archive = root / "cache.npz"
    given = inputs.arrays() | inputs.raw()
    yield Reader(
        "an archive of templates", archive, lambda: _decoded(bytes(32) + archive.read_bytes(), 512), given, False
    )
    yield Reader("an archive", archive, lambda: _refused(parse_archive, archive.read_bytes()), given, False)


def _refused(parse: Callable[[bytes], object], data: bytes) -> None:
    with suppress(Unreadable):
        parse(data)


def _records(root: Path) -> Iterator[Reader]:
    home = Home(root / "home")
    listed = make_list(root / "people", 1, 2)
    pictures = Pictures([draw({1: (100, 100), 9: (300, 100)})] * 5)
    run = record(pictures, listed, home.runs, settings()).run
    whole = json.loads((run / "run.json").read_bytes())
    changed = {name: inputs.stated(made) for name, made in inputs.mutations(_small(whole))}
    yield Reader("run.json", run / "run.json", lambda: _every_run(home), inputs.documents() | changed)
    other = write_run(root / "runs")
    yield Reader(SUMS, other / SUMS, lambda: (RunRecord.open(other).frames(), verify(other)), inputs.raw())
    tables = inputs.tables()
    for name in SCHEMAS:
        path = write_run(root / name)
        yield Reader(
            f"{name}.parquet", path / f"{name}.parquet", lambda path=path, name=name: _table(path, name), tables
        )


def _small(header: dict[str, Any]) -> dict[str, Any]:
    """A header of which no part is there many times over."""
    few = {"settings": {name: header["settings"][name] for name in ("alerting", "matching", "display")}}
    load = header["load"] | {"stage_ms": {}, "memory_mib": {"peak": 1.0, "over_time": []}}
    return header | few | {"versions": {"numpy": "2"}, "load": load}


def _every_run(home: Home) -> None:
    """What `runs list` says, and what is read of a run that it does not call damaged."""
    for run in list_runs(home.runs):
        _row(run)
        if run.problem:
            assert "\n" not in run.problem
            assert len(run.problem) < 1_000
            continue
        RunRecord(run).frames()


def _table(path: Path, name: str) -> None:
    """Of a record whose digests are those of what stands there, so that they do not keep it out."""
    if (path / f"{name}.parquet").is_file():
        (path / SUMS).write_text(sums_text(path))
    RunRecord.open(path).table(name)


def _scores(root: Path) -> Iterator[Reader]:
    home = Home(root / "scored")
    home.datasets.mkdir(parents=True)
    truth = TruthFiles(home.datasets / "passes.csv")
    truth.passes.write_text("\n".join([PASSES, *PASS_ROWS, ""]))
    run = record(Pictures([draw({1: (100, 100)})] * 10), make_list(root / "few", 1), home.runs, settings()).run
    opened = RunRecord.open(run)
    digest = keep_score(score_runs([opened], truth), truth, home)
    (file,) = list_scores(home.scores, opened.run_id)
    (table,) = (home.scores / opened.run_id).glob("*.parquet")

    def scores() -> None:
        for score in kept_scores(home, opened.run_id):
            outdated(home, score.taken)

    def passes() -> None:
        if (kept := read_table(home.scores, opened.run_id, table.stem)) is not None:
            from_table(kept)

    assert file.stem == digest
    top = json.loads(file.read_bytes())
    few = {name: top[name] for name in ("run_id", "threshold", "truth_sha256", "truth_files", "settings", "records")}
    changed = {name: inputs.stated(top | made) for name, made in inputs.mutations(few)}
    yield Reader("a kept score", file, scores, inputs.documents() | changed)
    yield Reader("kept passes", table, passes, inputs.tables() | inputs.raw())
    notes = home.notes / f"{opened.run_id}.json"
    notes.parent.mkdir(parents=True)
    remarks = {"schema_version": 1, "tags": ["a"], "note": "b"}
    written = {name: inputs.stated(made) for name, made in inputs.mutations(remarks)}
    yield Reader("remarks", notes, lambda: read_remarks(home.notes, opened.run_id), inputs.documents() | written)


def _ledgers(root: Path) -> Iterator[Reader]:
    folder = root / "reviews"
    folder.mkdir()
    decisions = inputs.ledgers("decisions", adjudications.COLUMNS, DECISION) | inputs.raw()
    entries = inputs.ledgers("entries", reviews.COLUMNS, ENTRY) | inputs.raw()
    alerts = folder / adjudications.FILE
    yield Reader("decisions", alerts, lambda: adjudications.read_adjudications(folder, "r"), decisions)
    yield Reader("reviews", folder / reviews.FILE, lambda: reviews.read_entries(folder), entries)
