"""Sub-folders that are named after what photographs are for, or where they were taken, and not after a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from lfr_eval.core.names import of_file


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


REFERENCES = _set("gallery galleries reference references enrol enroll enrolled enrolment enrollment")
PROBES = _set("probe probes query queries surveillance")
ROLES = REFERENCES | PROBES | _set("distractor distractors mugshot mugshots mated nonmated unmated impostor impostors")
"""No person is called so: one such folder is enough."""
PARTS = _set(
    "train training test testing val valid validation dev devel development eval evaluation split fold batch part set "
    "subset session sessions cam cams camera cameras view views day night seq sequence sequences album albums frontal "
    "front profile left right indoor outdoor distance near far mid close visible vis nir ir rgb depth infrared thermal "
    "lr hr low high res resolution still stills video videos frame frames image images img imgs photo photos "
    "photograph photographs picture pictures pic pics portrait portraits face faces crop crops cropped aligned raw "
    "original originals data dataset datasets all match matched non un genuine imposter imposters filler fillers "
    "unknown unknowns background identification verification protocol protocols meta loose tight rotation"
)
"""Somebody may be called so: only where every folder with photographs is."""
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", re.ASCII)


def parts_in(folder: Path, is_image: Callable[[Path], bool]) -> list[str]:
    """The sub-folders of a folder that name parts of a data set; none where they may well name people.

    Args:
        folder: The folder.
        is_image: Whether a file is a photograph.
    """
    inner = [item for item in sorted(folder.iterdir()) if item.is_dir() and not item.name.startswith(".")]
    named = [item for item in inner if _is_part(item.name)]
    holding = [item for item in named if _holds(item, is_image)]
    several = [item for item in holding if sum(map(is_image, item.iterdir())) != 1]
    people_too = any(_holds(item, is_image) for item in inner if item not in named) if holding else False
    if any(_words(item.name) & ROLES for item in several) or (several and not people_too):
        return [item.name for item in holding]
    return []


def advice(folder: Path, names: Sequence[str]) -> str:
    """What to do with a folder of such parts, in a search."""
    ends = [next((name for name in names if _words(name) & words), None) for words in (REFERENCES, PROBES)]
    listed, searched = (folder / name if name else None for name in ends)
    if listed and searched and all(any(item.is_dir() for item in part.iterdir()) for part in (listed, searched)):
        return f"try `lfr-eval search {listed} --probes {searched}`, or list them with their roles in an images.csv"
    return "say who is in which photograph, and its role, in an images.csv"


def references_in(names: Sequence[str]) -> str:
    """The part that most likely holds the references."""
    return next((name for name in names if _words(name) & REFERENCES), names[0])


def _words(name: str) -> frozenset[str]:
    return frozenset(word.lower() for word in WORD.findall(of_file(name)))


def _is_part(name: str) -> bool:
    """Whether every word of a name is one of a role or a part, numbers aside."""
    rest = WORD.sub("", of_file(name))
    return not any(mark.isalpha() for mark in rest) and bool(_words(name)) and _words(name) <= ROLES | PARTS


def _holds(folder: Path, is_image: Callable[[Path], bool]) -> bool:
    """Whether photographs lie in a folder, or in folders in it."""
    items = list(folder.iterdir())
    deeper = (item for item in items if item.is_dir() and not item.name.startswith("."))
    return any(map(is_image, items)) or any(any(map(is_image, item.iterdir())) for item in deeper)
