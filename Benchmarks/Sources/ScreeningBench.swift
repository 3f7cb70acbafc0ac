import Casework
import Foundation
import Handbook
import Prevention
import SQL
import SQLiteEngine
import Store

/// Socialsøg: the full run, an arriving incident, and the same rules elsewhere.
enum ScreeningBench {
    /// A full run, from opening the database to the hits with their names. They are then written to a file, which is not
    /// measured.
    static func run(_ path: String, hits: String) async throws -> Measured {
        let handbook = try Handbook.load()
        let keys = try KeyFile(path: path + ".key").load()
        let who = try Policy.authorize(Child.actor, Acts.Screen.self)
        let start = ContinuousClock().now
        let office = Office(
            database: try SQLiteDatabase(path: path), handbook: handbook, keys: keys, process: "bench", logsReads: true,
            clock: { Child.now })
        let outcome = try await RunScreening(asOf: Child.now.day)(who, in: office)
        let seconds = Measured.seconds(since: start)
        let peak = Measured.peak()
        var text = ""
        for named in outcome.hits {
            text += """
                {"child":"\(named.child)","rule":"\(named.hit.rule.id)","firstTriggered":"\(named.hit.firstTriggered)",\
                "lastTriggered":"\(named.hit.lastTriggered)","triggers":\(named.hit.triggers),\
                "incidents":\(list(named.incidents)),"carers":\(list(named.carers))}

                """
        }
        try Data(text.utf8).write(to: URL(fileURLWithPath: hits))
        let incidents = try office.database.blockingRead { try $0.count("SELECT COUNT(*) FROM incident") }
        var measured = Measured(seconds: seconds, count: incidents, unit: "incidents")
        measured.peakMegabytes = peak
        return measured
    }

    private static func list(_ ids: [String]) -> String {
        "[" + ids.map { "\"\($0)\"" }.joined(separator: ",") + "]"
    }

    /// Incidents that arrive one by one, each in a transaction of its own: the time that bringing the hits up to date takes
    /// of it. Those in them are carers, as in the incidents that a rule looks at.
    static func arrive(_ path: String, incidents: Int) throws -> Measured {
        let office = try Child.office(path)
        let rescreening = try office.database.blockingRead { try office.rescreening(in: $0) }
        let carers = try office.database.blockingWrite { db in
            try rescreening.finish(in: db)
            return try db.fetch(
                "SELECT DISTINCT person_id FROM relation WHERE kind IN ('parent', 'caregiver') ORDER BY person_id"
            ) { $0.int64(0) }
        }
        let changes = ScreeningChanges()
        var latencies: [Double] = []
        for number in 0..<incidents {
            let carer = carers[number &* 7_919 % carers.count]
            try office.database.blockingWrite { db in
                let id = try db.insert(
                    """
                    INSERT INTO incident (source_id, external_id, occurred_at, day, type, municipality, place, summary,
                        fingerprint, import_id)
                    VALUES (1, \("bench-\(number)"), 0, \(Child.now.day.description), 'violence', '', '', '', 0, 0)
                    RETURNING id
                    """)
                guard let id else { return }
                try db.execute(
                    """
                    INSERT INTO incident_person (incident_id, role, person_id, described, import_id)
                    VALUES (\(id), 'suspect', \(carer), '', 0)
                    """)
                changes.incident(id)
                changes.part(of: carer, role: .suspect)
                let (_, seconds) = try Measured.time { try rescreening.settle(changes, in: db) }
                latencies.append(seconds)
            }
        }
        let sorted = latencies.sorted()
        return Measured(
            seconds: latencies.reduce(0, +), count: sorted.count, unit: "incidents",
            median: sorted[sorted.count / 2] * 1000, p95: sorted[sorted.count * 95 / 100] * 1000)
    }

    /// What another engine takes for the same hits.
    struct Peer: Decodable {
        let engine: String
        let seconds: Double
        let count: Int
        let peakMegabytes: Double

        var measured: Measured {
            var measured = Measured(seconds: seconds, count: count, unit: "hits")
            measured.peakMegabytes = peakMegabytes
            return measured
        }
    }

    /// The engines that are there as Python packages. The interpreter is that of `PEERS_PYTHON`, or `python3`.
    ///
    /// - Throws: where one finds other hits than Kreds.
    static func peers(_ path: String, hits: String, folder: String) throws -> [Peer] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let python = ProcessInfo.processInfo.environment["PEERS_PYTHON"] ?? "python3"
        process.arguments = [python, "Benchmarks/screening_peers.py", path, hits, folder]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchFailure(message: "screening_peers.py failed") }
        return try data.split(separator: 10).map { try JSONDecoder().decode(Peer.self, from: Data($0)) }
    }
}
