"""Databases that cannot be used, each with its own words; and what is written, whole and for its owner alone."""

import contextlib
import os
import shutil
import socket
import sqlite3
import subprocess

import pytest
from processes import EXECUTABLE

PASSWORD = "long-enough-password\n"
ADD_USER = ["user", "add", "anna", "--authority", "Politikredsen", "--role", "officer"]


@pytest.fixture
def rows(kreds):
    folder = kreds.folder / "rows"
    folder.mkdir()
    (folder / "persons.csv").write_text("person_id,sex\nP1,F\nP2,X\n")
    return folder


def execute(database, sql):
    with contextlib.closing(sqlite3.connect(database)) as db:
        found = db.execute(sql).fetchall()
        db.commit()
        return found


def content(database):
    """All that is in it: every statement that would make it anew, or, of another file, its bytes."""
    try:
        with contextlib.closing(sqlite3.connect(database)) as db:
            return list(db.iterdump())
    except sqlite3.DatabaseError:
        return database.read_bytes()


def everything(kreds, rows):
    """Every command that opens the database."""
    return [
        ["migrate"], ["import", rows], ["export", kreds.folder / "out"], ["screen"], ["report", "2025"], ["serve"],
        ADD_USER, ["backup", kreds.folder / "copy.sqlite"], ["audit", "verify"], ["audit", "checkpoint"], ["key", "show"],
        ["key", "rotate"],
    ]


def assert_refused_by_all(kreds, rows, words):
    before = content(kreds.database)
    for command in everything(kreds, rows):
        result = kreds(*command, stdin=PASSWORD)
        assert result.code == 1, command
        assert words in result.err, (command, result.err)
    doctor = kreds("doctor")
    assert doctor.code == 1 and words in doctor.err
    assert content(kreds.database) == before
    assert not (kreds.folder / "copy.sqlite").exists()


def test_a_database_of_a_newer_version_is_refused_by_every_command(kreds, rows):
    kreds("migrate")
    execute(kreds.database, "INSERT INTO migration (number, name, checksum) VALUES (999, 'future', 'x')")

    assert_refused_by_all(kreds, rows, "newer version of Kreds")

    elsewhere = kreds.folder / "elsewhere.sqlite"
    restored = kreds("restore", kreds.database, "--database", f"sqlite:{elsewhere}")
    assert restored.code == 1 and "newer version of Kreds" in restored.err
    assert not elsewhere.exists()


def test_the_database_of_another_program_is_refused_and_gets_no_tables(kreds, rows):
    execute(kreds.database, "CREATE TABLE customer (id INTEGER)")

    assert_refused_by_all(kreds, rows, "tables of another program")

    assert execute(kreds.database, "SELECT name FROM sqlite_master") == [("customer",)]


def test_a_file_that_is_no_database_is_refused_by_every_command(kreds, rows):
    kreds.database.write_text("no database at all\n" * 1000)

    assert_refused_by_all(kreds, rows, "damaged or is not a Kreds database")


