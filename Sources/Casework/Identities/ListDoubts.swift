public import Prevention
import SQL
public import Store

/// A doubt as the list shows it: no name, and not how likely it is.
public struct DoubtLine: Sendable, Hashable {
    public let doubt: StoredDoubt
    /// Of both records, today; `nil` where there is no birth date.
    public let ages: [Int?]
    /// Codes of where both live, each once; `nil` where one of them is protected.
    public let municipalities: [String]?
    /// The fields that speak against; `nil` where one of them is protected, or nothing was compared.
    public let differing: [MatchEvidence.Part.Field]?
}

/// The queue of doubts, those that were found first before the others. Nobody is named, so nothing is logged.
public struct ListDoubts: Sendable {
    public let filter: DoubtFilter
    public let page: Int
    public static let pageSize = 25
    /// Runs that one may choose from.
    public static let mostImports = 20

    public init(_ filter: DoubtFilter, page: Int) {
        self.filter = filter
        self.page = max(1, page)
    }

    public struct Found: Sendable {
        public let lines: [DoubtLine]
        /// By state, as far as origin, municipality and run let them through.
        public let counts: [Doubt.State: Int]
        public let page: Int
        public let pageCount: Int
        /// Newest first.
        public let imports: [Int64]
        public let tally: MatchTally
        public let bands: [MatchBand]
        /// Merges whose undoing waits for a second person, oldest first.
        public let undoings: [Int64]
    }

    public func callAsFunction(_ who: Authorized<Acts.ReviewIdentities>, in office: Office) async throws -> Found {
        let today = office.now.day
        return try await office.database.read { db in
            let counts = try MatchStore.counts(filter, in: db)
            let size = ListDoubts.pageSize
            let pageCount = max(1, ((counts[filter.state] ?? 0) + size - 1) / size)
            let page = min(page, pageCount)
            let doubts = try MatchStore.doubts(filter, limit: size, offset: (page - 1) * size, in: db)
            let persons = try PersonStore.persons(doubts.flatMap { [$0.person, $0.other] }, in: db)
            return Found(
                lines: doubts.map { line($0, [$0.person, $0.other].compactMap { persons[$0] }, today) },
                counts: counts, page: page, pageCount: pageCount,
                imports: try MatchStore.imports(limit: ListDoubts.mostImports, in: db),
                tally: try MatchStore.tally(in: db), bands: try MatchStore.bands(in: db),
                undoings: try IdentityStore.undoProposals(in: db))
        }
    }

    /// What two records have in common gives away of the one what is hidden of the other.
    private func line(_ doubt: StoredDoubt, _ persons: [Person], _ today: LocalDate) -> DoubtLine {
        let isProtected = persons.contains(where: \.isProtected)
        return DoubtLine(
            doubt: doubt, ages: persons.map { $0.age(on: today) },
            municipalities: isProtected ? nil : unique(persons.map(\.municipality).filter { !$0.isEmpty }),
            differing: isProtected || doubt.evidence.parts.isEmpty
                ? nil : doubt.evidence.parts.filter { $0.weight < 0 }.map(\.field))
    }
}

/// How many doubts wait, for the desk.
public struct CountDoubts: Sendable {
    public init() {}

    /// `nil` for those who do not review.
    public func callAsFunction(_ actor: Actor, in office: Office) async throws -> Int? {
        guard actor.may(.reviewIdentities) else { return nil }
        return try await office.database.read { db in
            let counts = try MatchStore.counts(DoubtFilter(), in: db)
            return Doubt.State.waiting.reduce(0) { $0 + (counts[$1] ?? 0) }
        }
    }
}
