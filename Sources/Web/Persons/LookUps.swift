import Casework
import Prevention
import Store

/// Why somebody looks persons up, and with which words: remembered for their session, because neither a name nor a CPR number
/// nor what is written about a person may stand in an address. Addresses carry its number instead, so that pages can be
/// reloaded, gone back to and followed without asking again.
struct LookUp: Sendable, Hashable {
    let purpose: Purpose
    let explanation: String
    /// What was searched for; empty for one person's page.
    var text = ""
}

/// The look-ups of the sessions of this process: each session's latest, and none longer than a session may be idle. What is no
/// longer remembered is asked for again.
actor LookUps {
    private struct Key: Hashable {
        let session: String
        let number: Int
    }

    private let most: Int
    private let idleMinutes: Int
    private var remembered: [Key: (what: LookUp, usedAt: Instant)] = [:]
    private var last = 0

    /// - Parameters:
    ///   - most: of one session.
    ///   - idleMinutes: how long one is kept unused.
    init(most: Int = 50, idleMinutes: Int) {
        self.most = most
        self.idleMinutes = idleMinutes
    }

    func remember(_ lookUp: LookUp, for session: String, at now: Instant) -> Int {
        remembered = remembered.filter { !isOver($0.value.usedAt, now) }
        let own = remembered.keys.filter { $0.session == session }
        if own.count >= most, let oldest = own.min(by: { $0.number < $1.number }) { remembered[oldest] = nil }
        last += 1
        remembered[Key(session: session, number: last)] = (lookUp, now)
        return last
    }

    func find(_ number: Int, for session: String, at now: Instant) -> LookUp? {
        let key = Key(session: session, number: number)
        guard let found = remembered[key], !isOver(found.usedAt, now) else {
            remembered[key] = nil
            return nil
        }
        remembered[key] = (found.what, now)
        return found.what
    }

    func forget(_ session: String) {
        remembered = remembered.filter { $0.key.session != session }
    }

    private func isOver(_ usedAt: Instant, _ now: Instant) -> Bool {
        now >= usedAt.adding(seconds: idleMinutes * 60)
    }
}

/// A purpose with which pages link to a person.
struct PersonLink: Sendable {
    private let query: String

    /// For a purpose that says why by itself.
    init(_ purpose: Purpose) {
        query = "purpose=" + purpose.rawValue
    }

    /// - Parameter number: of a look-up that is remembered.
    init(lookUp number: Int) {
        query = "look-up=" + String(number)
    }

    func to(_ person: Int64) -> String {
        "/persons/\(person)?" + query
    }
}

extension Visit {
    private var sessionKey: String { context.session?.csrf ?? "" }

    /// How links carry a look-up on: by the purpose where that says it all, otherwise by what is remembered.
    func link(_ lookUp: LookUp) async -> PersonLink {
        if lookUp.explanation.isEmpty { return PersonLink(lookUp.purpose) }
        return PersonLink(lookUp: await remember(lookUp))
    }

    func remember(_ lookUp: LookUp) async -> Int {
        await site.lookUps.remember(lookUp, for: sessionKey, at: office.now)
    }

    /// The look-up whose number the address carries, while it is remembered.
    func lookUp() async -> (number: Int, what: LookUp)? {
        guard let number = query("look-up").flatMap({ Int($0) }),
            let found = await site.lookUps.find(number, for: sessionKey, at: office.now)
        else { return nil }
        return (number, found)
    }

    func forgetLookUps() async {
        await site.lookUps.forget(sessionKey)
    }
}