def test_a_locked_database_is_told_and_left_as_it_is(kreds, rows):
    kreds("migrate")
    commands = [["import", rows], ADD_USER, ["screen"], ["backup", kreds.folder / "copy.sqlite"]]
    environment = {**os.environ, "KREDS_DATABASE": f"sqlite:{kreds.database}", "KREDS_KEY_FILE": str(kreds.key_file),
                   "KREDS_PASSWORD": PASSWORD.strip()}
    with contextlib.closing(sqlite3.connect(kreds.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        running = [
            subprocess.Popen([str(EXECUTABLE), *map(str, words)], env=environment, stderr=subprocess.PIPE, text=True)
            for words in commands
        ]
        for words, process in zip(commands, running, strict=True):
            error = process.communicate(timeout=120)[1]
            assert process.returncode == 1, words
            assert "in use by another process" in error, (words, error)
        other.execute("ROLLBACK")
    assert execute(kreds.database, "SELECT (SELECT COUNT(*) FROM person) + (SELECT COUNT(*) FROM account)") == [(0,)]
    assert not (kreds.folder / "copy.sqlite").exists()
    assert kreds("import", rows).code == 2


def small_disk(kreds, script: str) -> subprocess.CompletedProcess:
    """Runs a script with a disk of a few megabytes at `disk`, which is gone afterwards."""
    (kreds.folder / "disk").mkdir()
    own = [] if os.geteuid() == 0 else ["--map-root-user"]
    mounted = "mount -t tmpfs -o size=3m tmpfs disk || exit 99\n"
    environment = {**os.environ, "KREDS": str(EXECUTABLE), "KREDS_DATABASE": "sqlite:disk/kreds.sqlite"}
    done = subprocess.run(
        ["unshare", *own, "--mount", "sh", "-c", mounted + script], cwd=kreds.folder, env=environment,
        capture_output=True, text=True, timeout=240)
    if done.returncode == 99 or "unshare" in done.stderr:
        pytest.skip(f"no disk of one's own can be mounted here: {done.stderr}")
    return done


needs_unshare = pytest.mark.skipif(not shutil.which("unshare"), reason="there is no unshare")


@needs_unshare
def test_an_import_onto_a_full_disk_is_told_and_goes_on_when_there_is_room(kreds):
    folder = kreds.folder / "rows"
    folder.mkdir()
    long = "x" * 200
    people = "".join(f"P{number},{long}\n" for number in range(60_000))
    (folder / "persons.csv").write_text("person_id,family_name\n" + people)
    done = small_disk(kreds, """
        $KREDS import rows; echo "code $?"
        mount -o remount,size=200m disk
        $KREDS import rows --json; echo "code $?"
        """)
    lines = done.stdout.splitlines()
    assert lines[0] in ("code 1", "code 2"), done.stderr
    assert "no room left on the disk" in done.stderr
    assert '"rejected":0' in lines[1] and lines[2] == "code 0", done.stderr


@needs_unshare
def test_a_backup_onto_a_full_disk_leaves_nothing_and_the_next_one_works(kreds):
    folder = kreds.folder / "rows"
    folder.mkdir()
    people = "".join(f"P{number},{'x' * 200}\n" for number in range(20_000))
    (folder / "persons.csv").write_text("person_id,family_name\n" + people)
    assert kreds("import", folder).code == 0
    done = small_disk(kreds, """
        export KREDS_DATABASE=sqlite:kreds.sqlite KREDS_KEY_FILE=kreds.key
        $KREDS backup disk/copy.sqlite; echo "code $?"
        ls disk
        mount -o remount,size=200m disk
        $KREDS backup disk/copy.sqlite; echo "code $?"
        ls disk
        """)
    assert "no room left on the disk" in done.stderr
    assert done.stdout.splitlines() == ["code 1", "code 0", "copy.sqlite"], done.stderr


def test_what_an_interrupted_backup_or_restore_has_left_is_in_nobodys_way(kreds, rows):
    kreds("import", rows)
    copy, restored = kreds.folder / "copy.sqlite", kreds.folder / "restored.sqlite"
    for path in (copy, restored):
        path.with_name(path.name + ".part").write_text("half")
        path.with_name(path.name + ".part-journal").write_text("half")

    assert kreds("backup", copy).code == 0
    assert kreds("restore", copy, "--database", f"sqlite:{restored}").code == 0

    assert not list(kreds.folder.glob("*.part*"))
    assert execute(restored, "SELECT external_id FROM person") == [("P1",)]


def test_a_restore_beside_the_journal_of_an_earlier_database_is_refused(kreds, rows):
    kreds("import", rows)
    copy, restored = kreds.folder / "copy.sqlite", kreds.folder / "restored.sqlite"
    kreds("backup", copy)
    journal = kreds.folder / "restored.sqlite-wal"
    journal.write_text("of another database")

    result = kreds("restore", copy, "--database", f"sqlite:{restored}")

    assert result.code == 1 and "-wal" in result.err
    assert not restored.exists()


def test_backup_and_restore_are_logged(kreds, rows):
    kreds("import", rows)
    copy, restored = kreds.folder / "copy.sqlite", kreds.folder / "restored.sqlite"
    kreds("backup", copy)
    kreds("restore", copy, "--database", f"sqlite:{restored}")
    entries = "SELECT action, reason FROM ledger_entry WHERE entity = 'database' ORDER BY id"
    assert execute(kreds.database, entries) == [("disclose", "backup")]
    assert execute(restored, entries) == [("disclose", "backup"), ("collect", "restore")]


def test_a_backup_of_an_older_version_is_restored_and_waits_for_migrate(kreds, rows):
    kreds("import", rows)
    execute(kreds.database, "DELETE FROM migration WHERE number = (SELECT MAX(number) FROM migration)")
    execute(kreds.database, "DROP TABLE ledger_words")
    result = kreds("restore", kreds.database, "--database", f"sqlite:{kreds.folder}/restored.sqlite")
    assert result.code == 0, result.err
    assert "kreds migrate" in result.err
    assert execute(kreds.folder / "restored.sqlite", "SELECT external_id FROM person") == [("P1",)]


def test_everything_with_people_in_it_is_for_its_owner_alone(kreds, rows):
    old = os.umask(0)
    try:
        kreds("migrate")
        rejects = kreds("import", rows, "--json").json["rejects"]
        kreds("export", kreds.folder / "out")
        kreds("backup", kreds.folder / "copy.sqlite")
        kreds("restore", kreds.folder / "copy.sqlite", "--database", f"sqlite:{kreds.folder}/restored.sqlite")
    finally:
        os.umask(old)
    files = [kreds.database, kreds.folder / rejects, *(kreds.folder / "out").iterdir(),
             kreds.folder / "copy.sqlite", kreds.folder / "restored.sqlite", kreds.key_file]
    assert len(files) == 11
    for file in files:
        assert file.stat().st_mode & 0o777 == 0o600, file
    assert (kreds.folder / "kreds.sqlite.data").stat().st_mode & 0o777 == 0o700


def test_doctor_finds_what_others_may_read(kreds, rows):
    kreds("import", rows)
    assert kreds("doctor").code == 0
    for name, mode in (("kreds.sqlite", 0o644), ("kreds.sqlite.data", 0o755)):
        path = kreds.folder / name
        before = path.stat().st_mode
        path.chmod(mode)
        result = kreds("doctor")
        assert result.code == 1 and f"{name}'" in result.err, result.err
        path.chmod(before)
    # Beside an open database lies what was written last.
    with contextlib.closing(sqlite3.connect(kreds.database)) as db:
        db.execute("INSERT INTO source (name) VALUES ('x')")
        db.commit()
        side = kreds.folder / "kreds.sqlite-wal"
        side.chmod(0o640)
        result = kreds("doctor")
        assert result.code == 1 and "kreds.sqlite-wal'" in result.err, result.err
        side.chmod(0o600)
        assert kreds("doctor").code == 0


def test_a_port_in_use_is_named(kreds):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        result = kreds("serve", "--port", port)
    assert result.code == 1
    assert result.err == f"kreds: Port {port} is in use; choose another with --port.\n"
