import Handbook
public import Prevention
import SQL
import Store

extension Office {
    /// Refuses what must not be written where nobody is named. Whether a text holds a name is asked of a list of common names
    /// alone, never of the register: the answer is the same whoever is known there. What is refused is logged without the
    /// text, so whoever tries names leaves a trace of each try.
    ///
    /// - Parameters:
    ///   - texts: each with the field that it stands in.
    ///   - problems: what is wrong besides.
    /// - Throws: `Refused` with every reason.
    func checkNameless(
        _ texts: [(place: String, text: String)], problems: [Refusal], by actor: Actor
    ) async throws {
        let named = texts.filter { handbook.nameWords.nameSomebody(in: $0.text) }.map(\.place)
        let found = problems + named.map { Refusal("trend.name", ["place": $0]) }
        guard !found.isEmpty else { return }
        if !named.isEmpty {
            let now = now
            try await database.write { db in
                let reason = "name refused " + named.joined(separator: " ")
                try ledger.record(.search, .observation, id: nil, reason: reason, by: actor, at: now, in: db)
            }
        }
        throw Refused(found)
    }

    /// What is wrong with an observation of this actor.
    func checkObservation(_ one: Observation, by actor: Actor) async throws {
        var problems: [Refusal]
        do {
            problems = try one.problems(
                topics: Set(handbook.trendTopics.map(\.code)), municipalities: handbook.ownMunicipalities,
                today: now.day, law: law)
        } catch {
            throw Refused("no-law", ["at": error.day.danish])
        }
        if !actor.mayObserve(in: one.municipality) {
            problems.append(Refusal("trend.outside-your-area", ["place": "municipality"]))
        }
        try await checkNameless([("area", one.area), ("remark", one.remark)], problems: problems, by: actor)
    }
}

extension Actor {
    /// Whether their work lies there: those of a municipality or a sector observe in their own.
    public func mayObserve(in municipality: String) -> Bool {
        guard effectiveRoles.allSatisfy(\.isLocal), case .municipalities(let own) = area else { return true }
        return own.contains(municipality)
    }
}
