import Prevention
public import SQL

/// Something that was written about a person after a merge, by people who had both records before them as one: of which of the
/// two it was said, nobody has told.
public struct LaterRow: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        /// A part in a case, by the case.
        case party
        /// A part in an incident that a source described without an id.
        case incident
        /// An item of a forum.
        case item
        /// A request for access.
        case request
    }

    public let kind: Kind
    /// Row id; for a part in a case, the case.
    public let id: Int64
    /// Of a part in a case; empty otherwise.
    public let role: String
    /// The incident, the case or the forum that it belongs to; the row itself for a request.
    public let subject: Int64
    /// The record that it counts as said of.
    public let said: Int64

    /// As a form names it.
    public var key: String {
        role.isEmpty ? "\(kind.rawValue).\(id)" : "\(kind.rawValue).\(id).\(role).\(said)"
    }
}

extension IdentityStore {
    /// What came after a merge and was said of one of its person's records, in the order of kinds and rows. What a source said by
    /// its own id is not among it: the source has told of whom. Nor is the part that a record was made of.
    ///
    /// - Throws: `IdentityProblem.noMerge` where it is undone already.
    public static func later(than merge: Int64, in db: any Connection) throws -> [LaterRow] {
        guard let edge = try self.merge(merge, in: db), edge.undone == nil else {
            throw IdentityProblem.noMerge(merge)
        }
        let person = try self.person(of: edge.a, in: db)
        let text = try db.first("SELECT marks FROM person_merge WHERE id = \(merge)") { $0.text(0) } ?? ""
        let marks = try JSONText.fields(text)
        func mark(_ name: String) -> Int64 { marks[name].flatMap { Int64($0) } ?? 0 }
        let said: SQL = "CASE WHEN said_of <> 0 THEN said_of ELSE person_id END"
        func rows(_ kind: LaterRow.Kind, _ sql: SQL) throws -> [LaterRow] {
            try db.fetch(sql) {
                LaterRow(
                    kind: kind, id: $0.int64(0), role: $0.text(1), subject: $0.int64(2), said: $0.int64(3))
            }
        }
        return try rows(
            .party,
            """
            SELECT case_id, role, case_id, \(said) FROM case_party
            WHERE person_id = \(person) AND at > \(edge.at.milliseconds) ORDER BY case_id, role, said_of
            """)
            + rows(
                .incident,
                """
                SELECT id, '', incident_id, \(said) FROM incident_person
                WHERE person_id = \(person) AND id > \(mark("incident")) AND described <> ''
                    AND NOT EXISTS (SELECT 1 FROM person r WHERE r.id = \(said) AND r.from_report = 1)
                ORDER BY id
                """)
            + rows(
                .item,
                """
                SELECT id, '', forum_id, \(said) FROM forum_item
                WHERE person_id = \(person) AND id > \(mark("item")) AND state <> 'deleted' ORDER BY id
                """)
            + rows(
                .request,
                """
                SELECT id, '', id, \(said) FROM access_request
                WHERE person_id = \(person) AND id > \(mark("request")) ORDER BY id
                """)
    }

    /// Says of whom a row was said. What the record is in the same case already, it is once.
    ///
    /// - Returns: the revision of the case whose part it is; `nil` for anything else.
    @discardableResult
    public static func say(_ row: LaterRow, of record: Int64, in db: any Connection) throws -> Int? {
        let person = try self.person(of: record, in: db)
        let said = person == record ? 0 : record
        switch row.kind {
        case .party: return try sayParty(row, person, said, in: db)
        case .incident: try set("incident_person", row.id, person, said, in: db)
        case .item: try set("forum_item", row.id, person, said, in: db)
        case .request: try set("access_request", row.id, person, said, in: db)
        }
        return nil
    }

    private static func set(
        _ table: SQL, _ id: Int64, _ person: Int64, _ said: Int64, in db: any Connection
    ) throws {
        try db.execute("UPDATE \(table) SET person_id = \(person), said_of = \(said) WHERE id = \(id)")
    }

    private static func sayParty(
        _ row: LaterRow, _ person: Int64, _ said: Int64, in db: any Connection
    ) throws -> Int? {
        let before: SQL = """
            case_id = \(row.id) AND role = \(row.role)
                AND (said_of = \(row.said) OR said_of = 0 AND person_id = \(row.said))
            """
        let at = try db.first("SELECT at FROM case_party WHERE \(before)") { $0.int64(0) }
        guard let at else { return nil }
        try db.execute("DELETE FROM case_party WHERE \(before)")
        try db.execute(
            """
            INSERT INTO case_party (case_id, person_id, role, said_of, at)
            VALUES (\(row.id), \(person), \(row.role), \(said), \(at)) ON CONFLICT DO NOTHING
            """)
        try CaseStore.markPlace(of: row.id, in: db)
        // Whoever has the case before them is not to write over it.
        return try db.first(
            "UPDATE case_file SET revision = revision + 1, handled_here = 1 WHERE id = \(row.id) RETURNING revision"
        ) { $0.int(0) }
    }

    /// How much hangs on some records of a person, as it was said of them.
    public struct Hanging: Sendable, Hashable {
        public let relations: Int
        public let incidents: Int
        public let hits: Int
        public let items: Int
        /// Row ids of the cases, each once; whoever shows them asks which may be known of.
        public let cases: [Int64]
    }

    public static func hanging(on records: [Int64], in db: any Connection) throws -> Hanging {
        func about(_ person: SQL, _ said: SQL) -> SQL {
            """
            (\(said) <> 0 AND \(said) IN \(list: records) OR \(said) = 0 AND \(person) IN \(list: records))
            """
        }
        let own = about("person_id", "said_of")
        return Hanging(
            relations: try db.count(
                "SELECT COUNT(*) FROM relation WHERE \(own) OR \(about("related_id", "related_said_of"))"),
            incidents: try db.count("SELECT COUNT(DISTINCT incident_id) FROM incident_person WHERE \(own)"),
            hits: try db.count("SELECT COUNT(*) FROM hit WHERE \(about("child_id", "said_of"))"),
            items: try db.count("SELECT COUNT(*) FROM forum_item WHERE state <> 'deleted' AND \(own)"),
            cases: try db.fetch("SELECT DISTINCT case_id FROM case_party WHERE \(own) ORDER BY case_id") {
                $0.int64(0)
            })
    }
}
