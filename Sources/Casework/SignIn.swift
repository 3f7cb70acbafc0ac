import Crypto
import Foundation
import Handbook
public import Prevention
import SQL
public import Store

/// A secret that a browser holds and the database knows only by its hash.
public struct SessionToken: Sendable {
    /// 32 random bytes in hexadecimal, as the cookie carries them.
    public let text: String

    public init(_ text: String) {
        self.text = text
    }

    static func random() -> SessionToken {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
        return SessionToken(bytes.hexadecimal)
    }

    var hash: String {
        Array(SHA256.hash(data: Data(text.utf8))).hexadecimal
    }
}

extension [UInt8] {
    var hexadecimal: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

/// Signs a user in with a local account.
public struct SignIn: Sendable {
    public let name: String
    public let password: String

    /// The session that the browser holds until now; it ends with the new one.
    public let replacing: SessionToken?

    public init(name: String, password: String, replacing: SessionToken? = nil) {
        self.name = name
        self.password = password
        self.replacing = replacing
    }

    /// A wrong name, a wrong password and an account that waits take as long and are answered alike, so that no answer
    /// tells whether a name exists. After several failures the account waits, longer each time, up to half a minute: long
    /// enough against guessing, too short to lock a colleague out.
    ///
    /// Every try counts as a failure before its password is looked at, in one transaction, and success takes it back:
    /// tries at the same moment cannot share one place in the count.
    ///
    /// - Throws: `Refused`: `sign-in-failed`.
    public func callAsFunction(in office: Office) async throws -> (token: SessionToken, actor: Actor) {
        let now = office.now
        let account = try await office.database.write { db in try begin(at: now, office, in: db) }
        let stored = account?.password ?? SignIn.nobody
        let password = password
        let isRight = try await Task.detached { try PasswordHash.verify(password, stored) }.value
        guard let account, isRight else { throw Refused("sign-in-failed") }
        let token = SessionToken.random()
        let csrf = SessionToken.random().text
        let idle = try office.law.value("session.idle-minutes", on: now.day)
        let absolute = try office.law.value("session.absolute-hours", on: now.day)
        let old = replacing?.hash
        try await office.database.write { db in
            try AccountStore.setLogins(account.id, failed: 0, waitUntil: now, in: db)
            if let old { try AccountStore.close(tokenHash: old, in: db) }
            try AccountStore.deleteSessions(
                seenUntil: now.adding(seconds: -idle * 60), createdUntil: now.adding(hours: -absolute), in: db)
            try AccountStore.open(tokenHash: token.hash, csrf: csrf, account: account.id, at: now, in: db)
            try office.ledger.record(
                .account, .account, id: account.id, reason: "sign-in", by: account.actor, at: now, in: db)
        }
        return (token, account.actor)
    }

    /// Counts and logs the try; `nil` where there is no account whose password may be looked at now.
    private func begin(at now: Instant, _ office: Office, in db: any Connection) throws -> StoredAccount? {
        guard let account = try AccountStore.account(named: name, in: db) else {
            // Now and then somebody types a password into the field of the name: the log keeps its length alone.
            let reason = "sign-in tried with an unknown name of \(name.count) characters"
            try office.ledger.record(.account, .account, id: nil, reason: reason, by: SignIn.stranger, at: now, in: db)
            return nil
        }
        let waits = account.waitUntil > now
        let reason = waits ? "sign-in tried while waiting" : "sign-in tried"
        try office.ledger.record(.account, .account, id: account.id, reason: reason, by: account.actor, at: now, in: db)
        if waits { return nil }
        let count = account.failedLogins + 1
        let seconds = count < 5 ? 0 : min(30, 1 << min(count - 5, 5))
        try AccountStore.setLogins(account.id, failed: count, waitUntil: now.adding(seconds: seconds), in: db)
        return account
    }

    /// Who acts in the log where nobody is known.
    private static let stranger = Actor(name: "unknown", displayName: "", authority: "", roles: [])

    /// A hash that no password has, of the same cost, for names that nobody has.
    private static let nobody =
        "scrypt$32768$8$1$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
}

/// Finds who holds a session, and closes it.
public enum Sessions {
    /// The session of a token, if it is neither idle nor open for too long (law.yaml `session.idle-minutes`,
    /// `session.absolute-hours`).
    public static func find(_ token: SessionToken, in office: Office) async throws -> StoredSession? {
        let now = office.now
        let idle = try office.law.value("session.idle-minutes", on: now.day)
        let absolute = try office.law.value("session.absolute-hours", on: now.day)
        let hash = token.hash
        let found = try await office.database.read { db -> StoredSession? in
            guard var session = try AccountStore.session(tokenHash: hash, in: db) else { return nil }
            session.account.actor = office.handbook.placed(session.account.actor)
            session.emergency = try EmergencyStore.active(of: session.account.actor.name, at: now, in: db)
            session.account.actor.emergency = session.emergency?.id
            return session
        }
        guard let session = found, now < session.seenAt.adding(seconds: idle * 60),
            now < session.createdAt.adding(hours: absolute)
        else { return nil }
        // Once a minute is exact enough, and spares a write for every page. Where another process holds the database for
        // longer than a write waits, the next page tries again: it is no reason to refuse this one.
        if now >= session.seenAt.adding(seconds: 60) {
            try? await office.database.write { try AccountStore.touch(tokenHash: hash, at: now, in: $0) }
        }
        return session
    }

    public static func close(_ token: SessionToken, actor: Actor, in office: Office) async throws {
        let hash = token.hash
        let now = office.now
        try await office.database.write { db in
            try AccountStore.close(tokenHash: hash, in: db)
            try office.ledger.record(.account, .account, id: nil, reason: "sign-out", by: actor, at: now, in: db)
        }
    }
}

/// Makes a local account.
public struct AddAccount: Sendable {
    public let actor: Actor
    public let password: String

    public init(_ actor: Actor, password: String) {
        self.actor = actor
        self.password = password
    }

    /// - Throws: `Refused` where the name is taken, the password too short, or no role is given.
    public func callAsFunction(by who: Authorized<Acts.ManageAccounts>, in office: Office) async throws {
        guard password.count >= PasswordHash.shortest else {
            throw Refused("password-short", ["shortest": String(PasswordHash.shortest)])
        }
        guard !actor.roles.isEmpty else { throw Refused("account-roles") }
        let actor = try placed(office)
        let hash = try PasswordHash.make(password)
        let now = office.now
        let added = try await office.database.write { db in
            let added = try AccountStore.add(actor, password: hash, at: now, in: db)
            try office.ledger.record(
                .account, .account, id: nil, reason: "add " + actor.name, by: who.actor, at: now, in: db)
            return added
        }
        guard added else { throw Refused("account-taken", ["value": actor.name]) }
    }

    /// With the code of the authority, which may be given by its name.
    private func placed(_ office: Office) throws -> Actor {
        guard let found = office.handbook.authority(actor.authority)?.authority else {
            let known = office.handbook.authorities.map(\.authority.code).joined(separator: ", ")
            throw Refused("account-authority", ["value": actor.authority, "known": known])
        }
        guard actor.unit.isEmpty || found.unit(actor.unit) != nil else {
            let known = found.units.map(\.code).joined(separator: ", ")
            throw Refused("account-unit", ["value": actor.unit, "known": known])
        }
        if let role = actor.roles.first(where: { !$0.authorities.contains(found.kind) }) {
            throw Refused("account-role-elsewhere", ["value": role.rawValue])
        }
        return Actor(
            name: actor.name, displayName: actor.displayName, authority: found.code, unit: actor.unit,
            roles: actor.roles)
    }
}
