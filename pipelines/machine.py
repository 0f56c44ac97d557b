"""What this process may use: processors and memory of the machine, or less where a control group says so.

A container sees the memory and the processors of the whole machine; what it was given is in files of its
control group, of version 2 or 1.
"""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Iterator
from pathlib import Path

_MEGABYTE = 1024 * 1024
_OWN_GROUP = Path("/proc/self/cgroup")
_GROUPS = Path("/sys/fs/cgroup")


def processors(own_group: Path = _OWN_GROUP, groups: Path = _GROUPS) -> int:
    """Processors that may be used at the same time, at least one."""
    try:
        number = len(os.sched_getaffinity(0))
    except AttributeError:
        number = os.cpu_count() or 1
    for folder in _groups_of_process(own_group, groups):
        with contextlib.suppress(OSError, ValueError):
            quota, period = (folder / "cpu.max").read_text().split()
            number = min(number, math.ceil(int(quota) / int(period)))
    return max(1, number)


def memory_mb(own_group: Path = _OWN_GROUP, groups: Path = _GROUPS) -> int:
    """Memory that may be used, in MB."""
    size = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    for folder in _groups_of_process(own_group, groups):
        for name in ("memory.max", "memory.limit_in_bytes"):
            # A group without a limit says so with a word, or with a number that no machine has.
            with contextlib.suppress(OSError, ValueError):
                size = min(size, int((folder / name).read_text()))
    return size // _MEGABYTE


def _groups_of_process(own_group: Path, groups: Path) -> Iterator[Path]:
    """The folders of the control groups in which this process is, each with those around it."""
    try:
        lines = own_group.read_text().splitlines()
    except OSError:
        return
    for line in lines:
        _, controllers, path = line.split(":", 2)
        kind = next((each for each in ("memory", "cpu") if each in controllers.split(",")), "")
        if controllers and not kind:
            continue
        folder = groups / kind
        yield folder
        for part in Path(path.lstrip("/")).parts:
            folder /= part
            yield folder
