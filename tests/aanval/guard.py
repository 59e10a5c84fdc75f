"""Lets no process of an attack reach anything, and writes down what tried to.

Python tells of its own connections before they are made (audit events). Of what a library does in C or Rust it never
hears: there the system stops whoever makes a socket of the internet (seccomp, on Linux). Either leaves a line in the
file that ``FILE_VARIABLE`` names. Only the standard library is used: this runs before anything else does.
"""

from __future__ import annotations

import ctypes
import faulthandler
import os
import signal
import struct
import sys
from contextlib import suppress

#: Where is written down what tried to reach something; without it nobody is guarded.
FILE_VARIABLE = "ZPM_AANVAL_VERBINDINGEN"
#: The case asks for a database on this machine: only what leaves the machine counts.
LOCAL_VARIABLE = "ZPM_AANVAL_EIGEN_MACHINE"
_EVENTS = frozenset(
    "socket.connect socket.sendto socket.sendmsg socket.getaddrinfo socket.gethostbyname socket.gethostbyaddr "
    "urllib.Request http.client.connect smtplib.connect ftplib.connect webbrowser.open".split()
)
_HERE = ("127.0.0.1", "::1", "localhost")
#: Per machine: what the system calls it, and the numbers of the calls ``socket`` and ``seccomp``.
_MACHINES = {"x86_64": (0xC000003E, 41, 317), "aarch64": (0xC00000B7, 198, 277)}
_FAMILIES = (2, 10)  # IPv4 and IPv6
_ALLOW, _TRAP = 0x7FFF0000, 0x00030000
_NO_NEW_PRIVILEGES, _FILTER, _ALL_THREADS = 38, 1, 1
#: Descriptors from here on: a case may close the first three, and the lowest that is free means something to it.
_HIGH = 200


#: Where the system writes.
_file: list[int] = []


class Reached(Exception):  # noqa: N818 (it is what happened)
    """Something tried to reach beyond its process."""


def stand_guard() -> None:
    """Guard this process and its children, where it is a process of an attack."""
    if not os.environ.get(FILE_VARIABLE):
        return
    sys.addaudithook(_heard)
    if not os.environ.get(LOCAL_VARIABLE):
        _stop_sockets()
        written_in_file()


def written_in_file() -> None:
    """Have what the system stopped written down in the file that the variable names now."""
    if hasattr(signal, "SIGSYS"):
        before, _file[:] = list(_file), [_opened()]
        faulthandler.register(signal.SIGSYS, _file[0], all_threads=True, chain=False)
        for descriptor in before:
            os.close(descriptor)


def found(path: str | os.PathLike[str]) -> str:
    """Return what was written down; empty where nothing tried."""
    with suppress(FileNotFoundError), open(path, encoding="utf-8", errors="replace") as file:  # noqa: PTH123
        return file.read()
    return ""


def _heard(event: str, given: tuple[object, ...]) -> None:
    if event not in _EVENTS:
        return
    # A socket between two processes of this machine has a path for an address, and no host.
    told = given[1:] if event == "socket.connect" else given
    if event == "socket.connect" and not isinstance(given[1], tuple):
        return
    if os.environ.get(LOCAL_VARIABLE) and any(f"'{host}'" in repr(told) for host in _HERE):
        return
    descriptor = _opened()
    os.write(descriptor, f"{event} {told!r}\n".encode("utf-8", "backslashreplace"))
    os.close(descriptor)
    raise Reached(f"{event} {told!r}")


def _opened() -> int:
    import fcntl
    import resource

    # A case may allow few descriptors.
    high = min(_HIGH, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 2)
    low = os.open(os.environ[FILE_VARIABLE], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        return fcntl.fcntl(low, fcntl.F_DUPFD_CLOEXEC, high)
    finally:
        os.close(low)


def _stop_sockets() -> None:
    """Ask the system to stop this process, and all that come of it, when it makes a socket of the internet."""
    known = _MACHINES.get(os.uname().machine) if sys.platform == "linux" else None
    if known is None:
        return
    architecture, call, seccomp = known
    # A program for the filter: (code, jump if true, jump if false, value); loads are by place in what the call is told.
    load, equal, give = 0x20, 0x15, 0x06
    steps = [
        (load, 0, 0, 4), (equal, 0, 6, architecture), (load, 0, 0, 0), (equal, 0, 4, call),
        (load, 0, 0, 16), (equal, 1, 0, _FAMILIES[0]), (equal, 0, 1, _FAMILIES[1]), (give, 0, 0, _TRAP),
        (give, 0, 0, _ALLOW),
    ]  # fmt: skip
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    told = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(steps), ctypes.addressof(program)))
    libc = ctypes.CDLL(None, use_errno=True)
    one, none = ctypes.c_ulong(1), ctypes.c_ulong(0)
    libc.prctl(_NO_NEW_PRIVILEGES, one, none, none, none)
    if libc.syscall(ctypes.c_long(seccomp), ctypes.c_ulong(_FILTER), ctypes.c_ulong(_ALL_THREADS), told) != 0:
        raise OSError(ctypes.get_errno(), "seccomp")
