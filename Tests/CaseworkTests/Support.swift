import Foundation
import Handbook
import Prevention
import SQL
import SQLiteEngine
import Store
import TestSupport
import Testing

@testable import Casework

/// An office in memory whose clock the test moves.
final class TestOffice: Sendable {
    /// Passwords are hashed at next to no cost.
    static let passwordRounds = 1 << 4
    static let start = Instant("2026-03-02T10:00") ?? Instant(milliseconds: 0)
    private static let handbook = Result { try Handbook.load() }

    let database: any Database
    let office: Office
    private let clock = TestClock(TestOffice.start)

    /// - Parameter path: of the database file, for what is asked of its bytes.
    init(path: String = ":memory:") throws {
        let database = try SQLiteDatabase.migrated(path: path)
        self.database = database
        let clock = clock
        var office = Office(
            database: database, handbook: try TestOffice.handbook.get(), keys: .forTests, clock: { clock.now })
        office.passwordRounds = TestOffice.passwordRounds
        self.office = office
    }

    var now: Instant { clock.now }

    func pass(seconds: Int = 0, hours: Int = 0, days: Int = 0) {
        clock.now = clock.now.adding(seconds: seconds + hours * 3_600 + days * 86_400)
    }

    /// An account for each role, named as the role; nobody can sign in with them.
    func addAccounts() throws {
        try database.blockingWrite { db in
            for role in Role.allCases {
                _ = try AccountStore.add(TestOffice.actor(role), password: "none", at: TestOffice.start, in: db)
            }
        }
    }

    /// Signed in, as the account of the role.
    func session(_ role: Role) async throws -> StoredSession {
        let token = SessionToken("token-\(role.rawValue)-\(UUID().uuidString)")
        try await database.write { [now] db in
            guard let account = try AccountStore.account(named: role.rawValue, in: db) else { throw NotFound() }
            try SessionStore.open(.init(tokenHash: token.hash, csrf: "csrf", account: account.id), at: now, in: db)
        }
        let found = try await Sessions.find(token, in: office)
        return try #require(found)
    }

    static func actor(_ role: Role) -> Actor {
        let homes: [(kind: Authority.Kind, code: String)] = [
            (.police, "police"), (.municipality, "259"), (.counselling, "counselling"), (.mediation, "mediation"),
            (.hospital, "hospitals"),
        ]
        let home = homes.first { role.authorities.contains($0.kind) }?.code ?? ""
        let actor = Actor(name: role.rawValue, displayName: "Test " + role.rawValue, authority: home, roles: [role])
        return (try? TestOffice.handbook.get().placed(actor)) ?? actor
    }

    func may<Permitted: Act>(_ act: Permitted.Type, as role: Role) throws -> Authorized<Permitted> {
        try Policy.authorize(TestOffice.actor(role), act)
    }

    @discardableResult
    func person(_ externalID: String, born: String = "2013-05-01", protected: Bool = false) throws -> Int64 {
        try database.blockingWrite { db in
            try db.execute("INSERT INTO source (name) VALUES ('test') ON CONFLICT DO NOTHING")
            return try db.insert(
                """
                INSERT INTO person (source_id, external_id, given_names, family_name, birth_date, sex, address,
                    postal_code, municipality, protected, family_key, given_key, fingerprint, import_id)
                VALUES (1, \(externalID), 'Test', 'Person', \(born), 'M', 'Prøvevej 1', '4600', '259', \(protected),
                    'person', 'test', 0, 0)
                RETURNING id
                """) ?? 0
        }
    }

    func open(
        _ programme: String, fields: [String: String], subject: Int64? = nil, at: String? = nil,
        as role: Role = .officer
    ) async throws -> Int64 {
        let found = try #require(Catalogue.programme(programme))
        let parties: [(Party.Role, Int64)] = subject.map { [(.subject, $0)] } ?? []
        let opening = OpenCase(
            found, municipality: "259", fields: fields, parties: parties, at: at.flatMap { Instant($0) })
        return try await opening(try may(Acts.WorkCases.self, as: role), in: office)
    }

    /// A case of the Youth Crime Board about a child of twelve, opened 20 days ago.
    func youth() async throws -> Int64 {
        let child = try person("P-youth")
        return try await open(
            "ukn", fields: ["offence_date": "2026-02-01", "category": "person-dangerous"], subject: child,
            at: "2026-02-10")
    }

    func change(_ id: Int64, revision: Int, _ change: ChangeCase.Change, as role: Role = .officer) async throws {
        try await ChangeCase(id, revision: revision, change)(try may(Acts.WorkCases.self, as: role), in: office)
    }

    func read(_ id: Int64, as role: Role = .officer) async throws -> CaseView {
        try await ReadCase(id)(try may(Acts.WorkCases.self, as: role), in: office)
    }

    /// Every row of everything that a change of a case may touch, to see that a refusal has left nothing behind.
    func footprint() throws -> [Int] {
        try database.blockingRead { db in
            [
                try db.count("SELECT COUNT(*) FROM case_file"),
                try db.count("SELECT COALESCE(SUM(revision), 0) FROM case_file"),
                try db.count("SELECT COUNT(*) FROM case_event"), try db.count("SELECT COUNT(*) FROM case_party"),
                try db.count("SELECT COUNT(*) FROM change"), try db.count("SELECT COUNT(*) FROM ledger_entry"),
            ]
        }
    }

    func logged(_ entity: LedgerEntry.Entity, _ id: Int64) throws -> [String] {
        try Logged.all(in: database).filter { $0.entity == entity.rawValue && $0.id == id }
            .map { $0.action + " " + $0.reason }
    }
}

/// The codes with which `body` is refused; empty where it is not.
func refusals(_ body: () async throws -> Void) async throws -> [String] {
    do {
        try await body()
        return []
    } catch let refused as Refused {
        return refused.refusals.map(\.code)
    }
}

private final class TestClock: @unchecked Sendable {
    private let lock = NSLock()
    private var instant: Instant

    init(_ instant: Instant) {
        self.instant = instant
    }

    var now: Instant {
        get { lock.withLock { instant } }
        set { lock.withLock { instant = newValue } }
    }
}

/// An entry of the log as text: its codes, and its words behind them.
struct Logged {
    let actor: String
    let action: String
    let entity: String
    let id: Int64?
    let reason: String

    /// Oldest first.
    static func all(in database: any Database) throws -> [Logged] {
        let ledger = Ledger(keys: .forTests)
        return try database.blockingRead { db in
            try db.fetch(
                """
                SELECT actor, action, entity, entity_id, reason, text FROM ledger_entry
                LEFT JOIN ledger_words ON entry = ledger_entry.id ORDER BY ledger_entry.id
                """
            ) { row in
                let said = [row.text(4), try ledger.words(row.text(5))].filter { !$0.isEmpty }
                return Logged(
                    actor: row.text(0), action: row.text(1), entity: row.text(2), id: row.int64OrNil(3),
                    reason: said.joined(separator: ": "))
            }
        }
    }
}
