"""Invented people of the browser tests, and the taking in of them: a test knows their ages without looking them up."""

import subprocess
from datetime import date
from pathlib import Path

SOURCE = "browser-tests"

# The offence of every case that the tests open; long enough ago to lie before its registration in any time zone.
TODAY = date.today()
OFFENCE = date(TODAY.year - 1, 6, 15)


def born(age: int) -> date:
    """A birthday of somebody who has this age on the day of the offence, and for some months before and after it."""
    return date(OFFENCE.year - age, 1, 15)


# Ids no other source uses: a case form takes an id only where it is plain whose it is.
AGED = {age: f"BROWSER-{age}" for age in (9, 12, 15, 18)}
PARENT = "BROWSER-PARENT"
# Of 12, in the municipality of the demo's social worker: a notice goes where the child lives.
NEIGHBOUR = "BROWSER-NEIGHBOUR"


def take_in(executable: Path, database: str, folder: Path, environment: dict[str, str]) -> None:
    """Takes the people in at the command line, while the district is served."""
    rows = [f"{name},Barn {age},Prøvesen,{born(age)},U,316" for age, name in AGED.items()]
    rows.append(f"{NEIGHBOUR},Barn 12,Nabosen,{born(12)},U,259")
    rows.append(f"{PARENT},Voksen,Prøvesen,{born(40)},U,316")
    header = "person_id,given_names,family_name,birth_date,sex,municipality"
    folder.mkdir()
    (folder / "persons.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    command = [executable, "import", str(folder), "--source", SOURCE, "--database", database]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        raise RuntimeError(f"kreds import ended with {done.returncode}:\n{done.stderr}")
