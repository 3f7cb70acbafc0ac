public import Prevention
import SQL
public import Store

/// The blind sample (*blindprøve*) as one screener sees it: how far it is, and what waits for them.
public struct BlindQueue: Sendable {
    public struct Line: Sendable, Hashable {
        /// Of the decision.
        public let id: Int64
        public let rule: String
        public let version: Int
        /// On which it was decided: by its month it is told apart, and by nothing that would tell what was decided.
        public let month: LocalDate
        /// What this screener has said; `nil` until then.
        public let answer: BlindAnswer?
    }

    /// Those that this screener may judge and nobody has, oldest first.
    public let waiting: [Line]
    /// Those that this screener has judged, newest first.
    public let judged: [Line]
    /// Of all screeners.
    public let drawn: Int
    public let answered: Int
    /// That wait for another: this screener has decided on them, or is of the family.
    public let others: Int
    /// The first day on which what is decided now can be drawn.
    public let nextDraw: LocalDate
}

/// Reads the queue. It names nobody, so nothing is logged.
public struct ListBlindSample: Sendable {
    public init() {}

    public func callAsFunction(_ who: Authorized<Acts.JudgeSample>, in office: Office) async throws -> BlindQueue {
        let now = office.now
        return try await office.database.read { db in
            let sight = try Sight(who.actor, at: now, in: db)
            let drawn = Set(try BlindSampling.drawn(office, in: db))
            let own = try BlindStore.answered(by: who.actor.name, in: db)
            let cases = try BlindStore.cases(drawn.union(own).sorted(), in: db)
            let (answered, open) = (cases.filter { $0.answer != nil }, cases.filter { $0.answer == nil })
            let waiting = try open.filter { try BlindSampling.mayJudge($0, sight, in: db) }
            return BlindQueue(
                waiting: waiting.map(line),
                judged: answered.filter { $0.answer?.actor == who.actor.name }.map(line).reversed(),
                drawn: cases.count { drawn.contains($0.id) },
                answered: answered.count { drawn.contains($0.id) }, others: open.count - waiting.count,
                nextDraw: now.day.firstOfMonth.adding(months: 1))
        }
    }

    private func line(_ one: StoredBlindCase) -> BlindQueue.Line {
        BlindQueue.Line(
            id: one.id, rule: one.rule, version: one.version, month: one.day.firstOfMonth, answer: one.answer)
    }
}

/// What is in the sample, and for whom.
enum BlindSampling {
    /// Ids of decisions of this year and the last: what is older is not asked about any more, so that its figures stand.
    static func drawn(_ office: Office, in db: any Connection) throws -> [Int64] {
        let today = office.now.day
        return try BlindSample.draw(
            LearningStore.candidates(in: (today.year - 1)...today.year, in: db),
            share: { month throws(LawBook.MissingRule) in try office.law.value("screening.blind-share", on: month) },
            least: { month throws(LawBook.MissingRule) in try office.law.value("screening.blind-least", on: month) },
            today: today, order: { hit, year in order(of: hit, in: year, office.keys) })
    }

    /// Keyed, so that nobody who decides knows which of their decisions will be looked at; by the first key, so that a sample stays
    /// what it is when another is put on top.
    static func order(of hit: Int64, in year: Int, _ keys: KeyRing) -> String {
        keys.lasting("\(year) \(hit)", for: .blindSample)
    }

    /// Nobody judges what they have had in their hands themselves, at any time, nor their own family. An answer of one's own stays
    /// open to whoever has given it, also where they decide on the hit later.
    static func mayJudge(_ one: StoredBlindCase, _ sight: Sight, in db: any Connection) throws -> Bool {
        one.deciders.allSatisfy { FourEyes.areTwo($0, sight.actor.name) }
            && !persons(one).contains { sight.isKin($0) }
    }

    /// - Throws: `NotFound` for what this actor has no part in; `OwnFamily`.
    static func load(
        _ id: Int64, _ sight: Sight, _ office: Office, in db: any Connection
    ) throws -> StoredBlindCase {
        guard let stored = try BlindStore.cases([id], in: db).first else { throw NotFound() }
        let isOwnAnswer = stored.answer?.actor == sight.actor.name
        guard stored.answer == nil || isOwnAnswer, try isOwnAnswer || drawn(office, in: db).contains(id),
            isOwnAnswer || stored.deciders.allSatisfy({ FourEyes.areTwo($0, sight.actor.name) })
        else { throw NotFound() }
        try sight.checkKin(persons(stored))
        return stored
    }

    private static func persons(_ one: StoredBlindCase) -> [Int64] {
        unique([one.child] + one.facts.carers + one.facts.incidents.flatMap(\.parts).map(\.person))
    }

    static func entries(_ one: StoredBlindCase) -> [LedgerEntry] {
        [LedgerEntry(.read, .hit, id: one.hit, reason: "blind sample")]
            + persons(one).map { LedgerEntry(.read, .person, id: $0, reason: Purpose(.screening).code) }
    }
}
