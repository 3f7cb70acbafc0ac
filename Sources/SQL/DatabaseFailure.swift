/// What went wrong in a database, as far as anybody outside may know. `description` is safe to show; the engine's own words
/// are in `debugDescription` only.
public struct DatabaseFailure: Error, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    public enum Kind: String, Sendable {
        /// Another process holds the database.
        case locked
        case diskFull = "disk-full"
        /// The file is no database, or is damaged.
        case damaged
        /// The file or folder cannot be opened or written.
        case notAccessible = "not-accessible"
        /// A rule of the schema was broken.
        case constraint
        /// Migrated by a newer version of Kreds.
        case newerSchema = "newer-schema"
        /// The ledger of migrations and what this version would run differ.
        case otherSchema = "other-schema"
        /// Holds the tables of another program.
        case foreignTables = "foreign-tables"
        /// Not migrated.
        case noSchema = "no-schema"
        case other
    }

    public let kind: Kind
    private let detail: String

    public init(_ kind: Kind, detail: String = "") {
        self.kind = kind
        self.detail = detail
    }

    public var description: String {
        switch kind {
        case .locked:
            return "The database is in use by another process. Try again in a moment."
        case .diskFull:
            return "There is no room left on the disk. Nothing half-done was kept; make room and run the same again."
        case .damaged:
            return "The database file is damaged or is not a Kreds database. Restore it from a backup."
        case .notAccessible:
            return "The database file cannot be opened for writing. Check the path and its permissions."
        case .constraint:
            return "The data breaks a rule of the database. Nothing was changed."
        case .newerSchema:
            return "The database was made by a newer version of Kreds. Use that version, or restore an older backup."
        case .otherSchema:
            return "The database was made by another build of Kreds, with other tables. Use that build."
        case .foreignTables:
            return
                "The database holds the tables of another program. Give Kreds a file of its own."
        case .noSchema:
            return "The database has no Kreds tables yet. Run 'kreds migrate' first."
        case .other:
            return "The database could not do it. The log says more."
        }
    }

    public var debugDescription: String { "\(kind.rawValue): \(detail)" }
}
