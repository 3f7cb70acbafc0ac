import Casework
import Foundation
import Handbook
import Hummingbird
import HummingbirdTesting
import Logging
import Prevention
import SQL
import Store
import Synchronization
import Testing

@testable import Web

/// Nothing that somebody sends makes the site fall over or tell of its inside, and its log holds nothing about persons.
@Suite struct HostileInputTests {
    private static let values = [
        "", "%zz", "%FF%FE", "..%2F..%2F..%2Fetc%2Fpasswd", "9223372036854775808", "-1", "%27%20OR%201=1--",
        "%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "%0D%0ASet-Cookie:a=b", "%7B%7Bm.secret%7D%7D", "2026-02-30",
        "%C3%86%E2%80%AE%F0%9F%92%A3", String(repeating: "a", count: 3_000),
    ]

    /// Names that pages read; the values go into all of them at once.
    private static let parameters = [
        "after", "at", "deadline", "decision", "do", "done", "explanation", "field.category", "field.offence_date",
        "folder",
        "from", "group", "handled", "look-up", "municipality", "name", "note", "of", "order", "owner", "page",
        "party.subject",
        "person", "programme", "purpose", "q", "ran", "reason", "revision", "role", "rule", "source", "stage", "state",
        "subject", "subject-id", "to", "unsuppressed", "variant", "verdict", "year",
    ]

    private static let inside = [
        " from person", " from case_file", " from account", "ledger_entry", "insert into", "sqlite", "grdb", ".swift",
        "databasefailure", "decodingerror", "fatal error",
        "optional(",
        "nioasync", "hummingbird", "/sources/", "/tmp/", "refusal(", "stack trace", "no such table",
        "constraint failed",
    ]

    private func expectNoInside(_ text: String, _ folder: String, _ what: String) {
        // Whoever may import is told where the folders for it lie.
        let text = text.replacing(folder + "/inbox", with: "")
        let lower = text.lowercased()
        for word in HostileInputTests.inside where lower.contains(word) {
            Issue.record("\(what.prefix(200)) tells: \(word)")
        }
        #expect(!text.contains(folder), "\(what.prefix(200))")
    }

