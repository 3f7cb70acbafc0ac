import Casework
import Exchange
import Foundation
import Handbook
import Prevention
import SQL
import Store
import Synthetic

/// Persons who are reported without an id, one by one against a stored register.
enum ArrivalBench {
    /// So many reports are imported, and are learned from; as many more are timed.
    private static let reports = 10_000

    /// Imports an invented register and reports with hard errors; gives the rows of the whole import.
    static func fill(_ path: String, persons: Int) throws -> Measured {
        let sample = MatchingSample(seed: 2027, persons: persons, reports: 2 * reports, level: .hard)
        let folder = path + ".rows"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        func write(_ name: String, _ text: String) throws {
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
        }
        var rows = "person_id,cpr,given_names,family_name,birth_date,address,postal_code\n"
        for (number, row) in sample.register.enumerated() {
            rows += "P\(number),\(facts(row).number),\"\(row.given)\",\"\(row.family)\",\(row.birth),"
            rows += "\"\(row.address)\",\(row.code)\n"
        }
        try write("persons.csv", rows)
        var incidents = "incident_id,occurred_at,type,municipality\n"
        var parts = "incident_id,role,person_id,cpr,given_names,family_name,birth_date,address,postal_code\n"
        for (number, row) in sample.reports.prefix(reports).enumerated() {
            incidents += "I\(number),2026-01-02T12:00,violence,259\n"
            let facts = facts(row)
            parts += "I\(number),suspect,,\(facts.number),\"\(row.given)\",\"\(row.family)\",\(facts.birthDate),"
            parts += "\"\(row.address)\",\(row.code)\n"
        }
        try write("incidents.csv", incidents)
        try write("incident_persons.csv", parts)
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

    /// Finds out who the further reports are about; the register stays as it is.
    static func run(_ path: String, persons: Int) throws -> Measured {
        let office = try Child.office(path)
        let sample = MatchingSample(seed: 2027, persons: persons, reports: 2 * reports, level: .hard)
        let settings = office.handbook.matching
        let thresholds = ArrivalVerdict.Thresholds(certain: settings.certain, doubtful: settings.doubtful)
        return try office.database.blockingRead { db in
            guard let profile = try ArrivalStore.profile(in: db) else { throw BenchFailure(message: "nothing learned") }
            let matcher = ArrivalMatcher(profile, nicknames: office.handbook.nicknames)
            let finder = try ArrivalFinder(db, keys: office.keys)
            var latencies: [Double] = []
            var (linked, right) = (0, 0)
            for (number, row) in sample.reports.enumerated().dropFirst(reports) {
                let (found, seconds) = try Measured.time { () -> Int64? in
                    let reported = facts(row)
                    let candidates = try finder.candidates(for: reported)
                    let matches = matcher.matches(
                        of: reported, among: candidates.facts, person: candidates.persons, registered: persons)
                    let verdict = ArrivalVerdict(matches, isLearned: profile.isLearned, thresholds)
                    guard case .certain(let match) = verdict else { return nil }
                    return candidates.persons[match.index]
                }
                latencies.append(seconds)
                guard let found else { continue }
                linked += 1
                let id = try db.first("SELECT external_id FROM person WHERE id = \(found)") { $0.text(0) }
                if let person = sample.truth[number], id == "P\(person)" { right += 1 }
            }
            var measured = Measured(latencies: latencies, seconds: latencies.reduce(0, +), unit: "persons")
            measured.precision = Double(right) / Double(max(linked, 1))
            let known = sample.truth.dropFirst(reports).count { $0 != nil }
            measured.recall = Double(right) / Double(max(known, 1))
            return measured
        }
    }

    private static func facts(_ row: MatchingSample.Row) -> PersonFacts {
        let number = CPRNumber(row.cpr)
        return PersonFacts(
            given: row.given, family: row.family, birthDate: LocalDate(row.birth)?.description ?? "",
            number: number?.digits ?? "", address: row.address, postalCode: row.code)
    }
}
