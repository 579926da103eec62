"""Sets whose images need not exist, and candidate lists for them: searches with known answers."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from lfr_eval.evaluate.search.external_scores import search_scores
from lfr_eval.evaluate.search.groups import Grouping
from lfr_eval.evaluate.search.question import SearchQuestion
from lfr_eval.evaluate.search.result import search
from lfr_eval.evaluate.search.sets import SearchFiles, read_search_set

Row = tuple[str, str, str]
Listed = Mapping[str, Iterable[tuple[str, float]]]
"""Persons and scores of each probe, best first."""


def write_set(folder: Path, images: Iterable[Row], header: str = "role", people: str = "") -> Path:
    """An images.csv of (image, subject, role or whatever the last column is) and, if given, a subjects.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [f"{name},{subject},{name}.jpg,{last}" for name, subject, last in images]
    (folder / "images.csv").write_text("\n".join([f"image_id,subject_id,path,{header}", *rows]) + "\n")
    if people:
        (folder / "subjects.csv").write_text(people)
    return folder


def write_lists(path: Path, lists: Listed) -> Path:
    """A file of candidate lists; an empty list is a search without result."""
    rows = ["probe_id,rank,person_id,score"]
    for probe, found in lists.items():
        listed = list(found)
        rows += [f"{probe},{rank},{person},{score}" for rank, (person, score) in enumerate(listed, start=1)]
        rows += [] if listed else [f"{probe},,,"]
    path.write_text("\n".join(rows) + "\n")
    return path


def listed_people(names: Iterable[str]) -> list[Row]:
    """A reference for each person."""
    return [(f"{name}-ref", name, "reference") for name in names]


def searched(folder: Path, lists: Listed, *by: str, declared: tuple[str, ...] = (), **asked: Any) -> dict[str, Any]:
    """Score candidate lists for a set."""
    allow_mixed = asked.pop("allow_mixed", False)
    trial = search_scores(read_search_set(SearchFiles(folder)), write_lists(folder / "lists.csv", lists))
    return search(trial, SearchQuestion(grouping=Grouping(by, declared, allow_mixed), **asked))
