"""Replace this process by another program, under an unprivileged account, that ends with its owner.

Run as a script in a bare interpreter, because a process must not give up its rights between `fork` and `exec` in
Python code of a larger one: `exec_as_account.py OWNER UID GID CAPABILITIES PROGRAM [ARGUMENT ...]`

OWNER: the process whose death ends the program (fast shutdown, Linux only), 0 for none.
UID, GID: whom to become; nothing changes if that is who we are.
CAPABILITIES: bits to keep from root, 0 for none (Linux only).
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 47, 2
CAPABILITY_VERSION_3 = 0x20080522

libc = ctypes.CDLL(None, use_errno=True)


def call(function: str, *arguments: object) -> None:
    """Call the C library; raise `OSError` on failure."""
    if libc[function](*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{function}: {os.strerror(number)}")


def become(uid: int, gid: int, capabilities: int) -> None:
    """Drop root permanently, except for these capabilities."""
    if capabilities:
        call("prctl", PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)
    if capabilities:
        # effective, permitted, inheritable of capabilities 0 to 31, then of 32 to 63
        sets = (ctypes.c_uint32 * 6)(capabilities, capabilities, capabilities, 0, 0, 0)
        call("capset", (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0), sets)
        for number in range(capabilities.bit_length()):
            if capabilities >> number & 1:
                call("prctl", PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, number, 0, 0)


def bind(owner: int) -> None:
    """Have the kernel send SIGINT when the owner dies, even by SIGKILL."""
    call("prctl", PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)
    if os.getppid() != owner:  # it ended before the call
        sys.exit(1)


def main(program: list[str], owner: int, uid: int, gid: int, capabilities: int) -> None:
    """Change the account, then replace the program."""
    if os.geteuid() != uid:
        become(uid, gid, capabilities)
    if owner and sys.platform == "linux":
        bind(owner)  # after the change of account, which would undo it
    os.execv(program[0], program)  # noqa: S606 -- no shell is wanted


if __name__ == "__main__":
    try:
        main(sys.argv[5:], *map(int, sys.argv[1:5]))
    except OSError as error:
        sys.exit(f"FATAL:  cannot become uid {sys.argv[2]} and run {sys.argv[5]}: {error}")
