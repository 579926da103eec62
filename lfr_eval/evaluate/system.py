"""The system under test: its settings from a file, and its models loaded."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import ValidationError

from lfr_eval.core.errors import TableError
from lfr_eval.core.settings import SystemSettings
from lfr_eval.engine.models.files import locate
from lfr_eval.engine.models.insightface import InsightFaceEngine


def read_system(path: Path | None, threshold: float | None = None) -> SystemSettings:
    """Settings from a `system.yaml`, defaults for whatever it does not name.

    Args:
        path: The file; None = all defaults.
        threshold: Takes the place of the threshold of the file.

    Raises:
        TableError: If the file is unreadable, or a key or value is not one that exists; names the key.
    """
    stated = _read_yaml(path) if path else {}
    try:
        settings = SystemSettings.model_validate(stated)
        if threshold is None:
            return settings
        alerting = settings.alerting.model_validate(settings.alerting.model_dump() | {"threshold": threshold})
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        found = "a key that does not exist" if first["type"] == "extra_forbidden" else repr(first["input"])
        expected = "a key that `lfr-eval system show` lists" if first["type"] == "extra_forbidden" else first["msg"]
        raise TableError(path or Path("--threshold"), expected=expected, found=found, column=key) from None
    return settings.model_copy(update={"alerting": alerting})


def load_engine(settings: SystemSettings) -> InsightFaceEngine:
    """Find, verify and load the models of a system.

    Raises:
        ModelError: If a file is missing, altered or does not load.
    """
    return InsightFaceEngine(locate(settings.models.pack), settings.models.threads)


def _read_yaml(path: Path) -> object:
    try:
        stated = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(path, expected="a readable UTF-8 file", found=str(error)) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        problem = getattr(error, "problem", None) or "not YAML"
        raise TableError(path, expected="YAML", found=problem, line=line) from None
    return {} if stated is None else stated
