import Prevention
import SQL
import Store

/// `relations.csv` into the register.
///
/// A relation has no id of its own. It is known by its two persons, kind and first day; several rows with all of these equal
/// are told apart by their order in the file, so that a changed end updates, and two periods that begin together both stand.
struct RelationRows: CSVTarget {
    static let columns: [(name: String, isRequired: Bool)] = [
        ("person_id", true), ("related_id", true), ("kind", true), ("from", false), ("to", false),
    ]

    private let db: any Connection
    private let context: ImportContext
    private let persons: ReferenceFinder
    private let related: ReferenceFinder
    private let insert: any PreparedStatement
    private let find: any PreparedStatement
    private let update: any PreparedStatement

    init(_ db: any Connection, _ context: ImportContext) throws {
        self.db = db
        self.context = context
        persons = try .persons(db, context)
        related = try .persons(db, context)
        insert = try db.prepare(
            """
            INSERT INTO relation (person_id, related_id, kind, from_date, source_id, ordinal, to_date, import_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """)
        find = try db.prepare(
            """
            SELECT id, to_date, import_id FROM relation
            WHERE person_id = ? AND related_id = ? AND kind = ? AND from_date = ? AND source_id = ? AND ordinal = ?
            """)
        update = try db.prepare("UPDATE relation SET to_date = ?, import_id = ? WHERE id = ?")
    }

    func take(_ row: CSVRow) throws -> RowOutcome {
        guard let person = try reference(row, 0, persons), let other = try reference(row, 1, related) else {
            return .unchanged
        }
        guard person != other else {
            throw RowProblem("import.related-to-self", column: "related_id", value: try row.text(1))
        }
        let kind = try row.required(2)
        guard let known = Relation.Kind(rawValue: kind) else {
            throw RowProblem("import.unknown-relation", column: "kind", value: kind)
        }
        let from = try row.date(3)
        let to = try row.date(4)
        if let from, let to, to < from {
            throw RowProblem("import.ends-before-start", column: "to", value: to.description)
        }
        let key: [SQLValue] = [
            .integer(person), .integer(other), .text(kind), .text(from?.description ?? ""), .integer(context.source),
        ]
        let end = SQLValue.text(to?.description ?? "")
        var ordinal: Int64 = 0
        while true {
            let place = key + [.integer(ordinal)]
            if try insert.run(place + [end, .integer(context.importID)]) == 1 {
                if known.isCarer { context.changes.child(other) }
                return .inserted
            }
            guard let stored = try find.first(place, { ($0.int64(0), $0.text(1), $0.int64(2)) }) else {
                throw DatabaseFailure(.other, detail: "a conflicting relation is not there")
            }
            if stored.2 == context.importID {
                ordinal += 1
                continue
            }
            try update.run([end, .integer(context.importID), .integer(stored.0)])
            if .text(stored.1) == end { return .unchanged }
            if known.isCarer { context.changes.child(other) }
            try ChangeLog.record(
                .person, id: person, old: "{\"relation-to\":\"\(stored.1)\"}",
                new: "{\"relation-to\":\"\(end.plain)\"}",
                by: context.actor, at: context.startedAt, in: db)
            return .updated
        }
    }

    /// `nil` for somebody who has been deleted: a relation brings nobody back.
    private func reference(_ row: CSVRow, _ column: Int, _ finder: ReferenceFinder) throws -> Int64? {
        let id = try row.required(column)
        if let found = try finder.find(id) { return found }
        guard context.tombstones.leavesOut(id, .person) else {
            throw RowProblem("import.unknown-person", column: row.names[column], value: id)
        }
        return nil
    }
}
