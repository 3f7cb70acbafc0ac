public import Prevention
import SQL
import Store

/// A month of the log: `2026-11`.
public struct ReviewMonth: Sendable, Hashable {
    public let text: String
    let first: LocalDate

    public init?(_ text: String) {
        guard text.utf8.count == 7, let first = LocalDate(text + "-01") else { return nil }
        self.text = text
        self.first = first
    }

    public init(of day: LocalDate) {
        text = String(day.description.prefix(7))
        first = LocalDate(text + "-01") ?? day
    }

    var next: ReviewMonth { ReviewMonth(of: first + 31) }
    /// The month before.
    public var previous: ReviewMonth { ReviewMonth(of: first + -1) }
}

/// Draws the look-ups of a month that a leader reviews: some by lot, some for each risk. What is drawn lies in the hashes of the
/// log, so that nobody can choose it; drawn again, what is there stays and what has come since is added.
public struct DrawReview: Sendable {
    public let month: ReviewMonth

    public init(_ month: ReviewMonth) {
        self.month = month
    }

    /// One look-up: a user has read a person on a day, however often.
    private struct Key: Hashable {
        let actor: String
        let person: Int64
        let day: LocalDate
    }

    private struct Day: Hashable {
        let actor: String
        let day: LocalDate
    }

    /// - Returns: how many look-ups have been added.
    /// - Throws: `Refused("review-future")`.
    @discardableResult
    public func callAsFunction(_ who: Authorized<Acts.ReviewLog>, in office: Office) async throws -> Int {
        let now = office.now
        guard month.first <= now.day else { throw Refused("review-future") }
        let drawn = try await office.database.read { db in try draw(office, db) }
        return try await office.database.write { db in
            var added = 0
            for (entry, risks) in drawn {
                if try ReviewStore.draw(entry, month: month.text, risks: risks, in: db) { added += 1 }
            }
            try office.ledger.record(
                .review, .entry, id: nil, reason: "drawn \(month.text) \(added)", by: who.actor, at: now, in: db)
            return added
        }
    }

    private func draw(_ office: Office, _ db: any Connection) throws -> [(entry: Int64, risks: Set<ReviewRisk>)] {
        var lookUps: [Key: StoredEntry] = [:]
        var persons: [Day: Set<Int64>] = [:]
        try LedgerReading.forEachRead(
            from: Instant(startOf: month.first), to: Instant(startOf: month.next.first), in: db
        ) { entry in
            guard let person = entry.entityID else { return }
            let key = Key(actor: entry.actor, person: person, day: entry.at.day)
            persons[Day(actor: key.actor, day: key.day), default: []].insert(person)
            // Of several reads of the same person on a day one stands for all: that under emergency access, then the smallest.
            let place = (entry.emergency == nil ? 1 : 0, entry.hash)
            if let kept = lookUps[key], (kept.emergency == nil ? 1 : 0, kept.hash) <= place { return }
            lookUps[key] = entry
        }
        let accounts = try ReviewFactStore.persons(ofAccounts: db)
        var known: [Int64: ReviewFactStore.PersonFacts] = [:]
        let ids = Array(Set(lookUps.keys.map(\.person)).union(accounts.values)).sorted()
        for start in stride(from: 0, to: ids.count, by: 5_000) {
            known.merge(try ReviewFactStore.persons(Array(ids[start..<min(start + 5_000, ids.count)]), in: db)) { $1 }
        }
        var found: [(entry: StoredEntry, risks: Set<ReviewRisk>)] = []
        for (key, entry) in lookUps {
            let person = known[key.person]
            let own = accounts[key.actor].flatMap { known[$0] }
            let facts = LookUpFacts(
                at: entry.at, isEmergency: entry.emergency != nil, isSealed: entry.isSealed,
                namesReference: DrawReview.namesReference(entry.reason),
                isOwnFamily: entry.reason == Office.ownFamilyTry, isProtected: person?.isProtected ?? false,
                hasOpenCase: person?.hasOpenCase ?? false,
                sharesName: own.map { !$0.familyKey.isEmpty && $0.familyKey == person?.familyKey } ?? false,
                sharesAddress: own.map { !$0.home.isEmpty && $0.home == person?.home } ?? false,
                personsThatDay: persons[Day(actor: key.actor, day: key.day)]?.count ?? 0)
            found.append((entry, try facts.risks(office.law)))
        }
        return try sample(found.sorted { $0.entry.hash < $1.entry.hash }, office.law)
    }

    /// Whether a purpose names its case or incident: `case UKN-2026-000001`, or the number of the case alone.
    static func namesReference(_ reason: String) -> Bool {
        let parts = reason.split(separator: " ", maxSplits: 1)
        if Purpose.Kind(rawValue: String(parts.first ?? "")) != nil { return parts.count == 2 }
        return CaseNumber.id(in: reason) != nil
    }

    /// Of each risk, and of all, those with the smallest hashes; of emergency access all.
    private func sample(
        _ found: [(entry: StoredEntry, risks: Set<ReviewRisk>)], _ law: LawBook
    ) throws -> [(entry: Int64, risks: Set<ReviewRisk>)] {
        let byLot = try law.value("review.by-lot", on: month.first)
        let perRisk = try law.value("review.per-risk", on: month.first)
        var chosen: [Int64: Set<ReviewRisk>] = [:]
        for one in found.prefix(byLot) { chosen[one.entry.id] = one.risks.union([.random]) }
        for risk in ReviewRisk.allCases where risk != .random {
            let most = risk == .emergency ? found.count : perRisk
            for one in found.filter({ $0.risks.contains(risk) }).prefix(most) {
                chosen[one.entry.id, default: []].formUnion(one.risks)
            }
        }
        return chosen.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
