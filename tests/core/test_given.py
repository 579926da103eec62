"""Files that somebody named: regular ones only, of a size that is sensible, opened without waiting."""

import hashlib
import os
import socket

import pytest

from lfr_eval.core.given import file_digest, open_file, read_file, require_file, require_replaceable


def pipe(path):
    os.mkfifo(path)


def unix_socket(path):
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


def link_to_a_device(path):
    path.symlink_to("/dev/zero")


KINDS = [
    (pipe, "a named pipe, not a file"),
    (unix_socket, "a socket, not a file"),
    (link_to_a_device, "a device, not a file"),
    (lambda path: path.mkdir(), "Is a directory"),
    (lambda path: None, "No such file or directory"),
]


@pytest.mark.parametrize("read", [require_file, open_file, lambda path: read_file(path, 10), file_digest])
@pytest.mark.parametrize(("make", "said"), KINDS)
def test_what_is_no_file_is_named_and_never_opened(tmp_path, monkeypatch, make, said, read):
    monkeypatch.chdir(tmp_path)  # the name of a socket must be short
    make(tmp_path / "x" if make is not unix_socket else tmp_path.relative_to(tmp_path) / "x")
    with pytest.raises(OSError, match=said):
        read(tmp_path / "x")


def test_a_file_is_read_and_one_that_is_too_large_is_not(tmp_path):
    (tmp_path / "x").write_bytes(b"1234")
    assert read_file(tmp_path / "x", 4) == b"1234"
    assert file_digest(tmp_path / "x") == hashlib.sha256(b"1234").hexdigest()
    with pytest.raises(OSError, match="larger than 0 MiB"):
        read_file(tmp_path / "x", 3)


def test_a_file_that_claims_to_be_empty_and_is_endless_is_cut_off():
    with pytest.raises(OSError, match="larger than"):
        read_file("/proc/self/maps", 10)  # a regular file of size 0


def test_only_a_file_may_be_written_over(tmp_path):
    require_replaceable(tmp_path / "new")
    (tmp_path / "old").touch()
    require_replaceable(tmp_path / "old")
    pipe(tmp_path / "pipe")
    with pytest.raises(OSError, match="a named pipe"):
        require_replaceable(tmp_path / "pipe")
