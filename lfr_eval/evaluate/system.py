"""The system under test: its settings from a file, and its models loaded."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from lfr_eval.core.faces import FaceEngine
from lfr_eval.core.settings import Alerting, SystemSettings
from lfr_eval.evaluate.yaml_file import read_settings, refusal

KEYS = "a key that `lfr-eval system show` lists"


def read_system(path: Path | None, threshold: float | None = None) -> SystemSettings:
    """Settings from a `system.yaml`, defaults for whatever it does not name.

    Args:
        path: The file; None = all defaults.
        threshold: Takes the place of the threshold of the file.

    Raises:
        TableError: If the file is unreadable, or a key or value is not one that exists; names the key.
    """
    settings = read_settings(path, SystemSettings, KEYS) if path else SystemSettings()
    if threshold is None:
        return settings
    try:
        alerting = Alerting.model_validate(settings.alerting.model_dump() | {"threshold": threshold})
    except ValidationError as error:
        raise refusal(Path("--threshold"), error, KEYS) from None
    return settings.model_copy(update={"alerting": alerting})


def load_engine(settings: SystemSettings, threads: int | None = None) -> FaceEngine:
    """Find, verify and load the models of a system.

    Args:
        settings: The system.
        threads: Threads of one call of a model; None = as many as the system may have. For a watch, which calls them
            side by side, 1 is fastest.

    Raises:
        ModelError: If a file is missing, altered or does not load, or the backend is not installed.
    """
    from lfr_eval.engine.models.insightface import load_pack  # what reads settings alone needs no model library

    return load_pack(settings.models, threads)
