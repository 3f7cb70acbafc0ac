import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// An office with one open hit: a child whose mother was suspected of three violent incidents.
struct Bench {
    let rules = RuleOffice()
    let test: TestOffice
    let child: Int64
    let hit: Int64

    init() async throws {
        test = try rules.test.get()
        try test.addAccounts()
        child = try rules.family("A", days: ["2025-11-05", "2025-12-20", "2026-02-05"])
        // The newest hit stays as in every deletion, so there is another.
        try rules.family("B", in: "265", days: ["2025-11-05", "2025-12-20", "2026-02-05"])
        _ = try await rules.screen()
        let child = child
        hit = try #require(try test.database.blockingRead { try HitStore.hits(about: [child], in: $0).first?.id })
    }

    var parent: Int64 {
        get throws {
            try #require(
                try test.database.blockingRead { db in
                    try db.first("SELECT id FROM person WHERE external_id = 'A-parent'") { $0.int64(0) }
                })
        }
    }

    func screener(_ role: Role = .screener) throws -> Authorized<Acts.Screen> {
        try test.may(Acts.Screen.self, as: role)
    }

    func page(as role: Role = .screener) async throws -> HitPage {
        try await ReadHit(hit)(screener(role), in: test.office)
    }

    func stored() throws -> StoredHit? { try test.database.blockingRead { try HitStore.hit(hit, in: $0) } }

    func put(until text: String?, reason: String = "Kommunen holder møde") async throws {
        try await DeferHit(hit, until: text.flatMap { LocalDate($0) }, reason: reason)(screener(), in: test.office)
    }

    func decide(_ decision: StoredHit.State = .noReport) async throws {
        _ = try await DecideHit(hit, decision, reason: "Kommunen følger familien")(
            screener(), casesOf: test.may(Acts.WorkCases.self, as: .screener), in: test.office)
    }

    /// Another incident of the same parent.
    func happens(_ name: String, on day: String) async throws {
        try rules.incident(name, "threats", on: day, suspect: try parent)
        _ = try await rules.screen()
    }

    func list(_ change: (inout HitFilter) -> Void = { _ in }, as role: Role = .screener) async throws -> ListHits.Found
    {
        var filter = HitFilter()
        change(&filter)
        return try await ListHits(filter, page: 1)(screener(role), in: test.office)
    }

    func chores() async throws -> [String] {
        await Chores(mail: nil, by: TestOffice.actor(.administrator))(in: test.office).failures.map(\.chore)
    }
}
