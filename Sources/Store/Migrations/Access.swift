import Prevention
import SQL

extension Migration {
    /// Where somebody works and who they are in the register; recorded needs, emergency access and its notices; ids of sealed
    /// cases, which leave no gaps among the others.
    static let access = Migration(number: 7, name: "access", fill: moveSealed) { d in
        [
            "ALTER TABLE account ADD COLUMN unit TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE account ADD COLUMN person_id \(d.integer) REFERENCES person (id)",
            // Until now every account was the police's.
            "UPDATE account SET authority = 'police'",
            """
            CREATE TABLE protection_need (
                id \(d.identity),
                account_id \(d.integer) NOT NULL REFERENCES account (id),
                person_id \(d.integer) NOT NULL REFERENCES person (id),
                reason TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                ends_at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX protection_need_by_account ON protection_need (account_id, ends_at)",
            """
            CREATE TABLE emergency (
                id \(d.identity),
                account_id \(d.integer) NOT NULL REFERENCES account (id),
                reason TEXT NOT NULL,
                started_at \(d.integer) NOT NULL,
                ends_at \(d.integer) NOT NULL,
                reviewer TEXT NOT NULL,
                reviewed_at \(d.integer),
                verdict TEXT NOT NULL CHECK (verdict IN ('', 'justified', 'not-justified')),
                note TEXT NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX emergency_by_account ON emergency (account_id, ends_at)",
            """
            CREATE TABLE notice (
                id \(d.identity),
                account_id \(d.integer) NOT NULL REFERENCES account (id),
                kind TEXT NOT NULL,
                about \(d.integer) NOT NULL,
                at \(d.integer) NOT NULL,
                read_at \(d.integer))\(d.tableEnd)
            """,
            "CREATE INDEX notice_by_account ON notice (account_id, read_at)",
        ]
    }

    /// Gives the sealed cases that are there ids of their own, below zero.
    private static func moveSealed(_ db: any Connection, _: KeyRing) throws {
        let sealed = Catalogue.all.filter(\.isSealed).map(\.code)
        let cases = try db.fetch(
            "SELECT id, source_id, external_id FROM case_file WHERE programme IN \(list: sealed) AND id > 0 ORDER BY id"
        ) { ($0.int64(0), $0.int64OrNil(1), $0.textOrNil(2)) }
        for (place, (old, source, externalID)) in cases.enumerated() {
            let new = Int64(-place - 1)
            try db.execute(
                """
                INSERT INTO case_file (id, source_id, external_id, programme, municipality, stage, is_open, opened_on,
                    stage_on, due_at, owner, fields, revision, handled_here, fingerprint, import_id)
                SELECT \(new), NULL, NULL, programme, municipality, stage, is_open, opened_on, stage_on, due_at, owner,
                    fields, revision, handled_here, fingerprint, import_id FROM case_file WHERE id = \(old)
                """)
            try db.execute("UPDATE case_party SET case_id = \(new) WHERE case_id = \(old)")
            try db.execute("UPDATE case_event SET case_id = \(new) WHERE case_id = \(old)")
            try db.execute("UPDATE hit_decision SET case_id = \(new) WHERE case_id = \(old)")
            try db.execute("UPDATE change SET entity_id = \(new) WHERE entity = 'case' AND entity_id = \(old)")
            try db.execute("UPDATE audit SET entity_id = \(new) WHERE entity = 'case' AND entity_id = \(old)")
            try db.execute("DELETE FROM case_file WHERE id = \(old)")
            try db.execute(
                "UPDATE case_file SET source_id = \(source), external_id = \(externalID) WHERE id = \(new)")
        }
    }
}
