"""What a person is given, and what is deleted: by command."""

import json
import stat

import pytest
from test_database import execute

CASE = {
    "programme": "victim-referral", "municipality": "259",
    "events": [{"stage": "offered", "at": "2010-01-02"}, {"stage": "declined", "at": "2010-01-03"}],
}


@pytest.fixture
def register(kreds):
    """Åse with a case that is over its time, her mother under protection, and somebody newer."""
    folder = kreds.folder / "rows"
    folder.mkdir()
    (folder / "persons.csv").write_text(
        "person_id,cpr,given_names,family_name,birth_date,address,protected\n"
        "A,6101800001,Åse,Ærø,1980-01-01,Prøvevej 1,0\n"
        "M,6101500002,Karla,Quist,1950-01-01,Skjulestien 7,1\n"
        "N,,Bo,Holm,1981-01-01,,0\n")
    (folder / "relations.csv").write_text("person_id,related_id,kind\nM,A,parent\n")
    cases = [
        {**CASE, "id": "S1", "parties": [{"person": "A", "role": "subject"}]},
        {**CASE, "id": "S2", "parties": [{"person": "N", "role": "subject"}], "events": CASE["events"][:1]},
    ]
    (folder / "cases.jsonl").write_text("".join(json.dumps(case) + "\n" for case in cases))
    loaded = kreds("import", folder)
    assert loaded.code == 0, loaded.err
    return folder


def test_an_export_names_nobody_else_and_is_for_its_owner_alone(kreds, register):
    done = kreds("person", "export", "A", "--out", "answer.json", "--json")
    assert done.code == 0, done.err
    path = kreds.folder / "answer.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert done.json["bytes"] == path.stat().st_size and done.json["request"] == 1
    text = path.read_text()
    answer = json.loads(text)
    assert answer["format"] == "kreds-access-1" and answer["person"]["givenNames"] == "Åse"
    assert answer["relations"] == [{"isTo": False, "kind": "parent"}]
    assert [case["programme"] for case in answer["cases"]] == ["victim-referral"]
    for hidden in ["Karla", "Quist", "Skjulestien", "6101500002"]:
        assert hidden not in text
    assert execute(kreds.database, "SELECT state FROM access_request") == [("answered",)]
    logged = execute(kreds.database, "SELECT entity FROM ledger_entry WHERE action = 'disclose' ORDER BY id")
    assert logged == [("person",), ("case",)]


def test_an_export_to_print_is_in_the_language_asked_for(kreds, register):
    for language, word in [("da", "Oplysninger om dig"), ("en", "Information about you")]:
        done = kreds("person", "export", "A", "--out", f"{language}.html", "--language", language)
        assert done.code == 0, done.err
        page = (kreds.folder / f"{language}.html").read_text()
        assert word in page and "Quist" not in page and "<script" not in page


def test_an_export_that_cannot_be_made_says_why(kreds, register):
    assert "findes ikke" not in kreds("person", "export", "nobody").err
    missing = kreds("person", "export", "nobody")
    assert missing.code == 1 and "register" in missing.err
    (kreds.folder / "there.json").write_text("mine")
    there = kreds("person", "export", "A", "--out", "there.json")
    assert there.code == 1 and "there already" in there.err
    assert (kreds.folder / "there.json").read_text() == "mine"
    assert execute(kreds.database, "SELECT COUNT(*) FROM access_request") == [(0,)]


def test_what_is_deleted_goes_by_two_persons_and_stays_away(kreds, register):
    preview = kreds("retention", "preview", "--as-of", "2010-08-01", "--json", "--records")
    assert preview.code == 0, preview.err
    *records, summary = preview.lines
    assert summary["total"] == 3 and [each["class"] for each in records] == ["case", "person", "person"]
    assert records[0]["number"] == "OFR-2010-000001" and "Åse" not in preview.out
    assert kreds("retention", "preview", "--as-of", "2010-07-02", "--json").json["total"] == 0

    proposed = kreds("retention", "propose", "--as-of", "2010-08-01", "--json")
    assert proposed.json == {"deletion": 1, "count": 3}
    own = kreds("retention", "approve", 1, "--count", 3)
    assert own.code == 1 and "Somebody else" in own.err
    early = kreds("retention", "run", 1)
    assert early.code == 1 and "not approved" in early.err
    execute(kreds.database, "UPDATE deletion SET proposed_by = 'anna'")
    assert kreds("retention", "approve", 1, "--count", 4).code == 1
    assert kreds("retention", "approve", 1, "--count", 3).code == 0
    done = kreds("retention", "run", 1, "--json")
    assert done.code == 0, done.err
    assert done.json == {"deletion": 1, "deleted": 3, "skipped": {}}

    assert execute(kreds.database, "SELECT external_id FROM person") == [("N",)]
    for file in kreds.folder.glob("kreds.sqlite*"):
        if file.is_file():
            assert "Ærø".encode() not in file.read_bytes() and b"Skjulestien" not in file.read_bytes(), file.name
    again = kreds("import", register, "--json")
    assert again.code == 0, again.err
    assert again.json["warnings"]["deleted-here"] == 4 and again.json["files"]["cases.jsonl"]["inserted"] == 0
    assert execute(kreds.database, "SELECT external_id FROM person") == [("N",)]


def test_a_wrong_day_or_number_is_said(kreds, register):
    assert kreds("retention", "preview", "--as-of", "2010-02-30").code == 64
    unknown = kreds("retention", "run", 9)
    assert unknown.code == 1 and "no deletion 9" in unknown.err
    coming = kreds("retention", "propose", "--as-of", "2999-01-01")
    assert coming.code == 1 and "future" in coming.err
