import Handbook
import Prevention
import SQL
public import Store

/// Finds who holds a session, and ends sessions.
public enum Sessions {
    /// The session of a token, if it is neither idle nor open for too long (law.yaml `session.idle-minutes`,
    /// `session.absolute-hours`). Writes nothing: `touch` does, beside the page.
    public static func find(_ token: SessionToken, in office: Office) async throws -> StoredSession? {
        let now = office.now
        let hash = token.hash
        let limits = try Limits(office.law, on: now.day)
        let openSince = try office.forumsOpenSince
        let session = try await office.database.read { db -> StoredSession? in
            guard var session = try SessionStore.session(tokenHash: hash, in: db) else { return nil }
            session.account.actor = office.handbook.placed(session.account.actor)
            session.emergency = try EmergencyStore.active(of: session.account.actor.name, at: now, in: db)
            session.account.actor.emergency = session.emergency?.id
            session.account.actor.agenda = try AgendaStore.openCases(
                for: session.account.actor, since: openSince, in: db)
            return session
        }
        return session.flatMap { limits.isOver($0, at: now) ? nil : $0 }
    }

    /// Whether it is time to write down that a session is in use: once a minute is exact enough, and spares a write for
    /// every page.
    public static func wantsTouch(_ session: StoredSession, in office: Office) -> Bool {
        office.now >= session.seenAt.adding(seconds: 60)
    }

    public static func touch(_ session: StoredSession, in office: Office) async throws {
        let now = office.now
        try await office.database.write { try SessionStore.touch(tokenHash: session.tokenHash, at: now, in: $0) }
    }

    /// The running sessions of the one who holds `own`.
    public static func list(of own: StoredSession, in office: Office) async throws -> [StoredSession] {
        let now = office.now
        let limits = try Limits(office.law, on: now.day)
        return try await office.database.read { db in
            try SessionStore.sessions(of: own.account.id, in: db).filter { !limits.isOver($0, at: now) }
        }
    }

    public static func close(_ own: StoredSession, in office: Office) async throws {
        let now = office.now
        try await office.database.write { db in
            try SessionStore.close(tokenHash: own.tokenHash, in: db)
            try office.ledger.record(
                .account, .account, id: own.account.id, reason: "sign-out", by: own.account.actor, at: now, in: db)
        }
    }

    /// Ends another session of one's own.
    ///
    /// - Throws: `Refused`: `session-ended` where there is no such session.
    public static func end(handle: String, own: StoredSession, in office: Office) async throws {
        let now = office.now
        try await office.database.write { db in
            let all = try SessionStore.sessions(of: own.account.id, in: db)
            guard let ended = all.first(where: { $0.handle == handle }) else { throw Refused("session-ended") }
            try SessionStore.close(tokenHash: ended.tokenHash, in: db)
            try office.ledger.record(
                .account, .account, id: own.account.id, reason: "own session ended", by: own.account.actor, at: now,
                in: db)
        }
    }

    /// Ends all sessions of one's own but this one.
    public static func endOthers(than own: StoredSession, in office: Office) async throws {
        let now = office.now
        try await office.database.write { db in
            let ended = try SessionStore.closeAll(of: own.account.id, but: own.tokenHash, in: db)
            try office.ledger.record(
                .account, .account, id: own.account.id, reason: "\(ended) own sessions ended", by: own.account.actor,
                at: now, in: db)
        }
    }

    /// Gives a session another token, after what it may do has changed.
    static func rotate(_ own: StoredSession, in db: any Connection) throws -> SessionToken {
        let token = SessionToken.random()
        try SessionStore.rotate(
            tokenHash: own.tokenHash, to: token.hash, csrf: SessionToken.random().text, in: db)
        return token
    }

    private struct Limits: Sendable {
        let idleMinutes: Int
        let absoluteHours: Int

        init(_ law: LawBook, on day: LocalDate) throws {
            idleMinutes = try law.value("session.idle-minutes", on: day)
            absoluteHours = try law.value("session.absolute-hours", on: day)
        }

        func isOver(_ session: StoredSession, at now: Instant) -> Bool {
            now >= session.seenAt.adding(seconds: idleMinutes * 60)
                || now >= session.createdAt.adding(hours: absoluteHours)
        }
    }
}
