import Casework
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /programmes | needs work-cases |
/// | GET | /programmes/{programme} | needs work-cases, programme in scope |
/// | GET | /programmes/{programme}/forecast | needs work-cases, programme in scope |
/// | GET | /programmes/{programme}/suggested | needs work-cases, programme in scope; empty without a role in it |
enum ProgrammePages {
    static func add(to routes: RouteTable) {
        routes.get("/programmes", .needs(.workCases)) { visit in
            let scope = try visit.authorized(Acts.WorkCases.self).scope
            let texts = try await CaseTexts.load(for: visit)
            return .page("programmes", ProgrammesModel(scope, texts))
        }

        routes.get("/programmes/{programme}", .needs(.workCases)) { visit in
            let programme = try visit.programme()
            let texts = try await CaseTexts.load(for: visit)
            return .page("programme", ProgrammeModel(programme, actor: try visit.actor, texts))
        }

        routes.get("/programmes/{programme}/forecast", .needs(.workCases)) { visit in
            let programme = try visit.programme()
            let who = try visit.authorized(Acts.WorkCases.self)
            let lines = try await ReadForecast(programme)(who, in: visit.office)
            let texts = try await CaseTexts.load(for: visit)
            return .page("programme-forecast", ForecastModel(programme, lines, texts))
        }

        routes.get("/programmes/{programme}/suggested", .needs(.workCases)) { visit in
            let programme = try visit.programme()
            guard programme.hasSuggestions else { throw NotFound() }
            let who = try visit.authorized(Acts.WorkCases.self)
            let (suggested, dismissed) = try await SuggestFollowUps(programme).found(who, in: visit.office)
            for one in suggested {
                await visit.state(Purpose(.incident, reference: one.incident.externalID), for: [one.victim])
            }
            let onCases = try await SuggestInCases(programme)(who, in: visit.office)
            let texts = try await CaseTexts.load(for: visit)
            return .page("programme-suggested", try SuggestedModel(programme, suggested, onCases, dismissed, texts))
        }
    }
}

/// All programmes in scope.
struct ProgrammesModel: Sendable {
    struct Entry: Sendable {
        let entryName: String
        let entryAbout: String
        let entryHref: String
        let entryBoard: String
        let entryList: String
        /// The assessments of areas that its cases need; `nil` where they need none.
        let entryAreas: String?
        let entryRegime: String
    }

    let entries: [Entry]

    init(_ scope: CaseScope, _ texts: CaseTexts) {
        entries = Catalogue.all.filter { scope.contains($0) }.map { programme in
            var filter = CaseFilter()
            filter.programme = programme
            return Entry(
                entryName: texts.programme(programme), entryAbout: texts.words("programme.\(programme.code).about"),
                entryHref: "/programmes/" + programme.code, entryBoard: "/cases/board/" + programme.code,
                entryList: filter.address(), entryAreas: programme.looksAtAreas ? "/areas" : nil,
                entryRegime: texts.words("regime." + programme.regime.rawValue))
        }
    }
}
