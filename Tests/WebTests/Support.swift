import Casework
import Foundation
import Handbook
import Hummingbird
import HummingbirdTesting
import Logging
import Prevention
import SQL
import SQLiteEngine
import Store
import Synchronization
import TestSupport
import Testing

@testable import Casework
@testable import Web

/// A whole site in memory: migrated database, shipped handbook, a clock that stands still, and one account with an open
/// session for every role. Each test makes its own.
///
///     let site = try TestSite()
///     let child = try site.person("P1", born: "2012-05-01")
///     let page = try await site.get("/cases", as: .officer)
///     #expect(page.status == 200 && page.text.contains("…"))
final class TestSite: Sendable {
    /// Monday 2 March 2026, 10:00 in Denmark.
    static let now = Instant("2026-03-02T10:00") ?? Instant(milliseconds: 0)

    private static let handbook = Result { try Handbook.load() }
    /// Read once for all sites.
    private static let templates = handbook.map { Templates($0) }

    let site: Site
    let database: any Database
    let dataFolder: String
    /// Made when the first page is asked for: there are many routes, and many sites.
    private let responder = Mutex<RouterResponder<SiteContext>?>(nil)

    var office: Office { site.office }
    var words: Words { office.handbook[.danish] }

    /// The database file, where there is one.
    var databaseFile: String { dataFolder + "/kreds.sqlite" }

    /// - Parameters:
    ///   - isSecure: whether it stands behind TLS.
    ///   - publicHosts: the names under which it answers; none allows every name.
    ///   - tiles: where the maps get their tiles from.
    ///   - inFile: whether the database is a file, for what other processes may do to it.
    ///   - through: what the site reaches its database through.
    init(
        now: Instant = TestSite.now, isSecure: Bool = false, publicHosts: [String] = [], tiles: TileAddress? = nil,
        inFile: Bool = false,
        through: (any Database) -> any Database = { $0 }
    ) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kreds-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        dataFolder = folder.path
        let opened = try SQLiteDatabase.migrated(
            path: inFile ? folder.path + "/kreds.sqlite" : ":memory:", busySeconds: inFile ? 0.1 : 10)
        let database = through(opened)
        self.database = database
        var office = Office(database: database, handbook: try TestSite.handbook.get(), keys: .forTests, clock: { now })
        office.passwordRounds = 1 << 4
        var logger = Logger(label: "test")
        logger.logLevel = .error
        var settings = Site.Settings(isSecure: isSecure, dataFolder: folder.path)
        settings.publicHosts = publicHosts
        settings.tiles = tiles
        site = try Site(
            office: office, settings: settings, templates: try TestSite.templates.get(), logger: logger)
        try database.blockingWrite { db in
            for role in Role.allCases {
                let actor = TestSite.actor(role)
                _ = try AccountStore.add(actor, password: "none", isExempt: true, at: now, in: db)
                guard let account = try AccountStore.account(named: actor.name, in: db) else { continue }
                try SessionStore.open(
                    .init(tokenHash: TestSite.token(role).hash, csrf: TestSite.csrf(role), account: account.id),
                    at: now, in: db)
            }
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: dataFolder)
    }

    /// The account of a role: named as the role, `officer`, shown as `Test officer`.
    static func actor(_ role: Role) -> Actor {
        let homes: [(kind: Authority.Kind, code: String)] = [
            (.police, "police"), (.municipality, "259"), (.counselling, "counselling"), (.mediation, "mediation"),
            (.hospital, "hospitals"),
        ]
        let home = homes.first { role.authorities.contains($0.kind) }?.code ?? ""
        let actor = Actor(name: role.rawValue, displayName: "Test " + role.rawValue, authority: home, roles: [role])
        return (try? TestSite.handbook.get().placed(actor)) ?? actor
    }

    static func token(_ role: Role) -> SessionToken { SessionToken("token-" + role.rawValue) }

    static func csrf(_ role: Role) -> String { "csrf-" + role.rawValue }

    func authorized<Permitted: Act>(_ act: Permitted.Type, as role: Role) throws -> Authorized<Permitted> {
        try Policy.authorize(TestSite.actor(role), act)
    }
}

/// What the site answered.
struct TestPage: Sendable {
    let status: Int
    let text: String
    let headers: HTTPFields

    var location: String? { headers[.location] }
    var contentType: String? { headers[.contentType] }
}

extension TestSite {
    /// - Parameter role: `nil` for somebody who is not signed in.
    func get(_ path: String, as role: Role?, language: Language = .danish) async throws -> TestPage {
        try await send(.get, path, role, language, [:], body: nil)
    }

    /// A person's page, after saying that it is for the work on a case.
    func openPerson(_ id: Int64, as role: Role, language: Language = .danish) async throws -> TestPage {
        let said = try await post("/persons/\(id)", ["purpose": "case"], as: role, language: language)
        guard let location = said.location else { return said }
        return try await get(location, as: role, language: language)
    }

    /// Records that the role needs to see a protected person.
    func needs(_ id: Int64, as role: Role) async throws {
        let said = try await post("/persons/\(id)/protection", ["reason": "Forkyndelse af tilhold"], as: role)
        #expect(said.status == 303)
    }

    /// Posts a form with the token of the session; give a `csrf` of your own in `form` to send another.
    func post(
        _ path: String, _ form: [String: String], as role: Role?, language: Language = .danish
    ) async throws -> TestPage {
        let token = role.map { ["csrf": TestSite.csrf($0)] } ?? [:]
        let body = form.merging(token) { own, _ in own }.sorted { $0.key < $1.key }
            .map { Form.encode($0.key) + "=" + Form.encode($0.value) }.joined(separator: "&")
        return try await send(
            .post, path, role, language, [.contentType: "application/x-www-form-urlencoded"], body: body)
    }

