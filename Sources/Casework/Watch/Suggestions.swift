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
        dismissals = opened.shown(try SuggestionStore.dismissals(ofCases: [opened.id], in: db))
        suggestions =
            opened.mayHandle
            ? try CaseSuggestions.open([opened.file], office, in: db)[opened.id] ?? [] : []
        escalations = opened.shown(try EscalationStore.escalations(of: opened.id, in: db))
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

    /// Those for which the case that they offer has been opened: one that renews this one, or a newer one about the same
    /// subject and against the same counterpart. A case against somebody else answers nothing.
    private static func answered(
        _ files: [CaseFile], _ found: [Int64: [Suggested]], in db: any Connection
    ) throws -> Set<Answered> {
        let offering = files.filter { file in found[file.id]?.contains(where: \.offersCase) ?? false }
        if offering.isEmpty { return [] }
        let renewed = try RelationStore.targets(.renews, among: offering.map(\.id), in: db)
        let subjects = Set(offering.compactMap { $0.subject?.person }).sorted()
        var openings: [String: [CaseStore.Opening]] = [:]
        var answered: Set<Answered> = []
        for file in offering {
            for suggested in found[file.id] ?? [] {
                guard case .newCase(let programme, _, let since) = suggested.offer else { continue }
                if openings[programme] == nil {
                    openings[programme] = try CaseStore.openings(of: programme, about: subjects, in: db)
                }
                let isRenewed = programme == file.programme.code && renewed.contains(file.id)
                if isRenewed || (openings[programme] ?? []).contains(where: { $0.follows(file, since: since) }) {
                    answered.insert(Answered(caseID: file.id, code: suggested.code))
                }
            }
        }
        return answered
    }
}

extension Suggested {
    fileprivate var offersCase: Bool {
        if case .newCase = offer { return true }
        return false
    }
}

extension CaseStore.Opening {
    /// Whether it is about the subject of `file` and against one of its counterparts, on `day` or later.
    fileprivate func follows(_ file: CaseFile, since day: LocalDate) -> Bool {
        guard subject == file.subject?.person, self.day >= day else { return false }
        let counterparts = file.parties.filter { $0.role == .counterpart }.map(\.person)
        return counterpart.map(counterparts.contains) ?? counterparts.isEmpty
    }
}
