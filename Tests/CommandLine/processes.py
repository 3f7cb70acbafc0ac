"""Starting the executable without waiting for it."""

import pathlib
import subprocess

EXECUTABLE = pathlib.Path(__file__).resolve().parents[2] / ".build" / "debug" / "kreds"


def start(*arguments, database):
    return subprocess.Popen(
        [str(EXECUTABLE), *[str(argument) for argument in arguments], "--database", f"sqlite:{database}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
