"""Whatever stands in the place of a file is answered by one line, in little memory, and harms nothing beside it."""

import shutil
import time
import warnings
from pathlib import Path

import pytest
from readers import PLACES, Reader, addresses, readers

from lfr_eval.core.errors import LfrError

MOST_MIB, LONGEST_LINE = 300, 1_000
STATUS, RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
LEAST = 6_000
"""As docs/reliability.md says."""


def memory_mib(what: str) -> float:
    """Memory of this process as Linux counts it: VmRSS now, VmHWM at most since it was reset."""
    lines = STATUS.read_text().splitlines() if STATUS.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(what)), 0.0)


def complaint(read) -> str | None:
    """What is wrong with how an input was answered; None where nothing is."""
    if RESET.exists():
        RESET.write_text("5")
    before = memory_mib("VmRSS")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            read()
    except LfrError as error:
        line = str(error)
        if "\n" in line or "\r" in line or len(line) > LONGEST_LINE or not line.isprintable():
            return f"not one line: {line[:200]!r}"
    except BaseException as error:
        return f"{type(error).__name__}: {str(error)[:200]}"
    grown = memory_mib("VmHWM") - before
    return f"{grown:.0f} MiB" if grown > MOST_MIB else None


def answers(reader: Reader):
    """Name of each input of a reader, and what is wrong with how it was answered."""
    good = reader.file.read_bytes() if reader.file.is_file() else None
    for name, data in reader.inputs.items():
        reader.file.write_bytes(data)
        yield f"{reader.name}: {name}", complaint(reader.read)
    for name, put in PLACES.items() if reader.as_place else ():
        reader.file.unlink(missing_ok=True)
        put(reader.file)
        yield f"{reader.name}: {name}", complaint(reader.read)
        shutil.rmtree(reader.file) if reader.file.is_dir() else reader.file.unlink()
    if good is not None:
        reader.file.write_bytes(good)
        yield f"{reader.name}: as it was", complaint(reader.read)


def everything(folder: Path):
    """All inputs of all readers."""
    for reader in readers(folder):
        yield from answers(reader)
    for name, read in addresses().items():
        yield name, complaint(read)


def test_whatever_stands_there_is_answered_by_one_line(tmp_path: Path) -> None:
    found, taken, begun = [], [], time.process_time()
    for name, why in everything(tmp_path):
        found.append((name, why))
        taken.append((time.process_time() - begun, name))
        begun = time.process_time()
    wrong = [f"{name}: {why}" for name, why in found if why]
    print(f"{len(found) - len(wrong):,} of {len(found):,} hostile inputs answered by one line; most processor time:")
    print("\n".join(f"  {seconds:.2f} s  {name}" for seconds, name in sorted(taken)[-5:]))
    assert not wrong, f"{len(wrong)} of {len(found)}:\n" + "\n".join(wrong[:60])
    assert len(found) >= LEAST


@pytest.mark.skipif(not RESET.exists(), reason="memory is told by Linux alone")
def test_memory_is_measured() -> None:
    def waste() -> None:
        bytearray(2 * MOST_MIB * 2**20)[::4096]

    assert complaint(waste) is not None
    assert complaint(lambda: None) is None
