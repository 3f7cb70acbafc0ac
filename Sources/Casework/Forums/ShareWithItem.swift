import Handbook
public import Prevention
import SQL
import Store

/// Shares a piece of information with an item (*del en oplysning*). Sharing it is the record of it: one for each basis that its
/// recipients need. They read it from the sending of the agenda until the minutes are approved.
public struct ShareWithItem: Sendable {
    /// What is shared, and why.
    public struct Content: Sendable {
        public var body = ""
        public var parts: [Disclosure.Part] = []
        /// Whether something was held back.
        public var isPartly = false
        public var purpose = ""
        public var necessity = ""
        public var whyNotLess = ""
        public var consent = Disclosure.Consent.notAsked
        /// `nil` = as the forum and the recipients suggest.
        public var basis: Basis?
        public var channel = Disclosure.Channel.kreds
        /// Account names of participants.
        public var recipients: [String] = []

        public init() {}
    }

    public let id: Int64
    public let content: Content

    public init(_ id: Int64, _ content: Content) {
        self.id = id
        self.content = content
    }

    /// Sent twice, it shares once.
    ///
    /// - Throws: `Refused` with every reason: `item.not-live`, `item.not-participant`, `item.body`, `item.recipient`,
    ///   `item.basis`, `item.not-at-meeting`, `item.said-body`, those of `Disclosure.refusals`; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws {
        let now = office.now
        try await office.writing(item: id, as: who) { db, opened in
            try opened.requireSharing()
            let circle = try SharingCircle(opened, who.actor, office, in: db)
            let recipients = try circle.chosen(content.recipients)
            if let basis = content.basis, !circle.bases.contains(basis) { throw Refused("item.basis") }
            let groups = try circle.groups(recipients, basis: content.basis)
            let records = groups.map { basis, to in
                circle.record(content, basis: basis, to: to, at: now)
            }
            try Disclose.requireAll(records, bodyProblems(opened, now), office)
            if try isRepeated(records, circle, who.actor, office, db) { return }
            let contribution = try ContributionStore.add(
                content.isPartly ? .partly : .given, body: content.body, to: id, keys: office.keys, by: who.actor,
                at: now, in: db)
            for record in records { try Disclose(record, contribution: contribution).run(by: who.actor, office, db) }
            try office.ledger.record(.change, .forumItem, id: id, reason: "shared", by: who.actor, at: now, in: db)
        }
    }

    /// What is said at the meeting is not written down here: it stands in the minutes.
    private func bodyProblems(_ opened: OpenedItem, _ now: Instant) -> [Refusal] {
        guard content.channel == .meeting else { return content.body.isEmpty ? [Refusal("item.body")] : [] }
        let isRunning = opened.meeting?.isRunning(at: now) ?? false
        return (isRunning ? [] : [Refusal("item.not-at-meeting")])
            + (content.body.isEmpty ? [] : [Refusal("item.said-body")])
    }

    private func isRepeated(
        _ records: [Disclosure], _ circle: SharingCircle, _ giver: Actor, _ office: Office, _ db: any Connection
    ) throws -> Bool {
        let same = try ContributionStore.contributions(to: id, keys: office.keys, in: db)
            .filter { $0.author == giver.name && $0.withdrawnAt == nil && $0.body == content.body }.map(\.id)
        let stored = try DisclosureStore.disclosures(ofItem: id, keys: office.keys, in: db)
            .filter { $0.contribution.map(same.contains) ?? false }
        return try records.allSatisfy { try circle.isMade($0, among: stored, in: db) }
    }
}

/// Says that nothing is shared with an item (*del ikke*). Nobody has a duty to share (retsplejeloven § 115, stk. 4), so nothing
/// has to be said about why.
public struct DeclineItem: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `Refused`: `item.not-live`, `item.not-participant`, `item.nobody-else`; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws {
        let now = office.now
        try await office.writing(item: id, as: who) { db, opened in
            try opened.requireSharing()
            let circle = try SharingCircle(opened, who.actor, office, in: db)
            guard let basis = opened.forum.kind.bases.first, !circle.others.isEmpty else {
                throw Refused("item.nobody-else")
            }
            let own = try ContributionStore.contributions(to: id, keys: office.keys, in: db)
                .last { $0.author == who.actor.name && $0.withdrawnAt == nil }
            // Said once is enough.
            if own?.outcome == .declined { return }
            let contribution = try ContributionStore.add(
                .declined, body: "", to: id, keys: office.keys, by: who.actor, at: now, in: db)
            let record = circle.record(nil, basis: basis, to: circle.others, at: now)
            try Disclose(record, contribution: contribution).run(by: who.actor, office, db)
            try office.ledger.record(.change, .forumItem, id: id, reason: "declined", by: who.actor, at: now, in: db)
        }
    }
}

