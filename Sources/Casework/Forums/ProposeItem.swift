import Handbook
public import Prevention
import SQL
import Store

/// Proposes an item for the agenda of a forum (*foreslå punkt*). Only its proposer and the chair know of it, until the chair has
/// judged that it belongs there; a chair of another authority gets it with a record.
public struct ProposeItem: Sendable {
    public enum Subject: Sendable {
        /// The subject of a case that the actor may open.
        case ofCase(Int64)
        /// Somebody in the register, by row id; the police's.
        case person(Int64)
        /// Somebody as another authority knows them. It is not said whether the register of the police has them.
        case named(String, cpr: String)
        /// Nobody.
        case theme(String)
    }

    public let forum: Int64
    public let subject: Subject
    public let reason: String
    /// What the others are asked.
    public let question: String
    /// Why nr. 2 reaches the prison service; empty where nobody says.
    public let assessment: String
    /// Kinds of data that reason and question hold: the participants get them with a record.
    public let categories: [Disclosure.Category]

    public init(
        to forum: Int64, _ subject: Subject, reason: String, question: String, assessment: String = "",
        categories: [Disclosure.Category] = [.identity]
    ) {
        self.categories = categories
        self.forum = forum
        self.subject = subject
        self.reason = reason
        self.question = question
        self.assessment = assessment
    }

    /// - Returns: its id.
    /// - Throws: `Refused` with every reason: `item.reason`, `item.categories`, `item.themes-only`, `item.persons-only`, `item.theme`,
    ///   `item.number`, `item.nameless`, `item.name`, `item.cpr`, `item.programme`, `item.not-selected`, `item.criminal-case`,
    ///   `item.there-already`, `own-family`;
    ///   `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws -> Int64 {
        if case .theme(let theme) = subject {
            try await office.checkNobody([theme, reason, question], by: who.actor)
        }
        return try await office.writing(as: who.actor) { db, sight in try run(who, sight, office, db) }
    }

    /// As part of a larger transaction.
    func run(
        _ who: Authorized<Acts.WorkForums>, _ sight: Sight, _ office: Office, _ db: any Connection
    ) throws -> Int64 {
        let opened = try OpenedForum(forum, who, in: db)
        try opened.requireOpen()
        guard opened.seat != nil else { throw Refused("forum.not-member") }
        let kind = opened.forum.kind
        var problems = reason.isEmpty ? [Refusal("item.reason")] : []
        var draft = ItemStore.Draft()
        do {
            try fill(&draft, kind, who, sight, office, db)
        } catch let refused as Refused {
            problems += refused.refusals
        }
        if !kind.isAboutPersons, [reason, question].contains(where: CPRNumber.isIn) {
            problems.append(Refusal("item.number"))
        }
        if kind.isAboutPersons, categories.isEmpty { problems.append(Refusal("item.categories")) }
        guard problems.isEmpty else { throw Refused(problems) }
        // Whoever names somebody by number is not told whether others have: the chair sees both.
        if draft.named.isEmpty { try requireNew(draft, office, db) }
        draft.reason = reason
        draft.question = question
        draft.assessment = assessment
        draft.categories = kind.isAboutPersons ? categories : []
        let now = office.now
        draft.reviewOn = try office.law.rule("forum.proposal-review", on: now.day).end(from: now.day)
        let id = try ItemStore.add(
            draft, to: forum, prefix: kind.prefix, keys: office.keys, by: who.actor, at: now, in: db)
        var entries = [LedgerEntry(.change, .forumItem, id: id, reason: "proposed")]
        // What was typed stands with the item, so that it goes from the log when that is deleted.
        if !draft.named.isEmpty {
            let words = draft.named + " / " + draft.cpr
            entries.append(LedgerEntry(.search, .forumItem, id: id, reason: "proposed", words: words))
        }
        if let person = draft.person {
            entries.append(LedgerEntry(.search, .person, id: person, reason: "forum-item \(id)"))
        }
        try office.ledger.record(entries, by: who.actor, at: now, in: db)
        if let item = try ItemStore.item(id, keys: office.keys, in: db) {
            let lying = try OpenedItem(item, lyingIn: opened, in: db)
            try ShareProposal(lying, by: who.actor, office, in: db).recordToChairs(by: who.actor, office, db)
        }
        return id
    }

    private func fill(
        _ draft: inout ItemStore.Draft, _ kind: ForumKind, _ who: Authorized<Acts.WorkForums>, _ sight: Sight,
        _ office: Office, _ db: any Connection
    ) throws {
        switch subject {
        case .theme(let text):
            guard !kind.isAboutPersons else { throw Refused("item.persons-only") }
            guard !text.isEmpty else { throw Refused("item.theme") }
            guard !CPRNumber.isIn(text) else { throw Refused("item.number") }
            draft.theme = text
        case _ where !kind.isAboutPersons:
            throw Refused("item.themes-only")
        case .person(let id):
            guard try !sight.within([id], in: db).isEmpty, try PersonStore.person(id, in: db) != nil else {
                throw Refused("unknown-person")
            }
            try sight.checkKin([id])
            draft.person = id
        case .named(let name, let text):
            var problems = name.isEmpty ? [Refusal("item.name")] : []
            guard let cpr = CPRNumber(text) else { throw Refused(problems + [Refusal("item.cpr", ["value": text])]) }
            guard problems.isEmpty else { throw Refused(problems) }
            problems = []
            draft.named = name
            draft.cpr = cpr.digits
            // Tied to the register without a word about it: the chair's police see who it is, the proposer learns nothing.
            let found = try PersonStore.identified(by: cpr.digits, keys: office.keys, in: db)
            if found.count == 1, let person = found.first {
                try sight.checkKin([person])
                draft.person = person
            }
        case .ofCase(let id):
            let worker = try Policy.authorize(who.actor, Acts.WorkCases.self)
            let opened = try OpenedCase(id, worker, sight, in: db)
            guard kind.programmes.contains(opened.file.programme.code), let subject = opened.file.subject else {
                throw Refused("item.programme")
            }
            // Who is only followed stays with the police until somebody has selected them.
            if let stage = opened.file.stage, kind.keepsOut.contains(stage) { throw Refused("item.not-selected") }
            if try opened.file.isCriminalCase(law: office.law) { throw Refused("item.criminal-case") }
            draft.person = subject.person
            draft.caseID = id
        }
    }

    /// Nobody is on the agendas of one forum twice at once.
    private func requireNew(_ draft: ItemStore.Draft, _ office: Office, _ db: any Connection) throws {
        guard draft.person != nil || !draft.cpr.isEmpty else { return }
        let there = try ItemStore.items(about: draft.person ?? 0, cpr: draft.cpr, keys: office.keys, in: db)
            .contains { $0.forum == forum && ($0.state == .proposed || $0.state.isLive) }
        if there { throw Refused("item.there-already") }
    }
}