    /// Sends one file, as a form does.
    func upload(_ text: String, named name: String, to path: String, as role: Role) async throws -> TestPage {
        let body = """
            --bb\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n\(TestSite.csrf(role))\r
            --bb\r\nContent-Disposition: form-data; name="file"; filename="\(name)"\r\n\r\n\(text)\r
            --bb--\r\n
            """
        return try await send(
            .post, path, role, .danish, [.contentType: "multipart/form-data; boundary=bb"], body: body)
    }

    /// Any body, for uploads.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ role: Role?, _ language: Language, _ headers: HTTPFields,
        body: String?
    ) async throws -> TestPage {
        var headers = headers
        var cookies = [Cookies.language(site.settings) + "=" + language.rawValue]
        if let role { cookies.append(Cookies.session(site.settings) + "=" + TestSite.token(role).text) }
        if let given = headers[.cookie] { cookies.append(given) }
        headers[.cookie] = cookies.joined(separator: "; ")
        let responder = responder.withLock { responder in
            let made = responder ?? WebServer(site: site).routes().router.buildResponder()
            responder = made
            return made
        }
        return try await Application(responder: responder).test(.router) { [headers] client in
            let answer = try await client.execute(
                uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
            return TestPage(status: answer.status.code, text: String(buffer: answer.body), headers: answer.headers)
        }
    }
}

extension TestSite {
    /// Puts a person into the register; returns the row id.
    @discardableResult
    func person(
        _ externalID: String, cpr: String = "", given: String = "Test", family: String = "Person",
        born: String? = "1990-01-01", sex: Sex = .male, address: String = "Prøvevej 1", municipality: String = "259",
        protected: Bool = false
    ) throws -> Int64 {
        try database.blockingWrite { db in
            let source = try TestSite.source(db)
            let number = try SealedCPR(cpr, keys: .forTests)
            return try db.insert(
                """
                INSERT INTO person (source_id, external_id, cpr_sealed, cpr_hash, given_names, family_name, birth_date, sex, address,
                    postal_code, municipality, protected, family_key, given_key, fingerprint, import_id)
                VALUES (\(source), \(externalID), \(number.sealed), \(number.hash), \(given), \(family), \(born), \(sex.rawValue), \(address), '4600',
                    \(municipality), \(protected), \(NameKey.of(family)), \(NameKey.of(given)), 0, 0)
                RETURNING id
                """) ?? 0
        }
    }

    /// `person` is `kind` of `related`.
    func relation(_ person: Int64, _ kind: Relation.Kind, of related: Int64, from: String = "") throws {
        try database.blockingWrite { db in
            let source = try TestSite.source(db)
            try db.execute(
                """
                INSERT INTO relation (source_id, person_id, related_id, kind, from_date, ordinal, to_date, import_id)
                VALUES (\(source), \(person), \(related), \(kind.rawValue), \(from), 0, '', 0)
                """)
        }
    }

    /// Puts an incident with its participants into the register; returns the row id.
    @discardableResult
    func incident(
        _ externalID: String, _ type: String, at: String, place: String = "Torvet", summary: String = "",
        persons: [(IncidentRole, Int64)]
    ) throws -> Int64 {
        let moment = Instant(at) ?? TestSite.now
        return try database.blockingWrite { db in
            let source = try TestSite.source(db)
            let id =
                try db.insert(
                    """
                    INSERT INTO incident (source_id, external_id, occurred_at, day, type, municipality, place, summary,
                        fingerprint, import_id)
                    VALUES (\(source), \(externalID), \(moment.milliseconds), \(moment.day.description), \(type), '259',
                        \(place), \(summary), 0, 0)
                    RETURNING id
                    """) ?? 0
            for (role, person) in persons {
                try db.execute(
                    """
                    INSERT INTO incident_person (incident_id, role, person_id, described, import_id)
                    VALUES (\(id), \(role.rawValue), \(person), '', 0)
                    """)
            }
            return id
        }
    }

    /// Opens a notice of concern about a child, from a professional.
    func openNotice(about child: Int64) async throws -> Int64 {
        try await openCase(
            "concern-notice",
            fields: [
                "concerns": "child", "concern": "Alene ude om natten.", "notifier_kind": "professional",
                "notifier_name": "Anna Holm",
            ], subject: child)
    }

    /// Opens a case as a role that may.
    @discardableResult
    func openCase(
        _ programme: String, fields: [String: String], subject: Int64? = nil, municipality: String = "259",
        at: String? = nil, as role: Role = .officer
    ) async throws -> Int64 {
        guard let found = Catalogue.programme(programme) else { throw NotFound() }
        let parties: [(Party.Role, Int64)] = subject.map { [(.subject, $0)] } ?? []
        let opening = OpenCase(
            found, municipality: municipality, fields: fields, parties: parties, at: at.flatMap { Instant($0) })
        return try await opening(try authorized(Acts.WorkCases.self, as: role), in: office)
    }

    /// Entries of the log about one record, oldest first, as `action reason`.
    func logged(_ entity: LedgerEntry.Entity, _ id: Int64) throws -> [String] {
        try Logged.all(in: database).filter { $0.entity == entity.rawValue && $0.id == id }
            .map { $0.action + " " + $0.reason }
    }

    private static func source(_ db: any Connection) throws -> Int64 {
        if let found = try db.first("SELECT id FROM source WHERE name = 'test'", { $0.int64(0) }) { return found }
        return try db.insert("INSERT INTO source (name) VALUES ('test') RETURNING id") ?? 0
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
