import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// An office with families: `count` children whose parent is suspected of one violent incident each, on days of their own.
struct RuleOffice {
    let test = Result { try TestOffice() }

    func office() throws -> Office { try test.get().office }

    /// A parent of that sex, a child, and an incident on each of `days`.
    @discardableResult
    func family(
        _ name: String, _ sex: Sex = .male, in municipality: String = "259", type: String = "violence",
        days: [String]
    ) throws -> Int64 {
        let test = try test.get()
        let child = try test.person(name + "-child", born: "2015-01-01")
        let parent = try test.person(name + "-parent", born: "1985-01-01")
        try test.database.blockingWrite { db in
            try db.execute("UPDATE person SET sex = \(sex.rawValue) WHERE id = \(parent)")
            try db.execute("UPDATE person SET municipality = \(municipality) WHERE id = \(child)")
            try db.execute(
                """
                INSERT INTO relation (source_id, person_id, related_id, kind, from_date, ordinal, to_date, import_id)
                VALUES (1, \(parent), \(child), 'parent', '', 0, '', 0)
                """)
        }
        for (number, day) in days.enumerated() {
            try incident("\(name)-\(number)", type, on: day, suspect: parent)
        }
        return child
    }

    func incident(_ name: String, _ type: String, on day: String, suspect: Int64) throws {
        try test.get().database.blockingWrite { db in
            let id = try db.insert(
                """
                INSERT INTO incident (source_id, external_id, occurred_at, day, type, municipality, place, summary,
                    fingerprint, import_id)
                VALUES (1, \(name), 0, \(day), \(type), '259', 'Torvet', '', 0, 0) RETURNING id
                """)
            try db.execute(
                """
                INSERT INTO incident_person (incident_id, role, person_id, described, import_id)
                VALUES (\(id), 'suspect', \(suspect), '', 0)
                """)
        }
    }

    /// The text of the next version of the rule on repeated incidents, which asks for `count` of them.
    static func text(
        count: Int = 2, version: Int = 2, from: String = "2026-03-10", rule: String = "repeated-risk", days: Int = 365,
        types: String = "drink-driving, violence, threats"
    ) -> String {
        """
        - id: \(rule)
          version: \(version)
          kind: repeated-by-carer
          count: \(count)
          window-days: \(days)
          types: [\(types)]
          from: \(from)
          reason: { da: Hændelser, en: Incidents }

        """
    }

    func may(_ role: Role = .screener, as name: String? = nil) throws -> Authorized<Acts.EditRules> {
        let actor = TestOffice.actor(role)
        let named = Actor(
            name: name ?? actor.name, displayName: actor.displayName, authority: actor.authority, roles: [role])
        return try Policy.authorize(try office().handbook.placed(named), Acts.EditRules.self)
    }

    func screen() async throws -> HitList.Replaced? {
        let test = try test.get()
        return try await RunScreening(asOf: nil)(test.may(Acts.Screen.self, as: .screener), in: test.office).list
    }

    /// Moves a draft on as whoever it is, in the revision that it has.
    func move(
        _ id: Int64, _ act: RuleDraft.Act, reason: String = "Prøvet af", through: String? = nil, role: Role = .screener,
        as name: String? = nil
    ) async throws {
        let view = try await ReadRuleDraft(id)(may(), in: office())
        let move = MoveRuleDraft(
            id, revision: view.draft.revision, act, reason: reason, through: through.flatMap { LocalDate($0) })
        try await move(may(role, as: name), in: office())
    }

    /// Written and back-tested by a screener, proposed by the same.
    func proposed(_ text: String = RuleOffice.text()) async throws -> Int64 {
        let id = try await WriteRuleDraft(text: text)(may(), in: office())
        try await BackTestRule()(draft: id, may(), in: office())
        try await move(id, .propose)
        return id
    }

    func state(_ id: Int64) async throws -> RuleDraft.State {
        try await ReadRuleDraft(id)(may(), in: office()).draft.state
    }
}
