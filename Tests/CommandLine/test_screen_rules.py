"""A version of a rule by command: what is wrong with it, and what it finds beside the one in force."""

TEXT = """- id: repeated-risk
  version: 2
  kind: repeated-by-carer
  count: 2
  window-days: 365
  types: [violence, threats]
  from: 2026-12-01
  reason: { da: To, en: Two }
"""


def write(kreds, text):
    (kreds.folder / "rule.yaml").write_text(text)


def test_a_version_that_can_be_read(kreds):
    write(kreds, TEXT)
    done = kreds("screen-rules", "check", "rule.yaml", "--json")
    assert done.code == 0, done.err
    assert done.json == {"rule": "repeated-risk", "version": 2, "problems": []}


def test_every_mistake_is_told_with_its_place(kreds):
    write(kreds, TEXT.replace("count: 2", "count: two").replace("violence,", "violence, zzz,") + "  sex: F\n")
    done = kreds("screen-rules", "check", "rule.yaml")
    assert done.code == 1
    for place in ("rule.yaml:4:10:", "rule.yaml:6:21:", "rule.yaml:9:3:"):
        assert place in done.err, done.err
    assert "must not use sex" in done.err
    listed = kreds("screen-rules", "check", "rule.yaml", "--json")
    assert listed.code == 1
    assert {(one["line"], one["column"]) for one in listed.json["problems"]} >= {(4, 10), (6, 21), (9, 3)}


def test_a_file_that_is_not_there(kreds):
    done = kreds("screen-rules", "check", "none.yaml")
    assert done.code == 1 and "none.yaml" in done.err


def test_a_back_test_counts_and_names_nobody(kreds):
    assert kreds("generate", "--scale", "0.02", "--out", "data").code == 0
    assert kreds("migrate").code == 0
    assert kreds("import", "data").code == 0
    write(kreds, TEXT)
    done = kreds("screen-rules", "backtest", "rule.yaml", "--json")
    assert done.code == 0, done.err
    assert done.json["currentVersion"] == 1
    dimensions = [table["dimension"] for table in done.json["comparison"]["tables"]]
    assert dimensions == ["municipality", "age", "sex"]
    for row in (row for table in done.json["comparison"]["tables"] for row in table["rows"]):
        assert not {1, 2, 3, 4} & set(row["counts"].values())
    later = kreds("screen-rules", "backtest", "rule.yaml", "--through", "2999-01-01")
    assert later.code == 1 and "to come" in later.err
    assert kreds("screen-rules", "backtest", "rule.yaml", "--from", "x").code == 64
