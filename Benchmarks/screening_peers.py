"""Socialsøg's shipped rules in DuckDB and in Polars, on their own stored tables: the yardstick of the full run.

    screening_peers.py KREDS.sqlite HITS.jsonl FOLDER

KREDS.sqlite is a database of Kreds, HITS.jsonl what `kreds-bench screen` found in it. The tables are copied into FOLDER first,
which is not measured; each engine then runs three times, in a process of its own, so that peak memory is its own. Prints one line
of JSON for each engine that is installed: the run of the middle time. Fails where the hits are not the same.
"""

import importlib.util
import json
import os
import sqlite3
import subprocess
import sys
import time

RISK = ["drink-driving", "drug-driving", "violence", "threats", "suicide-threat", "domestic-disturbance",
        "psychological-violence", "stalking", "order-breach"]
GRAVE = ["grave-violence", "sexual-offence", "child-neglect"]
PRESENT = ["violence", "grave-violence", "threats", "suicide-threat", "domestic-disturbance"]
# Id, whether it is about the child's own presence, types, how many incidents, in how many days.
RULES = [("grave-incident", False, GRAVE, 1, 0), ("repeated-risk", False, RISK, 3, 365),
         ("child-present", True, PRESENT, 2, 365)]

TABLES = {
    "person": "SELECT id, external_id, birth_date FROM person",
    "relation": "SELECT person_id, related_id, nullif(from_date, '') AS from_date, nullif(to_date, '') AS to_date"
                " FROM relation WHERE kind IN ('parent', 'caregiver')",
    "incident": "SELECT id, source_id, external_id, day, type, same_as FROM incident",
    "part": "SELECT incident_id, person_id, role FROM incident_person WHERE person_id IS NOT NULL AND held = 0",
}
DATES = {"birth_date", "from_date", "to_date", "day"}


def words(types):
    return "(" + ", ".join(f"'{one}'" for one in types) + ")"


def line(child, rule, first, last, triggers, incidents, carers):
    return "|".join([child, rule, str(first), str(last), str(triggers), ",".join(incidents), ",".join(carers)])


# DuckDB

def fill_duckdb(source, folder):
    import duckdb

    db = duckdb.connect(folder + "/peers.duckdb")
    for name, query in TABLES.items():
        frame = read(source, query)
        columns = ", ".join(f"{c}::DATE AS {c}" if c in DATES else c for c in frame.columns)
        db.register("frame", frame.to_arrow())
        db.execute(f"CREATE TABLE {name} AS SELECT {columns} FROM frame")
        db.unregister("frame")
    db.close()


FACTS = """
CREATE TEMP TABLE root AS
WITH RECURSIVE pointer AS (
    SELECT i.id, t.id AS target FROM incident i
    LEFT JOIN incident t ON t.source_id = i.source_id AND t.external_id = i.same_as WHERE i.same_as IS NOT NULL),
reach(start, node) AS (
    SELECT id, target FROM pointer WHERE target IS NOT NULL
    UNION SELECT r.start, p.target FROM reach r JOIN pointer p ON p.id = r.node WHERE p.target IS NOT NULL),
live AS (
    SELECT id, target FROM pointer
    WHERE target IS NOT NULL AND id NOT IN (SELECT start FROM reach WHERE start = node)),
up(start, node) AS (
    SELECT id, target FROM live UNION SELECT u.start, l.target FROM up u JOIN live l ON l.id = u.node)
SELECT start AS id, node AS root FROM up WHERE node NOT IN (SELECT id FROM live)
"""

# Eighteen years after 29 February is never a leap year.
ADULT = """CASE WHEN month(k.birth_date) = 2 AND day(k.birth_date) = 29
    THEN make_date(year(k.birth_date) + 18, 3, 1) ELSE k.birth_date + INTERVAL 18 YEAR END"""


def duckdb_facts(present):
    types = words(PRESENT if present else RISK + GRAVE)
    roles = "('child-present')" if present else "('suspect', 'charged', 'involved')"
    care = "" if present else """JOIN relation c ON c.person_id = p.person_id
        AND (c.from_date IS NULL OR c.from_date <= i.day) AND (c.to_date IS NULL OR i.day < c.to_date)"""
    child, carer = ("p.person_id", "NULL") if present else ("c.related_id", "p.person_id")
    return f"""SELECT DISTINCT {child} AS child, i.id AS incident, i.day, i.type, {carer} AS carer
        FROM part p LEFT JOIN root r ON r.id = p.incident_id
        JOIN incident i ON i.id = coalesce(r.root, p.incident_id) {care}
        JOIN person k ON k.id = {child} AND k.birth_date <= i.day AND i.day < {ADULT}
        WHERE p.role IN {roles} AND i.type IN {types}"""


