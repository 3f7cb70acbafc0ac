import SQL

extension Migration {
    /// CPR numbers are sealed wherever they stand: persons, participants that no person was found for, and the change log.
    static let sealedNumbers = Migration(
        number: 9, name: "sealed-numbers",
        fill: { db, keys in
            try sealPersons(db, keys)
            try sealParticipants(db, keys)
            try sealChanges(db, keys)
            try db.execute("DROP INDEX person_by_cpr")
            try db.execute("ALTER TABLE person DROP COLUMN cpr")
            try db.execute("CREATE INDEX person_by_cpr ON person (cpr_hash) WHERE cpr_hash <> ''")
        },
        statements: { _ in
            [
                "ALTER TABLE person ADD COLUMN cpr_sealed TEXT NOT NULL DEFAULT ''",
                "ALTER TABLE person ADD COLUMN cpr_hash TEXT NOT NULL DEFAULT ''",
                "ALTER TABLE incident_person ADD COLUMN cpr_sealed TEXT NOT NULL DEFAULT ''",
                "ALTER TABLE incident_person ADD COLUMN cpr_hash TEXT NOT NULL DEFAULT ''",
                "DROP INDEX incident_person_once",
                "DROP INDEX incident_person_unknown_once",
                """
                CREATE UNIQUE INDEX incident_person_once
                    ON incident_person (incident_id, role, person_id, described, cpr_hash)
                """,
                """
                CREATE UNIQUE INDEX incident_person_unknown_once ON incident_person (incident_id, role, described, cpr_hash)
                    WHERE person_id IS NULL
                """,
            ]
        })

    /// The numbers that stood in the clear are not left readable in what the database file no longer uses.
    static let noTraces = Migration(number: 10, name: "no-traces", isCompacting: true) { _ in [] }

    private static let portion = 5_000

    /// The fingerprint of a row, which would tell its number, is taken without it.
    private static func sealPersons(_ db: any Connection, _ keys: KeyRing) throws {
        try portions { last in
            try db.fetch(
                """
                SELECT id, cpr, given_names, family_name, birth_date, sex, address, postal_code, municipality, protected
                FROM person WHERE id > \(last) ORDER BY id LIMIT \(portion)
                """
            ) { row in (row.int64(0), row.text(1), (2..<10).map { row.text($0) }) }
        } _: { id, number, values in
            var fingerprint = Fingerprint()
            for value in values { fingerprint.add(value) }
            let cpr = try SealedCPR(number, keys: keys)
            try db.execute(
                """
                UPDATE person SET cpr = '', cpr_sealed = \(cpr.sealed), cpr_hash = \(cpr.hash),
                    fingerprint = \(fingerprint.stored)
                WHERE id = \(id)
                """)
        }
    }

    private static func sealParticipants(_ db: any Connection, _ keys: KeyRing) throws {
        try portions { last in
            try db.fetch(
                "SELECT id, '', described FROM incident_person WHERE id > \(last) ORDER BY id LIMIT \(portion)"
            ) { ($0.int64(0), $0.text(1), [$0.text(2)]) }
        } _: { id, _, values in
            guard var fields = try? JSONText.fields(values[0]),
                let number = fields.removeValue(forKey: SealedFields.name)
            else { return }
            let cpr = try SealedCPR(number, keys: keys)
            try db.execute(
                """
                UPDATE incident_person SET described = \(JSONText.text(of: fields)), cpr_sealed = \(cpr.sealed),
                    cpr_hash = \(cpr.hash)
                WHERE id = \(id)
                """)
        }
    }

    private static func sealChanges(_ db: any Connection, _ keys: KeyRing) throws {
        try portions { last in
            try db.fetch(
                """
                SELECT id, old_value, new_value FROM change
                WHERE entity IN ('person', 'incident') AND id > \(last) ORDER BY id LIMIT \(portion)
                """
            ) { ($0.int64(0), $0.text(1), [$0.text(2)]) }
        } _: { id, old, values in
            let before = try SealedFields.replacing(old) { try keys.sealed($0, for: .cpr) }
            let after = try SealedFields.replacing(values[0]) { try keys.sealed($0, for: .cpr) }
            guard before != nil || after != nil else { return }
            try db.execute(
                "UPDATE change SET old_value = \(before ?? old), new_value = \(after ?? values[0]) WHERE id = \(id)")
        }
    }

    private static func portions(
        _ fetch: (Int64) throws -> [(Int64, String, [String])], _ change: (Int64, String, [String]) throws -> Void
    ) throws {
        var last: Int64 = 0
        while true {
            let rows = try fetch(last)
            guard let end = rows.last?.0 else { return }
            for (id, one, others) in rows { try change(id, one, others) }
            last = end
        }
    }
}
