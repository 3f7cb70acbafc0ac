"""An import that is killed at any moment, and run again, ends where an undisturbed one ends."""

import signal
import time

from processes import start


def rows(kreds, database, name):
    folder = kreds.folder / name
    assert kreds("export", folder, "--database", f"sqlite:{database}").code == 0
    return {file.name: sorted(file.read_text(encoding="utf-8").splitlines()) for file in folder.iterdir()}


def test_killed_at_any_moment_and_run_again(kreds):
    source = kreds.folder / "rows"
    assert kreds("generate", "--out", source, "--scale", "0.4", "--until", "2025-12-31").code == 0
    calm = kreds.folder / "calm.sqlite"
    assert kreds("import", source, "--database", f"sqlite:{calm}").code == 0
    disturbed = kreds.folder / "disturbed.sqlite"
    killed = 0
    for delay in (0.15, 0.3, 0.6, 1.0, 1.5):
        process = start("import", source, database=disturbed)
        time.sleep(delay)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.wait()
    assert killed > 0
    last = kreds("import", source, "--database", f"sqlite:{disturbed}", "--json")
    assert last.code == 0, last.err
    again = kreds("import", source, "--database", f"sqlite:{disturbed}", "--json").json["files"]
    assert all(file["inserted"] == 0 and file["updated"] == 0 for file in again.values())
    assert rows(kreds, disturbed, "from-disturbed") == rows(kreds, calm, "from-calm")
