import Prevention
import SQL

extension Migration {
    /// Which records are one person: edges between records, and beside every person that a row names the record it was said of.
    ///
    /// `said_of` is 0 where the row stands with the record that it was said of, and otherwise that record.
    static let identities = Migration(number: 30, name: "identities", fill: fillRealNumbers) { d in
        [
            // The record that stands for the whole person; empty where this one does. Follows from the edges.
            "ALTER TABLE person ADD COLUMN merged_into \(d.integer) REFERENCES person (id)",
            // What the record itself says of protection, while others are the same person.
            "ALTER TABLE person ADD COLUMN own_protected \(d.integer) CHECK (own_protected IN (0, 1))",
            // Whether its CPR number is no replacement number.
            "ALTER TABLE person ADD COLUMN real_number \(d.integer) NOT NULL DEFAULT 0 CHECK (real_number IN (0, 1))",
            "CREATE INDEX person_by_merge ON person (merged_into) WHERE merged_into IS NOT NULL",
            """
            CREATE TABLE person_merge (
                id \(d.identity),
                a_id \(d.integer) NOT NULL REFERENCES person (id),
                b_id \(d.integer) NOT NULL REFERENCES person (id),
                how TEXT NOT NULL CHECK (how IN ('import', 'review', 'hand')),
                probability \(d.real),
                words TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                marks TEXT NOT NULL,
                undone_at \(d.integer),
                undone_by TEXT NOT NULL DEFAULT '',
                undone_words TEXT NOT NULL DEFAULT '')\(d.tableEnd)
            """,
            "CREATE INDEX person_merge_by_a ON person_merge (a_id)",
            "CREATE INDEX person_merge_by_b ON person_merge (b_id)",
            """
            CREATE TABLE person_split (
                id \(d.identity),
                a_id \(d.integer) NOT NULL REFERENCES person (id),
                b_id \(d.integer) NOT NULL REFERENCES person (id),
                words TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                merge_id \(d.integer) REFERENCES person_merge (id),
                ended_at \(d.integer),
                ended_by TEXT NOT NULL DEFAULT '',
                ended_words TEXT NOT NULL DEFAULT '')\(d.tableEnd)
            """,
            "CREATE INDEX person_split_by_a ON person_split (a_id)",
            "CREATE INDEX person_split_by_b ON person_split (b_id)",
            "CREATE INDEX person_split_by_merge ON person_split (merge_id) WHERE merge_id IS NOT NULL",
        ] + relations(d) + parties(d) + hits(d) + notNow(d) + others(d)
    }

