"""The command line as a process: what scripts and other systems hold on to."""

import json
import os
import pathlib
import subprocess

import pytest
from processes import EXECUTABLE

ROOT = pathlib.Path(__file__).resolve().parents[2]
PUBLISHED = ROOT / "Tests" / "ExchangeTests" / "Fixtures" / "published-2025"


class Result:
    def __init__(self, process):
        self.code = process.returncode
        self.out = process.stdout
        self.err = process.stderr

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def lines(self):
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def kreds(tmp_path):
    """Runs the executable in a folder of its own, on a database of its own."""

    def run(*arguments, env=None, stdin=""):
        environment = {key: value for key, value in os.environ.items() if not key.startswith("KREDS_")}
        environment["KREDS_DATABASE"] = f"sqlite:{tmp_path}/kreds.sqlite"
        # One for all databases of a test, as for a database and its backups.
        environment["KREDS_KEY_FILE"] = f"{tmp_path}/kreds.key"
        environment.update(env or {})
        process = subprocess.run(
            [str(EXECUTABLE), *[str(argument) for argument in arguments]], cwd=tmp_path, env=environment,
            input=stdin, capture_output=True, text=True, timeout=240)
        return Result(process)

    run.folder = tmp_path
    run.database = tmp_path / "kreds.sqlite"
    run.key_file = tmp_path / "kreds.key"
    return run


@pytest.fixture(scope="session")
def published():
    return PUBLISHED

