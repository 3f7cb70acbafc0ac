public import SQL

/// How much people have written and put into a case besides its form.
public struct CaseContent: Sendable, Hashable {
    /// Notes of their own, and notes of steps and pauses.
    public let notes: Int
    public let tasks: Int
    /// Removed ones among them, whose titles are kept.
    public let documents: Int

    public var isEmpty: Bool { notes + tasks + documents == 0 }
}

extension CaseStore {
    public static func content(of id: Int64, in db: any Connection) throws -> CaseContent {
        CaseContent(
            notes: try db.count("SELECT COUNT(*) FROM case_note WHERE case_id = \(id)")
                + db.count("SELECT COUNT(*) FROM case_event WHERE case_id = \(id) AND note <> ''"),
            tasks: try db.count("SELECT COUNT(*) FROM case_task WHERE case_id = \(id)"),
            documents: try db.count("SELECT COUNT(*) FROM document WHERE case_id = \(id)"))
    }
}
