"""The evidence of a review, found again by its digests: runs and the scores that they were held to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from lfr_eval.core.errors import LfrError
from lfr_eval.core.given import file_digest
from lfr_eval.core.home import Home
from lfr_eval.datasets.subjects import Subjects
from lfr_eval.evaluate.evidence import kept_score, outdated, place_of, taken_of, truths_of
from lfr_eval.evaluate.list_people import files_about
from lfr_eval.evaluate.policy import Policy
from lfr_eval.evaluate.results.kept import Taken
from lfr_eval.evaluate.results.phrases import together
from lfr_eval.evaluate.results.score import ScoreResult
from lfr_eval.evaluate.review.terms import Held, ListInUse, System, Terms
from lfr_eval.record.header import read_header
from lfr_eval.record.listing import resolve
from lfr_eval.record.scores import TOGETHER, read_score
from lfr_eval.record.sums import SUMS
from lfr_eval.watchlist.store import read_header as read_list_header
from lfr_eval.watchlist.store import read_watchlist
from lfr_eval.watchlist.watchlist import Watchlist

GONE, TRUTH = "gone", "truth "


@dataclass(frozen=True, slots=True)
class Watched:
    """One run of the evidence."""

    held: Held
    header: Mapping[str, Any] | None
    """None where it can no longer be read."""
    place: int = 0
    """Where its own score stands among those of the run, the newest first: pages choose scores by it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one or several runs of one system on one list show together."""

    runs: tuple[Watched, ...]
    score: ScoreResult | None
    """None where there is none, or it no longer holds; `problem` says why."""
    problem: str = ""

    @property
    def header(self) -> Mapping[str, Any] | None:
        """What its runs say of system and list; None where none of them can be read."""
        return next((one.header for one in self.runs if one.header is not None), None)

    @property
    def policy(self) -> Policy:
        """What it was held against."""
        return self.runs[0].held.policy

    @property
    def was_held(self) -> bool:
        """Whether it was ever held against truth."""
        return bool(self.runs[0].held.score)

    @property
    def name(self) -> str:
        """The id of its run, or of how many runs it is made."""
        first, *others = (one.held.run_id for one in self.runs)
        if not others:
            return first
        shared = self.score.together if self.score else None
        return together(shared) if shared else f"{len(self.runs)} runs together"


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that a checklist is answered from."""

    evidence: tuple[Evidence, ...]
    listed: Watchlist | None
    """The list as it is now; None where it is gone, sealed or damaged."""
    people: Subjects | None = None
    """Who those on the list are, as far as a file of people among the data sets tells."""


def system_of(header: Mapping[str, Any]) -> System:
    """The system that a run was made with."""
    settings = json.loads(json.dumps(header["settings"]))
    settings["alerting"].pop("threshold")
    models = header["models"]
    return System(
        run_id=header["run_id"],
        pack=models["pack"],
        files={file["role"]: file["sha256"] for file in models["files"]},
        settings=settings,
    )


def list_in_use(home: Home, name: str) -> ListInUse:
    """A watchlist as it is now.

    Raises:
        WatchlistError: It is missing, damaged or newer.
    """
    header = read_list_header(home.watchlists / name)
    return ListInUse(name=header.name, digest=header.list_digest, persons=header.counts.persons_enrolled)


def gather(home: Home, terms: Terms, held: Iterable[Held] | None = None) -> Facts:
    """Find the evidence of a review, or of its deployment, as it is now."""
    chosen = terms.evidence if held is None else held
    listed = _list_now(home, terms.watchlist)
    files = files_about(home, listed.submitted)[0] if listed else {}
    pools: dict[str, list[Held]] = {}
    for one in chosen:
        pools.setdefault(one.together or one.run_id, []).append(one)
    return Facts(tuple(_find(home, pool) for pool in pools.values()), listed, next(iter(files.values()), None))


def digests(home: Home, terms: Terms, held: Iterable[Held], before: Iterable[str] = ()) -> dict[str, str]:
    """sha256 of everything that a decision rests on, by what it is; `gone` where it is no longer there.

    Args:
        home: Where it stands.
        terms: What was reviewed.
        held: The runs that it rests on.
        before: What it rested on when it was made: of the files of truth that are named there, what they are now.
    """
    found = {"policy": _sha256(terms.policy.model_dump_json().encode())}
    if terms.watchlist:
        found[f"watchlist {terms.watchlist.name}"] = _list_digest(home, terms.watchlist.name)
    for one in held:
        found[f"run {one.run_id}"] = _run_digest(home, one.run_id)
        for name, digest in ((one.run_id, one.score), (TOGETHER, one.together)):
            if digest:
                found[f"score {name}/{digest[:8]}"] = _file_digest(home.scores / name / f"{digest}.json")
        taken = taken_of(read_score(home.scores, one.run_id, one.score)) if one.score else None
        used = [path for files in truths_of(home, taken) for path in files.used] if taken else []
        found |= {f"{TRUTH}{home.relative(path)}": _file_digest(path) for path in used}
    named = [what for what in before if what.startswith(TRUTH)]
    return found | {what: _file_digest(home.folder / what.removeprefix(TRUTH)) for what in named}


def _find(home: Home, held: Sequence[Held]) -> Evidence:
    """What runs that were held together show now."""
    runs, problems = [], list[str]()
    for one in held:
        place = place_of(home, one.run_id, one.score) or 0
        try:
            runs.append(Watched(one, read_header(resolve(home.runs, one.run_id)).content, place))
        except LfrError as error:
            runs.append(Watched(one, None))
            problems.append(f"the run cannot be read: {error}")
    score = None
    if not problems and held[0].score:
        name, digest = (TOGETHER, held[0].together) if held[0].together else (held[0].run_id, held[0].score)
        score = kept_score(home, name, digest)
        problems = [_no_longer(home, taken_of(read_score(home.scores, name, digest)), held)]
    elif not problems:
        problems = [f"run {held[0].run_id} was never held against truth"]
    return Evidence(tuple(runs), None if problems[0] else score, problems[0])


def _no_longer(home: Home, score: Taken | None, held: Sequence[Held]) -> str:
    """Why a score that evidence points to no longer holds; empty where it does."""
    if score is None:
        whose = f"the score of run {held[0].run_id}" if len(held) == 1 else "their score"
        return f"{whose} is gone: hold the evidence again"
    why = outdated(home, score)
    return f"{why}: hold the evidence again" if why else ""


def _list_now(home: Home, listed: ListInUse | None) -> Watchlist | None:
    if listed is None:
        return None
    path = home.watchlists / listed.name
    try:
        return _read_list(path, read_list_header(path).list_digest)
    except LfrError:
        return None


@lru_cache(maxsize=1)
def _read_list(path: Path, digest: str) -> Watchlist:
    """A list as it is under a digest: a long one takes seconds to read whole."""
    return read_watchlist(path)


def _list_digest(home: Home, name: str) -> str:
    try:
        return read_list_header(home.watchlists / name).list_digest
    except LfrError:
        return GONE


def _run_digest(home: Home, run_id: str) -> str:
    try:
        return _file_digest(resolve(home.runs, run_id) / SUMS)
    except LfrError:
        return GONE


def _file_digest(path: Path) -> str:
    try:
        return file_digest(path)
    except OSError:
        return GONE


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
