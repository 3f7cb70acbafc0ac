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
        let (draft, versions) = try await office.database.read { db in
            (
                try LocalPageStore.page(of: municipality, in: db),
                try LocalPageStore.versions(of: municipality, in: db)
            )
        }
        let picked = draft?.page.items ?? []
        let taken = Set(picked.map(\.key))
        let made = community.happenings.filter { $0.kind != .visit && !taken.contains($0.key) }
            .prefix(max(0, LocalPage.mostItems - picked.count)).map { office.handbook.localItem($0, least: least) }
        return LocalPageDesk(
            draft: draft, candidates: (picked + made).sorted { ($1.day, $1.key) < ($0.day, $0.key) },
            versions: versions, shown: versions.first { $0.withdrawnAt == nil })
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
    public let isConfirmed: Bool

    public init(_ municipality: String, revision: Int, isRead: Bool, isConfirmed: Bool = false) {
        self.municipality = municipality
        self.revision = revision
        self.isRead = isRead
        self.isConfirmed = isConfirmed
    }

    /// - Throws: `Refused` with every reason.
    public func callAsFunction(_ who: Authorized<Acts.PublishLocally>, in office: Office) async throws {
        try office.checkPlace(municipality, who.actor)
        let stored = try await office.database.read { try LocalPageStore.page(of: municipality, in: $0) }
        guard let stored else { throw Refused("local-page.nothing") }
        guard stored.revision == revision else { throw Refused("changed-meanwhile") }
        var problems = stored.page.problems
        if !isRead { problems.append(Refusal("local-page.unread", ["place": "read"])) }
        if stored.page.danish.isEmpty { problems.append(Refusal("plan.required", ["place": "danish"])) }
        try await office.checkPlanTexts(
            stored.page.texts.map { PlanTyped($0.place, $0.text) }, isConfirmed: isConfirmed, problems: problems,
            by: who.actor)
        let now = office.now
        try await office.database.write { db in
            guard try LocalPageStore.page(of: municipality, in: db)?.revision == revision else {
                throw Refused("changed-meanwhile")
            }
            var page = stored.page
            page.values = try page.indicators.flatMap { code in
                LocalPageValues.latest(
                    try IndicatorStore.values(of: code, in: db).map(\.value), in: municipality)
            }
            let id = try LocalPageStore.publish(page, of: municipality, by: who.actor, at: now, in: db)
            let entry = LedgerEntry(
                .disclose, .localPage, id: id, reason: "published " + municipality, recipient: "public")
            try office.ledger.record([entry], by: who.actor, at: now, in: db)
        }
    }
}

/// Which values of an indicator stand beside a municipality.
public enum LocalPageValues {
    /// The latest of the municipality, or of the widest place nearest to it where it has none, one for each population.
    public static func latest(_ values: [IndicatorValue], in municipality: String) -> [IndicatorValue] {
        for place in [municipality] + IndicatorValue.wider {
            let there = values.filter { $0.place == place }
            guard let period = there.map(\.period).max() else { continue }
            return there.filter { $0.period == period }
        }
        return []
    }
}

/// Takes back what is shown: from then on nobody outside sees the page.
public struct WithdrawLocalPage: Sendable {
    public let municipality: String
    public let reason: String

    public init(_ municipality: String, reason: String) {
        self.municipality = municipality
        self.reason = reason
    }

    /// - Throws: `Refused` without a reason, and where nothing is shown.
    public func callAsFunction(_ who: Authorized<Acts.PublishLocally>, in office: Office) async throws {
        try office.checkPlace(municipality, who.actor)
        guard !reason.isEmpty else { throw Refused("plan.required", ["place": "reason"]) }
        try await office.checkPlanTexts([PlanTyped("reason", reason)], isConfirmed: true, by: who.actor)
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
