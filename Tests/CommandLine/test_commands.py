"""Exit codes and machine-readable output of every command."""

import json

FILES = ["persons.csv", "relations.csv", "incidents.csv", "incident_persons.csv", "areas.csv", "cases.jsonl"]


def test_wrong_usage_exits_with_64(kreds):
    for words in (["nonsense"], ["report"], ["report", "soon"], ["import"], ["screen", "--as-of", "2025-02-30"],
                  ["generate", "--out", "x", "--scale", "0"], ["report", "2025", "--format", "doc"]):
        result = kreds(*words)
        assert result.code == 64, words
        assert "sage" in result.err


def test_commands_without_a_database_say_what_to_do(kreds):
    for words in (["screen"], ["report", "2025"], ["user", "add", "x", "--authority", "a", "--role", "officer"]):
        result = kreds(*words, stdin="long-enough-password\n")
        assert result.code == 1, words
        assert "kreds migrate" in result.err
        assert not kreds.database.exists()


def test_a_database_that_this_version_cannot_open_is_named(kreds):
    result = kreds("migrate", "--database", "mysql://somewhere")
    assert result.code == 64
    assert "sqlite:PATH" in result.err


def test_import_reports_each_file_and_changes_nothing_the_second_time(kreds, published):
    first = kreds("import", published, "--json")
    assert first.code == 0, first.err
    counts = first.json["files"]
    # The published year is older than the assessments of areas.
    files = [name for name in FILES if name != "areas.csv"]
    assert sorted(counts) == sorted(files)
    assert counts["cases.jsonl"] == {"read": 6810, "inserted": 6810, "updated": 0, "unchanged": 0, "rejected": 0}
    assert first.json["rejects"] == ""
    second = kreds("import", published, "--json").json["files"]
    for name in files:
        assert second[name]["inserted"] == 0 and second[name]["updated"] == 0, name
        assert second[name]["unchanged"] == counts[name]["read"], name


def test_every_published_figure_comes_out_exactly(kreds, published):
    kreds("import", published)
    report = kreds("report", 2025).json
    found = {}
    for figure in report["figures"]:
        key = "/".join(part for part in (figure["id"], figure.get("variant"), figure.get("group")) if part)
        if "value" in figure:
            found[key] = figure["value"]
        if "previous" in figure:
            found[key + "@previous"] = figure["previous"]
    truth = json.loads((published / "truth.json").read_text())
    assert {key: found.get(key) for key in truth} == truth
    assert report["year"] == 2025 and report["definitionsVersion"]


def test_rejected_rows_make_the_exit_code_2_and_stand_whole_in_the_rejects_file(kreds):
    folder = kreds.folder / "rows"
    folder.mkdir()
    (folder / "persons.csv").write_text("person_id,birth_date\nP1,2010-02-30\nP2,2010-02-28\n")
    result = kreds("import", folder, "--json")
    assert result.code == 2
    assert result.json["files"]["persons.csv"]["rejected"] == 1
    rejects = open(result.json["rejects"], encoding="utf-8").read().splitlines()
    assert rejects[0] == "file,line,column,value,reason,row"
    assert rejects[1].startswith("persons.csv,2,birth_date,2010-02-30,")
    assert rejects[1].endswith('"P1,2010-02-30"')


def test_an_import_that_cannot_start_changes_nothing(kreds):
    folder = kreds.folder / "rows"
    folder.mkdir()
    result = kreds("import", folder)
    assert result.code == 1 and "persons.csv" in result.err
    (folder / "persons.csv").write_text("name\nx\n")
    result = kreds("import", folder)
    assert result.code == 1 and "person_id" in result.err
    (folder / "persons.csv").write_text("")
    result = kreds("import", folder)
    assert result.code == 1 and "empty" in result.err
    assert kreds("import", kreds.folder / "nowhere").code == 1


def test_screening_prints_a_line_per_hit_in_order(kreds):
    kreds("generate", "--out", kreds.folder / "rows", "--scale", "0.1", "--until", "2025-12-31")
    assert kreds("import", kreds.folder / "rows").code == 0
    result = kreds("screen", "--json")
    assert result.code == 0 and result.lines
    keys = {"child", "rule", "version", "firstTriggered", "lastTriggered", "triggers", "incidents", "carers", "reason"}
    assert all(set(line) == keys for line in result.lines)
    order = [(line["child"].encode(), line["rule"].encode()) for line in result.lines]
    assert order == sorted(order)
    earlier = kreds("screen", "--json", "--as-of", "2024-12-31").lines
    assert 0 < len(earlier) < len(result.lines)
    assert all(line["lastTriggered"] <= "2024-12-31" for line in earlier)


