"""Starting the executable without waiting for it."""

import pathlib
import subprocess

EXECUTABLE = pathlib.Path(__file__).resolve().parents[2] / ".build" / "debug" / "kreds"


def start(*arguments, database, key_file):
    return subprocess.Popen(
        [str(EXECUTABLE), *[str(argument) for argument in arguments], "--database", f"sqlite:{database}",
         "--key-file", str(key_file)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
