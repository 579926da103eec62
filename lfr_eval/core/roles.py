"""Sub-folders that are named after what photographs are for, or where they were taken, and not after a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from shlex import quote

from lfr_eval.core.names import of_file


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


NEGATIONS = _set("non not no")
"""What makes a name that of the other part: `non-watchlist`."""
REFERENCES = _set(
    "gallery galleries reference references enrol enroll enrolled enrolment enrollment registered registration "
    "watchlist watchlists galeria galerie galleria galerij referencias referenzen"
)
PROBES = _set("probe probes proben query queries surveillance cctv")
ROLES = REFERENCES | PROBES | _set("distractor distractors mugshot mugshots mated nonmated unmated impostor impostors")
"""No person is called so: one such folder is enough."""
PARTS = _set(
    "train training test testing val valid validation dev devel development eval evaluation split fold batch part set "
    "subset session sessions cam cams camera cameras view views day night seq sequence sequences album albums frontal "
    "front profile left right indoor outdoor distance near far mid close visible vis nir ir rgb depth infrared thermal "
    "lr hr low high res resolution still stills video videos frame frames image images img imgs photo photos "
    "photograph photographs picture pictures pic pics portrait portraits face faces crop crops cropped aligned raw "
    "original originals data dataset datasets all match matched non un genuine imposter imposters filler fillers "
    "unknown unknowns known registered unregistered crowd street target targets suspect suspects mugs stranger "
    "strangers passer by passers bystander bystanders background identification verification protocol protocols meta "
    "loose tight rotation"
)
"""Somebody may be called so: only where every folder with photographs is."""
LIKELY = (REFERENCES, _set("mugshot mugshots mugs registered frontal front"), _set("hr high"), _set("train training"))
"""Where references are, the most likely first."""
TESTED = _set("test testing val valid validation dev eval evaluation")
CAMERAS = _set("cam cams camera cameras view views session sessions day distance")
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
    manifest = "say who is in which photograph, and its role, in an images.csv"
    people = [name for name in names if any(item.is_dir() for item in (folder / name).iterdir())]
    listed, searched = (_named(people, words) for words in (REFERENCES, PROBES))
    if not (listed and searched):  # two cameras see the same people; a split for tests is a set of its own
        cameras = [name for name in people if _words(name) & CAMERAS]
        listed, searched = (*cameras, None, None)[:2] if cameras else (_named(people, TESTED), None)
    if not listed:
        return manifest
    probes = f" --probes {quote(str(folder / searched))}" if searched else ""
    return f"try `lfr-eval search {quote(str(folder / listed))}{probes}`, or {manifest}"


def references_in(names: Sequence[str]) -> str:
    """The part that most likely holds the references."""
    rest = [name for name in names if not _words(name) & (PROBES | TESTED)]
    return next(filter(None, (_named(names, words) for words in LIKELY)), (rest or list(names))[0])


def _named(names: Sequence[str], words: frozenset[str]) -> str | None:
    return next((name for name in names if _words(name) & words and not _words(name) & NEGATIONS), None)


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
