import Casework
import Exchange
import Foundation
import Handbook
import Prevention
import SQL
import SQLiteEngine
import Store
import Synthetic

/// One measured thing; its arguments are paths and sizes.
enum Child: String {
    case generate, bare, screen, arrive, report
    case importing = "import"
    case fillCases = "fill-cases"
    case caseList = "case-list"
    case fillLedger = "fill-ledger"
    case verifyLedger = "verify-ledger"
    case casePage = "case-page"
    case fillMatch = "fill-match"
    case match

    func run(_ arguments: [String]) async throws {
        let measured: Measured
        switch self {
        case .generate: measured = try generate(into: arguments[0], scale: Double(arguments[1]) ?? 1)
        case .importing: measured = try importRows(into: arguments[0], from: arguments[1])
        case .bare: measured = try BareInsert.run(from: arguments[0], into: arguments[1])
        case .screen: measured = try await ScreeningBench.run(arguments[0], hits: arguments[1])
        case .arrive: measured = try ScreeningBench.arrive(arguments[0], incidents: Int(arguments[1]) ?? 1)
        case .report: measured = try await report(arguments[0])
        case .fillCases: measured = try CaseListBench.fill(arguments[0], cases: Int(arguments[1]) ?? 1)
        case .caseList: measured = try await CaseListBench.run(arguments[0], clients: Int(arguments[1]) ?? 1)
        case .fillLedger: measured = try LedgerBench.fill(arguments[0], entries: Int(arguments[1]) ?? 1)
        case .verifyLedger: measured = try LedgerBench.verify(arguments[0])
        case .casePage: measured = try await CasePageBench.run(arguments[0])
        case .fillMatch:
            measured = try MatchBench.fill(
                arguments[0], persons: Int(arguments[1]) ?? 1, reports: Int(arguments[2]) ?? 1, level: arguments[3])
        case .match: measured = try await MatchBench.run(arguments[0])
        }
        print(String(decoding: try JSONEncoder().encode(measured), as: UTF8.self))
    }

    /// Fixed, so that every run does the same.
    static let now = Instant(milliseconds: 1_767_175_200_000)
    static let actor = Actor(
        name: "bench", displayName: "", authority: "", roles: Set(Role.allCases), kind: .police, area: .district)

    static func office(_ path: String, logsReads: Bool = true) throws -> Office {
        let database = try SQLiteDatabase(path: path)
        let file = KeyFile(path: path + ".key")
        if !file.exists { try file.save(.random()) }
        let keys = try file.load()
        try Migrator.migrate(database, keys: keys)
        return Office(
            database: database, handbook: try Handbook.load(), keys: keys, process: "bench", logsReads: logsReads,
            clock: { now })
    }

    private func generate(into folder: String, scale: Double) throws -> Measured {
        let district = SyntheticDistrict(seed: 1, scale: scale, until: Child.now.day)
        let (counts, seconds) = try Measured.time {
            let writer = try ExchangeWriter(folder: folder)
            try district.write(to: writer) { _ in }
            return try writer.finish()
        }
        return Measured(seconds: seconds, count: counts.values.reduce(0, +), unit: "rows")
    }

    private func importRows(into path: String, from folder: String) throws -> Measured {
        let office = try Child.office(path)
        let importer = Importer(
            database: office.database, handbook: office.handbook, keys: office.keys, ledger: office.ledger,
            rejectsFolder: path + ".rejects")
        let who = try Policy.authorize(Child.actor, Acts.ExchangeData.self)
        let (summary, seconds) = try Measured.time {
            try importer.run(
                folder: folder, source: "bench", actor: who, at: Child.now, language: .english, progress: { _ in })
        }
        return Measured(seconds: seconds, count: summary.files.values.reduce(0) { $0 + $1.read }, unit: "rows")
    }

    private func report(_ path: String) async throws -> Measured {
        let office = try Child.office(path)
        let who = try Policy.authorize(Child.actor, Acts.ReadReport.self)
        let start = ContinuousClock().now
        var figures = 0
        for year in 2016...2025 { figures += try await MakeReport(year: year)(who, in: office).results.count }
        return Measured(seconds: Measured.seconds(since: start), count: figures, unit: "figures")
    }
}
