"""A model pack loaded as a FaceEngine: the one place that knows which adapter runs which pack."""

from __future__ import annotations

from lfr_eval.core.faces import FaceEngine
from lfr_eval.core.settings import Models
from lfr_eval.engine.models.files import FoundPack, locate
from lfr_eval.engine.models.insightface import InsightFaceEngine


def load_pack(models: Models, threads: int | None = None) -> FaceEngine:
    """Find, verify and load a pack.

    Args:
        models: Its name or folder, and what it runs on.
        threads: Threads of one call of a model, 0 = one per core; None = as `models` says.

    Raises:
        ModelError: If a file is missing, altered or does not load, or the backend is not installed.
    """
    threads = models.threads if threads is None else threads
    return InsightFaceEngine(locate(models.pack), threads, models.backend, models.precision)


def check_pack(name: str) -> FoundPack:
    """Find and verify a pack, and load both models once.

    Args:
        name: Of a pack, or a folder with one.

    Raises:
        ModelError: If a file is missing, altered or does not load.
    """
    load_pack(Models(pack=name))
    return locate(name)