/// Lets more of those who take part read a contribution, and all of them again at the item's next meeting: a sharing of its own, with
/// its own record.
public struct ShareFurther: Sendable {
    public let id: Int64
    public let contribution: Int64
    /// Account names of participants whom it has not reached.
    public let recipients: [String]

    public init(_ contribution: Int64, of id: Int64, with recipients: [String]) {
        self.id = id
        self.contribution = contribution
        self.recipients = recipients
    }

    /// - Throws: `Refused`: `item.not-live`, `item.not-participant`, `item.nobody-new`, `item.recipient`,
    ///   `disclosure.no-recipient`, `item.not-yours`; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws {
        let now = office.now
        try await office.writing(item: id, as: who) { db, opened in
            try opened.requireSharing()
            let stored = try ContributionStore.contribution(contribution, of: id, keys: office.keys, in: db)
            guard let stored, stored.withdrawnAt == nil, stored.outcome != .declined else { throw NotFound() }
            guard stored.author == who.actor.name else { throw Refused("item.not-yours") }
            let circle = try SharingCircle(opened, who.actor, office, in: db)
            let reached = try ContributionStore.recipients(ofItem: id, in: db)[contribution] ?? .init()
            let possible = circle.unreached(by: reached)
            guard !stored.body.isEmpty, !possible.isEmpty else { throw Refused("item.nobody-new") }
            let new = possible.filter { recipients.contains($0.name) }
            if let other = recipients.first(where: { name in !new.contains { $0.name == name } }) {
                throw Refused("item.recipient", ["value": other])
            }
            guard !new.isEmpty else { throw Refused("disclosure.no-recipient") }
            let first = try DisclosureStore.disclosures(ofItem: id, keys: office.keys, in: db)
                .first { $0.contribution == contribution }
            guard let first, !first.isForgotten else { throw NotFound() }
            let content = ShareWithItem.Content(of: first.disclosure, body: stored.body)
            for (basis, to) in try circle.groups(new, basis: content.basis) {
                try Disclose(circle.record(content, basis: basis, to: to, at: now), contribution: contribution)
                    .run(by: who.actor, office, db)
            }
        }
    }
}

/// Takes back a contribution that nobody has been able to read yet. Its text goes; the record stays, with an addendum.
public struct WithdrawContribution: Sendable {
    public let id: Int64
    public let contribution: Int64

    public init(_ contribution: Int64, of id: Int64) {
        self.id = id
        self.contribution = contribution
    }

    /// - Throws: `Refused`: `item.not-yours`, `item.read-already`; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws {
        let now = office.now
        try await office.writing(item: id, as: who) { db, opened in
            let stored = try ContributionStore.contribution(contribution, of: id, keys: office.keys, in: db)
            guard let stored, stored.withdrawnAt == nil else { throw NotFound() }
            guard stored.author == who.actor.name else { throw Refused("item.not-yours") }
            guard try !ItemStore.hasBeenOpen(id, since: stored.at, window: office.forumWindow, in: db) else {
                throw Refused("item.read-already")
            }
            guard try ContributionStore.withdraw(contribution, at: now, in: db) else { throw NotFound() }
            let addendum = office.handbook[.danish]("item.withdrawn-addendum")
            for record in try DisclosureStore.disclosures(ofItem: id, keys: office.keys, in: db)
            where record.contribution == contribution {
                try Disclose.supplement(record, addendum, by: who.actor, office, db)
            }
            try office.ledger.record(
                .change, .forumItem, id: id, reason: "contribution \(contribution) withdrawn", by: who.actor, at: now,
                in: db)
        }
    }
}

extension OpenedItem {
    /// - Throws: `Refused`: `item.not-live`, `item.not-participant`, `item.themes-share-nothing`, `item.window-over`.
    func requireSharing() throws {
        guard item.state.isLive else { throw Refused("item.not-live") }
        // Nobody would ever read it.
        if let meeting, meeting.state.isOpen, !isWindowOpen { throw Refused("item.window-over") }
        guard forum.kind.isAboutPersons else { throw Refused("item.themes-share-nothing") }
        guard isParticipant else { throw Refused("item.not-participant") }
    }
}

extension ShareWithItem.Content {
    /// What an earlier sharing said, to be said again.
    fileprivate init(of earlier: Disclosure, body: String) {
        self.body = body
        parts = earlier.parts
        isPartly = earlier.outcome == .partly
        purpose = earlier.purpose
        necessity = earlier.necessity
        whyNotLess = earlier.whyNotLess
        consent = earlier.consent
        basis = earlier.basis.isSection115 ? nil : earlier.basis
        channel = earlier.channel
    }
}
