public import Prevention
public import SQL

/// That a notice of concern went to a municipality.
public struct StoredSending: Sendable, Hashable {
    public enum Cause: String, Sendable {
        /// Whoever notifies has sent it.
        case sent
        /// The family had moved before anybody opened it: it followed by itself.
        case moved
        /// The municipality that had opened it has given it on to where the family has moved.
        case handedOver = "handed-over"
    }

    public let caseID: Int64
    /// Code.
    public let municipality: String
    public let cause: Cause
    /// Account name.
    public let actor: String
    public let at: Instant

    public init(caseID: Int64, municipality: String, cause: Cause, actor: String, at: Instant) {
        self.caseID = caseID
        self.municipality = municipality
        self.cause = cause
        self.actor = actor
        self.at = at
    }
}

/// A notice as lists show it, with what its clocks are read from. Nobody in it is to be named.
public struct StoredConcern: Sendable {
    public let row: CaseRow
    public let file: CaseFile
    /// Code of the municipality in which the subject lives by the register; empty where that does not know.
    public let home: String
}

/// Notices of concern on their way between authorities.
public enum ConcernStore {
    /// The only way of writing it: the partial indexes are found by these words.
    static let isNotice: SQL = "c.programme = 'concern-notice'"

    public static func add(_ sending: StoredSending, in db: any Connection) throws {
        try db.execute(
            """
            INSERT INTO notice_sending (case_id, municipality, cause, actor, at)
            VALUES (\(sending.caseID), \(sending.municipality), \(sending.cause.rawValue), \(sending.actor),
                \(sending.at.milliseconds))
            """)
    }

    /// Of each of `cases`, oldest first; a notice that was sent in another system has none before it moves.
    public static func sendings(of cases: [Int64], in db: any Connection) throws -> [Int64: [StoredSending]] {
        Dictionary(
            grouping: try db.fetch(
                """
                SELECT case_id, municipality, cause, actor, at FROM notice_sending
                WHERE case_id IN \(list: cases) ORDER BY case_id, id
                """
            ) { row in
                StoredSending(
                    caseID: row.int64(0), municipality: row.text(1),
                    cause: StoredSending.Cause(rawValue: row.text(2)) ?? .sent, actor: row.text(3),
                    at: Instant(milliseconds: row.int64(4)))
            }, by: \.caseID)
    }

    /// Unopened notices whose subject lives elsewhere in the district by the register, and those whose way is not that of the
    /// municipality where they lie; with where the subject lives, in order of id.
    public static func moved(
        to municipalities: Set<String>, after id: Int64, limit: Int, in db: any Connection
    ) throws -> [(id: Int64, home: String)] {
        var known: Set<Int64> = []
        // A subject with several records in the case stands there several times.
        return try db.fetch(moving(to: municipalities, after: id, limit: limit)) { ($0.int64(0), $0.text(1)) }
            .filter { known.insert($0.0).inserted }
    }

    /// CROSS JOIN: from the few unopened notices to their persons, never the other way.
    static func moving(to municipalities: Set<String>, after id: Int64, limit: Int) -> SQL {
        """
        SELECT c.id, p.municipality FROM case_file c
        CROSS JOIN case_party y CROSS JOIN person p
        WHERE \(isNotice) AND c.stage = 'sent' AND c.id > \(id)
            AND y.case_id = c.id AND y.role = \(Party.Role.subject.rawValue) AND p.id = y.person_id
            AND (p.municipality <> c.municipality AND p.municipality IN \(list: municipalities.sorted())
                OR c.municipality <> '' AND c.municipality NOT IN \(list: municipalities.sorted())
                    AND c.fields NOT LIKE \(byMail)
                OR c.municipality IN \(list: municipalities.sorted()) AND c.fields LIKE \(byMail))
        ORDER BY c.id LIMIT \(limit)
        """
    }

    /// As `JSONText` writes the field.
    private static let byMail = "%\"way\":\"" + Programme.secureMail + "\"%"

    /// What `rows` are, in their order.
    static func notices(_ rows: [CaseRow], in db: any Connection) throws -> [StoredConcern] {
        let files = Dictionary(
            try CaseStore.files(rows.map(\.id), in: db).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let subjects = files.values.compactMap { $0.subject?.person }
        let persons = try PersonStore.persons(subjects, in: db)
        return rows.compactMap { row in
            guard let file = files[row.id] else { return nil }
            let home = file.subject.flatMap { persons[$0.person]?.municipality } ?? ""
            return StoredConcern(row: row, file: file, home: home)
        }
    }
}
