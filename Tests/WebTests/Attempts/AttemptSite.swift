import Casework
import Exchange
import Foundation
import Handbook
import Prevention
import SQL
import Store
import TestSupport
import Testing

@testable import Casework
@testable import Web

/// A site with the cast of the attempts and areas that are assessed as plagued by insecurity.
struct AttemptSite {
    let site: TestSite

    /// When every law that is known has begun, and those with an end have ended.
    static let later = Instant("2027-03-01T10:00") ?? TestSite.now

    init(now: Instant = TestSite.now) throws {
        site = try TestSite(now: now)
        for member in Attempt.Member.allCases {
            let isHidden = member == .hidden
            try site.person(
                member.rawValue, given: member.rawValue, family: "Prøvesen", born: member.born,
                address: isHidden ? Attempt.Member.hiddenAddress : "Prøvevej 1", protected: isHidden)
        }
        let centre = try #require(Position("55.45802,12.18655"))
        for begun in ["2025-06-01", "2026-01-01"] {
            let from = try #require(LocalDate(begun))
            let area = AreaAssessment(
                name: "Stationen", municipality: "259", centre: centre, radius: 600, reason: "Uro",
                decidedBy: "Lederen", validFrom: from, validTo: from.adding(months: 6))
            _ = try site.database.blockingWrite { try AreaStore.insert(area, in: $0) }
        }
    }

    /// Whoever opens the cases of a programme reads them too.
    func reader(_ programme: Programme) -> Role {
        Attempt.role(programme.openedBy.isEmpty ? programme.transitions[0].by : programme.openedBy)
    }

    /// Everything that stands in a case: what is refused must leave all of it as it was.
    func stored() throws -> [String] {
        try site.database.blockingRead { db in
            try db.fetch("SELECT id, stage, fields, revision FROM case_file ORDER BY id") { row in
                (0..<4).map { row.text($0) }.joined(separator: " ")
            }
                + db.fetch("SELECT case_id, role, person_id FROM case_party ORDER BY 1, 2, 3") { row in
                    (0..<3).map { row.text($0) }.joined(separator: " ")
                }
                + db.fetch("SELECT case_id, kind, code, at, fields, note FROM case_event ORDER BY id") { row in
                    (0..<6).map { row.text($0) }.joined(separator: " ")
                }
        }
    }

    // MARK: - Import

    /// Takes lines of `cases.jsonl` in; the reasons for which some are rejected.
    func importing(_ lines: [String]) throws -> (inserted: Int, reasons: String) {
        let folder = site.dataFolder + "/in-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try (lines.joined(separator: "\n") + "\n").write(
            toFile: folder + "/cases.jsonl", atomically: true, encoding: .utf8)
        let importer = Importer(
            database: site.database, handbook: site.office.handbook, keys: .forTests,
            ledger: Ledger(keys: .forTests), rejectsFolder: folder + "/rejects")
        let summary = try importer.run(
            folder: folder, source: "test", actor: try site.authorized(Acts.ExchangeData.self, as: .secretariat),
            at: site.office.now, language: .danish, progress: { _ in })
        let reasons = summary.rejects.isEmpty ? "" : try String(contentsOfFile: summary.rejects, encoding: .utf8)
        return (summary.files["cases.jsonl"]?.inserted ?? 0, reasons)
    }

    func importing(_ record: CaseRecord) throws -> (inserted: Int, reasons: String) {
        let encoder = JSONEncoder()
        return try importing([String(decoding: try encoder.encode(record), as: UTF8.self)])
    }

    // MARK: - Pages

    /// Opens the case of an attempt as somebody who may; what the site answered.
    func open(_ attempt: Attempt) async throws -> TestPage {
        let programme = try #require(Catalogue.programme(attempt.programme))
        var form = typed(attempt.fields, programme.form)
        form["at"] = moment(attempt.opened)
        form["municipality"] = attempt.municipality
        for (role, member) in attempt.parties { form["party." + role.rawValue] = member.rawValue }
        return try await site.post("/cases/new/" + programme.code, form, as: reader(programme))
    }

    /// Does one thing to a case through its form.
    func post(_ act: Attempt.Act, to id: Int64, of code: String) async throws -> TestPage {
        let programme = try #require(Catalogue.programme(code))
        let revision = ["revision": try site.revision(id)]
        switch act {
        case .step(let stage, let at, let fields):
            let step = try #require(programme.transitions.first { $0.to == stage })
            // The form shows what the case holds, and sends it back.
            let form = typed(try held(id).merging(fields) { $1 }, programme.form).merging(["at": moment(at)]) { $1 }
                .merging(revision) { $1 }
            return try await site.post("/cases/\(id)/step/\(stage)", form, as: Attempt.role(step.by))
        case .noted(let stage, let at, let note):
            let step = try #require(programme.transitions.first { $0.to == stage })
            let form = typed(try held(id), programme.form).merging(["at": moment(at), "note": note]) { $1 }
            return try await site.post(
                "/cases/\(id)/step/\(stage)", form.merging(revision) { $1 }, as: Attempt.role(step.by))
        case .entry(let entry, let at, let fields):
            let kind = try #require(programme.entry(entry))
            let form = typed(fields, kind.fields).merging(["at": moment(at)]) { $1 }.merging(revision) { $1 }
            return try await site.post("/cases/\(id)/entry/\(entry)", form, as: Attempt.role(kind.by))
        case .party(let role, let member):
            let form = revision.merging(["role": role.rawValue, "person": member.rawValue]) { $1 }
            return try await site.post(
                "/cases/\(id)/party", form, as: Attempt.role(programme.transitions[0].by))
        }
    }

    private func held(_ id: Int64) throws -> [String: String] {
        let text = try site.database.blockingRead { db in
            try db.first("SELECT fields FROM case_file WHERE id = \(id)") { $0.text(0) }
        }
        return try JSONDecoder().decode([String: String].self, from: Data((text ?? "{}").utf8))
    }

    /// The fields as a browser sends them.
    private func typed(_ fields: [String: String], _ form: [Field]) -> [String: String] {
        var typed: [String: String] = [:]
        for (code, value) in fields {
            if case .choices = form.first(where: { $0.code == code })?.kind {
                for chosen in Field.chosen(value) { typed["field.\(code).\(chosen)"] = "yes" }
            } else {
                typed["field." + code] = value
            }
        }
        return typed
    }

    private func moment(_ text: String) -> String {
        text.contains("T") ? text : text + "T12:00"
    }

    /// Whether a page or a file says the words of a refusal, whatever is named in them.
    func says(_ text: String, _ code: String) -> Bool {
        let words = site.words("refusal." + code)
        return words.split(separator: #/\{[^}]*\}/#).allSatisfy { part in
            text.contains(part) || text.contains(SVG.escaped(String(part)))
                || text.contains(part.replacing("\"", with: "\"\""))
        }
    }
}
