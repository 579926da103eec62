"""Who the people of a list are, where a file of labelled people at hand tells."""

from __future__ import annotations

from collections.abc import Callable, Set
from pathlib import Path

from lfr_eval.core.errors import InputError
from lfr_eval.core.home import Home
from lfr_eval.datasets.subjects import Subjects, read_subjects

SUBJECTS = "subjects.csv"


def files_about(
    home: Home, persons: Set[str], read: Callable[[Path], Subjects] = read_subjects
) -> tuple[dict[str, Subjects], list[str]]:
    """The files of people among the data sets that say something of somebody on a list.

    Args:
        home: Its data sets are looked through.
        persons: Who is on the list.
        read: Reads a file; a page remembers what it read.

    Returns:
        By their names within the home, those who tell of most people first; and what is wrong with files that cannot
        be read.
    """
    found, problems = dict[str, Subjects](), list[str]()
    for path in sorted(home.datasets.glob(f"**/{SUBJECTS}")):
        try:
            subjects = read(path)
        except InputError as error:
            problems.append(" ".join(str(error).split()))
            continue
        if persons & subjects.by_id.keys():
            found[home.relative(path)] = subjects
    order = sorted(found, key=lambda name: (-len(persons & found[name].by_id.keys()), name))
    return {name: found[name] for name in order}, problems