def test_the_same_seed_writes_the_same_district(kreds):
    for name, seed in (("one", 7), ("two", 7), ("other", 8)):
        result = kreds("generate", "--out", kreds.folder / name, "--scale", "0.02", "--seed", seed,
                       "--until", "2025-12-31", "--json")
        assert result.code == 0 and sorted(result.json) == sorted(FILES)
    one, two, other = ((kreds.folder / name / "persons.csv").read_bytes() for name in ("one", "two", "other"))
    assert one == two and one != other


def test_a_backup_is_restored_into_an_empty_place_only(kreds, published):
    kreds("import", published)
    copy = kreds.folder / "copy.sqlite"
    assert kreds("backup", copy).code == 0
    assert kreds("backup", copy).code == 1
    elsewhere = f"sqlite:{kreds.folder}/restored.sqlite"
    assert kreds("restore", copy, "--database", elsewhere).code == 0
    assert kreds("report", 2025, "--database", elsewhere).json["figures"] == kreds("report", 2025).json["figures"]
    assert kreds("restore", copy).code == 1
    (kreds.folder / "noise").write_text("no database at all" * 1000)
    assert kreds("restore", kreds.folder / "noise", "--database", f"sqlite:{kreds.folder}/x.sqlite").code == 1


def test_accounts_need_a_known_role_and_a_long_password(kreds):
    kreds("migrate")
    words = ["user", "add", "anna", "--authority", "police"]
    assert kreds(*words, "--role", "king", stdin="long-enough-password\n").code == 64
    short = kreds(*words, "--role", "officer", stdin="short\n")
    assert short.code == 1 and "12" in short.err
    made = kreds(*words, "--role", "officer", "--role", "screener", "--json", stdin="long-enough-password\n")
    assert made.code == 0
    assert made.json == {
        "name": "anna", "displayName": "anna", "authority": "police", "roles": ["officer", "screener"],
        "needsSecondFactor": True}
    again = kreds(*words, "--role", "officer", stdin="long-enough-password\n")
    assert again.code == 1 and "anna" in again.err


def test_accounts_are_listed_reset_closed_and_opened_again(kreds):
    kreds("migrate")
    words = ["--authority", "police", "--role", "officer", "--without-second-factor"]
    assert kreds("user", "add", "bente", *words, stdin="sommerferie2026\n").code == 1
    assert kreds("user", "add", "bente", *words, stdin="long-enough-password\n").code == 0
    assert "bente" in kreds("user", "list").out
    once = kreds("user", "reset", "bente", "--json")
    assert once.json["name"] == "bente" and len(once.json["oneTimePassword"]) == 16
    assert kreds("user", "reset", "bente", "--second-factor").code == 0
    assert kreds("user", "close", "bente").code == 0
    (listed,) = kreds("user", "list", "--json").json
    assert listed["closedAt"] and not listed["needsSecondFactor"] and not listed["secondFactor"]
    assert kreds("user", "close", "bente").code == 1
    assert kreds("user", "reopen", "bente").code == 0
    assert kreds("user", "close", "nobody").code == 1


def test_doctor_names_what_is_wrong(kreds):
    result = kreds("doctor", "--json")
    assert result.code == 1
    assert {finding["check"]: finding["ok"] for finding in result.json}["handbook"] is True
    kreds("migrate")
    assert kreds("doctor").code == 0


def test_demo_prints_its_logins_and_never_fills_a_database_that_holds_data(kreds):
    first = kreds("demo", "--no-serve", "--scale", "0.02", "--json")
    assert first.code == 0, first.err
    assert {login["role"] for login in first.json["logins"]} >= {"officer", "secretariat", "screener", "leader"}
    again = kreds("demo", "--no-serve", "--scale", "0.02")
    assert again.code == 1 and "holds data" in again.err


def test_a_report_can_be_written_in_each_format(kreds, published):
    kreds("import", published)
    assert "<h1" in kreds("report", 2025, "--format", "html").out
    assert "1416" in kreds("report", 2025, "--format", "csv").out
    target = kreds.folder / "report.json"
    assert kreds("report", 2025, "--out", target).code == 0
    assert json.loads(target.read_text())["year"] == 2025
    internal = kreds.folder / "internal.json"
    assert kreds("report", 2025, "--unsuppressed", "--out", internal).code == 0
    assert json.loads(internal.read_text())["year"] == 2025
    assert internal.stat().st_mode & 0o777 == 0o600
    assert kreds("report", 2025, "--out", kreds.folder / "no" / "such" / "folder").code == 1
