public import Prevention
import SQL
public import Store

/// What would go on a day, and what is kept: numbers, and the records behind them without a name.
public struct DeletionPreview: Sendable, Hashable {
    /// A class, of cases by programme.
    public struct Line: Sendable, Hashable {
        public let kind: RetentionClass
        /// Empty where it is no case.
        public let programme: String
        public internal(set) var count = 0
        /// Kept, by why.
        public internal(set) var kept: [RetentionKeeping: Int] = [:]
    }

    public let asOf: LocalDate
    public internal(set) var lines: [Line] = []
    /// The first of each line, as many as a page shows.
    public internal(set) var records: [RetentionRecord] = []
    public static let mostRecords = 200

    public var total: Int { lines.reduce(0) { $0 + $1.count } }

    mutating func add(_ record: RetentionRecord, _ why: RetentionKeeping?) {
        let place: Int
        if let last = lines.lastIndex(where: { $0.kind == record.kind && $0.programme == record.programme }) {
            place = last
        } else {
            place = lines.endIndex
            lines.append(Line(kind: record.kind, programme: record.programme))
        }
        if let why {
            lines[place].kept[why, default: 0] += 1
        } else {
            lines[place].count += 1
            if records.count < DeletionPreview.mostRecords { records.append(record) }
        }
    }
}

/// Lists what would be deleted on a day. Changes nothing, names nobody, and so is not logged.
public struct PreviewDeletion: Sendable {
    public let asOf: LocalDate?

    /// - Parameter asOf: today where it is `nil`.
    public init(asOf: LocalDate? = nil) {
        self.asOf = asOf
    }

    /// - Parameter each: gets every record that would go, as it is found.
    public func callAsFunction(
        _ who: Authorized<Acts.ManageRetention>, in office: Office,
        each: (@Sendable (RetentionRecord) -> Void)? = nil
    ) async throws -> DeletionPreview {
        let scan = RetentionScan(
            asOf: asOf ?? office.now.day, scope: RightsScope(of: who.actor), law: office.law)
        return try await office.database.read { db in
            var preview = DeletionPreview(asOf: scan.asOf)
            try scan(in: db) { record, why in
                preview.add(record, why)
                if why == nil { each?(record) }
            }
            return preview
        }
    }
}
