import Foundation
import Handbook
import Prevention
import SQL
import SQLiteEngine
import Store
import TestSupport

@testable import Exchange

/// A database of its own and a folder of its own, for one test.
final class District {
    let database: any Database
    let folder: String
    let handbook: Handbook
    /// 2026-11-20, at noon.
    let now = Instant(day: LocalDate(dayNumber: 20_777), secondOfDay: 43_200)

    init(_ files: [String: String] = [:]) throws {
        handbook = try District.shipped.get()
        folder = NSTemporaryDirectory() + "exchange-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        database = try SQLiteDatabase.migrated(path: folder + "/kreds.sqlite", busySeconds: 0.2)
        try write(files)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    static let shipped = Result { try Handbook.load() }

    static func actor(_ roles: [Role] = Role.allCases) -> Actor {
        Actor(name: "test", displayName: "Test", authority: "police", roles: Set(roles), kind: .police, area: .district)
    }

    /// Where the files of the exchange format lie.
    var inbox: String { folder + "/in" }

    func write(_ files: [String: String]) throws {
        for (name, text) in files { try write(name, Data(text.utf8)) }
    }

    func write(_ name: String, _ data: Data) throws {
        try FileManager.default.createDirectory(atPath: inbox, withIntermediateDirectories: true)
        try data.write(to: URL(fileURLWithPath: inbox + "/" + name))
    }

    @discardableResult
    func run(
        source: String = "test", folder: String? = nil, portion: Int = 20_000,
        progress: (ImportProgress) throws -> Void = { _ in }
    ) throws -> ImportSummary {
        let importer = Importer(
            database: database, handbook: handbook, keys: .forTests, ledger: Ledger(keys: .forTests),
            rejectsFolder: self.folder + "/rejects", rowsPerTransaction: portion
        )
        return try importer.run(
            folder: folder ?? inbox, source: source,
            actor: try Policy.authorize(District.actor(), Acts.ExchangeData.self),
            at: now, language: .english, progress: progress)
    }

    /// Rows of the rejects file, the header not counted.
    func rejects(_ summary: ImportSummary) throws -> [[String]] {
        if summary.rejects.isEmpty { return [] }
        let reader = try CSVReader(try ByteSource(path: summary.rejects))
        var rows: [[String]] = []
        while try reader.next() == .record { rows.append((0..<reader.fieldCount).map { reader.text($0) ?? "?" }) }
        return Array(rows.dropFirst())
    }

    /// Rows as text, `|` between the columns.
    func rows(_ sql: SQL, columns: Int32) throws -> [String] {
        try database.blockingRead { db in
            try db.fetch(sql) { row in (0..<columns).map { row.isNull($0) ? "∅" : row.text($0) }.joined(separator: "|")
            }
        }
    }

    func count(_ sql: SQL) throws -> Int {
        try database.blockingRead { try $0.count(sql) }
    }

    /// CPR numbers of persons and of participants whom the register has not found, opened.
    func numbers() throws -> [String] {
        try database.blockingRead { db in
            try db.fetch(
                """
                SELECT external_id, cpr_sealed FROM person WHERE cpr_sealed <> ''
                UNION ALL SELECT i.external_id || ip.role, ip.cpr_sealed FROM incident_person ip
                    JOIN incident i ON i.id = ip.incident_id WHERE ip.cpr_sealed <> ''
                """
            ) { $0.text(0) + " " + (try SealedCPR.opened($0.text(1), keys: .forTests)) }
        }.sorted()
    }

    /// Everything that an import has stored, without the ids of this database.
    func content() throws -> [String] {
        try numbers()
            + rows(
                """
                SELECT external_id, given_names, family_name, birth_date, sex, address, postal_code, municipality,
                    protected, fingerprint FROM person ORDER BY external_id
                """, columns: 10)
            + rows(
                """
                SELECT p.external_id, q.external_id, r.kind, r.from_date, r.ordinal, r.to_date FROM relation r
                JOIN person p ON p.id = r.person_id JOIN person q ON q.id = r.related_id ORDER BY 1, 2, 3, 4, 5
                """, columns: 6)
            + rows(
                """
                SELECT external_id, occurred_at, day, type, municipality, place, latitude, longitude, summary, same_as
                FROM incident ORDER BY external_id
                """, columns: 10)
            + rows(
                """
                SELECT i.external_id, ip.role, p.external_id, ip.described FROM incident_person ip
                JOIN incident i ON i.id = ip.incident_id LEFT JOIN person p ON p.id = ip.person_id ORDER BY 1, 2, 3, 4
                """, columns: 4)
            + rows(
                """
                SELECT external_id, programme, municipality, stage, is_open, opened_on, stage_on, due_at, fields
                FROM case_file ORDER BY external_id
                """, columns: 9)
            + rows(
                """
                SELECT c.external_id, y.role, p.external_id FROM case_party y JOIN case_file c ON c.id = y.case_id
                JOIN person p ON p.id = y.person_id ORDER BY 1, 2, 3
                """, columns: 3)
            + rows(
                """
                SELECT c.external_id, e.kind, e.code, e.at, e.day_only, e.fields FROM case_event e JOIN case_file c ON c.id = e.case_id
                ORDER BY c.external_id, e.id
                """, columns: 6)
    }
}

extension ImportSummary {
    /// `read inserted updated unchanged rejected` of a file.
    func counts(_ name: String) -> [Int] {
        let file = files[name] ?? .init()
        return [file.read, file.inserted, file.updated, file.unchanged, file.rejected]
    }
}
