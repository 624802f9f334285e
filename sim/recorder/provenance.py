"""Where and with what a result was made: commit, versions, machine."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
LIBRARIES = ("numpy", "numba", "mesa", "scipy", "pandas", "pyarrow")
DECIDING_LIBRARIES = ("numpy", "numba")
DECIDING_PACKAGES = ("config", "kernels", "city", "policy", "model", "recorder")
"""A run depends on these packages and no others (the import contract holds it)."""


@cache
def versions() -> dict[str, str]:
    """Return the versions of everything that takes part in a run."""
    installed = {"python": platform.python_version(), "faireville": _version("faireville")}
    return installed | {library: _version(library) for library in LIBRARIES}


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "not installed"


@cache
def sources_hash(package: Path = PACKAGE) -> str:
    """Return the hash of all source code that decides what happens in a run."""
    digest = hashlib.sha256()
    for name in DECIDING_PACKAGES:
        for path in sorted((package / name).rglob("*.py")):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(package).as_posix()} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()


def maker() -> dict[str, object]:
    """Return all that is known of who makes a result here: sources, versions and machine."""
    of, dirty = commit()
    return {
        "commit": of,
        "dirty": dirty,
        "sources": sources_hash(),
        "versions": dict(versions()),
        "platform": dict(machine()),
    }


@cache
def commit() -> tuple[str, bool]:
    """Return the commit of the sources and whether files differ from it; "" when unknown."""
    root = _git("rev-parse", "--show-toplevel")
    if not root or Path(root).resolve() != PACKAGE.parent:
        return "", False
    return _git("rev-parse", "--verify", "--quiet", "HEAD"), bool(_git("status", "--porcelain"))


def _git(*words: str) -> str:
    """Ask git about the folder of the sources; say nothing where there is no git."""
    try:
        answer = subprocess.run(
            # a run killed while git looks would otherwise leave a lock in the repository
            ["git", "--no-optional-locks", "-C", str(PACKAGE), *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=10,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""


@cache
def machine() -> dict[str, str | int]:
    """Return what is known of this machine; results are bit-identical on one kind of processor."""
    return {
        "host": platform.node(),
        "system": platform.platform(),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else _cores(),
    }


def _cores() -> int:
    return os.cpu_count() or 1


def _processor() -> str:
    """Name the processor as Linux lists it, or as Python knows it elsewhere."""
    listed = Path("/proc/cpuinfo")
    try:
        lines = listed.read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    models = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.processor() or platform.machine())
