"""Matching of records in CSV files, by command: what is found, and what is said of files that cannot be read."""

import csv
import random

import pytest

DICE = random.Random(1)


def word(syllables):
    return "".join(DICE.choice("bdfgklmnprstv") + DICE.choice("aeiouyæøå") for _ in range(syllables)).title()


PEOPLE = [
    (word(2 + n % 2), word(3 + n % 2), f"{1940 + DICE.randrange(70)}-{DICE.randrange(1, 13):02}-{DICE.randrange(1, 29):02}",
     str(4000 + n % 50)) for n in range(400)
]
COLUMNS = "given=given,family=family,born=date,code=code"


def write(path, rows, separator=",", encoding="utf-8", header=("id", "given", "family", "born", "code")):
    lines = [separator.join(header)] + [separator.join(row) for row in rows]
    path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
    return path


@pytest.fixture
def register(kreds):
    return write(kreds.folder / "left.csv", [(f"L{n}", *person) for n, person in enumerate(PEOPLE)])


def reports(rows=range(0, 400, 10)):
    """Every tenth person, with a letter missing in the family name."""
    return [(f"R{n}", PEOPLE[n][0], PEOPLE[n][1][:-1], *PEOPLE[n][2:]) for n in rows]


def pairs(path):
    with open(path, newline="") as file:
        return {(row["id_a"], row["id_b"]): float(row["probability"]) for row in csv.DictReader(file)}


def test_reports_are_found_in_a_register(kreds, register):
    write(kreds.folder / "right.csv", reports())
    done = kreds("match", "left.csv", "right.csv", "--columns", COLUMNS, "--id", "id", "--out", "pairs.csv", "--json")
    assert done.code == 0, done.err
    assert (done.json["left"], done.json["right"]) == (400, 40)
    assert done.json["pairs"] == 40 and done.json["candidates"] >= 40 and done.json["seconds"] > 0
    found = pairs(kreds.folder / "pairs.csv")
    assert set(found) == {(f"L{n}", f"R{n}") for n in range(0, 400, 10)}
    assert all(0.5 <= probability < 1 for probability in found.values())


def test_the_order_of_rows_and_the_way_of_writing_change_nothing(kreds, register):
    rows = reports()
    write(kreds.folder / "right.csv", rows)
    random.Random(5).shuffle(rows)
    turned = [(number, given, family, "-".join(reversed(born.split("-"))), code) for number, given, family, born, code in rows]
    write(kreds.folder / "other.csv", turned, separator="; ", encoding="utf-8-sig")
    for name in ("right", "other"):
        done = kreds("match", "left.csv", f"{name}.csv", "--columns", COLUMNS, "--id", "id", "--out", f"{name}.pairs")
        assert done.code == 0, done.err
    assert (kreds.folder / "right.pairs").read_bytes() == (kreds.folder / "other.pairs").read_bytes()


def test_one_file_is_matched_with_itself_and_put_together(kreds):
    rows = [(f"P{n}", *person) for n, person in enumerate(PEOPLE)] + reports(range(0, 400, 100))
    write(kreds.folder / "all.csv", rows)
    done = kreds(
        "match", "all.csv", "--columns", COLUMNS, "--id", "id", "--out", "pairs.csv", "--clusters", "clusters.csv")
    assert done.code == 0, done.err
    expected = {(f"P{n}", f"R{n}") for n in range(0, 400, 100)}
    assert set(pairs(kreds.folder / "pairs.csv")) == expected
    with open(kreds.folder / "clusters.csv", newline="") as file:
        clusters = [(row["file"], row["id"], row["cluster"]) for row in csv.DictReader(file)]
    assert sorted(clusters) == sorted(("left", name, pair[0]) for pair in expected for name in pair)


def test_the_older_alphabet_is_read(kreds):
    rows = [("1", "Søren", "Ærø", "1980-01-01", "4600"), ("2", "Bodil", "Bæk", "1970-02-03", "4000")]
    write(kreds.folder / "left.csv", rows, encoding="latin-1")
    write(kreds.folder / "right.csv", rows)
    done = kreds("match", "left.csv", "right.csv", "--columns", COLUMNS, "--id", "id", "--out", "pairs.csv")
    assert done.code == 0, done.err
    assert set(pairs(kreds.folder / "pairs.csv")) == {("1", "1"), ("2", "2")}


def test_a_value_that_all_share_and_empty_fields_are_no_trouble(kreds):
    rows = [(str(n), "Anna", "Jensen", "1980-01-01", "4600") for n in range(3000)]
    write(kreds.folder / "same.csv", rows)
    done = kreds("match", "same.csv", "--columns", COLUMNS, "--id", "id", "--out", "pairs.csv", "--json")
    assert done.code == 0, done.err
    assert done.json["candidates"] < 3000 * 200
    write(kreds.folder / "empty.csv", [(str(n), "", "", "", "") for n in range(500)])
    done = kreds("match", "empty.csv", "--columns", COLUMNS, "--id", "id", "--out", "pairs.csv", "--json")
    assert done.code == 0, done.err
    assert done.json["pairs"] == 0 and pairs(kreds.folder / "pairs.csv") == {}
    write(kreds.folder / "none.csv", [])
    done = kreds("match", "none.csv", "--columns", COLUMNS, "--id", "id", "--out", "pairs.csv", "--json")
    assert done.code == 0 and done.json["left"] == 0


@pytest.mark.parametrize("columns, words", [
    ("", "names no column"), ("given", "cannot be read"), ("given=name", "is no kind"),
    ("given=given,given=family", "twice"), ("first=given", "has no column 'first'"), ("id=given,=date", "cannot be read"),
])
def test_columns_that_cannot_be_used(kreds, register, columns, words):
    done = kreds("match", "left.csv", "--columns", columns, "--id", "id", "--out", "pairs.csv")
    assert done.code == 1 and words in done.err
    assert not (kreds.folder / "pairs.csv").exists()


def test_files_that_cannot_be_used(kreds, register):
    def refused(name, content, words):
        (kreds.folder / name).write_bytes(content)
        done = kreds("match", name, "--columns", "given=given", "--id", "id", "--out", "pairs.csv")
        assert done.code == 1 and words in done.err, done.err
        assert not (kreds.folder / "pairs.csv").exists()

    refused("twice.csv", b"id,given\n1,a\n2,b\n1,c\n", "line 4")
    refused("missing.csv", b"id,given\n1,a\n,b\n", "line 3")
    refused("wide.csv", "id,given\n1,a\n".encode("utf-16"), "UTF-16")
    refused("nothing.csv", b"", "no header row")
    refused("quote.csv", b'id,"given\n1,a\n', "quotation mark")
    done = kreds("match", "there-is-none.csv", "--columns", "given=given", "--id", "id", "--out", "pairs.csv")
    assert done.code == 1 and "cannot be read" in done.err
    assert kreds(
        "match", "left.csv", "--columns", "given=given", "--id", "id", "--out", "pairs.csv", "--threshold", "1.5").code == 64


def test_a_line_that_cannot_be_read_is_told_of_and_the_rest_is_matched(kreds):
    (kreds.folder / "some.csv").write_text('id,given,born\n1,Åse,1980-01-01\n2,"Bo"x,1970-01-01\n3,Ib,1960-01-01\n')
    done = kreds("match", "some.csv", "--columns", "given=given,born=date", "--id", "id", "--out", "pairs.csv", "--json")
    assert done.code == 2 and "line 3" in done.err
    assert done.json["left"] == 2