def duckdb_rule(present, types, count, days):
    return f"""
WITH fact AS (SELECT * FROM {"presence" if present else "risk"} WHERE type IN {words(types)}),
one AS (SELECT DISTINCT child, incident, day FROM fact),
counted AS (SELECT child, day, count(*) OVER (PARTITION BY child ORDER BY day
    RANGE BETWEEN INTERVAL {days} DAYS PRECEDING AND CURRENT ROW) AS inside FROM one),
hit AS (SELECT child, min(day) AS first, max(day) AS last, count(*) AS triggers FROM counted WHERE inside >= {count}
    GROUP BY child),
listed AS (SELECT f.child, f.incident, f.day, f.carer FROM fact f JOIN hit h ON h.child = f.child
    AND f.day <= h.first AND f.day >= h.first - INTERVAL {days} DAYS),
incidents AS (SELECT o.child, list(i.external_id ORDER BY o.day, i.external_id) AS ids
    FROM (SELECT DISTINCT child, incident, day FROM listed) o JOIN incident i ON i.id = o.incident GROUP BY o.child),
carers AS (SELECT o.child, list(p.external_id ORDER BY p.external_id) AS ids
    FROM (SELECT DISTINCT child, carer FROM listed) o JOIN person p ON p.id = o.carer GROUP BY o.child)
SELECT p.external_id, h.first, h.last, h.triggers, i.ids, coalesce(c.ids, []) FROM hit h
JOIN person p ON p.id = h.child JOIN incidents i ON i.child = h.child LEFT JOIN carers c ON c.child = h.child
ORDER BY p.external_id"""


def run_duckdb(folder):
    import duckdb

    start = time.perf_counter()
    db = duckdb.connect(folder + "/peers.duckdb", read_only=True)
    db.execute(FACTS)
    db.execute("CREATE TEMP TABLE risk AS " + duckdb_facts(False))
    db.execute("CREATE TEMP TABLE presence AS " + duckdb_facts(True))
    found = [(rule, db.execute(duckdb_rule(present, types, count, days)).fetchall())
             for rule, present, types, count, days in RULES]
    seconds = time.perf_counter() - start
    return seconds, [line(row[0], rule, *row[1:]) for rule, rows in found for row in rows]


# Polars

def read(source, query):
    """Column by column, so that the copying needs no package but Polars."""
    import polars

    db = sqlite3.connect(f"file:{source}?mode=ro", uri=True)
    rows = db.execute(query)
    names = [one[0] for one in rows.description]
    parts = []
    while chunk := rows.fetchmany(200_000):
        parts.append(polars.DataFrame(chunk, schema=names, orient="row", infer_schema_length=None))
    kinds = {name: polars.Int64 if name.endswith("id") and name != "external_id" else polars.String for name in names}
    return polars.concat([part.cast(kinds) for part in parts])


def fill_polars(source, folder):
    import polars

    for name, query in TABLES.items():
        frame = read(source, query)
        dates = [polars.col(column).str.to_date() for column in frame.columns if column in DATES]
        frame.with_columns(dates).write_parquet(f"{folder}/{name}.parquet")


def polars_roots(folder):
    import polars as pl

    incident = pl.scan_parquet(folder + "/incident.parquet")
    rows = incident.filter(pl.col("same_as").is_not_null()).select("id", "source_id", "same_as").join(
        incident.select("source_id", "external_id", target="id"), how="left",
        left_on=["source_id", "same_as"], right_on=["source_id", "external_id"]).select("id", "target").collect()
    pointers = dict(rows.iter_rows())
    circular = set()
    for start in pointers:
        seen, node = {}, start
        while pointers.get(node) is not None and node not in seen:
            seen[node] = len(seen)
            node = pointers[node]
        if node in seen:
            circular.update(one for one, place in seen.items() if place >= seen[node])
    live = {one: to for one, to in pointers.items() if to is not None and one not in circular}
    roots = {}
    for start in live:
        node = start
        while node in live:
            node = live[node]
        roots[start] = node
    return pl.DataFrame({"incident_id": list(roots), "root": list(roots.values())},
                        schema={"incident_id": pl.Int64, "root": pl.Int64})


