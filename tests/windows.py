"""Windows' rules, imposed on this process: what Linux lets pass and Windows refuses."""

import builtins
import errno
import fcntl
import os
import re
from pathlib import Path

import psutil  # noqa: F401  (what it is on Linux asks Linux, when it is loaded)
import pytest

NOT_THERE = ("O_NOFOLLOW", "O_DIRECTORY", "getuid", "geteuid", "fork", "killpg", "mkfifo", "sysconf")
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
UNFIT = re.compile(r'[\x00-\x1f<>:"|?*\\]|[ .]$')
NO_PRIVILEGE, IN_USE, BAD_NAME = 1314, 32, 123


def refused(number: int, path: object) -> OSError:
    kind = PermissionError if number == IN_USE else OSError
    return kind(errno.EACCES, f"[WinError {number}]", str(path))


def require_name(path: object) -> None:
    """Names that Windows does not give to a file or folder."""
    for part in Path(os.fsdecode(path)).parts if isinstance(path, (str, bytes, os.PathLike)) else ():
        if part not in ("/", "..") and (UNFIT.search(part) or RESERVED.fullmatch(part)):
            raise refused(BAD_NAME, path)


def require_closed(*paths: object) -> None:
    """Nothing that is open, in this process, is renamed, replaced or removed; nor is a folder that holds it."""
    names = [os.path.abspath(os.fsdecode(path)) for path in paths if isinstance(path, (str, bytes, os.PathLike))]
    opened = []
    for handle in os.listdir("/proc/self/fd"):
        try:
            opened.append(os.readlink(f"/proc/self/fd/{handle}"))
        except OSError:
            continue
    maps = Path("/proc/self/maps").read_text().splitlines()
    mapped = {line.split(maxsplit=5)[5] for line in maps if "/" in line}
    for name in names:
        if any(each == name or each.startswith(name + os.sep) for each in (*opened, *mapped)):
            raise refused(IN_USE, name)


def impose(patched: pytest.MonkeyPatch) -> None:
    """Impose them, until `patched` is undone."""
    real = {name: getattr(os, name) for name in ("fsync", "open", "replace", "rename", "unlink", "rmdir", "mkdir")}
    opens = builtins.open

    def fsync(handle: int) -> None:
        folder = os.path.isdir(f"/proc/self/fd/{handle}")
        if not folder and fcntl.fcntl(handle, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
            raise OSError(errno.EBADF, "Bad file descriptor")
        real["fsync"](handle)

    def kill(pid: int, signal: int) -> None:
        raise AssertionError(f"os.kill({pid}, {signal}) ends the process, or is Ctrl-C for all of a console")

    def symlink(source: object, target: object, *_: object, **__: object) -> None:
        raise refused(NO_PRIVILEGE, target)

    def moved(name: str):
        def move(source, target, **more):
            require_name(target)
            require_closed(source, target)
            if name == "rename" and os.path.lexists(target):
                raise FileExistsError(errno.EEXIST, "[WinError 183]", str(target))
            return real[name](source, target, **more)

        return move

    def removed(name: str):
        def remove(path, **more):
            require_closed(path)
            return real[name](path, **more)

        return remove

    def mkdir(path, *rest, **more):
        require_name(path)
        return real["mkdir"](path, *rest, **more)

    def open_named(file, mode="r", *rest, **more):
        if set(mode) & set("wax+"):
            require_name(file)
        return opens(file, mode, *rest, **more)

    for name, value in {
        "fsync": fsync,
        "kill": kill,
        "symlink": symlink,
        "mkdir": mkdir,
        **{name: moved(name) for name in ("rename", "replace")},
        **{name: removed(name) for name in ("unlink", "rmdir")},
        "remove": removed("unlink"),
    }.items():
        patched.setattr(os, name, value)
    patched.setattr(builtins, "open", open_named)
    patched.setattr("io.open", open_named)
    for name in NOT_THERE:
        patched.delattr(os, name)
