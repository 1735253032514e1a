"""Apache Kafka as plain jars, fetched once by Maven and kept outside the build folder."""

import fcntl
import os
import pathlib
import shutil
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
VERSIONS = ("3.9.1", "4.1.0")
GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"


def cache_folder():
    """$DAYPASS_CACHE, or daypass in the user's cache folder: clones and builds share it."""
    base = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(os.environ.get("DAYPASS_CACHE") or pathlib.Path(base) / "daypass")


def fetch(version):
    """The folder with the jars of a version, fetched when it isn't there. Processes may race."""
    if version not in VERSIONS:
        raise SystemExit(f"kafka: {version} is not one of {', '.join(VERSIONS)}")
    folder = cache_folder() / f"kafka-{version}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(folder.parent / f"kafka-{version}.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            partial = folder.with_suffix(".partial")
            shutil.rmtree(partial, ignore_errors=True)
            run_maven(version, partial)
            partial.rename(folder)
    return folder


def run_maven(version, folder):
    """Copies the jars of pom-VERSION.xml; a registry may fail once in a while, so three tries."""
    command = ["mvn", "-q", "-B", "-f", HERE / f"pom-{version}.xml", GOAL,
               f"-DoutputDirectory={folder}", "-DincludeScope=runtime"]
    for attempt in range(3):
        run = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if run.returncode == 0 and any(folder.glob("kafka_*.jar")):
            return
    raise SystemExit(f"kafka: Maven failed {attempt + 1} times:\n{run.stdout}{run.stderr}")
