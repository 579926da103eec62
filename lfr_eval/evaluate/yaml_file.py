"""Settings that a user writes as YAML; every mistake is named by its key."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from lfr_eval.core.errors import TableError
from lfr_eval.core.settings import Section
from lfr_eval.core.wording import plainly
from lfr_eval.datasets.texts import read_yaml

S = TypeVar("S", bound=Section)


def read_settings(path: Path, model: type[S], keys: str) -> S:
    """Read a YAML file into settings.

    Args:
        path: The file; an empty one stands for all defaults.
        model: What it must be.
        keys: Words for what a key may be, used where one does not exist.

    Raises:
        TableError: If the file is unreadable, or a key or value is not one that exists.
    """
    try:
        stated = read_yaml(path)
        return model.model_validate({} if stated is None else stated)
    except ValidationError as error:
        raise refusal(path, error, keys) from None


def refusal(path: Path, error: ValidationError, keys: str) -> TableError:
    """The first problem of settings, with the key that it is about."""
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"]) or None
    if first["type"] == "extra_forbidden":
        return TableError(path, expected=keys, found="a key that does not exist", key=key)
    if key is None and not isinstance(first["input"], dict):
        kinds: dict[type, str] = {list: "a list", str: "a text"}
        return TableError(path, expected="keys with values", found=kinds.get(type(first["input"]), "a single value"))
    return TableError(path, expected=plainly(first["msg"]), found=f"{first['input']!r:.60}", key=key)
