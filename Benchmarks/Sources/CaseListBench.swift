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
        let server = try await PageServer(office, dataFolder: path + ".data")
        let paths = [
            "/cases", "/cases?programme=ukn", "/cases?programme=ukn&stage=assessed", "/cases?municipality=259",
            "/cases?deadline=overdue&order=due", "/cases?state=open", "/cases?owner=mine",
            "/cases?programme=psp-k&municipality=316&state=open", "/cases?order=oldest",
        ]
        let start = ContinuousClock().now
        let latencies = try await server.load(paths, requestsPerClient: 150)
        let seconds = Measured.seconds(since: start)
        server.stop()
        return Measured(latencies: latencies, seconds: seconds)
    }
}
