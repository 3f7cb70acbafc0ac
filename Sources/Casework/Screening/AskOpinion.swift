import Handbook
public import Prevention
import SQL
public import Store

/// Asks a colleague how they see a hit (*andenvurdering*). Their answer decides nothing: whoever decides writes their own reason.
public struct AskOpinion: Sendable {
    public let id: Int64
    /// Account.
    public let colleague: String
    /// How the asker sees it; `nil` where nothing was chosen.
    public let leaning: StoredHit.State?
    /// The question; may be empty.
    public let words: String

    public init(_ id: Int64, of colleague: String, leaning: StoredHit.State?, words: String) {
        self.id = id
        self.colleague = colleague
        self.leaning = leaning
        self.words = words
    }

    /// - Throws: `Refused`: `hit-decided`, `hit-opinion.colleague`, `hit-opinion.leaning`, `hit-opinion.asked`,
    ///   `hit-opinion.family`, `hit-text-long`.
    public func callAsFunction(_ who: Authorized<Acts.Screen>, in office: Office) async throws {
        try await office.writing(as: who.actor) { db, sight in
            let (page, entries) = try ReadHit(id).load(who, sight, office, db)
            guard page.hit.state == .open else { throw Refused("hit-decided") }
            var refusals: [Refusal] = []
            let asked = page.bench.colleagues.first { $0.name == colleague }
            if asked == nil { refusals.append(Refusal("hit-opinion.colleague")) }
            if leaning == nil || leaning == .open { refusals.append(Refusal("hit-opinion.leaning")) }
            if page.bench.opinions.contains(where: { $0.isWaiting && $0.askedOf == colleague }) {
                refusals.append(Refusal("hit-opinion.asked"))
            }
            HitText.problem(words, at: "words").map { refusals.append($0) }
            guard let leaning, refusals.isEmpty, let account = try AccountStore.account(named: colleague, in: db) else {
                throw Refused(refusals)
            }
            let now = office.now
            let other = try Sight(office.handbook.placed(account.actor), at: now, in: db)
            guard !page.persons.keys.contains(where: other.isKin) else { throw Refused("hit-opinion.family") }
            try office.ledger.record(entries, by: who.actor, at: now, in: db)
            try OpinionStore.ask(id, of: colleague, leaning: leaning, words: words, by: who.actor, at: now, in: db)
            try office.ledger.record(.change, .hit, id: id, reason: "opinion asked", by: who.actor, at: now, in: db)
        }
    }
}

/// Answers a colleague who has asked.
public struct AnswerOpinion: Sendable {
    public let id: Int64
    public let opinion: Int64
    /// `nil` where nothing was chosen.
    public let answer: HitOpinion.Answer?
    public let reason: String

    public init(_ id: Int64, opinion: Int64, answer: HitOpinion.Answer?, reason: String) {
        self.id = id
        self.opinion = opinion
        self.answer = answer
        self.reason = reason
    }

    /// - Throws: `NotFound` for anybody who was not asked; `Refused`: `hit-opinion.over`, `hit-opinion.answer`,
    ///   `hit-opinion.reason`, `hit-text-long`.
    public func callAsFunction(_ who: Authorized<Acts.Screen>, in office: Office) async throws {
        try await office.writing(as: who.actor) { db, sight in
            let (page, entries) = try ReadHit(id).load(who, sight, office, db)
            guard let asked = page.bench.opinions.first(where: { $0.id == opinion }) else {
                throw Refused("hit-opinion.over")
            }
            guard asked.askedOf == who.actor.name else { throw NotFound() }
            guard asked.isWaiting, page.hit.state == .open else { throw Refused("hit-opinion.over") }
            var refusals: [Refusal] = []
            if answer == nil { refusals.append(Refusal("hit-opinion.answer")) }
            if reason.isEmpty { refusals.append(Refusal("hit-opinion.reason")) }
            HitText.problem(reason, at: "reason").map { refusals.append($0) }
            guard let answer, refusals.isEmpty else { throw Refused(refusals) }
            let now = office.now
            try office.ledger.record(entries, by: who.actor, at: now, in: db)
            try OpinionStore.answer(opinion, answer, reason: reason, at: now, in: db)
            try office.ledger.record(
                .change, .hit, id: id, reason: "opinion \(answer.rawValue)", by: who.actor, at: now, in: db)
        }
    }
}

