import Handbook
public import Prevention
import SQL
public import Store

/// What somebody needs to prepare the page of a local council.
public struct LocalPageDesk: Sendable {
    /// `nil` where nothing has been prepared yet.
    public let draft: StoredLocalPage?
    /// What can be picked: what is picked already, and what the reader may know of; newest first.
    public let candidates: [LocalPage.Item]
    public let versions: [PublishedPage]
    public let shown: PublishedPage?
    /// The draft as it would be published now, with the latest values; `nil` where there is none.
    public let preview: LocalPage?
    /// Keys of what is picked and is no longer so in its case.
    public let stale: Set<String>

    /// What the preview showed: publishing is refused where that has changed meanwhile.
    public var seen: String? { preview?.valuesPrint }
}

extension LocalPage {
    /// Of the values that stand on the page.
    fileprivate var valuesPrint: String {
        let lines = values.map { value in
            [
                value.indicator, value.period, value.place, value.population, value.source, String(value.value),
                value.interval.map { "\($0.lowerBound)-\($0.upperBound)" } ?? "", value.asked.map { String($0) } ?? "",
            ].joined(separator: "\u{1F}")
        }
        var print = Fingerprint()
        lines.forEach { print.add($0) }
        return String(print.stored)
    }

    /// The same with the latest values of what is picked.
    fileprivate func withValues(in municipality: String, _ db: any Connection) throws -> LocalPage {
        var page = self
        page.values = try indicators.flatMap { code in
            LatestIndicator.values(try IndicatorStore.values(of: code, in: db).map(\.value), in: municipality)
        }
        return page
    }

    /// Keys of the items that are no longer what they were made of: taken back, on another day, in another municipality, or of a
    /// case whose place is no longer shown. It is asked of the cases themselves, whatever the reader may know of; the answer says
    /// nothing of why.
    fileprivate func stale(in municipality: String, law: LawBook, _ db: any Connection) throws -> Set<String> {
        var found: Set<String> = []
        for (file, items) in Dictionary(grouping: items, by: \.file) {
            var days: [String: String] = [:]
            if let file, let row = try CaseStore.row(file, in: db), !row.hidesPlace, row.municipality == municipality,
                let opened = try CaseStore.file(file, in: db)
            {
                for one in try Happening.all(of: opened, law: law) { days[one.key] = one.day.description }
            }
            found.formUnion(items.filter { days[$0.key] != $0.day }.map(\.key))
        }
        return found
    }
}

extension Office {
    /// - Throws: `NotFound` for a municipality that is none of the district's, or outside where the actor works.
    fileprivate func checkPlace(_ municipality: String, _ actor: Actor) throws {
        guard handbook.ownMunicipalities.contains(municipality), actor.mayObserve(in: municipality) else {
            throw NotFound()
        }
    }
}

/// Reads it. What can be picked comes from cases within the actor's scope; it is about nobody, so nothing is logged.
public struct ReadLocalPageDesk: Sendable {
    public let municipality: String

    public init(_ municipality: String) {
        self.municipality = municipality
    }

    public func callAsFunction(
        _ who: Authorized<Acts.PublishLocally>, in office: Office
    ) async throws -> LocalPageDesk {
        try office.checkPlace(municipality, who.actor)
        let community = try await ReadCommunity(municipality)(
            Policy.authorize(who.actor, Acts.ReadPlan.self), in: office)
        let least = try office.law.value("figures.small-cell", on: office.now.day)
        let (draft, versions, preview, stale) = try await office.database.read { [law = office.law] db in
            let draft = try LocalPageStore.page(of: municipality, in: db)
            return (
                draft, try LocalPageStore.versions(of: municipality, in: db),
                try draft?.page.withValues(in: municipality, db),
                try draft?.page.stale(in: municipality, law: law, db) ?? []
            )
        }
        let picked = draft?.page.items ?? []
        let taken = Set(picked.map(\.key))
        let made = community.happenings.filter { $0.kind != .visit && !taken.contains($0.key) }
            .prefix(max(0, LocalPage.mostItems - picked.count)).map { office.handbook.localItem($0, least: least) }
        return LocalPageDesk(
            draft: draft, candidates: (picked + made).sorted { ($1.day, $1.key) < ($0.day, $0.key) },
            versions: versions, shown: versions.first { $0.withdrawnAt == nil }, preview: preview, stale: stale)
    }
}

