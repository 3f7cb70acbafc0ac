import Casework
import Foundation
import Handbook
import Hummingbird
import Logging
import Prevention
import SQL
import Store
import Testing

@testable import Web

/// A database that does not answer: pages say so, and what is the same for everybody is there all the same.
@Suite struct FailingDatabaseTests {
    let failing: FailingDatabase
    let site: TestSite

    init() throws {
        site = try TestSite(through: { FailingDatabase($0) })
        failing = try #require(site.database as? FailingDatabase)
    }

    @Test(arguments: Language.allCases)
    func aLockedDatabaseIsSaidOnAPageOfItsOwn(language: Language) async throws {
        failing.failsToRead = true
        let page = try await site.get("/cases", as: .officer, language: language)
        #expect(page.status == 503)
        #expect(page.text.contains(site.office.handbook[language]("error.busy.title")))
        #expect(page.headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
        #expect(page.headers[.cacheControl] == "no-store")
    }

    @Test func whatIsTheSameForEverybodyNeedsNoSession() async throws {
        failing.failsToRead = true
        #expect(try await site.get("/health", as: .officer).status == 200)
        #expect(try await site.get("/assets/app.css", as: .officer).status == 200)
    }

    @Test func aSessionThatCannotBeTouchedStaysOpen() async throws {
        try site.database.blockingWrite { db in
            _ = try db.execute("UPDATE session SET seen_at = seen_at - 120000")
        }
        failing.failsToWrite = true
        #expect(try await site.get("/cases", as: .officer).status == 200)
    }
}

/// A database that another process holds as long as the test wants.
///
/// Unchecked: a test sets the two flags before it sends the request that reads them, and nothing else writes them.
final class FailingDatabase: Database, @unchecked Sendable {
    private let inner: any Database
    var failsToRead = false
    var failsToWrite = false

    init(_ inner: any Database) {
        self.inner = inner
    }

    var dialect: Dialect { inner.dialect }

    private func open(failing: Bool) throws -> any Database {
        if failing { throw DatabaseFailure(.locked) }
        return inner
    }

    func read<Value: Sendable>(_ body: @Sendable @escaping (any Connection) throws -> Value) async throws -> Value {
        try await open(failing: failsToRead).read(body)
    }

    func write<Value: Sendable>(_ body: @Sendable @escaping (any Connection) throws -> Value) async throws -> Value {
        try await open(failing: failsToWrite).write(body)
    }

    func blockingRead<Value>(_ body: (any Connection) throws -> Value) throws -> Value {
        try inner.blockingRead(body)
    }

    func blockingWrite<Value>(_ body: (any Connection) throws -> Value) throws -> Value {
        try open(failing: failsToWrite).blockingWrite(body)
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
