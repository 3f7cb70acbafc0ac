"""The log as its reviewers check it: what verify finds, and what a checkpoint kept elsewhere adds."""

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess

import pytest
from processes import EXECUTABLE


@pytest.fixture
def logged(kreds):
    """A database with entries of several commands."""
    folder = kreds.folder / "rows"
    folder.mkdir()
    (folder / "persons.csv").write_text("person_id,cpr,sex\nP1,6101801234,F\n")
    for _ in range(3):
        assert kreds("import", folder).code == 0
    return kreds


def tamper(database, *statements):
    with contextlib.closing(sqlite3.connect(database)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


def test_an_untouched_log_is_valid(logged):
    result = logged("audit", "verify", "--json")
    assert result.code == 0
    assert result.json == {"entries": 3, "valid": True}
    assert "3 entries" in result.err


def test_the_first_broken_entry_is_named(logged):
    tamper(logged.database, "DROP TRIGGER ledger_entry_not_changed",
           "UPDATE ledger_entry SET actor = 'somebody else' WHERE id = 2")
    result = logged("audit", "verify", "--json")
    assert result.code == 1
    assert result.json == {"entries": 3, "firstBroken": 2, "valid": False}
    assert "Entry 2 was changed" in result.err


def test_everything_that_is_broken_is_named(logged):
    tamper(logged.database, "DROP TRIGGER ledger_entry_not_changed",
           "UPDATE ledger_entry SET actor = 'somebody else' WHERE id = 2",
           "INSERT INTO plan (title, period_from, period_to, foreword, state, version, cap, cap_source, state_on, "
           "state_note, laid, actor, at, revision) VALUES ('Plan', '2025-01-01', '2026-12-31', '', 'adopted', 1, 5, "
           "'x', '2025-02-01', '', '', 'x', 0, 1)",
           "INSERT INTO plan_version (plan_id, version, adopted_on, note, body, hash, actor, at) "
           "VALUES (1, 1, '2025-02-01', '', '{}', 'x', 'x', 0)")
    result = logged("audit", "verify")
    assert result.code == 1
    assert "Entry 2 was changed" in result.err and "plan 1 version 1" in result.err


def test_entries_taken_from_the_end_are_found(logged):
    tamper(logged.database, "DROP TRIGGER ledger_entry_not_deleted", "DELETE FROM ledger_entry WHERE id = 3")
    result = logged("audit", "verify", "--json")
    assert result.code == 1 and result.json["firstBroken"] == 3
    assert "are missing" in result.err


def test_the_log_cannot_be_changed_without_taking_its_guard_away(logged):
    for statement in ("UPDATE ledger_entry SET actor = 'x'", "DELETE FROM ledger_entry"):
        with pytest.raises(sqlite3.IntegrityError):
            tamper(logged.database, statement)


def test_a_database_set_back_is_found_with_the_checkpoint_kept_elsewhere(logged):
    old = logged.folder / "old.sqlite"
    assert logged("backup", old).code == 0
    kept = logged.folder / "kept.json"
    made = logged("audit", "checkpoint", "--out", kept, "--json")
    assert made.code == 0 and made.json == json.loads(kept.read_text())
    assert logged("audit", "verify", "--checkpoint", kept).code == 0
    assert logged("audit", "checkpoint", "--out", kept).code == 1
    for ending in ("-wal", "-shm"):
        (logged.folder / ("kreds.sqlite" + ending)).unlink(missing_ok=True)
    shutil.copy(old, logged.database)
    assert logged("audit", "verify").code == 0
    result = logged("audit", "verify", "--checkpoint", kept, "--json")
    assert result.code == 1 and result.json["valid"] is False
    assert "set back to an earlier state" in result.err


def test_what_is_no_checkpoint_is_told(logged):
    other = logged.folder / "other.json"
    assert "no checkpoint at" in logged("audit", "verify", "--checkpoint", other).err
    other.write_text("{}")
    assert "is no checkpoint" in logged("audit", "verify", "--checkpoint", other).err
    forged = json.loads(logged("audit", "checkpoint", "--json").out) | {"number": 7}
    other.write_text(json.dumps(forged))
    result = logged("audit", "verify", "--checkpoint", other)
    assert result.code == 1 and "not signed with the keys" in result.err


def test_the_server_signs_where_the_log_ends(logged):
    environment = {**os.environ, "KREDS_DATABASE": f"sqlite:{logged.database}", "KREDS_KEY_FILE": str(logged.key_file)}
    server = subprocess.Popen(
        [str(EXECUTABLE), "serve", "--port", "0"], cwd=logged.folder, env=environment, stderr=subprocess.PIPE, text=True)
    assert "ready" in server.stderr.readline()
    server.send_signal(signal.SIGTERM)
    server.communicate(timeout=60)
    assert server.returncode == 0
    with contextlib.closing(sqlite3.connect(logged.database)) as db:
        signed = db.execute("SELECT number, heads FROM ledger_checkpoint").fetchall()
    # Nothing was logged while it served: the checkpoint of the start stands at the end too.
    assert [number for number, _ in signed] == [1]
    assert len(signed[0][1].splitlines()) == 3
    assert logged("audit", "verify").code == 0


def test_a_plan_that_is_not_what_was_adopted_is_named(logged):
    tamper(
        logged.database,
        "INSERT INTO plan (title, period_from, period_to, foreword, state, version, cap, cap_source, state_on, state_note, "
        "laid, actor, at, revision) VALUES ('x', '2026-01-01', '2026-12-31', '', 'adopted', 1, 3, 'x', '2026-01-01', '', "
        "'', 'x', 0, 1)",
        "INSERT INTO plan_version (plan_id, version, adopted_on, note, body, hash, actor, at) "
        "VALUES (1, 1, '2026-01-01', '', '{}', 'x', 'x', 0)")
    result = logged("audit", "verify", "--json")
    assert result.code == 1 and result.json["brokenPlans"] == ["plan 1 version 1"]
    assert "plan 1 version 1" in result.err and "firstBroken" not in result.json