extension Handbook {
    /// A happening in words that tell nobody's name. A number of people under the least that is shown says only that it is.
    func localItem(_ one: Happening, least: Int) -> LocalPage.Item {
        func text(_ words: Words) -> String {
            var what = one.choice
            if let programme = Catalogue.programme(one.programme), !one.field.isEmpty {
                what = Field.chosen(one.choice).map { words.name("choice." + one.field, $0, of: programme) }
                    .joined(separator: ", ")
            }
            let main = words(
                "local-page.item." + one.kind.rawValue + (one.place.isEmpty ? "-nowhere" : ""),
                ["place": one.place, "what": what])
            guard let people = one.people else { return main }
            let count =
                people < least
                ? words("local-page.few", ["count": words.number(least)])
                : words("local-page.people", ["count": words.number(people)])
            return main + " " + count
        }
        return LocalPage.Item(
            key: one.key, kind: one.kind.rawValue, day: one.day.description, danish: text(self[.danish]),
            english: text(self[.english]))
    }
}

/// Keeps what is being prepared; nobody outside sees it.
public struct SaveLocalPage: Sendable {
    public let municipality: String
    public let page: LocalPage
    /// Of what the user saw; 0 for a first one.
    public let revision: Int
    /// Whether the user has said, having been warned, that the texts are about nobody they know from their work.
    public let isConfirmed: Bool

    public init(_ municipality: String, _ page: LocalPage, revision: Int, isConfirmed: Bool = false) {
        self.municipality = municipality
        self.page = page
        self.revision = revision
        self.isConfirmed = isConfirmed
    }

    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them.
    public func callAsFunction(_ who: Authorized<Acts.PublishLocally>, in office: Office) async throws {
        try office.checkPlace(municipality, who.actor)
        var problems = page.problems
        for code in page.indicators where office.handbook.indicatorDefinition(code) == nil {
            problems.append(Refusal("local-page.unknown-indicator", ["value": code]))
        }
        try await office.checkPlanTexts(
            page.texts.map { PlanTyped($0.place, $0.text) }, isConfirmed: isConfirmed, problems: problems,
            by: who.actor)
        var kept = page
        kept.values = []
        let now = office.now
        try await office.database.write { [kept] db in
            let id = try LocalPageStore.save(
                kept, of: municipality, revision: revision, by: who.actor, at: now, in: db)
            guard let id else { throw Refused("changed-meanwhile") }
            try office.ledger.record(
                .change, .localPage, id: id, reason: "prepared " + municipality, by: who.actor, at: now, in: db)
        }
    }
}

/// Publishes what has been prepared, as it stands: from then on everybody can read it, and nothing changes it but a new one.
public struct PublishLocalPage: Sendable {
    public let municipality: String
    public let revision: Int
    /// Whether the user has read it through.
    public let isRead: Bool
    /// `LocalPageDesk.seen` of the desk that the user saw; `nil` where nobody looked.
    public let seen: String?
    public let isConfirmed: Bool

    public init(
        _ municipality: String, revision: Int, isRead: Bool, seen: String? = nil, isConfirmed: Bool = false
    ) {
        self.seen = seen
        self.municipality = municipality
        self.revision = revision
        self.isRead = isRead
        self.isConfirmed = isConfirmed
    }

