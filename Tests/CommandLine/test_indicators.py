"""External indicators by command: a file, the same again, another value, and rows that cannot be used."""


def test_a_file_is_imported_once_and_its_bad_rows_are_given_back(kreds):
    assert kreds("migrate").code == 0
    template = kreds("indicators", "template")
    assert template.code == 0 and template.out.startswith("indicator,period,place,value,lower,upper,asked,")
    path = kreds.folder / "values.csv"
    path.write_text("indicator,period,place,value,lower,upper\nfeels-safe,2024,259,87.5,85,90\n", encoding="utf-8")
    first = kreds("indicators", "import", path, "--json")
    assert first.code == 0, first.err
    assert first.json == {"read": 1, "inserted": 1, "updated": 0, "unchanged": 0, "rejected": 0, "rejects": ""}
    again = kreds("indicators", "import", path, "--json")
    assert again.json["unchanged"] == 1 and again.json["inserted"] == 0
    path.write_text(
        "indicator;period;place;value;lower;upper\nfeels-safe;2024;Køge;86;84;88\ntrust;2024;259;1;;\n", encoding="utf-8")
    part = kreds("indicators", "import", path, "--json")
    assert part.code == 2 and part.json["updated"] == 1 and part.json["rejected"] == 1
    with open(part.json["rejects"], encoding="utf-8") as rejects:
        assert "values.csv,3,indicator,trust," in rejects.read()


def test_a_file_without_its_columns_changes_nothing(kreds):
    assert kreds("migrate").code == 0
    path = kreds.folder / "values.csv"
    path.write_text("indicator,period\n", encoding="utf-8")
    refused = kreds("indicators", "import", path)
    assert refused.code == 1 and "place" in refused.err
