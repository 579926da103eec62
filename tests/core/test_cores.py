"""Processors that are counted are those that this process may use."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from lfr_eval.core import cores

OURS = "from lfr_eval.core.cores import usable_cores; print(usable_cores())"
GROUPS = {
    "version 2, a container that sees only itself": ("0::/", {"cpu.max": "150000 100000"}, [1.5]),
    "version 2, without a limit": ("0::/", {"cpu.max": "max 100000"}, []),
    "version 2, a service within a limited slice": (
        "0::/a.slice/b.service",
        {"a.slice/cpu.max": "200000 100000", "a.slice/b.service/cpu.max": "max 100000"},
        [2.0],
    ),
    "version 2, told a path that it cannot see": ("0::/docker/1a2b", {"cpu.max": "50000 100000"}, [0.5]),
    "version 1": (
        "3:memory:/x\n2:cpu,cpuacct:/docker/1a2b",
        {
            "cpu,cpuacct/docker/1a2b/cpu.cfs_quota_us": "300000",
            "cpu,cpuacct/docker/1a2b/cpu.cfs_period_us": "100000",
            "memory/x/cpu.max": "1 100000",
        },
        [3.0],
    ),
    "version 1, in a container": (
        "4:cpu:/docker/1a2b",
        {"cpu/cpu.cfs_quota_us": "100000", "cpu/cpu.cfs_period_us": "100000"},
        [1.0],
    ),
    "version 1, without a limit": ("4:cpu:/", {"cpu/cpu.cfs_quota_us": "-1", "cpu/cpu.cfs_period_us": "100000"}, []),
    "both versions, limited by the first": (
        "4:cpu:/x\n0::/x",
        {"cpu/x/cpu.cfs_quota_us": "200000", "cpu/x/cpu.cfs_period_us": "100000", "unified/x/cgroup.procs": "1"},
        [2.0],
    ),
    "files that say nothing": ("0::/", {"cpu.max": ""}, []),
    "a period of nothing": ("0::/", {"cpu.max": "100000 0"}, []),
    "a path with a colon": ("0::/a:b", {"a:b/cpu.max": "100000 100000"}, [1.0]),
    "no control groups": ("", {}, []),
}


def mounted(folder: Path, membership: str, files: dict[str, str]) -> tuple[Path, Path]:
    """Control groups as the kernel would show them."""
    (folder / "cgroup").write_text(membership + "\n" if membership else "")
    for name, text in files.items():
        file = folder / "groups" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text + "\n")
    return folder / "cgroup", folder / "groups"


@pytest.mark.parametrize(("membership", "files", "granted"), GROUPS.values(), ids=GROUPS)
def test_quotas_of_control_groups(tmp_path, membership, files, granted):
    assert sorted(set(cores.quotas(*mounted(tmp_path, membership, files)))) == granted


@pytest.mark.parametrize(
    ("affinity", "quota", "usable"),
    [
        (8, "150000", 2),  # part of a processor counts as one
        (8, "10000", 1),
        (1, "400000", 1),  # the lesser of both
        (8, "max", 8),
    ],
)
def test_the_least_of_affinity_and_quota(monkeypatch, tmp_path, affinity, quota, usable):
    membership, groups = mounted(tmp_path, "0::/", {"cpu.max": f"{quota} 100000"})
    monkeypatch.setattr(cores, "MEMBERSHIP", membership)
    monkeypatch.setattr(cores, "GROUPS", groups)
    monkeypatch.setattr(psutil.Process, "cpu_affinity", lambda self: list(range(affinity)))
    assert cores.usable_cores() == usable


def test_where_there_is_neither_it_is_the_machine(monkeypatch, tmp_path):
    monkeypatch.setattr(cores, "MEMBERSHIP", tmp_path / "missing")
    monkeypatch.setattr(cores.sys, "platform", "darwin")
    monkeypatch.setattr(cores.os, "cpu_count", lambda: 6)
    assert cores.usable_cores() == 6


def test_a_process_that_is_kept_to_one_processor_counts_one():
    pinned = f"import psutil; process = psutil.Process(); process.cpu_affinity(process.cpu_affinity()[:1]); {OURS}"
    assert subprocess.run([sys.executable, "-c", pinned], capture_output=True, text=True, check=True).stdout == "1\n"


def test_nobody_counts_the_processors_of_the_machine():
    package = Path(cores.__file__).parents[1]
    asked = [path for path in package.rglob("*.py") if "cpu_count" in path.read_text()]
    assert asked == [Path(cores.__file__)]