def polars_facts(folder, roots, present):
    import polars as pl

    roles = ["child-present"] if present else ["suspect", "charged", "involved"]
    incident = pl.scan_parquet(folder + "/incident.parquet").filter(
        pl.col("type").is_in(PRESENT if present else RISK + GRAVE)).select("id", "day", "type")
    facts = pl.scan_parquet(folder + "/part.parquet").filter(pl.col("role").is_in(roles)).select(
        "incident_id", "person_id").join(roots.lazy(), on="incident_id", how="left").select(
        "person_id", incident=pl.coalesce("root", "incident_id")).join(
        incident, left_on="incident", right_on="id")
    if present:
        facts = facts.select(child="person_id", incident="incident", day="day", type="type",
                             carer=pl.lit(None, pl.Int64))
    else:
        facts = facts.join(pl.scan_parquet(folder + "/relation.parquet"), on="person_id").filter(
            pl.col("from_date").is_null() | (pl.col("from_date") <= pl.col("day")),
            pl.col("to_date").is_null() | (pl.col("day") < pl.col("to_date"))).select(
            child="related_id", incident="incident", day="day", type="type", carer="person_id")
    birth = pl.col("birth_date")
    leap = (birth.dt.month() == 2) & (birth.dt.day() == 29)
    adult = pl.when(leap).then(pl.date(birth.dt.year() + 18, 3, 1)).otherwise(birth.dt.offset_by("18y"))
    person = pl.scan_parquet(folder + "/person.parquet").filter(birth.is_not_null()).select(
        "id", "birth_date", adult=adult)
    return facts.join(person, left_on="child", right_on="id").filter(
        pl.col("birth_date") <= pl.col("day"), pl.col("day") < pl.col("adult")).select(
        "child", "incident", "day", "type", "carer").unique().collect()


def polars_rule(folder, facts, types, count, days):
    import polars as pl

    fact = facts.filter(pl.col("type").is_in(types))
    one = fact.select("child", "incident", "day").unique().sort("child", "day")
    per_day = one.group_by("child", "day", maintain_order=True).agg(pl.len().alias("on_day"))
    inside = per_day.rolling("day", period=f"{days + 1}d", closed="right", group_by="child").agg(
        pl.col("on_day").sum().alias("inside"), pl.col("on_day").last().alias("own"))
    hit = inside.filter(pl.col("inside") >= count).group_by("child").agg(
        first=pl.col("day").min(), last=pl.col("day").max(), triggers=pl.col("own").sum())
    listed = fact.join(hit, on="child").filter(
        pl.col("day") <= pl.col("first"), pl.col("day") >= pl.col("first").dt.offset_by(f"-{days}d"))
    name = pl.scan_parquet(folder + "/incident.parquet").select(incident="id", name="external_id")
    incidents = listed.select("child", "incident", "day").unique().lazy().join(name, on="incident").sort(
        "child", "day", "name").group_by("child", maintain_order=True).agg(pl.col("name")).collect()
    person = pl.scan_parquet(folder + "/person.parquet").select(carer="id", name="external_id")
    carers = listed.select("child", "carer").unique().lazy().join(person, on="carer").sort("child", "name").group_by(
        "child", maintain_order=True).agg(pl.col("name")).collect()
    return hit.lazy().join(person, left_on="child", right_on="carer").join(
        incidents.lazy().rename({"name": "incidents"}), on="child").join(
        carers.lazy().rename({"name": "carers"}), on="child", how="left").sort("name").select(
        "name", "first", "last", "triggers", "incidents", "carers").collect()


def run_polars(folder):
    start = time.perf_counter()
    roots = polars_roots(folder)
    facts = {present: polars_facts(folder, roots, present) for present in (False, True)}
    found = [(rule, polars_rule(folder, facts[present], types, count, days).rows())
             for rule, present, types, count, days in RULES]
    seconds = time.perf_counter() - start
    return seconds, [line(*row[:1], rule, *row[1:5], row[5] or []) for rule, rows in found for row in rows]


ENGINES = {"duckdb": (fill_duckdb, run_duckdb), "polars": (fill_polars, run_polars)}


def peak_megabytes():
    with open("/proc/self/status") as status:
        return next(int(one.split()[1]) * 1024 / 1e6 for one in status if one.startswith("VmHWM"))


def main(source, hits, folder):
    with open(hits) as lines:
        expected = sorted(
            line(one["child"], one["rule"], one["firstTriggered"], one["lastTriggered"], one["triggers"],
                 one["incidents"], one["carers"]) for one in map(json.loads, lines))
    os.makedirs(folder, exist_ok=True)
    for name in ENGINES:
        if any(importlib.util.find_spec(package) is None for package in {name, "polars"}):
            continue
        subprocess.run([sys.executable, __file__, "fill", name, source, folder], check=True)
        runs = [json.loads(subprocess.run([sys.executable, __file__, "run", name, folder], check=True,
                                          capture_output=True).stdout) for _ in range(3)]
        found = sorted(runs, key=lambda run: run["seconds"])[1]
        if sorted(found.pop("hits")) != expected:
            sys.exit(f"{name} finds other hits than Kreds")
        print(json.dumps(found | {"engine": name, "count": len(expected)}), flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "fill":
        ENGINES[sys.argv[2]][0](sys.argv[3], sys.argv[4])
    elif sys.argv[1] == "run":
        seconds, hits = ENGINES[sys.argv[2]][1](sys.argv[3])
        print(json.dumps({"seconds": seconds, "peakMegabytes": peak_megabytes(), "hits": hits}))
    else:
        main(*sys.argv[1:])
