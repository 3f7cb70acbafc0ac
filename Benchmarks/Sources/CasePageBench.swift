import Casework
import Foundation
import Prevention
import SQL
import Store

/// The page of a case with persons, with its log entries and without them. Both servers run at once and are asked in turn, so
/// that what else the machine does meets both.
enum CasePageBench {
    private static let rounds = 6

    static func run(_ path: String) async throws -> Measured {
        let office = try Child.office(path)
        let scope = CaseScope(
            of: Actor(name: "", displayName: "", authority: "", roles: [.officer], kind: .police, area: .district))
        let paths = try office.database.blockingRead { db in
            try db.fetch(
                """
                SELECT DISTINCT c.id FROM case_file c JOIN case_party p ON p.case_id = c.id
                WHERE c.programme IN \(list: scope.programmes) ORDER BY c.id DESC LIMIT 400
                """
            ) { "/cases/" + $0.text(0) }
        }
        let with = try await PageServer(office, dataFolder: path + ".data")
        let without = try await PageServer(try Child.office(path, logsReads: false), dataFolder: path + ".data")
        for server in [with, without] { _ = try await server.load(paths, requestsPerClient: 20) }
        var logged: [Double] = []
        var unlogged: [Double] = []
        let start = ContinuousClock().now
        for _ in 0..<rounds {
            logged += try await with.load(paths, requestsPerClient: 60)
            unlogged += try await without.load(paths, requestsPerClient: 60)
        }
        let seconds = Measured.seconds(since: start)
        with.stop()
        without.stop()
        var measured = Measured(latencies: logged, seconds: seconds)
        measured.medianWithout = Measured(latencies: unlogged, seconds: seconds).median
        return measured
    }
}
