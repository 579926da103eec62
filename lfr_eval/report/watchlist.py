"""What the page of watchlists says of one list: never a portrait, and entries only to who asks as its keeper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import altair as alt
import numpy as np
import pandas as pd

from lfr_eval.core.phrases import verb
from lfr_eval.datasets.subjects import AGE_BANDS, LabelSource, Subjects
from lfr_eval.metrics.rates import rate
from lfr_eval.report.charts.watchlist import (
    ATTRIBUTE,
    PEOPLE,
    PHOTOGRAPHS,
    SIZE,
    VALUE,
    people_by_attribute,
    reference_sizes,
)
from lfr_eval.report.words import count, list_lines
from lfr_eval.report.words import rate as rate_words
from lfr_eval.watchlist.enrol import Entry
from lfr_eval.watchlist.lookalikes import LookAlikes, Pairs
from lfr_eval.watchlist.makeup import (
    EXPIRED,
    NEVER,
    NOT_RECORDED,
    by_attribute,
    by_listing_age,
    by_time_left,
    summarise,
)
from lfr_eval.watchlist.watchlist import Watchlist

READERS = {"figures": "Figures only", "keeper": "Entries too, for who keeps the list"}
READER_NOTE = (
    "Nobody's photograph is shown here. Figures are exact, and not for publication: a count below 10 can point at a "
    "person."
)
BINS = 12
CHILDREN = AGE_BANDS[0][1]
PHOTOGRAPH = ("photograph", "photographs")


@dataclass(frozen=True, slots=True)
class People:
    """Who is on a list, as far as a file of people tells."""

    chart: alt.LayerChart
    table: pd.DataFrame
    """Attribute, value and people."""
    sentence: str


def answer(listed: Watchlist) -> str:
    """How many of the list can be found."""
    header, counts = listed.header, listed.counts
    return (
        f"{counts.persons_enrolled:,} of {count(counts.persons_submitted, 'person', 'people')} on this list can be "
        f"found, by {count(counts.images_enrolled, *PHOTOGRAPH)} (model pack {header.models.pack}, enrolled "
        f"{header.created_utc.day} {header.created_utc:%B %Y})."
    )


def reservations(listed: Watchlist) -> list[str]:
    """Who cannot be found, and what cannot be said of a list."""
    counts, entries = listed.counts, listed.entries
    failed = rate([entry.reason is not None for entry in entries], [entry.person_id for entry in entries])
    lost = counts.persons_submitted - counts.persons_enrolled
    missed = (
        f" {count(lost, 'person', 'people')} cannot be found at all: each pass of theirs is a miss." if lost else ""
    )
    return [
        f"Failure to enrol (FTE): {rate_words(failed, 'photographs')}.{missed}",
        *(f"{line}." for line in _unknown(entries)),
        *list_lines(listed.header.sealed),
    ]


def _unknown(entries: Sequence[Entry]) -> list[str]:
    """What was not recorded when people were listed."""
    columns = {"why somebody is listed (category)": "category", "where a photograph comes from": "provenance"}
    missing = {what: sum(not getattr(entry, column) for entry in entries) for what, column in columns.items()}
    lines = [
        f"Not recorded for {n:,} of {count(len(entries), 'entry', 'entries')}: {what}"
        for what, n in missing.items()
        if n
    ]
    return [*lines, "When the photographs were taken is not recorded in any list"]


def categories(listed: Watchlist, at: datetime) -> pd.DataFrame:
    """Why people are listed: people, photographs, and how many were enrolled, by category."""
    rows = [
        (name, part.persons, part.entries, part.enrolled)
        for name, part in summarise(listed.entries, at).categories.items()
    ]
    return pd.DataFrame(rows, columns=["Category", PEOPLE, PHOTOGRAPHS, "Of these enrolled"])


def failures(listed: Watchlist, at: datetime, named: bool) -> pd.DataFrame:
    """Why photographs failed to enrol, the commonest reason first; with the entries for who keeps the list."""
    reasons = summarise(listed.entries, at).failed
    frame = pd.DataFrame(list(reasons.items()), columns=["Reason", PHOTOGRAPHS])
    if named:
        of = {reason: [entry.entry_id for entry in listed.entries if entry.reason == reason] for reason in reasons}
        frame["Entries"] = [", ".join(of[reason]) for reason in frame["Reason"]]
    return frame


def size_chart(listed: Watchlist) -> alt.LayerChart:
    """Distances between the eyes, beside the least that enrolment asked for."""
    return reference_sizes(_bins(listed), float(listed.header.portrait.get("min_eye_px", 0)))


def sizes(listed: Watchlist) -> pd.DataFrame:
    """Enrolled photographs by the distance between the eyes, in bins of equal width."""
    return _bins(listed)[[SIZE, PHOTOGRAPHS]]


def _bins(listed: Watchlist) -> pd.DataFrame:
    values = [entry.eye_px for entry in listed.entries if entry.reason is None and entry.eye_px is not None]
    if not values:
        return pd.DataFrame(columns=["from", "to", SIZE, PHOTOGRAPHS])
    width = max(1.0, np.ceil(max(values) / BINS))
    inside, edges = np.histogram(
        values, bins=np.arange(np.floor(min(values) / width), np.floor(max(values) / width) + 2) * width
    )
    names = [f"{low:.0f} up to {high:.0f}" for low, high in pairwise(edges)]
    return pd.DataFrame({"from": edges[:-1], "to": edges[1:], SIZE: names, PHOTOGRAPHS: inside})


def quality(listed: Watchlist, at: datetime) -> str:
    """How good the enrolled photographs are, in words."""
    makeup, enrolled = summarise(listed.entries, at), [entry for entry in listed.entries if entry.reason is None]
    if not makeup.eye_px:
        return "No photograph is enrolled."
    eye = makeup.eye_px
    others = sum(entry.other_faces > 0 for entry in enrolled)
    return (
        f"Half of {count(len(enrolled), 'enrolled photograph')} {verb(len(enrolled), 'has', 'have')} "
        f"{eye['p50']:.0f} px or more between the eyes; "
        f"1 in 20 has less than {eye['p5']:.0f} px. {makeup.padded:,} were cropped so tightly that a border had to be "
        f"added, and {others:,} show further faces. The score of a good photograph does not rest on its size alone: "
        "light and pose are not shown here."
    )


def ages(listed: Watchlist, at: datetime) -> pd.DataFrame:
    """Entries by how long ago they were added."""
    return pd.DataFrame(list(by_listing_age(listed.entries, at).items()), columns=["Added", "Entries"])


def times_left(listed: Watchlist, at: datetime) -> pd.DataFrame:
    """Entries by how long they are still in force."""
    return pd.DataFrame(list(by_time_left(listed.entries, at).items()), columns=["Expires", "Entries"])


def expiry(listed: Watchlist, at: datetime) -> str:
    """What has expired, and what never will, in words."""
    left = by_time_left(listed.entries, at)
    gone, never = left.get(EXPIRED, 0), left.get(NEVER, 0)
    base = count(len(listed.entries), "entry", "entries")
    said = (
        f"{gone:,} of {base} have expired: nobody is searched for by them, yet they are still stored. " if gone else ""
    )
    return said + (f"{never:,} of {base} never expire." if never else "Every entry has a date on which it expires.")


def people(listed: Watchlist, subjects: Subjects, at: datetime) -> People:
    """Who is on the list, by every attribute of a file of people, and what that leaves open."""
    known = {name: subjects.by_id[name] for name in listed.submitted if name in subjects.by_id}
    groups = {name: one.groups(at.year) for name, one in known.items()}
    frame = pd.DataFrame(by_attribute(listed.submitted, groups), columns=[ATTRIBUTE, VALUE, PEOPLE])
    frame["recorded"] = frame[VALUE] != NOT_RECORDED
    total = len(listed.submitted)
    sentences = [f"The file tells of {len(known):,} of {count(total, 'listed person', 'listed people')}."]
    sentences += [_children(groups, total), *_relatives(subjects, known)]
    if any(one.label_source == LabelSource.MODEL for one in known.values()):
        sentences.append("Some labels were inferred by a model: they are no evidence about people.")
    return People(people_by_attribute(frame), frame.drop(columns="recorded"), " ".join(sentences))


def _children(groups: Mapping[str, Mapping[str, str]], total: int) -> str:
    bands = [one["age"] for one in groups.values() if "age" in one]
    if not bands:
        return "Nobody's age is recorded: whether children are on the list cannot be told."
    unknown = total - len(bands)
    rest = f" Of {unknown:,} the age is not recorded." if unknown else ""
    return f"{bands.count(CHILDREN):,} of {len(bands):,} whose age is recorded are under 18.{rest}"


def _relatives(subjects: Subjects, known: Mapping[str, object]) -> list[str]:
    families = subjects.families()
    names = [families[name] for name in known]
    related = sum(names.count(name) > 1 for name in names)
    return [f"{count(related, 'person is', 'people are')} listed together with a relative."] if related else []


def resemblance(found: LookAlikes, threshold: float, persons: int) -> list[str]:
    """What stands on the list twice, and who resembles whom, in words."""
    pairs = persons * (persons - 1) // 2
    alike = (
        f"{count(found.persons.total, 'pair')} of different people, of the {pairs:,} on the list, resemble each other "
        f"by {threshold:g} or more"
    )
    return [
        f"{alike}. At that threshold a photograph of the one would raise an alert for the other."
        if found.persons.total
        else f"{alike}. Relatives and look-alikes who are not on the list can still be taken for somebody on it.",
        f"Nearly the same photograph stands on the list twice: {count(found.two_persons.total, 'pair')} under two "
        f"different people, and {count(found.one_person.total, 'pair')} under one.",
    ]


def pairs(listed: Watchlist, found: LookAlikes, named: bool) -> pd.DataFrame:
    """Each pair that is listed, the most alike first; with the entries for who keeps the list."""
    kinds = {
        "near-duplicate, two people": found.two_persons,
        "near-duplicate, one person": found.one_person,
        "look-alikes": found.persons,
    }
    parts = [_pairs(listed, kind, some, named) for kind, some in kinds.items() if len(some)]
    columns = ["Kind", "Similarity", *(("First", "Second") if named else ())]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def _pairs(listed: Watchlist, kind: str, some: Pairs, named: bool) -> pd.DataFrame:
    enrolled = [entry for entry in listed.entries if entry.reason is None]
    frame = pd.DataFrame({"Kind": kind, "Similarity": [f"{score:.3f}" for score in some.score]})
    if named:
        for column, rows in (("First", some.first), ("Second", some.second)):
            frame[column] = [f"{enrolled[row].person_id} ({enrolled[row].entry_id})" for row in rows]
    return frame
