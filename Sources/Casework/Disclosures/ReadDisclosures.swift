public import Prevention
import SQL
public import Store

/// A page of the records of sharings. It names nobody whom they are about.
public struct DisclosurePage: Sendable {
    /// In the order that was asked for.
    public let records: [StoredDisclosure]
    public let hasLater: Bool
    /// The last that was looked at, behind which the next page begins; those of one's own family are not shown.
    public let last: Int64?

    /// - Parameter found: as many as are wanted, and one more where there are later ones.
    init(_ found: [StoredDisclosure], _ limit: Int, _ actor: Actor, _ sight: Sight, _ office: Office) {
        let looked = found.prefix(limit)
        records = looked.filter { one in !one.persons.contains(where: sight.isKin) }.map { $0.seen(by: actor, office) }
        hasLater = found.count > limit
        last = looked.last?.id
    }

    /// From the first to the last of them, for the log.
    fileprivate var range: String {
        guard let first = records.first?.id, let last = records.last?.id else { return "" }
        return " \(min(first, last))-\(max(first, last))"
    }
}

/// Lists the records of sharings that somebody may know of, a page at a time; those about their own family are left out.
public struct ListDisclosures: Sendable {
    public static let pageSize = 50
    public let query: DisclosureQuery
    public let limit: Int

    public init(_ query: DisclosureQuery, limit: Int = ListDisclosures.pageSize) {
        self.query = query
        self.limit = limit
    }

    public func callAsFunction(_ actor: Actor, in office: Office) async throws -> DisclosurePage {
        try await office.reading(as: actor) { db, sight in
            let asked = query.asked(by: actor, office)
            let found = try DisclosureStore.page(
                asked, for: try office.reader(actor), limit: limit + 1, keys: office.keys, in: db)
            let page = DisclosurePage(found, limit, actor, sight, office)
            // Number, recipient and basis say much to whoever may open the case.
            let entry = LedgerEntry(
                .search, .disclosure, id: nil, reason: "list \(page.records.count)\(page.range)", words: query.said)
            return (page, [entry])
        }
    }
}

/// Takes out the records of a list as a table, with why; logged, and refused where the purpose is no lawful one.
public struct ExportDisclosures: Sendable {
    /// More rows than that are left out, and the last line says so.
    public static let most = 20_000
    public let query: DisclosureQuery
    public let purpose: SharingPurpose
    public let explanation: String

    public init(_ query: DisclosureQuery, purpose: SharingPurpose, explanation: String) {
        self.query = query
        self.purpose = purpose
        self.explanation = explanation
    }

    /// - Throws: `Refused` where nothing may be taken out for that purpose; the try is logged.
    public func callAsFunction(_ actor: Actor, in office: Office) async throws -> DisclosurePage {
        try await office.check(purpose, explanation, entity: .disclosure, id: nil, by: actor)
        return try await office.reading(as: actor) { db, sight in
            let most = ExportDisclosures.most
            let asked = query.asked(by: actor, office)
            let found = try DisclosureStore.page(
                asked, for: try office.reader(actor), limit: most + 1, keys: office.keys, in: db)
            let page = DisclosurePage(found, most, actor, sight, office)
            let entry = LedgerEntry(
                .read, .disclosure, id: nil,
                reason: "export \(page.records.count) " + purpose.rawValue + page.range,
                words: [query.said, explanation].filter { !$0.isEmpty }.joined(separator: " / "))
            return (page, [entry])
        }
    }
}

/// The record of a sharing, as somebody has opened it.
public struct DisclosureView: Sendable {
    public let record: StoredDisclosure
    /// Whom it is about, as the reader may see them; `nil` for somebody who is not in the register, or not any more.
    public let person: PersonView?
    /// The others who are named in it, as far as they are in the register.
    public let named: [PersonView]
    /// Whether the reader may set something right in it.
    public let mayAdd: Bool
    /// The kind of forum that it was shared in, by code.
    public let forum: String?
    public let meetingAt: Instant?
}

/// Opens the record of a sharing; logged for it and for whom it is about before it is shown.
public struct ReadDisclosure: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound` where the reader may not know of it; `Refused("own-family")`.
    public func callAsFunction(_ actor: Actor, in office: Office) async throws -> DisclosureView {
        try await office.reading(as: actor) { db, sight in
            guard
                let record = try DisclosureStore.disclosure(
                    id, for: try office.reader(actor), keys: office.keys, in: db)
            else {
                throw NotFound()
            }
            try sight.checkKin(record.persons)
            let isSealed = record.disclosure.isSealed
            let own = LedgerEntry(
                .read, .disclosure, id: id, reason: record.disclosure.reference, isSealed: isSealed)
            let about = record.persons.map {
                LedgerEntry(.read, .person, id: $0, reason: "disclosure \(id)", isSealed: isSealed)
            }
            return (try record.view(for: actor, sight, office, in: db), [own] + about)
        }
    }
}

extension StoredDisclosure {
    /// Row id of whom it is about, where they are in the register.
    var person: Int64? {
        if case .person(let id) = disclosure.subject { return id }
        return nil
    }

    func view(for actor: Actor, _ sight: Sight, _ office: Office, in db: any Connection) throws -> DisclosureView {
        let others = try PersonStore.persons(disclosure.named, in: db)
        return DisclosureView(
            record: seen(by: actor, office),
            person: try person.flatMap { try PersonStore.person($0, in: db) }.map(sight.view),
            named: disclosure.named.compactMap { others[$0] }.map(sight.view),
            mayAdd: mayBeAddedTo(by: actor) && !isForgotten,
            forum: try disclosure.forum.flatMap { try ForumStore.forum($0, in: db) }?.kind.code,
            meetingAt: try disclosure.meeting.flatMap { try MeetingStore.meeting($0, in: db) }?.startsAt)
    }
}

extension Office {
    /// - Throws: `Refused` where nothing may be taken out for that purpose; the try at an investigation is logged.
    func check(
        _ purpose: SharingPurpose, _ explanation: String, entity: LedgerEntry.Entity, id: Int64?, by actor: Actor
    ) async throws {
        guard let refusal = purpose.refusal(explanation) else { return }
        if purpose == .investigation {
            let entry = LedgerEntry(.read, entity, id: id, reason: "refused " + purpose.rawValue, words: explanation)
            let now = now
            try await database.write { db in try ledger.record([entry], by: actor, at: now, in: db) }
        }
        throw Refused([refusal])
    }
}

extension DisclosureQuery {
    /// What was asked for, for the log: it names nobody.
    fileprivate var said: String {
        let parts: [(String, String?)] = [
            ("basis", basis?.rawValue), ("outcome", outcome?.rawValue), ("authority", authority), ("forum", forum),
            ("from", from?.description), ("to", to?.description), ("after", after.map(String.init)),
        ]
        return parts.compactMap { name, value in value.flatMap { $0.isEmpty ? nil : name + " " + $0 } }
            .joined(separator: ", ")
    }
}
