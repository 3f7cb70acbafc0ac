import Handbook
public import Prevention
import SQL
public import Store

/// An item with what its page shows to one reader.
public struct ItemPage: Sendable {
    /// An answer of a participant.
    public struct Answer: Sendable {
        /// Its body is empty where the reader may not read it now.
        public let contribution: StoredContribution
        public let isReadable: Bool
        /// Accounts that its records name as recipients.
        public let recipients: Set<String>
        /// Participants who cannot read it, or not again at the item's new meeting; for its author alone.
        public let unreached: [String]
        /// Those of them who have joined since, or had it at an earlier meeting; the others its author has left out.
        public let likely: Set<String>
        /// Whether it was said at the meeting, so that there is nothing to read.
        public let isSaid: Bool
        /// Whether its author may still take it back.
        public let mayWithdraw: Bool
    }

    /// Somebody from another authority with whom the reader may share.
    public struct Recipient: Sendable {
        public let account: String
        public let authority: String
        /// The basis that reaches them; `nil` where none of the forum's does.
        public let basis: Basis?
    }

    public let opened: OpenedItem
    /// By account.
    public let actors: [String: Actor]
    /// Oldest first; without those that were taken back.
    public let answers: [Answer]
    /// Participants who have not answered, by account.
    public let silent: [String]
    public let recipients: [Recipient]
    /// What a sharing may rest on.
    public let bases: [Basis]
    /// Without their remarks where the reader may not read what was written any more.
    public let events: [ItemEvent]
    /// Whether something may be said instead of written: its meeting is running.
    public let mayBeSaid: Bool
    /// For the chair: who sits in the forum, and the meetings that still take items.
    public let members: [String]
    public let meetings: [StoredMeeting]
    /// Whether the chair may write down why nr. 2 reaches the prison service.
    public let mayAssess: Bool
    /// Whether the reader may open the case that it comes from.
    public let mayOpenCase: Bool
    /// Accounts of the participants to whom the reader could open it.
    public let caseReaders: Set<String>
    /// What its meetings have said and agreed on.
    public let past: ItemPast
}

/// Reads an item; logged for the item, for whom it is about, and for every contribution of others that is shown.
public struct ReadItem: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound` for whoever does not take part in it; `Refused("own-family")`.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws -> ItemPage {
        try await office.reading(as: who.actor) { db, sight in
            let opened = try OpenedItem(id, who, sight, office, in: db)
            let page = try page(opened, who.actor, sight, office, db)
            let read = page.answers.filter { $0.isReadable && $0.contribution.author != who.actor.name }.map {
                LedgerEntry(
                    .read, .forumItem, id: id, reason: "\(opened.item.number) contribution \($0.contribution.id)")
            }
            return (page, opened.readEntries + read + page.past.entries(opened.item))
        }
    }

    private func page(
        _ opened: OpenedItem, _ reader: Actor, _ sight: Sight, _ office: Office, _ db: any Connection
    ) throws -> ItemPage {
        let circle = try SharingCircle(opened, reader, office, in: db)
        let stored = try ContributionStore.contributions(to: id, keys: office.keys, in: db)
            .filter { $0.withdrawnAt == nil }
        let reached = try ContributionStore.recipients(ofItem: id, in: db)
        let answers = try stored.map { one in
            try answer(one, opened, reader, circle, reached[one.id] ?? .init(), office, db)
        }
        let members = try ForumStore.members(of: opened.forum.id, in: db).filter(\.isSitting).map(\.account)
        let names = Set(members + opened.participants + stored.map(\.author) + [opened.item.proposedBy])
        var actors: [String: Actor] = [:]
        for name in names {
            actors[name] = try AccountStore.account(named: name, in: db).map { office.handbook.placed($0.actor) }
        }
        let answered = Set(stored.map(\.author))
        let isChair = opened.isChair
        // What was noted before somebody joined, and what a correction took out, was not for them.
        let joinedAt = try ParticipantStore.joined(to: id, in: db)[reader.name]
        return ItemPage(
            opened: opened, actors: actors, answers: answers,
            silent: opened.participants.filter { !answered.contains($0) },
            recipients: circle.others.map {
                .init(account: $0.name, authority: $0.authority, basis: circle.suggested(for: $0))
            }, bases: circle.bases,
            events: try ItemStore.events(of: id, keys: office.keys, in: db).map { event in
                let wasThere =
                    isChair || opened.item.proposedBy == reader.name || joinedAt.map { $0 <= event.at } ?? false
                return opened.mayReadWords && wasThere ? event : event.withoutRemark
            },
            mayBeSaid: opened.meeting.map { opened.item.state.isLive && $0.isRunning(at: office.now) } ?? false,
            members: isChair ? members : [],
            meetings: isChair
                ? try MeetingStore.meetings(of: opened.forum.id, in: db).filter(\.state.takesItems) : [],
            mayAssess: isChair && opened.forum.kind.needsAssessment
                && (opened.item.state.isLive || opened.item.state == .proposed),
            mayOpenCase: try mayOpen(opened.item.caseID, reader, in: db),
            caseReaders: try caseReaders(opened.item.caseID, circle, reader, sight, in: db),
            past: try ItemPast(of: opened.item, for: reader, isChair: isChair, keys: office.keys, in: db))
    }

    private func answer(
        _ one: StoredContribution, _ opened: OpenedItem, _ reader: Actor, _ circle: SharingCircle,
        _ recipients: ContributionStore.Recipients, _ office: Office, _ db: any Connection
    ) throws -> ItemPage.Answer {
        let isOwn = one.author == reader.name
        // A colleague who takes part knows what their own authority has said.
        let isColleague = opened.isParticipant && one.authority == reader.authority && reader.kind != .institution
        let isReadable =
            isOwn || isColleague
            || (opened.isParticipant && opened.isWindowOpen && recipients.standing.contains(reader.name))
        let isSaid = one.outcome != .declined && one.body.isEmpty
        let mayGoFurther = isOwn && !isSaid && one.outcome != .declined && opened.item.state.isLive
        let unreached = mayGoFurther ? circle.unreached(by: recipients) : []
        let joined = unreached.isEmpty ? [:] : try ParticipantStore.joined(to: id, in: db)
        return ItemPage.Answer(
            contribution: isReadable ? one : one.withoutBody, isReadable: isReadable && one.outcome != .declined,
            recipients: recipients.named, unreached: unreached.map(\.name),
            likely: Set(
                unreached.map(\.name).filter { name in
                    recipients.named.contains(name) || joined[name].map { $0 > one.at } ?? false
                }), isSaid: isSaid,
            mayWithdraw: isOwn
                ? try !ItemStore.hasBeenOpen(id, since: one.at, window: office.forumWindow, in: db) : false)
    }

    /// Nobody, where the case is not the reader's to open to others.
    private func caseReaders(
        _ caseID: Int64?, _ circle: SharingCircle, _ reader: Actor, _ sight: Sight, in db: any Connection
    ) throws -> Set<String> {
        guard let caseID, reader.kind == .police, let worker = try? Policy.authorize(reader, Acts.WorkCases.self),
            try mayOpen(caseID, reader, in: db)
        else { return [] }
        let behind = try OpenedCase(caseID, worker, sight, in: db)
        return Set(circle.others.filter { behind.isOpened(to: $0) }.map(\.name))
    }

    private func mayOpen(_ caseID: Int64?, _ reader: Actor, in db: any Connection) throws -> Bool {
        guard let caseID, reader.may(.workCases) else { return false }
        return try !CaseStore.rows([caseID], scope: CaseScope(of: reader), in: db).isEmpty
    }
}
