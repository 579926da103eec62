"""Who the people are: the attributes to group by (subjects.csv), and who labelled them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from lfr_eval.core.errors import InputError, TableError
from lfr_eval.core.events import Pass
from lfr_eval.core.names import Known
from lfr_eval.datasets.labels import Labels
from lfr_eval.datasets.passes import PassTable
from lfr_eval.datasets.tables import NUMBER, Report, Row, read_table, stop

NOT_ATTRIBUTES = ("subject_id", "age", "birth_year", "label_source", "kin_of")
KIN_SEPARATOR = ";"
OLDEST = 120
AGE_BANDS = ((0, "under 18"), (18, "18-29"), (30, "30-44"), (45, "45-59"), (60, "60+"))
"""First year of age and name of each band by which ages are grouped."""


class LabelSource(StrEnum):
    """Who said what the attributes of a person are."""

    SELF = "self"
    OFFICER = "officer"
    ANNOTATOR = "annotator"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Subject:
    """One person."""

    subject_id: str
    attributes: Mapping[str, str]
    """What is recorded, but for age; a missing attribute is not recorded."""
    age: float | None = None
    """In years."""
    birth_year: int | None = None
    label_source: LabelSource | None = None
    kin_of: frozenset[str] = frozenset()
    """Subjects who are relatives."""

    def groups(self, year: int | None = None) -> dict[str, str]:
        """The groups the person belongs to: attributes, and the age band where age is recorded or can be reckoned.

        Args:
            year: When the person was seen, to reckon age from the year of birth.

        Raises:
            InputError: The person was born after `year`.
        """
        age = self.age
        if age is None and self.birth_year is not None and year is not None:
            age = year - self.birth_year
            if age < 0:
                raise InputError(f"subject {self.subject_id}: born in {self.birth_year}, yet seen in {year}")
        return dict(self.attributes) if age is None else {**self.attributes, "age": age_band(age)}


@dataclass(frozen=True, slots=True)
class Subjects:
    """People by id, with one spelling for each value of an attribute."""

    by_id: Mapping[str, Subject]
    paths: tuple[Path, ...] = ()
    labels: Labels = field(default_factory=Labels)

    @property
    def label_sources(self) -> frozenset[LabelSource | None]:
        """Who labelled those of whom anything is recorded; more than one must be flagged wherever they are shown."""
        known = (subject for subject in self.by_id.values() if subject.groups() or subject.birth_year is not None)
        return frozenset(subject.label_source for subject in known)

    def families(self) -> dict[str, str]:
        """A name for the family of each subject: all whom `kin_of` joins, directly or through others."""
        above: dict[str, str] = {}

        def head(name: str) -> str:
            while above.setdefault(name, name) != name:
                name = above[name]
            return name

        for subject in self.by_id.values():
            for relative in subject.kin_of:
                first, second = sorted((head(subject.subject_id), head(relative)))
                above[second] = first
        return {name: head(name) for name in self.by_id}


def age_band(age: float) -> str:
    """The name of the band of `AGE_BANDS` that holds an age of 0 years or more."""
    return [name for first, name in AGE_BANDS if age >= first][-1]


def read_subjects(path: Path, labels: Labels | None = None, report: Report = stop) -> Subjects:
    """Read subjects.csv; every column that it does not define is an attribute to group by.

    Args:
        path: The file. `kin_of` may name several subjects, separated by semicolons.
        labels: The scheme to which values are mapped.
        report: What to do with each problem.

    Raises:
        TableError: The file cannot be used, or `report` raised a problem.
    """
    labels = labels or Labels()
    table = read_table(path, required=("subject_id",), further=True, key="subject_id", report=report)
    found = table.read(lambda row: _subject(row, labels), report)
    return _spelt_alike(found, (path,), labels)


def pool_subjects(parts: Sequence[Subjects], *, allow_mixed: bool = False) -> Subjects:
    """Put the people of several files together; a file that is given twice counts once.

    Args:
        parts: Subjects read with the same labels.
        allow_mixed: Whether labels of different sources (self-reported, annotated, …) may stand side by side.

    Raises:
        InputError: A subject stands in two files, or the label sources differ and may not.
    """
    parts = list({part.paths: part for part in parts}.values())
    sources = {str(source or "not recorded") for part in parts for source in part.label_sources}
    if len(parts) > 1 and len(sources) > 1 and not allow_mixed:
        files = ", ".join(str(path) for part in parts for path in part.paths)
        raise InputError(
            f"{files}: label_source differs ({', '.join(sorted(sources))}); score them apart, or allow mixing"
        )
    seen: dict[str, Path] = {}
    for part in parts:
        for name in part.by_id:
            if seen.setdefault(name, part.paths[0]) != part.paths[0]:
                raise InputError(
                    f"subject {name!r} stands in both {seen[name]} and {part.paths[0]}; leave out one of them"
                )
    everyone = [subject for part in parts for subject in part.by_id.values()]
    labels = parts[0].labels if parts else Labels()
    return _spelt_alike(everyone, tuple(path for part in parts for path in part.paths), labels)


def label_passes(table: PassTable, subjects: Subjects, year: int | None = None, report: Report = stop) -> list[Pass]:
    """Give each pass the attributes of its subject beside its own, spelt alike; an age becomes its band.

    Args:
        table: The passes.
        subjects: The people.
        year: When the footage was shot, to reckon ages from years of birth.
        report: What to do with each problem.

    Raises:
        TableError: A pass says otherwise than its subject, or uses a value that the labels do not name.
        InputError: A subject was born after `year`.
    """
    known = Known(subjects.by_id)
    _refuse_columns(table, subjects, report)
    spelling = {(a, v.casefold()): v for subject in subjects.by_id.values() for a, v in subject.attributes.items()}
    labelled = []
    for line, found in zip(table.lines, table.passes, strict=True):
        subject = subjects.by_id.get(found.subject_id or "")
        attributes = subject.groups(year) if subject else {}
        if other := known.like(found.subject_id or ""):
            expected, written = f"{other[0]!r}, as among the subjects", f"{found.subject_id!r} ({other[1]})"
            report(TableError(table.path, line=line, column="subject_id", expected=expected, found=written))
        for column, written in found.attributes.items():
            value = _band(written) if column == "age" else subjects.labels.spell(column, written)
            if value is None:
                expected = f"an age from 0 to {OLDEST}" if column == "age" else f"a value of the scheme for {column}"
                report(TableError(table.path, line=line, column=column, expected=expected, found=repr(written)))
                continue
            value = spelling.setdefault((column, value.casefold()), value)
            if attributes.setdefault(column, value) != value:
                expected = f"{attributes[column]!r}, as it is recorded of {found.subject_id!r}"
                report(TableError(table.path, line=line, column=column, expected=expected, found=repr(written)))
        labelled.append(replace(found, attributes=attributes))
    return labelled


def _refuse_columns(table: PassTable, subjects: Subjects, report: Report) -> None:
    """Refuse columns that look like an attribute of the subjects, and would stand beside it as another."""
    known = Known({name for subject in subjects.by_id.values() for name in subject.attributes} | {"age"})
    for column in dict.fromkeys(name for found in table.passes for name in found.attributes):
        if other := known.like(column):
            report(TableError(table.path, column=column, expected=f"{other[0]!r}, as in subjects.csv", found=other[1]))


def _subject(row: Row, labels: Labels) -> Subject:
    name = row.need("subject_id")
    age, year = row.number("age", 0, OLDEST, "years"), row.number("birth_year", 1850, 2150)
    if year is not None and (year != int(year) or age is not None):
        expected = "a whole year" if age is None else "an empty cell beside an age"
        row.refuse("birth_year", expected=expected, found=repr(row.text("birth_year")))
    attributes = {}
    for column, cell in row.cells.items():
        if cell is not None and column not in NOT_ATTRIBUTES:
            value = labels.spell(column, cell)
            if value is None:
                row.refuse(column, expected=f"a value of the scheme for {column}", found=repr(cell))
            attributes[column] = value or cell
    kin = frozenset(part.strip() for part in (row.text("kin_of") or "").split(KIN_SEPARATOR)) - {""}
    if name in kin:
        row.refuse("kin_of", expected="other subjects", found=repr(name))
    source = row.choice("label_source", LabelSource)
    return Subject(name, attributes, age, None if year is None else int(year), source, kin)


def _spelt_alike(found: Sequence[Subject], paths: tuple[Path, ...], labels: Labels) -> Subjects:
    """Spell values that differ in case alone as the first of them."""
    spelling: dict[tuple[str, str], str] = {}
    by_id = {}
    for subject in found:
        spelt = {a: spelling.setdefault((a, v.casefold()), v) for a, v in subject.attributes.items()}
        by_id[subject.subject_id] = subject if spelt == subject.attributes else replace(subject, attributes=spelt)
    return Subjects(by_id, paths, labels)


def _band(written: str) -> str | None:
    """The band of an age; other text as it stands; None for an age that no one has."""
    if not NUMBER.fullmatch(written):
        return written
    return age_band(float(written)) if 0 <= float(written) <= OLDEST else None
