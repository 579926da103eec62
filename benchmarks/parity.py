"""Whether a watch and a loop come to the same: pass by pass where passes are known, else person by person."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from lfr_eval.datasets.alert_log import LoggedHit
from lfr_eval.evaluate.score.hits import read_hits
from lfr_eval.evaluate.score.score import score_runs
from lfr_eval.evaluate.score.truth import TruthFiles
from lfr_eval.evaluate.watch.external import ExternalSystem, record_alerts
from lfr_eval.metrics.records import Outcome, PassRecord
from lfr_eval.metrics.truth import Status
from lfr_eval.record.reader import RunRecord

Hits = Sequence[LoggedHit]
Records = Sequence[PassRecord]
NOBODY = "nobody"


def hits_of(run: Path) -> list[LoggedHit]:
    """The hits of a watch, as the log of a system of which nothing else is known."""
    found = read_hits(RunRecord.open(run))
    rows = zip(found.person, found.pts_s, found.score, found.track, found.entry, found.emitted_s, strict=True)
    return [LoggedHit(str(p), float(t), float(s), int(n), str(e), float(m)) for p, t, s, n, e, m in rows]


def compared_persons(name: str, watch: Hits, loop: Hits) -> list[str]:
    """Whom each of the two found."""
    ours, theirs = ({one.person_id for one in hits} for hits in (watch, loop))
    said = [f"{name}: the watch found {_names(ours, NOBODY)}, the loop {_names(theirs, NOBODY)}"]
    if missed := theirs - ours:
        said.append(f"{name}: the loop alone found {_names(missed, NOBODY)}")
    return said


@dataclass(frozen=True, slots=True)
class PassByPass:
    """Holds logs against the truth of a clip, all in the same way: by time."""

    source: str
    """Base name of the clip."""
    persons: Sequence[str]
    """Who is on the list."""
    passes: Path
    """Who passes in the clip."""
    duration_s: float
    """How much of it was watched."""
    threshold: float
    folder: Path
    """Takes logs and records."""

    def compared(self, watch: Hits, loop: Hits) -> list[str]:
        """What came of each pass in the eyes of watch and loop."""
        ours, theirs = self._outcomes("watch", watch), self._outcomes("loop", loop)
        return [
            self._said(ours, theirs, Status.MATED, Outcome.CORRECT_ALERT, "the loop alone"),
            self._said(ours, theirs, Status.NON_MATED, Outcome.FALSE_ALERT, "the watch alone"),
        ]

    def _said(self, ours: Records, theirs: Records, status: Status, outcome: Outcome, worse: str) -> str:
        hit_by_us, hit_by_loop = (
            {record.row.pass_id for record in records if record.outcome is outcome} for records in (ours, theirs)
        )
        alone = hit_by_loop - hit_by_us if status is Status.MATED else hit_by_us - hit_by_loop
        passes = sum(record.status is status for record in ours)
        return (
            f"{self.source}: of {passes} {status.replace('_', '-')} passes the watch hits {len(hit_by_us)}, "
            f"the loop {len(hit_by_loop)}; {worse}: {_names(alone, 'none')}"
        )

    def _outcomes(self, name: str, hits: Hits) -> Records:
        self.folder.mkdir(exist_ok=True)
        log, listed = self.folder / f"{name}.csv", self.folder / f"{name}-listed.csv"
        _write(log, [asdict(one) for one in hits], [each.name for each in fields(LoggedHit)])
        _write(listed, [{"person_id": person} for person in self.persons], ["person_id"])
        system = ExternalSystem(name, self.source, self.duration_s, listed)
        record = record_alerts(log, system, self.folder / name, threshold=self.threshold)
        return score_runs([RunRecord.open(record)], TruthFiles(self.passes)).scores.runs[0].records


def _write(path: Path, rows: Sequence[dict[str, object]], columns: Sequence[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, columns)
        table.writeheader()
        table.writerows(rows)


def _names(names: set[str], nobody: str) -> str:
    return ", ".join(sorted(names)) or nobody
