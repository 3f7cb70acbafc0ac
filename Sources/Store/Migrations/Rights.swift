import SQL

extension Migration {
    /// Requests for access, addenda, legal holds, deletion and what it leaves.
    static let rights = Migration(number: 13, name: "rights") { d in
        [
            """
            CREATE TABLE access_request (
                id \(d.identity),
                person_id \(d.integer) NOT NULL REFERENCES person (id),
                requested_by TEXT NOT NULL,
                received_on TEXT NOT NULL,
                due_on TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('open', 'answered')),
                registered_by TEXT NOT NULL,
                registered_at \(d.integer) NOT NULL,
                answered_by TEXT NOT NULL,
                answered_at \(d.integer))\(d.tableEnd)
            """,
            "CREATE INDEX access_request_by_state ON access_request (state, due_on, id)",
            "CREATE INDEX access_request_by_person ON access_request (person_id)",
            """
            CREATE TABLE access_restriction (
                id \(d.identity),
                request_id \(d.integer) NOT NULL REFERENCES access_request (id),
                part TEXT NOT NULL,
                ground TEXT NOT NULL,
                reason TEXT NOT NULL,
                is_silent \(d.integer) NOT NULL CHECK (is_silent IN (0, 1)),
                decided_by TEXT NOT NULL,
                decided_at \(d.integer) NOT NULL,
                UNIQUE (request_id, part))\(d.tableEnd)
            """,
            """
            CREATE TABLE addendum (
                id \(d.identity),
                entity TEXT NOT NULL CHECK (entity IN ('case', 'person', 'incident', 'hit')),
                entity_id \(d.integer) NOT NULL,
                body TEXT NOT NULL,
                requested_by TEXT NOT NULL,
                actor TEXT NOT NULL,
                at \(d.integer) NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX addendum_by_entity ON addendum (entity, entity_id)",
            """
            CREATE TABLE legal_hold (
                id \(d.identity),
                entity TEXT NOT NULL CHECK (entity IN ('case', 'person')),
                entity_id \(d.integer) NOT NULL,
                reason TEXT NOT NULL,
                set_by TEXT NOT NULL,
                set_at \(d.integer) NOT NULL,
                lifted_by TEXT NOT NULL,
                lifted_at \(d.integer),
                lifted_reason TEXT NOT NULL)\(d.tableEnd)
            """,
            "CREATE INDEX legal_hold_by_entity ON legal_hold (entity, entity_id)",
            """
            CREATE TABLE deletion (
                id \(d.identity),
                as_of TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('proposed', 'withdrawn', 'approved', 'done')),
                is_sealed \(d.integer) NOT NULL CHECK (is_sealed IN (0, 1)),
                proposed_by TEXT NOT NULL,
                proposed_at \(d.integer) NOT NULL,
                approved_by TEXT NOT NULL,
                approved_at \(d.integer),
                finished_at \(d.integer))\(d.tableEnd)
            """,
            """
            CREATE TABLE deletion_item (
                deletion_id \(d.integer) NOT NULL REFERENCES deletion (id),
                rank \(d.integer) NOT NULL,
                record_id \(d.integer) NOT NULL,
                programme TEXT NOT NULL,
                number TEXT NOT NULL,
                due_on TEXT NOT NULL,
                mark \(d.integer) NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('waiting', 'deleted', 'skipped')),
                why TEXT NOT NULL,
                PRIMARY KEY (deletion_id, rank, record_id))\(d.tableEnd)
            """,
            "CREATE INDEX deletion_item_by_state ON deletion_item (deletion_id, state, rank, record_id)",
            """
            CREATE TABLE tombstone (
                source_id \(d.integer) NOT NULL REFERENCES source (id),
                entity TEXT NOT NULL,
                hash TEXT NOT NULL,
                PRIMARY KEY (source_id, entity, hash))\(d.tableEnd)
            """,
            "CREATE INDEX hit_decision_by_case ON hit_decision (case_id) WHERE case_id IS NOT NULL",
        ]
    }
}