    /// - Throws: `Refused` with every reason.
    public func callAsFunction(_ who: Authorized<Acts.PublishLocally>, in office: Office) async throws {
        try office.checkPlace(municipality, who.actor)
        let desk = try await ReadLocalPageDesk(municipality)(who, in: office)
        guard let stored = desk.draft, let preview = desk.preview else { throw Refused("local-page.nothing") }
        guard stored.revision == revision, seen == nil || seen == desk.seen else { throw Refused("changed-meanwhile") }
        var problems = stored.page.problems
        if !desk.stale.isEmpty {
            let items = stored.page.items.filter { desk.stale.contains($0.key) }.map(\.danish)
            problems.append(
                Refusal("local-page.stale", ["place": "read", "items": items.joined(separator: "; ")]))
        }
        if !isRead { problems.append(Refusal("local-page.unread", ["place": "read"])) }
        if stored.page.danish.isEmpty { problems.append(Refusal("plan.required", ["place": "danish"])) }
        let sources = Set(preview.values.flatMap { [$0.source, $0.population] }).sorted()
        try await office.checkPlanTexts(
            stored.page.texts.map { PlanTyped($0.place, $0.text) } + sources.map { PlanTyped("indicators", $0) },
            isConfirmed: isConfirmed, problems: problems, by: who.actor)
        let now = office.now
        try await office.database.write { [law = office.law] db in
            guard try LocalPageStore.page(of: municipality, in: db)?.revision == revision else {
                throw Refused("changed-meanwhile")
            }
            let page = try stored.page.withValues(in: municipality, db)
            guard page == preview, try page.stale(in: municipality, law: law, db).isEmpty else {
                throw Refused("changed-meanwhile")
            }
            let id = try LocalPageStore.publish(page, of: municipality, by: who.actor, at: now, in: db)
            let entry = LedgerEntry(
                .disclose, .localPage, id: id, reason: "published " + municipality, recipient: "public")
            try office.ledger.record([entry], by: who.actor, at: now, in: db)
        }
    }
}

/// Takes back what is shown: from then on nobody outside sees the page.
public struct WithdrawLocalPage: Sendable {
    public let municipality: String
    public let reason: String
    public let isConfirmed: Bool

    public static let longestReason = 300

    public init(_ municipality: String, reason: String, isConfirmed: Bool = false) {
        self.isConfirmed = isConfirmed
        self.municipality = municipality
        self.reason = reason
    }

    /// - Throws: `Refused` without a reason, and where nothing is shown.
    public func callAsFunction(_ who: Authorized<Acts.PublishLocally>, in office: Office) async throws {
        try office.checkPlace(municipality, who.actor)
        guard !reason.isEmpty else { throw Refused("plan.required", ["place": "reason"]) }
        guard reason.count <= WithdrawLocalPage.longestReason else {
            throw Refused("plan.too-long", ["place": "reason", "most": String(WithdrawLocalPage.longestReason)])
        }
        try await office.checkPlanTexts([PlanTyped("reason", reason)], isConfirmed: isConfirmed, by: who.actor)
        let now = office.now
        try await office.database.write { db in
            guard try LocalPageStore.withdraw(municipality, reason: reason, by: who.actor, at: now, in: db) else {
                throw Refused("local-page.not-shown")
            }
            try office.ledger.record(
                .change, .localPage, id: nil, reason: "withdrawn " + municipality, by: who.actor, at: now, in: db)
        }
    }
}

/// The page that is shown. It is for everybody: nobody is asked who they are.
public struct ReadPublicPage: Sendable {
    public let municipality: String

    public init(_ municipality: String) {
        self.municipality = municipality
    }

    /// - Throws: `NotFound` where none is shown.
    public func callAsFunction(in office: Office) async throws -> PublishedPage {
        let found = try await office.database.read { try LocalPageStore.shown(of: municipality, in: $0) }
        guard let found else { throw NotFound() }
        return found
    }
}

/// The municipalities of which a page is shown.
public struct ListPublicPages: Sendable {
    public init() {}

    public func callAsFunction(in office: Office) async throws -> Set<String> {
        try await office.database.read { try LocalPageStore.shownPlaces(in: $0) }
    }
}
