import Casework
import Exchange
import Foundation
import Handbook
import Prevention
import SQL
import Store

/// Doubts about who is who, for the demo: a second source that names some of the register's persons once more, with the errors
/// that are made there, and an incident of each that waits.
struct DemoDoubts {
    let office: Office
    let rejectsFolder: String

    /// What is wrong with a copy, and what that weighs.
    private struct Sample {
        let origin: Doubt.Origin
        let change: @Sendable (Person) -> (given: String, family: String, birth: LocalDate?, address: String)
        let probability: Double
        let parts: [MatchEvidence.Part]
        var household = 0.0
        var rivals = 0.0
    }

    private static func part(_ field: MatchEvidence.Part.Field, _ level: String, _ weight: Double) -> MatchEvidence.Part
    {
        .init(field: field, level: level, weight: weight)
    }

    private static let samples: [Sample] = [
        Sample(
            origin: .import, change: { ($0.givenNames, $0.familyName, $0.birthDate.map { $0 + 1 }, $0.address) },
            probability: 0.97,
            parts: [
                part(.given, "same", 7.9), part(.family, "same", 8.4), part(.date, "oneDigit", 6.2),
                part(.number, "missing", 0), part(.place, "same.same", 6.1),
            ], household: -3.4),
        Sample(
            origin: .import, change: { ($0.givenNames, $0.familyName, nil, "Ukendt vej 7") }, probability: 0.31,
            parts: [
                part(.given, "same", 7.9), part(.family, "same", 8.4), part(.date, "missing", 0),
                part(.place, "different.same", -0.6),
            ], rivals: -1.1),
        Sample(
            origin: .import,
            change: { (String($0.givenNames.prefix(1)) + ".", $0.familyName, $0.birthDate, $0.address) },
            probability: 0.58,
            parts: [
                part(.given, "initial", 2.1), part(.family, "same", 8.4), part(.date, "same", 11.2),
                part(.place, "same.same", 6.1),
            ], household: -9.2, rivals: -2.4),
        Sample(
            origin: .register,
            change: { ($0.givenNames, String($0.familyName.dropLast()), $0.birthDate, "Nørregade 12, 2. tv.") },
            probability: 0.98,
            parts: [
                part(.given, "same", 7.9), part(.family, "close", 6.6), part(.date, "same", 11.2),
                part(.number, "missing", 0), part(.place, "different.different", -1.9), part(.sex, "same", 0.9),
            ]),
        Sample(
            origin: .register,
            change: { ("Tvilling " + $0.givenNames, $0.familyName, $0.birthDate, $0.address) }, probability: 0.12,
            parts: [
                part(.given, "shared", 1.2), part(.family, "same", 8.4), part(.date, "same", 11.2),
                part(.number, "different", -4.6), part(.place, "same.same", 6.1), part(.sex, "same", 0.9),
            ], household: -8.6),
    ]

    func fill() async throws {
        let samples = DemoDoubts.samples
        let persons = try await office.database.read { db in
            let ids = try db.fetch(
                """
                SELECT p.id FROM person p WHERE p.protected = 0 AND p.birth_date IS NOT NULL AND p.address <> ''
                    AND EXISTS (SELECT 1 FROM incident_person ip WHERE ip.person_id = p.id)
                ORDER BY p.id LIMIT \(samples.count)
                """
            ) { $0.int64(0) }
            let found = try PersonStore.persons(ids, in: db)
            return ids.compactMap { found[$0] }
        }
        guard persons.count == samples.count else { return }
        try bring(persons)
        let foundAt = office.now.adding(hours: -30)
        try await office.database.write { db in
            for (number, (sample, person)) in zip(samples, persons).enumerated() {
                guard let copy = try record("D-\(number + 1)", in: db) else { continue }
                let odds = log2(sample.probability / (1 - sample.probability))
                let weighed = sample.parts.reduce(sample.household + sample.rivals) { $0 + $1.weight }
                let evidence = MatchEvidence(
                    start: odds - weighed, parts: sample.parts, household: sample.household, rivals: sample.rivals)
                try MatchStore.add(
                    copy, person.id, origin: sample.origin, probability: sample.probability, evidence: evidence,
                    import: nil, at: foundAt.adding(seconds: number), in: db)
                if sample.origin == .import { try IncidentStore.hold(true, partsOf: copy, in: db) }
            }
        }
    }

    private func record(_ externalID: String, in db: any Connection) throws -> Int64? {
        try db.first(
            """
            SELECT p.id FROM person p JOIN source s ON s.id = p.source_id
            WHERE s.name = 'journal' AND p.external_id = \(externalID)
            """
        ) { $0.int64(0) }
    }

    /// Imports the copies, each with an incident.
    private func bring(_ persons: [Person]) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kreds-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let day = office.now.day + -3
        var rows = ["person_id,given_names,family_name,birth_date,sex,address,postal_code,municipality"]
        var incidents = ["incident_id,occurred_at,type,municipality,place,summary"]
        var parts = ["incident_id,role,person_id"]
        for (number, (sample, person)) in zip(DemoDoubts.samples, persons).enumerated() {
            let said = sample.change(person)
            let values = [
                "D-\(number + 1)", said.given, said.family, said.birth?.description ?? "", person.sex.rawValue,
                said.address, person.postalCode, person.municipality,
            ]
            rows.append(values.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ","))
            incidents.append("DI-\(number + 1),\(day)T21:15,domestic-disturbance,\(person.municipality),,")
            parts.append("DI-\(number + 1),involved,D-\(number + 1)")
        }
        for (name, lines) in [("persons", rows), ("incidents", incidents), ("incident_persons", parts)] {
            try (lines.joined(separator: "\n") + "\n")
                .write(to: folder.appendingPathComponent(name + ".csv"), atomically: true, encoding: .utf8)
        }
        let importer = Importer(
            database: office.database, handbook: office.handbook, keys: office.keys, ledger: office.ledger,
            rejectsFolder: rejectsFolder)
        _ = try importer.run(
            folder: folder.path, source: "journal",
            actor: try Policy.authorize(.operatingSystemUser, Acts.ExchangeData.self), at: office.now,
            language: .danish
        ) { _ in }
    }
}