    @Test(.timeLimit(.minutes(20)))
    func noRouteFallsOverOrTellsOfItsInside() async throws {
        let site = try TestSite()
        let server = WebServer(site: site.site)
        // Signing out comes last: it would make all the others lead to the sign-in.
        let entries = server.routes().table.entries.sorted { $1.path == "/sign-out" && $0.path != "/sign-out" }
        try await server.application(host: "127.0.0.1", port: 0).test(.router) { client in
            for entry in entries {
                let role = Role.allCases.first { role in
                    guard case .needs(let permission) = entry.policy else { return role == .officer }
                    return role.permissions.contains(permission)
                }
                guard let role else { continue }
                for value in HostileInputTests.values {
                    let path = entry.path.replacing(#/\{[a-z-]+\}/#, with: value.isEmpty ? "1" : value)
                    let query = HostileInputTests.parameters.map { $0 + "=" + value }.joined(separator: "&")
                    let cookie = Cookies.session(site.site.settings) + "=" + TestSite.token(role).text
                    var headers: HTTPFields = [.cookie: cookie]
                    // An address without a place to put it into is tried once.
                    let isFirst = value == HostileInputTests.values[0]
                    var tries = entry.path.contains("{") || isFirst ? [(path, "")] : []
                    tries += [(entry.path.replacing(#/\{[a-z-]+\}/#, with: "1") + "?" + query.prefix(7_000), "")]
                    if entry.method == "POST" {
                        headers[.contentType] = "application/x-www-form-urlencoded"
                        tries = tries.map { ($0.0, "csrf=\(TestSite.csrf(role))") }
                        tries.append(
                            (entry.path.replacing(#/\{[a-z-]+\}/#, with: "1"), query + "&csrf=\(TestSite.csrf(role))"))
                    }
                    for (uri, body) in tries {
                        let answer = try await client.execute(
                            uri: uri, method: entry.method == "POST" ? .post : .get, headers: headers,
                            body: body.isEmpty ? nil : ByteBuffer(string: body))
                        let what = "\(entry.method) \(uri.prefix(120)) with \(value.prefix(40)): \(answer.status.code)"
                        #expect(answer.status.code < 500, "\(what)")
                        expectNoInside(String(buffer: answer.body), site.dataFolder, what)
                        if let location = answer.headers[.location] {
                            #expect(location.hasPrefix("/") && !location.hasPrefix("//"), "\(what)")
                        }
                        #expect(answer.headers[.setCookie]?.contains("a=b") != true, "\(what)")
                    }
                }
            }
        }
    }

    @Test func aZeroByteIsNoPartOfAnyInput() async throws {
        let site = try TestSite()
        for path in ["/cases?q=a%00b", "/persons%00", "/assets/app.css%00.html"] {
            let page = try await site.get(path, as: .officer)
            #expect(page.status == 400 && page.text.contains(site.words("error.bad-request.title")), "\(path)")
        }
        let form = try await site.post("/persons/search", ["q": "Holm\u{0}", "purpose": "case"], as: .officer)
        #expect(form.status == 400)
    }

    @Test func whatComesTwiceIsReadOnceAndTheTokenIsStillAsked() async throws {
        let site = try TestSite()
        let page = try await site.get("/cases?state=open&state=%27&programme=ukn&programme=exit", as: .officer)
        #expect(page.status == 200)
        let twice = try await site.send(
            .post, "/cases/new/ukn", .officer, .danish, [.contentType: "application/x-www-form-urlencoded"],
            body: "csrf=\(TestSite.csrf(.officer))&csrf=wrong")
        #expect(twice.status == 403)
    }

    @Test(arguments: [HTTPRequest.Method.put, .delete, .patch, .options, .trace, .head, .connect])
    func anotherMethodIsNotThere(method: HTTPRequest.Method) async throws {
        let site = try TestSite()
        for path in ["/", "/cases", "/persons/1", "/health"] {
            let page = try await site.send(method, path, .officer, .danish, [:], body: nil)
            #expect(page.status == 404, "\(method) \(path)")
            #expect(page.headers[.contentSecurityPolicy] != nil)
        }
    }

    @Test func whatGoesWrongIsLoggedWithoutAWordAboutAnybody() async throws {
        let site = try TestSite(through: { BreakingDatabase($0) })
        let breaking = try #require(site.database as? BreakingDatabase)
        let log = CapturedLog()
        let logger = Logger(label: "test") { _ in log }
        let server = WebServer(site: try Site(office: site.office, settings: site.site.settings, logger: logger))
        let cookie = Cookies.session(site.site.settings) + "=" + TestSite.token(.officer).text
        breaking.breaks.store(true, ordering: .sequentiallyConsistent)
        try await server.application(host: "127.0.0.1", port: 0).test(.router) { client in
            for path in ["/cases?q=Hemmelighed", "/persons/4711?purpose=Hemmelighed"] {
                let answer = try await client.execute(uri: path, method: .get, headers: [.cookie: cookie])
                #expect(answer.status == .internalServerError)
                let text = String(buffer: answer.body)
                #expect(text.contains(site.words("error.internal.title")))
                expectNoInside(text, site.dataFolder, path)
                #expect(!text.contains("Hemmelig person") && !text.contains("0107614711"))
            }
        }
        let lines = log.lines
        #expect(lines.count == 2)
        for line in lines {
            #expect(line.contains("BrokenRow"))
            for word in ["Hemmelig", "4711", "q=", "purpose"] { #expect(!line.contains(word), "\(line)") }
        }
    }
}

/// An error as a library may throw it: it quotes what it could not read.
private struct BrokenRow: Error, CustomStringConvertible {
    let description = "cannot read 'Hemmelig person, 0107614711' in SELECT cpr FROM person"
}

/// A database that breaks when told to.
private final class BreakingDatabase: Database {
    private let inner: any Database
    let breaks = Atomic(false)

    init(_ inner: any Database) {
        self.inner = inner
    }

    var dialect: Dialect { inner.dialect }

    func read<Value: Sendable>(_ body: @Sendable @escaping (any Connection) throws -> Value) async throws -> Value {
        if breaks.load(ordering: .sequentiallyConsistent) { throw BrokenRow() }
        return try await inner.read(body)
    }

    func write<Value: Sendable>(_ body: @Sendable @escaping (any Connection) throws -> Value) async throws -> Value {
        try await inner.write(body)
    }

    func blockingRead<Value>(_ body: (any Connection) throws -> Value) throws -> Value { try inner.blockingRead(body) }

    func blockingWrite<Value>(_ body: (any Connection) throws -> Value) throws -> Value {
        try inner.blockingWrite(body)
    }

    func copy(
        to path: String, finishing: ((any Connection) throws -> Void)?, progress: @escaping (Double) -> Void
    ) throws {
        try inner.copy(to: path, finishing: finishing, progress: progress)
    }

    func compact() throws {
        try inner.compact()
    }
}

/// A log that is kept for the test, with all that a line would hold.
private final class CapturedLog: LogHandler {
    private let kept = Mutex<[String]>([])
    var lines: [String] { kept.withLock { $0 } }

    var logLevel: Logger.Level {
        get { .warning }
        set {}
    }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        kept.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
    }
}
