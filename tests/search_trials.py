"""Sets whose images need not exist, and candidate lists for them: searches with known answers."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from lfr_eval.evaluate.results.search import SearchResult
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


def searched(folder: Path, lists: Listed, *by: str, declared: tuple[str, ...] = (), **asked: Any) -> SearchResult:
    """Score candidate lists for a set."""
    allow_mixed = asked.pop("allow_mixed", False)
    trial = search_scores(read_search_set(SearchFiles(folder)), write_lists(folder / "lists.csv", lists))
    return search(trial, SearchQuestion(grouping=Grouping(by, declared, allow_mixed), **asked))


def searched_json(folder: Path, lists: Listed, *by: str, **asked: Any) -> dict[str, Any]:
    """The same as plain values."""
    return searched(folder, lists, *by, **asked).to_json()


def town(folder: Path, listed_by: str = "self", *strangers_by: str) -> tuple[Path, dict[str, Any]]:
    """Twelve listed people and forty strangers of two sexes; every woman of these is falsely taken for L0."""
    sources = strangers_by or (listed_by,)
    listed = [f"L{number}" for number in range(12)]
    strangers = [f"s{number}" for number in range(40)]
    rows: list[Row] = [*listed_people(listed), *((f"p-{name}", name, "probe") for name in [*listed, *strangers])]
    people = ["subject_id,sex,hair,label_source"]
    for number, name in enumerate([*listed, *strangers]):
        hair = ("dark", "fair", "")[number % 3]
        source = listed_by if name in listed else sources[number // 2 % len(sources)]
        people.append(f"{name},{'FM'[number % 2]},{hair},{source}")
    lists: dict[str, Any] = {f"p-{name}": [(name, 0.8), ("L0" if name != "L0" else "L1", 0.1)] for name in listed}
    for number, name in enumerate(strangers):
        lists[f"p-{name}"] = [("L0", 0.7 if number % 2 == 0 else 0.3), ("L1", 0.2)]
    return write_set(folder, rows, people="\n".join(people) + "\n"), lists
