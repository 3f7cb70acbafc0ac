"""The key file: made once, needed from then on, changed without losing anything."""

import contextlib
import sqlite3

import pytest

CPR = "6101801234"


@pytest.fixture
def sealed(kreds):
    folder = kreds.folder / "rows"
    folder.mkdir()
    (folder / "persons.csv").write_text(f"person_id,cpr,sex\nP1,{CPR},F\nP2,,M\n")
    assert kreds("import", folder).code == 0
    return kreds


def stored(kreds):
    with contextlib.closing(sqlite3.connect(kreds.database)) as db:
        return db.execute("SELECT cpr_sealed FROM person WHERE external_id = 'P1'").fetchone()[0]


def exported(kreds, name):
    assert kreds("export", kreds.folder / name).code == 0
    return (kreds.folder / name / "persons.csv").read_text()


def test_the_key_file_lies_beside_the_database_unless_named(kreds):
    result = kreds("migrate", env={"KREDS_KEY_FILE": f"{kreds.folder}/named.key"})
    assert result.code == 0 and (kreds.folder / "named.key").exists()
    elsewhere = kreds.folder / "other.sqlite"
    assert kreds("migrate", "--database", f"sqlite:{elsewhere}", "--key-file", f"{elsewhere}.key").code == 0


def test_numbers_are_nowhere_in_the_clear_but_in_an_export(sealed):
    for file in sealed.folder.glob("kreds.sqlite*"):
        if file.is_file():
            assert CPR.encode() not in file.read_bytes(), file
    assert stored(sealed).startswith("1:")
    assert CPR in exported(sealed, "out")


@pytest.mark.parametrize("command", [["audit", "verify"], ["screen"], ["serve"], ["migrate"], ["key", "rotate"]])
def test_a_missing_or_foreign_key_file_is_told_and_never_made_anew(sealed, command):
    if command != ["migrate"]:
        sealed.key_file.rename(sealed.folder / "away")
        result = sealed(*command)
        assert result.code == 1 and "is missing" in result.err and "--key-file" in result.err
        assert not sealed.key_file.exists()
        other = sealed.folder / "other.sqlite"
        assert sealed("migrate", "--database", f"sqlite:{other}").code == 0
        result = sealed(*command)
        assert result.code == 1 and "not the key file of this database" in result.err
    else:
        with contextlib.closing(sqlite3.connect(sealed.database)) as db:
            db.execute("DELETE FROM migration WHERE number = (SELECT MAX(number) FROM migration)")
            db.commit()
        sealed.key_file.unlink()
        result = sealed(*command)
        assert result.code == 1 and "is missing" in result.err


def test_a_key_file_open_to_others_is_refused(sealed):
    sealed.key_file.chmod(0o640)
    result = sealed("screen")
    assert result.code == 1 and "chmod 600" in result.err
    doctor = sealed("doctor")
    assert doctor.code == 1 and "FAIL keys" in doctor.err


def test_doctor_says_that_the_keys_fit(sealed):
    assert "ok   keys" in sealed("doctor").err
    sealed.key_file.unlink()
    assert "FAIL keys" in sealed("doctor").err


def test_a_rotation_seals_everything_anew(sealed):
    before = exported(sealed, "before")
    result = sealed("key", "rotate", "--json")
    assert result.code == 0, result.err
    assert result.json == {"key": 2, "sealed": 1}
    assert stored(sealed).startswith("2:")
    assert exported(sealed, "after") == before
    assert sealed("key", "show", "--json").json == {"keys": 2, "waiting": 0}
    assert sealed("audit", "verify").code == 0
    assert sealed("import", sealed.folder / "rows", "--json").json["files"]["persons.csv"]["unchanged"] == 2
    with contextlib.closing(sqlite3.connect(sealed.database)) as db:
        assert db.execute("SELECT reason FROM ledger_entry WHERE entity = 'database'").fetchall() == [
            ("key rotation 2",)]


def test_a_rotation_stopped_before_the_database_knew_goes_on(sealed):
    before = sealed.folder / "before.sqlite"
    assert sealed("backup", before).code == 0
    assert sealed("key", "rotate").code == 0
    restored = f"sqlite:{sealed.folder}/restored.sqlite"
    # As it was when only the key file had been written.
    assert sealed("screen", "--database", f"sqlite:{before}").code == 1
    again = sealed("key", "rotate", "--database", f"sqlite:{before}", "--json")
    assert again.code == 0 and again.json == {"key": 2, "sealed": 1}
    assert sealed("restore", before, "--database", restored).code == 0
    assert sealed("audit", "verify", "--database", restored).code == 0


def test_a_backup_from_before_a_rotation_is_restored_and_sealed_anew(sealed):
    copy = sealed.folder / "copy.sqlite"
    assert sealed("backup", copy).code == 0
    assert sealed("key", "rotate").code == 0
    restored = f"sqlite:{sealed.folder}/restored.sqlite"
    assert sealed("restore", copy, "--database", restored).code == 0
    assert sealed("key", "show", "--database", restored, "--json").json == {"keys": 2, "waiting": 1}
    assert sealed("key", "rotate", "--database", restored, "--json").json == {"key": 2, "sealed": 1}


def test_a_restore_without_its_key_file_is_refused(sealed):
    copy = sealed.folder / "copy.sqlite"
    backup = sealed("backup", copy)
    assert "key file" in backup.err
    sealed.key_file.unlink()
    restored = sealed.folder / "restored.sqlite"
    result = sealed("restore", copy, "--database", f"sqlite:{restored}")
    assert result.code == 1 and "is missing" in result.err
    assert not restored.exists()
