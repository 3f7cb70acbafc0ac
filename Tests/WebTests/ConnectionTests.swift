import Handbook
import Hummingbird
import HummingbirdCore
import HummingbirdTesting
import NIOCore
import NIOPosix
import Prevention
import SQL
import Testing

@testable import Web

/// What the server does with connections as such: read from a socket, byte for byte.
// The limit is for what hangs: all suites run at once, and a test waits for its turn meanwhile.
@Suite(.timeLimit(.minutes(20))) struct ConnectionTests {
    private func serve<Value: Sendable>(
        _ site: TestSite, _ limits: Limits = Limits(), _ body: @Sendable @escaping (Int) async throws -> Value
    ) async throws -> Value {
        let application = WebServer(site: site.site, limits: limits).application(host: "localhost", port: 0)
        return try await application.test(.live) { client in try await body(#require(client.port)) }
    }

    /// Sends pieces, one after each pause; what came back until the server closed the connection.
    private func exchange(
        _ pieces: [String], every pause: Duration = .zero, with port: Int
    ) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "localhost", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    // The server may close it before all is sent.
                    for piece in pieces {
                        guard (try? await outbound.write(ByteBuffer(string: piece))) != nil else { return }
                        try? await Task.sleep(for: pause)
                    }
                }
                var text = ""
                do {
                    for try await piece in inbound { text += String(buffer: piece) }
                } catch is IOError {
                    // Closed with something unread.
                }
                group.cancelAll()
                return text
            }
        }
    }

    @Test func aHeadThatDribblesInIsClosed() async throws {
        let text = try await serve(try TestSite(), Limits(idle: .milliseconds(300))) { port in
            let lines = ["GET / HTTP/1.1\r\n", "Host: localhost\r\n"] + (0..<90).map { "X-Header-\($0): 1\r\n" }
            return try await exchange(lines, every: .milliseconds(100), with: port)
        }
        #expect(text == "", "closed without an answer")
    }

    @Test(arguments: [nil, "kreds_session=token-officer"])
    func aBodyThatDribblesInIsClosed(cookie: String?) async throws {
        let limits = Limits(idle: .seconds(30), body: .milliseconds(300), bytesPerSecond: 1 << 20)
        let text = try await serve(try TestSite(), limits) { port in
            let head = """
                POST /cases/new/ukn HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000\r\n\
                Content-Type: application/x-www-form-urlencoded\r\n\(cookie.map { "Cookie: \($0)\r\n" } ?? "")\r\n
                """
            return try await exchange(
                [head] + Array(repeating: "a", count: 10_000), every: .milliseconds(50), with: port)
        }
        // Its bytes would last for minutes, longer than the test may. Whoever is not signed in may have been sent to the sign-in
        // before; nobody is served.
        #expect(text.isEmpty || (cookie == nil && text.hasPrefix("HTTP/1.1 303")))
    }

    @Test func whatIsNoProperRequestIsRefusedWithoutAWordAboutTheServer() async throws {
        let host = "Host: localhost\r\n"
        let form = "Content-Type: application/x-www-form-urlencoded\r\n"
        let requests = [
            // Two ways to say where it ends (request smuggling).
            "POST / HTTP/1.1\r\n\(host)Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST / HTTP/1.1\r\n\(host)Content-Length: 4\r\nContent-Length: 5\r\n\r\naaaaa",
            "GET / HTTP/1.1\r\n\(host)X: a\u{0}b\r\n\r\n", "GET  HTTP/9.9\r\n\r\n", "\u{16}\u{3}\u{1}\r\n\r\n",
            "GET / HTTP/1.1\r\n\(host)X: \(String(repeating: "a", count: 40_000))\r\n\r\n",
            "GET / HTTP/1.1\r\n\(host)" + (0..<300).map { "X-\($0): 1\r\n" }.joined() + "\r\n",
            "GET /\(String(repeating: "a", count: 80_000)) HTTP/1.1\r\n\(host)\r\n",
            "GET /health HTTP/1.1\r\n\(host)Host: evil.example\r\nConnection: close\r\n\r\n",
            "POST /sign-in HTTP/1.1\r\n\(host)\(form)Connection: close\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        ]
        try await serve(try TestSite(), Limits(idle: .seconds(2))) { port in
            for request in requests {
                let text = try await exchange([request], with: port)
                #expect(text.hasPrefix("HTTP/1.1 4") || text.isEmpty, "\(request.prefix(60)): \(text.prefix(200))")
                for word in ["server:", "hummingbird", "swift", "nio", "llhttp"] {
                    #expect(!text.lowercased().contains(word), "\(request.prefix(60)): \(word)")
                }
            }
        }
    }

    @Test func onlyItsOwnNamesAreAnswered() async throws {
        let site = try TestSite(publicHosts: ["kreds.example.dk"])
        try await serve(site) { port in
            for (host, path, status) in [
                ("kreds.example.dk:\(port)", "/health", 200), ("kreds.example.dk", "/sign-in", 200),
                ("localhost:\(port)", "/health", 200), ("localhost", "/sign-in", 421), ("evil.example", "/health", 421),
            ] {
                let text = try await exchange(
                    ["GET \(path) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n"], with: port)
                #expect(text.hasPrefix("HTTP/1.1 \(status) "), "\(host)\(path): \(text.prefix(40))")
                #expect(!text.contains("evil.example"))
            }
        }
    }

    @Test func aFormThatIsCutOffChangesNothing() async throws {
        let site = try TestSite()
        let child = try site.person("P1", born: "2013-05-01")
        let id = try await site.openCase(
            "ukn", fields: ["offence_date": "2026-02-01", "category": "person-dangerous"], subject: child,
            at: "2026-02-10")
        // Complete as it stands, and yet less than was announced.
        let form = "csrf=\(TestSite.csrf(.officer))&owner=secretariat&revision=1"
        _ = try await serve(site, Limits(body: .milliseconds(300), bytesPerSecond: 1 << 20)) { port in
            let head = """
                POST /cases/\(id)/owner HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(form.utf8.count + 9)\r\n\
                Cookie: kreds_session=token-officer\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n
                """
            return try await exchange([head + form], with: port)
        }
        // The server has ended, and with it every request.
        let revision = try site.database.blockingRead {
            try $0.count("SELECT revision FROM case_file WHERE id = \(id)")
        }
        #expect(revision == 1)
        let router = try await site.send(
            .post, "/cases/\(id)/owner", .officer, .danish, [:], body: form)
        #expect(router.status == 303, "the same form, whole")
    }

    @Test func connectionsAreBounded() throws {
        let application = WebServer(site: try TestSite().site, limits: Limits(connections: 2))
            .application(host: "localhost", port: 0)
        var connections = try #require(application.configuration.availableConnectionsDelegate)
        for _ in 0..<2 {
            #expect(connections.isAcceptingNewConnections())
            connections.connectionOpened()
        }
        #expect(!connections.isAcceptingNewConnections())
        connections.connectionClosed()
        #expect(connections.isAcceptingNewConnections())
        #expect(Limits().connections <= 512, "fewer than the files that a process may open by default")
    }
}
