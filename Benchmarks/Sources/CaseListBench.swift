import Casework
import Foundation
import Handbook
import Logging
import Prevention
import SQL
import SQLiteEngine
import Store
import Web

/// The case list page under load: a real server on this machine, sixteen clients on connections of their own.
enum CaseListBench {
    static let clients = 16
    static let requestsPerClient = 150

    /// Cases of every programme, stage and municipality over two years, one in twenty with a deadline.
    static func fill(_ path: String, cases: Int) throws -> Measured {
        let office = try Child.office(path)
        let municipalities = office.handbook.ownMunicipalities.sorted()
        let programmes = Catalogue.all
        let today = Child.now.day
        let ((), seconds) = try Measured.time {
            var done = 0
            while done < cases {
                let end = min(done + 50_000, cases)
                try office.database.blockingWrite { db in
                    let statement = try db.prepare(
                        """
                        INSERT INTO case_file (programme, municipality, stage, is_open, opened_on, stage_on, due_at, owner,
                            fields, revision, handled_here, fingerprint)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, '{}', 1, 1, 0)
                        """)
                    for index in done..<end {
                        // A fixed scatter: neighbours in time differ in everything else.
                        let mixed = Int(truncatingIfNeeded: UInt64(index) &* 0x9E37_79B9_7F4A_7C15 >> 33)
                        let programme = programmes[mixed % programmes.count]
                        let stage = programme.stages[mixed / 16 % programme.stages.count]
                        let isOpen = !programme.isEnd(stage)
                        let opened = today + -(730 - index * 730 / cases)
                        let due =
                            isOpen && mixed % 20 == 0
                            ? SQLValue.integer(Instant(endOf: opened + 30).milliseconds) : .null
                        try statement.run([
                            .text(programme.code), .text(municipalities[mixed / 7 % municipalities.count]),
                            .text(stage.code), .integer(isOpen ? 1 : 0), .text(opened.description),
                            .text(opened.description), due, .text(mixed % 50 == 0 ? Child.actor.name : ""),
                        ])
                    }
                }
                done = end
            }
        }
        return Measured(seconds: seconds, count: cases, unit: "cases")
    }

    static func run(_ path: String) async throws -> Measured {
        let office = try Child.office(path)
        let password = "bench-password-1"
        // An officer: what a scope hides is hidden in every query.
        let reader = Actor(
            name: Child.actor.name, displayName: "", authority: "", roles: [.officer], kind: .police, area: .district)
        try? await AddAccount(reader, password: password)(
            by: try Policy.authorize(Child.actor, Acts.ManageAccounts.self), in: office)
        let (token, _) = try await SignIn(name: Child.actor.name, password: password)(in: office)
        let site = try Site(
            office: office, settings: .init(isSecure: false, dataFolder: path + ".data"),
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        let (ports, opened) = AsyncStream.makeStream(of: Int.self)
        let server = Task {
            try await WebServer(site: site).run(host: "127.0.0.1", port: 0) { port in
                opened.yield(port)
                opened.finish()
            }
        }
        guard let port = await ports.first(where: { _ in true }) else { throw BenchFailure(message: "no port") }
        let cookie = "kreds_session=" + token.text
        let paths = [
            "/cases", "/cases?programme=ukn", "/cases?programme=ukn&stage=assessed", "/cases?municipality=259",
            "/cases?deadline=overdue&order=due", "/cases?state=open", "/cases?owner=mine",
            "/cases?programme=psp-k&municipality=316&state=open", "/cases?order=oldest",
        ]
        let start = ContinuousClock().now
        let latencies = await withTaskGroup(of: [Double].self) { group in
            for client in 0..<clients {
                group.addTask { await onThread { load(port: port, cookie: cookie, paths: paths, client: client) } }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        let seconds = Measured.seconds(since: start)
        server.cancel()
        let sorted = latencies.sorted()
        guard sorted.count == clients * requestsPerClient else { throw BenchFailure(message: "requests failed") }
        return Measured(
            seconds: seconds, count: sorted.count, unit: "pages", median: sorted[sorted.count / 2] * 1000,
            p95: sorted[sorted.count * 95 / 100] * 1000)
    }

    /// A blocking client must not hold a thread that the server needs.
    private static func onThread(_ body: @Sendable @escaping () -> [Double]) async -> [Double] {
        await withCheckedContinuation { done in
            Thread.detachNewThread { done.resume(returning: body()) }
        }
    }

    private static func load(port: Int, cookie: String, paths: [String], client: Int) -> [Double] {
        guard let connection = HTTPConnection(port: port, cookie: cookie) else { return [] }
        var times: [Double] = []
        for request in 0..<requestsPerClient {
            let path = paths[(request + client) % paths.count]
            let (status, seconds) = Measured.time { connection.get(path) }
            guard status == 200 else { return times }
            times.append(seconds)
        }
        return times
    }
}
