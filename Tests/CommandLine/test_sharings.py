"""What was shared about a person, by command; and what 'audit verify' says of its records."""

import contextlib
import json
import sqlite3
import stat

import pytest


@pytest.fixture
def register(kreds):
    """Åse, in the register, with nothing shared about her here: a case that is imported shares nothing."""
    folder = kreds.folder / "rows"
    folder.mkdir()
    (folder / "persons.csv").write_text("person_id,cpr,given_names,family_name\nA,6101800001,Åse,Ærø\n")
    notice = {
        "id": "N1", "programme": "concern-notice", "municipality": "259",
        "parties": [{"person": "A", "role": "subject"}], "events": [{"stage": "sent", "at": "2026-01-02"}],
    }
    (folder / "cases.jsonl").write_text(json.dumps(notice) + "\n")
    loaded = kreds("import", folder)
    assert loaded.code == 0, loaded.err
    return folder


def test_nothing_that_is_imported_was_shared_here(kreds, register):
    done = kreds("person", "disclosures", "A", "--purpose", "access")
    assert done.code == 0, done.err
    assert done.json["format"] == "kreds-disclosures-1" and done.json["isWhole"] is True
    assert done.json["disclosures"] == [] and "§ 115" in done.json["restriction"]


def test_a_file_is_for_its_owner_alone_and_none_is_overwritten(kreds, register):
    done = kreds("person", "disclosures", "6101800001", "--purpose", "supervision", "--out", "shared.json", "--json")
    assert done.code == 0, done.err
    path = kreds.folder / "shared.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert done.json["disclosures"] == 0 and json.loads(path.read_text())["purpose"] == "supervision"
    again = kreds("person", "disclosures", "A", "--purpose", "supervision", "--out", "shared.json")
    assert again.code == 1 and "is there already" in again.err


def test_an_investigation_gets_nothing(kreds, register):
    refused = kreds("person", "disclosures", "A", "--purpose", "investigation", "--out", "no.json")
    assert refused.code == 1 and "115" in refused.err and "804" in refused.err
    assert not (kreds.folder / "no.json").exists() and refused.out == ""
    with contextlib.closing(sqlite3.connect(kreds.database)) as db:
        tries = db.execute("SELECT COUNT(*) FROM ledger_entry WHERE reason = 'refused investigation'").fetchone()[0]
    assert tries == 1


def test_a_purpose_is_asked_for(kreds, register):
    assert kreds("person", "disclosures", "A").code == 64
    assert kreds("person", "disclosures", "A", "--purpose", "curiosity").code == 64
    assert kreds("person", "disclosures", "A", "--purpose", "other").code == 1


def test_somebody_who_is_not_in_the_register_is_asked_for_by_number(kreds, register):
    done = kreds("person", "disclosures", "6202800002", "--purpose", "access")
    assert done.code == 0 and "person" not in done.json
    assert kreds("person", "disclosures", "nobody", "--purpose", "access").code == 1


def test_a_record_that_the_log_does_not_know_is_found(kreds, register):
    assert kreds("audit", "verify", "--json").json["valid"] is True
    with contextlib.closing(sqlite3.connect(kreds.database)) as db:
        db.execute(
            "INSERT INTO disclosure (giver, role, authority, basis, categories, consent, at, channel, onward, outcome, "
            "sealed, digest) VALUES ('x', '', 'police', 'rpl115-2', '', 'not-asked', 0, 'kreds', 'rpl115-2', 'given', 0, 'x')")
        db.commit()
    found = kreds("audit", "verify", "--json")
    assert found.code == 1 and found.json["valid"] is False and found.json["brokenDisclosures"] == [1]
    assert "firstBroken" not in found.json and "records of sharings" in found.err
