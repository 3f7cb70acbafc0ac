import Casework
import Foundation
import Handbook
import Logging
import Prevention
import Web

/// A real server on this machine, for clients that each have a connection of their own and somebody signed in.
struct PageServer {
    static let clients = 16

    private let task: Task<Void, any Error>
    private let port: Int
    private let cookie: String

    /// An officer: what a scope hides is hidden in every query.
    static let officer = Actor(name: Child.actor.name, displayName: "", authority: "police", roles: [.officer])

    init(_ office: Office, dataFolder: String, as reader: Actor = PageServer.officer) async throws {
        let password = "natlig-vinter-kanin-88"
        try? await AddAccount(reader, password: password, isExempt: true)(
            by: try Policy.authorize(Child.actor, Acts.ManageAccounts.self), in: office)
        let outcome = try await SignIn(name: reader.name, password: password)(in: office)
        guard case .signedIn(let signedIn) = outcome else { throw BenchFailure(message: "not signed in") }
        let site = try Site(
            office: office, settings: .init(isSecure: false, dataFolder: dataFolder),
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        let (ports, opened) = AsyncStream.makeStream(of: Int.self)
        task = Task {
            try await WebServer(site: site).run(host: "127.0.0.1", port: 0) { port in
                opened.yield(port)
                opened.finish()
            }
        }
        guard let port = await ports.first(where: { _ in true }) else { throw BenchFailure(message: "no port") }
        self.port = port
        cookie = "kreds_session=" + signedIn.token.text
    }

    func stop() {
        task.cancel()
    }

    /// Latencies in seconds of all requests of all clients.
    func load(
        _ paths: [String], clients: Int = PageServer.clients, requestsPerClient: Int
    ) async throws -> [Double] {
        let (port, cookie) = (port, cookie)
        let latencies = await withTaskGroup(of: [Double].self) { group in
            for client in 0..<clients {
                group.addTask {
                    await PageServer.onThread {
                        PageServer.load(
                            port: port, cookie: cookie, paths: paths, client: client, requests: requestsPerClient)
                    }
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        guard latencies.count == clients * requestsPerClient else {
            throw BenchFailure(message: "requests failed")
        }
        return latencies
    }

    /// A blocking client must not hold a thread that the server needs.
    private static func onThread(_ body: @Sendable @escaping () -> [Double]) async -> [Double] {
        await withCheckedContinuation { done in
            Thread.detachNewThread { done.resume(returning: body()) }
        }
    }

    private static func load(port: Int, cookie: String, paths: [String], client: Int, requests: Int) -> [Double] {
        guard let connection = HTTPConnection(port: port, cookie: cookie) else { return [] }
        var times: [Double] = []
        for request in 0..<requests {
            let path = paths[(request + client) % paths.count]
            let (status, seconds) = Measured.time { connection.get(path) }
            guard status == 200 else { return times }
            times.append(seconds)
        }
        return times
    }
}
