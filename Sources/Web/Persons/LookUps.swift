import Casework
import Prevention
import Store

/// A search for persons: remembered for its session, because neither a name nor a CPR number may stand in an address. The
/// address carries its number instead, so that it can be reloaded and gone back to.
struct LookUp: Sendable, Hashable {
    let text: String
    let purpose: Purpose
}

/// The searches of the sessions of this process, and for which persons they have said why: each session's latest, and none
/// longer than a session may be idle. What is no longer remembered is asked for again.
actor LookUps {
    private struct Remembered<Value: Sendable>: Sendable {
        let value: Value
        var usedAt: Instant
        /// Handed on from another person's page: it is not handed on again.
        var isCarried = false
        /// Rises, so that the oldest can be told.
        let place: Int
    }

    private struct Session: Sendable {
        var searches: [Int: Remembered<LookUp>] = [:]
        var purposes: [Int64: Remembered<Purpose>] = [:]
    }

    private let mostSearches: Int
    private let mostPersons: Int
    private let idleMinutes: Int
    private var sessions: [String: Session] = [:]
    private var last = 0

    /// - Parameters:
    ///   - mostSearches: of one session.
    ///   - mostPersons: of one session, with a purpose.
    ///   - idleMinutes: how long one is kept unused.
    init(mostSearches: Int = 50, mostPersons: Int = 1_000, idleMinutes: Int) {
        self.mostSearches = mostSearches
        self.mostPersons = mostPersons
        self.idleMinutes = idleMinutes
    }

    func remember(_ lookUp: LookUp, for session: String, at now: Instant) -> Int {
        forgetIdle(now)
        last += 1
        var own = sessions[session] ?? Session()
        own.searches[last] = Remembered(value: lookUp, usedAt: now, place: last)
        LookUps.keep(mostSearches, in: &own.searches)
        sessions[session] = own
        return last
    }

    func find(_ number: Int, for session: String, at now: Instant) -> LookUp? {
        guard let found = sessions[session]?.searches[number], !isOver(found.usedAt, now) else { return nil }
        sessions[session]?.searches[number]?.usedAt = now
        return found.value
    }

    /// Remembers why the session looks these persons up.
    func state(
        _ purpose: Purpose, for persons: [Int64], isCarried: Bool, session: String, at now: Instant
    ) {
        forgetIdle(now)
        var own = sessions[session] ?? Session()
        for person in persons {
            last += 1
            // What has been said of a person itself stands.
            if isCarried, own.purposes[person]?.isCarried == false { continue }
            own.purposes[person] = Remembered(value: purpose, usedAt: now, isCarried: isCarried, place: last)
        }
        LookUps.keep(mostPersons, in: &own.purposes)
        sessions[session] = own
    }

    /// Why the session looks that person up; `nil` where it has not been said, or too long ago.
    func purpose(of person: Int64, session: String, at now: Instant) -> Purpose? {
        guard let found = sessions[session]?.purposes[person], !isOver(found.usedAt, now) else { return nil }
        sessions[session]?.purposes[person]?.usedAt = now
        return found.value
    }

    /// Whether the purpose was handed on from the page of another.
    func isCarried(_ person: Int64, session: String) -> Bool {
        sessions[session]?.purposes[person]?.isCarried ?? false
    }

    func forget(_ session: String) {
        sessions[session] = nil
    }

    private static func keep<Key, Value>(_ most: Int, in remembered: inout [Key: Remembered<Value>]) {
        guard remembered.count > most else { return }
        let oldest = remembered.sorted { $0.value.place < $1.value.place }.prefix(remembered.count - most)
        for (key, _) in oldest { remembered[key] = nil }
    }

    private func forgetIdle(_ now: Instant) {
        for (name, session) in sessions {
            var kept = session
            kept.searches = session.searches.filter { !isOver($0.value.usedAt, now) }
            kept.purposes = session.purposes.filter { !isOver($0.value.usedAt, now) }
            sessions[name] = kept.searches.isEmpty && kept.purposes.isEmpty ? nil : kept
        }
    }

    private func isOver(_ usedAt: Instant, _ now: Instant) -> Bool {
        now >= usedAt.adding(seconds: idleMinutes * 60)
    }
}

extension Visit {
    private var sessionKey: String { context.session?.csrf ?? "" }

    func remember(_ lookUp: LookUp) async -> Int {
        await site.lookUps.remember(lookUp, for: sessionKey, at: office.now)
    }

    /// The search whose number the address carries, while it is remembered.
    func lookUp() async -> (number: Int, what: LookUp)? {
        guard let number = query("look-up").flatMap({ Int($0) }),
            let found = await site.lookUps.find(number, for: sessionKey, at: office.now)
        else { return nil }
        return (number, found)
    }

    /// Lets the session go on from here to these persons: their pages need not ask again.
    func state(_ purpose: Purpose, for persons: some Sequence<Int64>) async {
        await site.lookUps.state(
            purpose, for: Array(persons), isCarried: false, session: sessionKey, at: office.now)
    }

    /// Lets it go on from a person's page to the family shown there, and from theirs no further: one purpose must not walk through
    /// the register.
    func carry(_ purpose: Purpose, from person: Int64, to family: [Int64]) async {
        guard await !site.lookUps.isCarried(person, session: sessionKey) else { return }
        await site.lookUps.state(purpose, for: family, isCarried: true, session: sessionKey, at: office.now)
    }

    /// Why this person may be opened: what has been stated for them, or a case of one's own; `nil` where it must be asked.
    func purpose(of person: Int64) async throws -> Purpose? {
        if let stated = await site.lookUps.purpose(of: person, session: sessionKey, at: office.now) { return stated }
        guard try actor.may(.workCases) else { return nil }
        let number = try await FindOwnCase(with: person)(authorized(Acts.WorkCases.self), in: office)
        return number.map { Purpose(.caseWork, reference: $0) }
    }

    func forgetLookUps() async {
        await site.lookUps.forget(sessionKey)
    }
}
