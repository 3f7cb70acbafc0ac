public import Prevention
import SQL
public import Store

/// A suggestion on a case, without what names anybody.
public struct SuggestionOnCase: Sendable {
    public let suggested: Suggested
    public let row: CaseRow
}

/// The suggestions on the open cases of a programme, for whoever handles it: those with the nearest deadlines first, then those
/// without one, whose clocks are paused or have stopped. Nobody is named, so nothing is logged.
public struct SuggestInCases: Sendable {
    public let programme: Programme
    public static let most = 50
    /// Cases read at a time, until there are enough.
    private static let portion = 500

    public init(_ programme: Programme) {
        self.programme = programme
    }

    public func callAsFunction(
        _ who: Authorized<Acts.WorkCases>, in office: Office
    ) async throws -> [SuggestionOnCase] {
        guard !programme.suggestions.isEmpty, who.scope.contains(programme), programme.isHandled(by: who.actor) else {
            return []
        }
        let now = office.now
        let traces = try programme.suggestions.map { (rule: $0, days: try $0.trace.days(on: now.day, office.law)) }
        return try await office.database.read { db in
            var found: [SuggestionOnCase] = []
            var place: SuggestionStore.Place? = .start
            while let from = place, found.count < SuggestInCases.most {
                let portion = try SuggestionStore.candidates(
                    of: programme, traces, now: now, scope: who.scope, after: from, limit: SuggestInCases.portion,
                    in: db)
                let open = try CaseSuggestions.open(portion.cases.map(\.file), office, in: db)
                found += portion.cases.flatMap { row, _ in
                    (open[row.id] ?? []).map { SuggestionOnCase(suggested: $0, row: row) }
                }
                place = portion.next
            }
            return Array(found.prefix(SuggestInCases.most))
        }
    }
}

/// How many suggestions wait for somebody, by programme; only where there are any.
public struct CountSuggestions: Sendable {
    public init() {}

    public func callAsFunction(
        _ who: Authorized<Acts.WorkCases>, in office: Office
    ) async throws -> [(programme: Programme, count: Int)] {
        var counts: [(programme: Programme, count: Int)] = []
        for programme in Catalogue.all where programme.hasSuggestions {
            let onCases = try await SuggestInCases(programme)(who, in: office).count
            let onIncidents = try await SuggestFollowUps(programme)(who, in: office).count
            if onCases + onIncidents > 0 { counts.append((programme, onCases + onIncidents)) }
        }
        return counts
    }
}
