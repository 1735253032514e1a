"""The Vault server's program: built once from server/ by Go, and kept."""

import fcntl
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
SOURCES = HERE / "server"
BUILD = HERE.parents[2] / "build"
GO_MIN = (1, 20)
TRIES = 3


def cache_folder():
    """$DAYPASS_CACHE, or this tree's build folder."""
    return pathlib.Path(os.environ.get("DAYPASS_CACHE") or BUILD)


def digest():
    """Of what the program is made of: names and contents of its sources."""
    seen = hashlib.sha256()
    for file in sorted(SOURCES.iterdir()):
        seen.update(f"{file.name}\0{file.stat().st_size}\0".encode() + file.read_bytes())
    return seen.hexdigest()[:16]


def fetch():
    """The program, built when it isn't there: minutes the first time. Processes may race."""
    folder = cache_folder() / "vault"
    program = folder / f"vault-server-{digest()}"
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not program.exists():
            build(program, go(folder))
    return program


def build(program, toolchain):
    """Modules come with the checksums of go.sum, and stay in Go's own caches, which clones share. A
    registry may fail once in a while, so a few tries; each goes on where the one before ended."""
    began = time.monotonic()
    partial = program.with_suffix(".partial")
    print(f"vault: building the server with {toolchain}; the first time takes minutes",
          file=sys.stderr)
    command = [toolchain, "build", "-mod=readonly", "-trimpath", "-buildvcs=false",
               "-ldflags=-s -w", "-o", partial, "."]
    settings = {"CGO_ENABLED": "0", "GOTOOLCHAIN": "local", "GOWORK": "off"}
    for _ in range(TRIES):
        run = subprocess.run(command, cwd=SOURCES, env={**os.environ, **settings},
                             capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if run.returncode == 0:
            break
    else:
        raise SystemExit(f"vault: Go failed {TRIES} times:\n{run.stdout}{run.stderr[-4000:]}")
    partial.rename(program)
    print(f"vault: built in {time.monotonic() - began:.0f} s, "
          f"{program.stat().st_size / 1e6:.0f} MB", file=sys.stderr)


def go(folder):
    """An installed Go that is new enough, or the one that requirements.txt pins, in a venv."""
    installed = shutil.which("go")
    if installed and version(installed) >= GO_MIN:
        return installed
    venv = folder / "go-venv"
    wanted = (HERE / "requirements.txt").read_text()
    made_for = venv / "made-for"
    if not made_for.exists() or made_for.read_text() != wanted:
        shutil.rmtree(venv, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([venv / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check",
                        "-r", HERE / "requirements.txt"], check=True)
        made_for.write_text(wanted)
    return str(venv / "bin" / "go")


def version(toolchain):
    """(1, 26) of 'go version go1.26.8 linux/amd64'; (0,) of what doesn't say."""
    run = subprocess.run([toolchain, "version"], capture_output=True, text=True,
                         env={**os.environ, "GOTOOLCHAIN": "local"})
    told = re.search(r"\bgo(\d+)\.(\d+)", run.stdout)
    return tuple(map(int, told.groups())) if told else (0,)
