"""Tables from outside are read without leaving anything behind that outlives them."""

import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

READ = """
import os, sys
from pathlib import Path
from lfr_eval.core.outside.parquet import parse_parquet
before = len(os.listdir("/proc/self/task"))
print(parse_parquet(Path(sys.argv[1])).num_rows, len(os.listdir("/proc/self/task")) - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted in /proc")
def test_no_worker_holds_the_file_when_python_ends(tmp_path):
    # one that still did aborted some one in twenty commands, after their last line
    pq.write_table(pa.table({name: list(range(1000)) for name in "abcdef"}), tmp_path / "table.parquet")
    done = subprocess.run([sys.executable, "-c", READ, tmp_path / "table.parquet"], capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("1000 0\n", 0), done.stderr
