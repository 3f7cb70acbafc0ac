import Casework
import Foundation
import Handbook
import Logging
import Prevention
import SQL
import SQLiteEngine
import Store
import Web

/// The case list page: a real server on this machine, clients on connections of their own.
enum CaseListBench {
    /// So many people work here; each of the open cases lies with one of them.
    private static let workers = 300

    /// Cases of every programme, stage and municipality over two years, as a district that has worked for long holds them: most
    /// are closed, most lie in a few municipalities, most of what is open has an owner, and a third of it a deadline.
    static func fill(_ path: String, cases: Int) throws -> Measured {
        let office = try Child.office(path)
        let municipalities = office.handbook.ownMunicipalities.sorted()
        let programmes = Catalogue.all
        let today = Child.now.day
        try addWorkers(office)
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
                        var scatter = UInt64(index) &* 0x9E37_79B9_7F4A_7C15
                        func pick(_ count: Int) -> Int {
                            scatter = (scatter ^ (scatter >> 31)) &* 0xBF58_476D_1CE4_E5B9
                            return Int(scatter >> 33) % count
                        }
                        let programme = programmes[min(pick(programmes.count), pick(programmes.count))]
                        let (ends, ways) = (
                            programme.stages.filter(programme.isEnd), programme.stages.filter { !programme.isEnd($0) }
                        )
                        let isOpen = pick(100) < 12 || ends.isEmpty
                        let stages = isOpen && !ways.isEmpty ? ways : ends
                        let place = min(pick(municipalities.count), pick(municipalities.count))
                        let opened = today + -(730 - index * 730 / cases)
                        let due =
                            isOpen && pick(3) == 0
                            ? SQLValue.integer(Instant(endOf: today + (pick(90) - 15)).milliseconds) : .null
                        let isOwned = isOpen ? pick(20) > 0 : pick(4) == 0
                        try statement.run([
                            .text(programme.code), .text(pick(1_000) == 0 ? "101" : municipalities[place]),
                            .text(stages[pick(stages.count)].code), .integer(isOpen ? 1 : 0), .text(opened.description),
                            .text(min(opened + pick(60), today).description), due,
                            .text(isOwned ? worker(pick(workers)) : ""),
                        ])
                    }
                }
                done = end
            }
        }
        return Measured(seconds: seconds, count: cases, unit: "cases")
    }

    private static func worker(_ number: Int) -> String {
        number < readers.count ? readers[number].name : "bench-\(number)"
    }

    private static func addWorkers(_ office: Office) throws {
        try office.database.blockingWrite { db in
            for number in readers.count..<workers {
                let name = worker(number)
                guard try AccountStore.account(named: name, in: db) == nil else { continue }
                _ = try AccountStore.add(
                    Actor(name: name, displayName: name, authority: "police", roles: [.officer]), password: "none",
                    isExempt: true, at: Child.now, in: db)
            }
        }
    }

    /// Whose scopes are measured: everything but what is sealed, some municipalities, shares of one municipality, and one's own.
    private static let readers = [
        Actor(name: "bench-secretariat", displayName: "", authority: "police", roles: [.secretariat]),
        Actor(name: "bench-officer", displayName: "", authority: "police", unit: "sector-oest", roles: [.officer]),
        Actor(name: "bench-social-worker", displayName: "", authority: "259", roles: [.socialWorker]),
        Actor(name: "bench-mediator", displayName: "", authority: "mediation", roles: [.mediator]),
    ]

    /// Every filter alone, and what people combine; `@` stands for a programme in the reader's scope, `#` for a stage of it.
    private static let filters = [
        "", "programme=@", "programme=@&stage=#", "municipality=259", "municipality=101", "state=open", "state=closed",
        "owner=mine", "owner=nobody", "owner=bench-77", "handled=yes", "deadline=overdue", "deadline=this-week",
        "deadline=next-week", "due-from=2026-01-01&due-to=2026-01-31", "opened-from=2025-06-01&opened-to=2025-06-30",
        "opened-from=2024-06-01", "programme=@&municipality=259", "programme=@&state=open", "programme=@&owner=nobody",
        "programme=@&deadline=overdue", "programme=@&opened-from=2025-06-01&opened-to=2025-06-07",
        "municipality=259&state=open", "municipality=259&deadline=overdue", "municipality=101&state=open&owner=nobody",
        "municipality=259&owner=bench-77", "state=open&owner=nobody", "state=closed&owner=nobody",
        "state=open&opened-to=2024-06-30", "owner=mine&deadline=week", "owner=bench-77&opened-from=2025-06-01",
        "deadline=overdue&opened-from=2025-06-01", "programme=@&stage=#&municipality=259&state=open&owner=nobody",
        "handled=yes&state=open&municipality=259",
    ]

    /// - Parameter clients: 1 for what somebody waits, more for a busy district.
    static func run(_ path: String, clients: Int) async throws -> Measured {
        let office = try Child.office(path)
        var all: [Double] = []
        var lines: [(p95: Double, text: String)] = []
        let start = ContinuousClock().now
        for reader in readers {
            let server = try await PageServer(office, dataFolder: path + ".data", as: reader)
            for (name, paths) in combinations(of: reader, office) {
                let latencies = try await server.load(
                    paths, clients: clients, requestsPerClient: max(4, 16 / clients))
                let measured = Measured(latencies: latencies, seconds: 0)
                let text = String(
                    format: "%6.1f %6.1f  %@  %@", measured.median ?? 0, measured.p95 ?? 0, reader.name, name)
                lines.append((measured.p95 ?? 0, text))
                all += latencies
            }
            server.stop()
        }
        let table = lines.sorted { $0.p95 > $1.p95 }.map(\.text).joined(separator: "\n")
        FileHandle.standardError.write(Data("median    p95  reader  list\n\(table)\n".utf8))
        return Measured(latencies: all, seconds: Measured.seconds(since: start))
    }

    /// Every filter in every order that is offered with it: its first page, and one in the middle of the register.
    private static func combinations(of reader: Actor, _ office: Office) -> [(name: String, paths: [String])] {
        let scope = CaseScope(of: office.handbook.placed(reader))
        guard let grant = scope.grants.first,
            let programme = grant.programmes.first.flatMap({ Catalogue.programme($0) })
        else { return [] }
        let stage = grant.limit.stages?.first ?? programme.stages[1].code
        let middle = Instant(startOf: Child.now.day + -365)
        return filters.flatMap { filter in
            CaseQuery.Order.allCases.compactMap { order -> (String, [String])? in
                // Of a stretch of openings only the orders that are offered.
                let isStretch = filter.contains("opened") && !filter.contains("deadline") && !filter.contains("owner=b")
                if isStretch, order.column == .stage || order.column == .number { return nil }
                let query =
                    filter.replacing("@", with: programme.code).replacing("#", with: stage)
                    + (filter.isEmpty ? "" : "&") + "order=" + order.rawValue
                let at = order.column == .due ? Child.now : middle
                let deep = "&after=\(at.milliseconds).500000"
                return (query, ["/cases?" + query, "/cases?" + query + deep])
            }
        }
    }
}
