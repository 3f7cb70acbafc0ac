import Handbook
public import Prevention
import SQL
public import Store

/// What follows a case by itself: what it suggests, what was dismissed, and what went to a leader.
public struct CaseWatch: Sendable {
    /// To those who handle it.
    public let suggestions: [Suggested]
    /// Newest first, undone ones too.
    public let dismissals: [StoredDismissal]
    /// Newest first.
    public let escalations: [StoredEscalation]

    init(_ opened: OpenedCase, _ office: Office, in db: any Connection) throws {
        dismissals = try SuggestionStore.dismissals(ofCases: [opened.id], in: db)
        suggestions =
            opened.mayHandle
            ? try CaseSuggestions.open([opened.file], office, in: db)[opened.id] ?? [] : []
        escalations = try EscalationStore.escalations(of: opened.id, in: db)
    }
}

/// The suggestions on case files that nobody has dismissed or answered.
enum CaseSuggestions {
    static func open(
        _ files: [CaseFile], _ office: Office, in db: any Connection
    ) throws -> [Int64: [Suggested]] {
        let now = office.now
        var found: [Int64: [Suggested]] = [:]
        for file in files where !file.programme.suggestions.isEmpty {
            let suggested = try Engine.suggestions(on: file, now: now, law: office.law)
            if !suggested.isEmpty { found[file.id] = suggested }
        }
        if found.isEmpty { return [:] }
        let dismissed = Dictionary(
            grouping: try SuggestionStore.dismissals(ofCases: found.keys.sorted(), in: db), by: \.about)
        let answered = try answered(files.filter { found[$0.id] != nil }, found, in: db)
        return found.reduce(into: [:]) { result, one in
            let left = one.value.filter { suggested in
                !(dismissed[.caseFile(one.key)] ?? []).contains { $0.covers(suggested) }
                    && !answered.contains(Answered(caseID: one.key, code: suggested.code))
            }
            if !left.isEmpty { result[one.key] = left }
        }
    }

    private struct Answered: Hashable {
        let caseID: Int64
        let code: String
    }

    /// Those for which the case that they offer has been opened.
    private static func answered(
        _ files: [CaseFile], _ found: [Int64: [Suggested]], in db: any Connection
    ) throws -> Set<Answered> {
        var answered: Set<Answered> = []
        let subjects = Array(Set(files.compactMap { $0.subject?.person }))
        var openings: [String: [Int64: LocalDate]] = [:]
        for file in files {
            for suggested in found[file.id] ?? [] {
                guard case .newCase(let programme, _, let since) = suggested.offer, let subject = file.subject else {
                    continue
                }
                if openings[programme] == nil {
                    openings[programme] = try CaseStore.latestOpening(of: programme, about: subjects, in: db)
                }
                if let opened = openings[programme]?[subject.person], opened >= since {
                    answered.insert(Answered(caseID: file.id, code: suggested.code))
                }
            }
        }
        return answered
    }
}

/// A suggestion on a case, without what names anybody.
public struct SuggestionOnCase: Sendable {
    public let suggested: Suggested
    public let row: CaseRow
}

/// The suggestions on the cases of a programme, for whoever handles it: the cases with the nearest deadlines first. Nobody is
/// named, so nothing is logged.
public struct SuggestInCases: Sendable {
    public let programme: Programme
    public static let most = 50
    /// Of the open cases so many are looked at.
    private static let mostCases = 300

    public init(_ programme: Programme) {
        self.programme = programme
    }

    public func callAsFunction(
        _ who: Authorized<Acts.WorkCases>, in office: Office
    ) async throws -> [SuggestionOnCase] {
        let stages = Array(Set(programme.suggestions.flatMap(\.during)))
        guard !stages.isEmpty, who.scope.contains(programme), programme.isHandled(by: who.actor) else { return [] }
        return try await office.database.read { db in
            let candidates = try SuggestionStore.candidates(
                of: programme, during: stages, scope: who.scope, limit: SuggestInCases.mostCases, in: db)
            let open = try CaseSuggestions.open(candidates.map(\.file), office, in: db)
            let found = candidates.flatMap { row, file in
                (open[row.id] ?? []).map {
                    SuggestionOnCase(suggested: $0, row: row)
                }
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
