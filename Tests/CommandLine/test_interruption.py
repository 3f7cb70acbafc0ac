"""An import that is killed at any moment, and run again, ends where an undisturbed one ends."""

import contextlib
import signal
import sqlite3
import time

from processes import start

TABLES = ["person", "relation", "incident", "incident_person", "case_file"]


def rows(kreds, database, name):
    folder = kreds.folder / name
    assert kreds("export", folder, "--database", f"sqlite:{database}").code == 0
    return {file.name: sorted(file.read_text(encoding="utf-8").splitlines()) for file in folder.iterdir()}


def stored(database) -> int:
    """How many rows the import has stored so far."""
    if not database.exists():
        return 0
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        try:
            return sum(db.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in TABLES)
        except sqlite3.OperationalError:
            return 0


def last_state(database) -> str:
    with contextlib.closing(sqlite3.connect(database)) as db:
        return db.execute("SELECT state FROM import_run ORDER BY id DESC LIMIT 1").fetchone()[0]


def test_killed_at_any_moment_and_run_again(kreds):
    source = kreds.folder / "rows"
    assert kreds("generate", "--out", source, "--scale", "0.4", "--until", "2025-12-31").code == 0
    calm = kreds.folder / "calm.sqlite"
    assert kreds("import", source, "--database", f"sqlite:{calm}").code == 0
    total = stored(calm)
    disturbed = kreds.folder / "disturbed.sqlite"
    for share in (0, 0.2, 0.5, 0.8):
        process = start("import", source, database=disturbed, key_file=kreds.key_file)
        # Each file is at least one transaction, so when these are there, the import still has some of it ahead.
        while stored(disturbed) <= share * total and process.poll() is None:
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert last_state(disturbed) == "running", f"the import ended before {share} of it could be seen"
        assert stored(disturbed) <= total
    last = kreds("import", source, "--database", f"sqlite:{disturbed}", "--json")
    assert last.code == 0, last.err
    again = kreds("import", source, "--database", f"sqlite:{disturbed}", "--json").json["files"]
    assert all(file["inserted"] == 0 and file["updated"] == 0 for file in again.values())
    assert rows(kreds, disturbed, "from-disturbed") == rows(kreds, calm, "from-calm")