    private static func relations(_ d: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE relation_said (
                id \(d.identity),
                source_id \(d.integer) NOT NULL REFERENCES source (id),
                person_id \(d.integer) NOT NULL REFERENCES person (id),
                related_id \(d.integer) NOT NULL REFERENCES person (id),
                kind TEXT NOT NULL,
                from_date TEXT NOT NULL,
                ordinal \(d.integer) NOT NULL,
                to_date TEXT NOT NULL,
                import_id \(d.integer) NOT NULL,
                said_of \(d.integer) NOT NULL DEFAULT 0,
                related_said_of \(d.integer) NOT NULL DEFAULT 0,
                UNIQUE (person_id, related_id, kind, from_date, source_id, ordinal, said_of, related_said_of))\(d.tableEnd)
            """,
            """
            INSERT INTO relation_said (id, source_id, person_id, related_id, kind, from_date, ordinal, to_date, import_id)
            SELECT id, source_id, person_id, related_id, kind, from_date, ordinal, to_date, import_id FROM relation
            """,
            "DROP TABLE relation",
            "ALTER TABLE relation_said RENAME TO relation",
            "CREATE INDEX relation_by_related ON relation (related_id)",
            "CREATE INDEX relation_by_said ON relation (said_of) WHERE said_of <> 0",
            "CREATE INDEX relation_by_related_said ON relation (related_said_of) WHERE related_said_of <> 0",
        ]
    }

    private static func parties(_ d: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE case_party_said (
                case_id \(d.integer) NOT NULL REFERENCES case_file (id),
                person_id \(d.integer) NOT NULL REFERENCES person (id),
                role TEXT NOT NULL,
                said_of \(d.integer) NOT NULL DEFAULT 0,
                at \(d.integer) NOT NULL DEFAULT 0,
                PRIMARY KEY (case_id, role, person_id, said_of))\(d.tableEnd)
            """,
            "INSERT INTO case_party_said (case_id, person_id, role) SELECT case_id, person_id, role FROM case_party",
            "DROP TABLE case_party",
            "ALTER TABLE case_party_said RENAME TO case_party",
            "CREATE INDEX case_party_by_person ON case_party (person_id)",
            "CREATE INDEX case_party_by_said ON case_party (said_of) WHERE said_of <> 0",
        ]
    }

    /// The decisions point to the hits, and so come along.
    private static func hits(_ d: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE hit_said (
                id \(d.identity),
                child_id \(d.integer) NOT NULL REFERENCES person (id),
                rule TEXT NOT NULL,
                version \(d.integer) NOT NULL,
                first_triggered TEXT NOT NULL,
                last_triggered TEXT NOT NULL,
                triggers \(d.integer) NOT NULL,
                incidents TEXT NOT NULL,
                carers TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('open', 'report', 'no-report')),
                found_on TEXT NOT NULL,
                said_of \(d.integer) NOT NULL DEFAULT 0,
                UNIQUE (child_id, rule, said_of))\(d.tableEnd)
            """,
            """
            INSERT INTO hit_said (id, child_id, rule, version, first_triggered, last_triggered, triggers, incidents, carers,
                state, found_on)
            SELECT id, child_id, rule, version, first_triggered, last_triggered, triggers, incidents, carers, state, found_on
            FROM hit
            """,
            """
            CREATE TABLE hit_decision_said (
                id \(d.identity),
                hit_id \(d.integer) NOT NULL REFERENCES hit_said (id),
                decision TEXT NOT NULL CHECK (decision IN ('report', 'no-report')),
                reason TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                case_id \(d.integer) REFERENCES case_file (id))\(d.tableEnd)
            """,
            """
            INSERT INTO hit_decision_said (id, hit_id, decision, reason, actor, at, case_id)
            SELECT id, hit_id, decision, reason, actor, at, case_id FROM hit_decision
            """,
            "DROP TABLE hit_decision",
            "DROP TABLE hit",
            "ALTER TABLE hit_said RENAME TO hit",
            "ALTER TABLE hit_decision_said RENAME TO hit_decision",
            "CREATE INDEX hit_by_state ON hit (state, last_triggered, id)",
            "CREATE INDEX hit_by_said ON hit (said_of) WHERE said_of <> 0",
            "CREATE INDEX hit_decision_by_hit ON hit_decision (hit_id)",
            "CREATE INDEX hit_decision_by_case ON hit_decision (case_id) WHERE case_id IS NOT NULL",
        ]
    }

    private static func notNow(_ d: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE not_now_said (
                person_id \(d.integer) NOT NULL REFERENCES person (id),
                reason TEXT NOT NULL,
                until TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL,
                said_of \(d.integer) NOT NULL DEFAULT 0,
                PRIMARY KEY (person_id, said_of))\(d.tableEnd)
            """,
            "INSERT INTO not_now_said (person_id, reason, until, actor, at) SELECT person_id, reason, until, actor, at FROM not_now",
            "DROP TABLE not_now",
            "ALTER TABLE not_now_said RENAME TO not_now",
            "CREATE INDEX not_now_by_end ON not_now (until)",
            "CREATE INDEX not_now_by_said ON not_now (said_of) WHERE said_of <> 0",
        ]
    }

    private static func others(_ d: Dialect) -> [SQL] {
        let tables: [SQL] = [
            "incident_person", "suggestion_decision", "forum_item", "access_request", "protection_need", "account",
        ]
        return tables.map { "ALTER TABLE \($0) ADD COLUMN said_of \(d.integer) NOT NULL DEFAULT 0" } + [
            "CREATE INDEX suggestion_decision_by_said ON suggestion_decision (said_of) WHERE said_of <> 0",
            "CREATE INDEX forum_item_by_said ON forum_item (said_of) WHERE said_of <> 0",
            "CREATE INDEX access_request_by_said ON access_request (said_of) WHERE said_of <> 0",
            "CREATE INDEX protection_need_by_said ON protection_need (said_of) WHERE said_of <> 0",
            "CREATE INDEX protection_need_by_person ON protection_need (person_id)",
            "CREATE INDEX account_by_said ON account (said_of) WHERE said_of <> 0",
            "CREATE INDEX account_by_person ON account (person_id) WHERE person_id IS NOT NULL",
            "CREATE INDEX incident_person_by_said ON incident_person (said_of) WHERE said_of <> 0",
            "DROP INDEX incident_person_once",
            """
            CREATE UNIQUE INDEX incident_person_once
                ON incident_person (incident_id, role, person_id, described, cpr_hash, said_of)
            """,
        ]
    }

    /// Whether a number is a replacement number is not told by what is stored of it.
    @Sendable private static func fillRealNumbers(_ db: any Connection, _ keys: KeyRing) throws {
        var last: Int64 = 0
        while true {
            let found = try db.fetch(
                "SELECT id, cpr_sealed FROM person WHERE id > \(last) AND cpr_sealed <> '' ORDER BY id LIMIT 5000"
            ) { ($0.int64(0), $0.text(1)) }
            guard let end = found.last?.0 else { return }
            for (id, sealed) in found {
                guard try SealedCPR.isReal(SealedCPR.opened(sealed, keys: keys)) else { continue }
                try db.execute("UPDATE person SET real_number = 1 WHERE id = \(id)")
            }
            last = end
        }
    }
}
