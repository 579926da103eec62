"""What the page of a run says: the answer, what it cannot show, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from lfr_eval.core.phrases import events, share_of, timely
from lfr_eval.core.rates import Rate
from lfr_eval.evaluate.results.groups import State
from lfr_eval.evaluate.results.kept import KeptScore
from lfr_eval.evaluate.results.score import ScoreResult
from lfr_eval.metrics.planning import passes_to_show
from lfr_eval.metrics.stopping import StoppingRule
from lfr_eval.metrics.verdicts import Finding
from lfr_eval.report.trial_words import rule_line
from lfr_eval.report.words import OUTCOMES, count, one_in, percent, policy_lines, rate, share, silenced_errors
from lfr_eval.ui.literal import strong

LISTED, OTHERS = "passes of listed people", "passes of people not listed"
AIM = 0.001
"""1 in 1,000: a false alert rate against which deployments are commonly held."""
FEW = 10
"""People below whose number a rate says little about others like them."""


def answer(score: ScoreResult) -> list[str]:
    """Who passed, who was recognised, and the false alerts by every base."""
    passes, tpir, fpir = score.passes, score.tpir, score.fpir
    said = [
        f"{strong('Who passed.')} {count(passes.total, 'pass', 'passes')}: {passes.mated:,} by "
        f"{count(tpir.subjects, 'listed person', 'listed people')} and {passes.non_mated:,} by "
        f"{count(fpir.subjects, 'person not listed', 'people not listed')}, with a list of "
        f"{count(score.watchlist.persons_submitted, 'person', 'people')}, at the threshold {score.threshold:g}.",
        f"{strong('Recognised.')} {rate(tpir, LISTED)}.",
        f"{strong('Recognised in time.')} {timely(score.timely, score.settings.grace_s)}.",
        f"{strong('Passers-by who raised an alert.')} {_one_in_rate(fpir, OTHERS)}",
        f"{strong('False alerts.')} {_false_alerts(score)}",
    ]
    if score.wrong_identity.most:
        said.append(f"{strong('Listed people taken for somebody else.')} {rate(score.wrong_identity, LISTED)}.")
    return said


def _one_in_rate(stated: Rate, what: str) -> str:
    if stated.value is None or stated.low is None or stated.high is None or stated.is_open:
        said = rate(stated, what)
        return f"{said[0].upper()}{said[1:]}."
    if not stated.k:
        return f"0 of {stated.n:,} {what}; up to {one_in(stated.high)} cannot be ruled out (95 % interval)."
    ends = f"{one_in(stated.low)} to {one_in(stated.high)}"
    seen = f"{stated.k:,} of {stated.n:,} {what}"
    return f"{seen} = {one_in(stated.value)} = {percent(stated.value)} (95 % {ends})."


def _false_alerts(score: ScoreResult) -> str:
    """The number of them, by faces seen and by alerts."""
    alerts, ends = score.alerts, score.false_share_of_alerts
    said = f"{alerts.false:,} of {count(alerts.total, 'alert')}"
    if alerts.false:
        share_seen = alerts.false / alerts.total
        said += f" = {one_in(share_seen)} = {percent(share_seen)}"
    if alerts.unconfirmed and ends:
        said += (
            f"; truth says nothing of {alerts.unconfirmed:,} more, so that the share lies between {percent(ends.low)} "
            f"and {percent(ends.high)}"
        )
    faces = _one_in_rate(score.false_alerts_per_face_seen, "faces that the system followed")
    return f"{said}. {faces}{silenced_errors(score)}"


def not_shown(score: ScoreResult) -> list[str]:
    """What nobody may conclude from the run, the weightiest first."""
    tpir, fpir = score.tpir, score.fpir
    said = []
    if 0 < fpir.subjects < (enough := passes_to_show(AIM)):
        again = f", of {fpir.subjects:,} people: each counts once" if fpir.subjects < fpir.n else ""
        said.append(
            f"That false positives are as rare as {one_in(AIM)}: it takes {enough:,} passes of people not listed with "
            f"no false positive among them; there were {fpir.n:,}{again}."
        )
    for stated, who in ((tpir, "listed people"), (fpir, "people not listed")):
        if 0 < stated.subjects < FEW:
            said.append(f"How it does with {who} in general: only {stated.subjects} took part.")
    said += policy_lines([one for one in score.policy if one.state is State.NOT_SHOWN])
    said += [_groups(score)]
    if unknown := score.passes.unknown:
        passes = count(unknown, "pass of an unknown person is", "passes of unknown people are")
        said.append(f"{passes} in no rate.")
    if score.frames.dropped is None:
        said.append("How many frames were lost before they were read: a camera does not tell.")
    return said + [_sentence(caveat) for caveat in score.caveats]


def _groups(score: ScoreResult) -> str:
    verdicts = score.verdicts
    if not verdicts:
        return "Whether it treats groups of people alike: no groups were compared."
    open_ = sum(one.verdict is Finding.INCONCLUSIVE for one in verdicts)
    names = ", ".join(dict.fromkeys(one.attribute for one in verdicts))
    return (
        f"Differences by {names}: {open_} of {count(len(verdicts), 'question')} could not be settled; the page "
        "Fairness says what it would take."
    )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def rates(score: ScoreResult) -> pd.DataFrame:
    """Every rate with its count, base, interval and how many people are behind it."""
    named = {
        "Recognised (TPIR)": (score.tpir, LISTED),
        "Recognised, of those enrolled": (score.tpir_enrolled, LISTED),
        "False positives (FPIR)": (score.fpir, OTHERS),
        "Taken for somebody else": (score.wrong_identity, LISTED),
        "No template (FTA)": (score.fta, "passes"),
        "False alerts": (score.false_alerts_per_face_seen, "faces followed"),
    }
    rows = [(name, *_cells(stated), of) for name, (stated, of) in named.items()]
    return pd.DataFrame(rows, columns=["Rate", "Count", "Base", "Value", "95 % from", "to", "People", "Of"])


def _cells(stated: Rate) -> tuple[str | int, ...]:
    if stated.low is None or stated.high is None:
        return events(stated), stated.n, *["not measured"] * 3, stated.subjects
    return events(stated), stated.n, share_of(stated), share(stated.low), share(stated.high), stated.subjects


def outcomes(score: ScoreResult) -> pd.DataFrame:
    """What came of each pass: every pass stands in exactly one row."""
    counts = {"listed": score.outcomes.mated, "not listed": score.outcomes.non_mated}
    rows = [(who, OUTCOMES[what], n) for who, by_name in counts.items() for what, n in by_name.items()]
    return pd.DataFrame(rows, columns=["People", "Outcome", "Passes"])


def seen(header: Mapping[str, Any]) -> str:
    """What the system says it saw, whatever truth says."""
    counts, source = header["counts"], header["source"]
    if header.get("external"):
        alerts = count(header["rows"]["alerts"], "alert")
        return (
            f"{source['id']}: {alerts} in {counts['duration_s']:,.1f} s, as the log of a system from elsewhere has "
            "them; what it saw besides is not known."
        )
    dropped = counts["frames_dropped"]
    lost = "an unknown number lost" if dropped is None else f"{dropped:,} lost"
    return (
        f"{source['id']}: {count(counts['frames_read'], 'frame')} in {counts['duration_s']:,.1f} s ({lost}), "
        f"{count(counts['faces'], 'face')} found in them, {counts['faces_embedded']:,} turned into templates, "
        f"{count(header['rows']['alerts'], 'alert')} raised while it watched, at the threshold "
        f"{header['settings']['alerting']['threshold']:g}."
    )


def settings(header: Mapping[str, Any]) -> pd.DataFrame:
    """The system under test: every setting, by its name in system.yaml."""
    return pd.DataFrame(flat(header["settings"]), columns=["Setting", "Value"])


def flat(values: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """Nested values as rows of dotted name and text."""
    rows = []
    for name, value in values.items():
        if isinstance(value, Mapping):
            rows += flat(value, f"{prefix}{name}.")
        else:
            rows.append((prefix + name, "" if value is None else str(value)))
    return rows


def provenance(header: Mapping[str, Any], score: KeptScore | None) -> pd.DataFrame:
    """Which run, footage, list, models, truth and programs: with digests, so that each can be told from any other."""
    source, listed, models = header["source"], header["watchlist"], header["models"]
    rows = [
        ("Run", header["run_id"]),
        ("Status", header["status"]),
        ("Started (UTC)", header["started_utc"]),
        ("Ended (UTC)", header["ended_utc"]),
        ("Footage", source["id"]),
        ("Footage, sha256", source["digest"] or "not kept: a camera"),
        ("Footage, size and rate", _size(source)),
        (
            "Watchlist",
            f"{listed['name']}, {listed['persons_submitted']} submitted, {listed['persons_enrolled']} enrolled",
        ),
        ("Watchlist, digest", listed["digest"]),
        ("Watchlist, sealed", "yes" if listed["sealed"] else "no"),
        ("Models", models["pack"]),
        ("Models, licence", models["licence"]),
        *((f"Models, {file['role']}, sha256", file["sha256"]) for file in models["files"]),
        ("Models, precision", models.get("precision", "not stated")),
        *_rule(header),
        *_truth(score),
        *((f"Version of {name}", text) for name, text in header["versions"].items()),
        *((f"Machine, {name}", text) for name, text in flat(header["hardware"] or {})),
    ]
    return pd.DataFrame([(name, str(value)) for name, value in rows], columns=["What", "Value"])


def _rule(header: Mapping[str, Any]) -> Sequence[tuple[str, Any]]:
    """Of a live trial, what its walks were to show."""
    rule = header.get("stopping_rule")
    return (
        [("Stopping rule, stated before the first walk", rule_line(StoppingRule(rule["at_least"], rule["most"])))]
        if rule
        else []
    )


def _size(source: Mapping[str, Any]) -> str:
    if not source["size_px"]:
        return "not stated"
    return f"{source['size_px'][0]} x {source['size_px'][1]} px, {source['nominal_fps']:g} frames/s"


def _truth(score: KeptScore | None) -> Sequence[tuple[str, str]]:
    if score is None:
        return [("Truth", "none yet")]
    files = [path for one in score.taken.truths for path in (one.passes, *one.subjects, one.labels) if path]
    return [
        ("Truth", ", ".join(files)),
        ("Truth, sha256", score.truth_sha256),
        ("Hits attributed by", score.attribution),
        *((f"Scoring, {name}", f"{value:g}") for name, value in score.settings),
    ]


def untouched(problems: Sequence[str]) -> str:
    """What comparing the files with their digests found."""
    if not problems:
        return "Every file of the run is as it was when the run was finished."
    return f"The record is not what it was: {'; '.join(problems)}."