/// Takes a question back that nobody has answered.
public struct WithdrawOpinion: Sendable {
    public let id: Int64
    public let opinion: Int64

    public init(_ id: Int64, opinion: Int64) {
        self.id = id
        self.opinion = opinion
    }

    /// - Throws: `NotFound` for anybody who has not asked; `Refused("hit-opinion.over")`.
    public func callAsFunction(_ who: Authorized<Acts.Screen>, in office: Office) async throws {
        try await office.writing(as: who.actor) { db, sight in
            let (page, entries) = try ReadHit(id).load(who, sight, office, db)
            guard let asked = page.bench.opinions.first(where: { $0.id == opinion }) else {
                throw Refused("hit-opinion.over")
            }
            guard asked.askedBy == who.actor.name else { throw NotFound() }
            guard asked.isWaiting else { throw Refused("hit-opinion.over") }
            let now = office.now
            try office.ledger.record(entries, by: who.actor, at: now, in: db)
            try OpinionStore.withdraw(opinion, at: now, in: db)
            try office.ledger.record(.change, .hit, id: id, reason: "opinion withdrawn", by: who.actor, at: now, in: db)
        }
    }
}

/// What waits for somebody among second opinions. Nobody is named but colleagues.
public struct ListOpinions: Sendable {
    public init() {}

    public struct Line: Sendable, Hashable {
        public let opinion: HitOpinion
        /// The colleague who asked, or who has answered.
        public let colleague: String
    }

    /// Questions to the actor, then answers that they have not seen; none for those who do not screen.
    public func callAsFunction(_ actor: Actor, in office: Office) async throws -> [Line] {
        guard actor.may(.screen) else { return [] }
        return try await office.database.read { db in
            let (asked, answered) = try OpinionStore.concerning(actor.name, in: db)
            if asked.isEmpty, answered.isEmpty { return [] }
            let names = Dictionary(
                try AccountStore.names(in: db).map { ($0.name, $0.displayName) },
                uniquingKeysWith: { first, _ in first })
            return asked.map { Line(opinion: $0, colleague: names[$0.askedBy] ?? $0.askedBy) }
                + answered.map { Line(opinion: $0, colleague: names[$0.askedOf] ?? $0.askedOf) }
        }
    }
}

/// Whoever asked has the answers on a hit before them.
public struct SeeAnswers: Sendable {
    public init() {}

    public func callAsFunction(_ page: HitPage, _ who: Authorized<Acts.Screen>, in office: Office) async throws {
        let own = page.bench.opinions.filter { $0.askedBy == who.actor.name }
        guard own.contains(where: { $0.answeredAt != nil && $0.readAt == nil }) else { return }
        let now = office.now
        try await office.database.write { db in
            try OpinionStore.read(page.hit.id, by: who.actor.name, at: now, in: db)
        }
    }
}

/// Whether somebody knows how a hit is gone through, and does not want to be led.
public struct KnowHits: Sendable {
    public init() {}

    public func callAsFunction(_ who: Authorized<Acts.Screen>, in office: Office) async throws -> Bool {
        try await office.database.read { try AccountStore.knowsHits(who.actor.name, in: $0) }
    }

    public func set(_ isKnown: Bool, _ who: Authorized<Acts.Screen>, in office: Office) async throws {
        try await office.database.write { try AccountStore.setKnowsHits(isKnown, of: who.actor.name, in: $0) }
    }
}
