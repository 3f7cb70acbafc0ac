import Handbook
public import Prevention
import SQL
import Store

extension Office {
    /// Refuses what must not be written where nobody is named. Whether a text holds a name is asked of the register; a text that
    /// does is logged as a search, so whoever tries names leaves a trace of each.
    ///
    /// - Parameters:
    ///   - texts: each with the field that it stands in.
    ///   - problems: what is wrong besides.
    /// - Throws: `Refused` with every reason.
    func checkNameless(
        _ texts: [(place: String, text: String)], problems: [Refusal], by actor: Actor
    ) async throws {
        let named = try await reading(by: actor) { db in
            let named = try texts.filter { try PersonStore.names(NamelessText.namePairs($0.text), in: db) }
            let searches = named.map {
                LedgerEntry(.search, .person, id: nil, reason: "nameless " + $0.place, words: $0.text)
            }
            return (named.map(\.place), searches)
        }
        let found = problems + named.map { Refusal("trend.name", ["place": $0]) }
        guard found.isEmpty else { throw Refused(found) }
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
