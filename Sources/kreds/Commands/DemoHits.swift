import Casework
import Foundation
import Handbook
import Prevention
import SQL
import Store

/// Hits of Socialsøg that were decided in the last year, for the demo: by two screeners, some with a report, a notice and what the
/// municipality has answered, some judged blind by the other of the two. The newest hits stay open.
struct DemoHits {
    let office: Office

    /// The screeners, by name of their accounts.
    private static let screeners = [Role.screener.rawValue, "screener-2"]
    /// What municipalities answer, in turn.
    private static let answers = ["measure", "investigation", "measure", "neither"]

    /// An account beside that of the role, so that there are two to agree or not.
    static let second = Actor(
        name: screeners[1], displayName: "Demo anden screener", authority: "police", roles: [.screener])

    /// - Returns: how many were decided.
    func fill() async throws -> Int {
        let today = office.now.day
        let hits = try await office.database.read { db in
            try HitStore.newest(.open, on: today, limit: 10_000, in: db)
        }.sorted { ($0.lastTriggered, $0.id) < ($1.lastTriggered, $1.id) }
        var decided = 0
        for hit in hits {
            // Some days after it was found, which was some days after the last incident; the newest half stays open.
            let found = hit.lastTriggered + (1 + decided % 5)
            let day = max(found, today + -380) + (3 + decided * 7 % 40)
            guard day < today + -20, decided < (hits.count + 1) / 2 else { continue }
            _ = try await office.database.write { db in
                try db.execute("UPDATE hit SET found_on = \(max(found, day + -60).description) WHERE id = \(hit.id)")
            }
            try await decide(hit, decided, on: day)
            decided += 1
        }
        try await judge()
        return decided
    }

    /// The office as it was at noon on a day.
    private func office(on day: LocalDate) -> Office {
        let then = Instant(startOf: day).adding(hours: 12)
        return Office(database: office.database, handbook: office.handbook, keys: office.keys, clock: { then })
    }

    private func actor(_ name: String) async throws -> Actor {
        let stored = try await office.database.read { try AccountStore.account(named: name, in: $0)?.actor }
        guard let stored else { throw CommandFailure("No demo account '\(name)'.") }
        return office.handbook.placed(stored)
    }

    private func decide(_ hit: StoredHit, _ number: Int, on day: LocalDate) async throws {
        let then = office(on: day)
        let screener = try await actor(DemoHits.screeners[number % 2])
        let isReport = number % 5 < 3
        let reason = isReport ? "Gentagne hændelser i hjemmet tæt på hinanden" : "Kommunen følger allerede familien"
        let report = try await DecideHit(hit.id, isReport ? .report : .noReport, reason: reason)(
            Policy.authorize(screener, Acts.Screen.self), casesOf: Policy.authorize(screener, Acts.WorkCases.self),
            in: then)
        guard let report, number % 5 < 2 else { return }
        try await lead(report, about: hit.child, by: screener, number, on: day)
    }

    /// Sends the report and the notice that it leads to, and lets the municipality answer.
    private func lead(
        _ report: Int64, about child: Int64, by screener: Actor, _ number: Int, on day: LocalDate
    ) async throws {
        let workers = try Policy.authorize(screener, Acts.WorkCases.self)
        let isYoung = try await office.database.read { db in
            try PersonStore.person(child, in: db)?.age(on: day).map { $0 < 17 } ?? false
        }
        guard isYoung else { return }
        let sentOn = office(on: day + 2)
        try await move(
            report, to: "sent", ["assessment": "Barnet har brug for støtte i hjemmet.", "leads_to": "notice"], workers,
            sentOn)
        let notice: Int64
        do {
            notice = try await NotifyMunicipality(
                report: report, about: child,
                fields: [
                    "concerns": "child", "concern": "Gentagne hændelser i hjemmet.",
                    "notifier_name": screener.displayName,
                    "notifier_contact": "Telefon 00 00 00 00",
                ], municipality: "")(workers, in: sentOn)
        } catch is Refused {
            // Nobody knows where the child lives, or it lives outside the district.
            return
        }
        guard number % 10 < 8 else { return }
        try await answer(notice, DemoHits.answers[number / 5 % DemoHits.answers.count], from: day + 3)
    }

    /// As the municipality in which the notice lies.
    private func answer(_ notice: Int64, _ feedback: String, from day: LocalDate) async throws {
        let row = try await office.database.read { db in
            try CaseStore.rows([notice], scope: CaseScope(of: .operatingSystemUser), in: db).first
        }
        guard let row, office.handbook.ownMunicipalities.contains(row.municipality) else { return }
        let place = row.municipality
        let worker = try Policy.authorize(
            office.handbook.placed(
                Actor(
                    name: "kommune-" + place, displayName: "Demo kommune", authority: place, roles: [.socialWorker])),
            Acts.WorkCases.self)
        try await OpenNotice(notice, revision: row.revision)(worker, in: office(on: day))
        let steps: [(String, [String: String])] = [
            ("assessed", ["acute_assessment": "no-acute-measure"]), ("receipted", [:]),
            ("answered", ["feedback": feedback]),
        ]
        for (number, step) in steps.enumerated() {
            try await move(notice, to: Stage(step.0), step.1, worker, office(on: day + 1 + number * 4))
        }
    }

    private func move(
        _ id: Int64, to stage: Stage, _ fields: [String: String], _ who: Authorized<Acts.WorkCases>, _ office: Office
    ) async throws {
        let revision = try await ReadCase(id)(who, in: office).row.revision
        try await ChangeCase(id, revision: revision, .move(to: stage, at: nil, fields: fields, note: ""))(
            who, in: office)
    }

    /// Each judges most of what the other has decided, and says another thing now and then.
    private func judge() async throws {
        for (number, name) in DemoHits.screeners.enumerated() {
            let who = try Policy.authorize(try await actor(name), Acts.JudgeSample.self)
            let waiting = try await ListBlindSample()(who, in: office).waiting
            for (place, line) in waiting.enumerated() where place % 3 != 2 {
                let first = try await office.database.read { db in
                    try HitStore.decision(line.id, in: db) ?? .noReport
                }
                let other: StoredHit.State = first == .report ? .noReport : .report
                let answer = place % 7 == 3 + number * 4 ? other : first
                try await JudgeBlindCase(
                    line.id, answer,
                    reason: answer == .report ? "Mønstret er klart" : "Hændelserne ligger langt fra hinanden")(
                        who, in: office)
            }
        }
    }
}
