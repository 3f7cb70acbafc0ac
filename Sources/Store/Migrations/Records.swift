import SQL

extension Migration {
    /// The records of sharings hold all of themselves in their hash, who else they name, which step made them, and where what
    /// they were shared out of lay; lists of them walk indexes.
    static let records = Migration(number: 28, name: "records") { d in
        [
            // 1: the hash is that of the words alone. 2: of all columns and recipients, with the hash of the words among them.
            "ALTER TABLE disclosure ADD COLUMN form \(d.integer) NOT NULL DEFAULT 1 CHECK (form IN (1, 2))",
            "ALTER TABLE disclosure ADD COLUMN words_digest TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE disclosure ADD COLUMN event_id \(d.integer)",
            // Of the case or the forum when it was shared; empty for none.
            "ALTER TABLE disclosure ADD COLUMN municipality TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE disclosure ADD COLUMN hides_place \(d.integer) NOT NULL DEFAULT 0 CHECK (hides_place IN (0, 1))",
            """
            CREATE TABLE disclosure_named (
                disclosure_id \(d.integer) NOT NULL REFERENCES disclosure (id),
                person_id \(d.integer) NOT NULL,
                PRIMARY KEY (disclosure_id, person_id))\(d.tableEnd)
            """,
            "CREATE INDEX disclosure_named_by_person ON disclosure_named (person_id, disclosure_id)",
            "ALTER TABLE disclosure_addendum ADD COLUMN digest TEXT NOT NULL DEFAULT ''",
            "CREATE INDEX disclosure_by_giver ON disclosure (giver, id)",
            "CREATE INDEX disclosure_by_authority ON disclosure (authority, id)",
            "CREATE INDEX disclosure_recipient_by_authority ON disclosure_recipient (authority, account, disclosure_id)",
        ] + d.appendOnly("disclosure_named")
            // Its text is sealed anew when the keys change; the hash holds what it says.
            + d.frozen("disclosure_addendum", ["disclosure_id", "actor", "at", "digest"])
    }
}
