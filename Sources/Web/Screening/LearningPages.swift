import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /screening/rules/learning | needs screen; counts and shares, nobody named |
/// | GET | /screening/rules/blind | needs judge-sample; nobody named |
/// | GET | /screening/rules/blind/{sample} | needs judge-sample; never what one has decided on; logged for the hit and the persons |
/// | POST | /screening/rules/blind/{sample} | needs judge-sample; changes nothing for the family |
/// | GET | /screening/rules/blind/{sample}/withdraw | needs judge-sample; leads back |
/// | POST | /screening/rules/blind/{sample}/withdraw | needs judge-sample; one's own, on the same day |
enum LearningPages {
    private static let blind = "/screening/rules/blind"

    static func add(to routes: RouteTable) {
        routes.get("/screening/rules/learning", .needs(.screen)) { visit in
            let readers = try visit.authorized(Acts.ReadReport.self)
            let years = try await ListReportYears()(readers, in: visit.office)
            let asked = visit.query("year").flatMap { Int($0) }.flatMap { years.years.contains($0) ? $0 : nil }
            let year = asked ?? (years.years.contains(years.current) ? years.current : years.latest)
            let report = try await MakeReport(year: year, isLearningOnly: true)(readers, in: visit.office)
            return .page("learning", LearningModel(report, years, try visit.actor, visit))
        }

        routes.get(blind, .needs(.judgeSample)) { visit in
            let queue = try await ListBlindSample()(visit.authorized(Acts.JudgeSample.self), in: visit.office)
            return .page("blind-list", BlindListModel(queue, visit.words))
        }

        routes.get(blind + "/{sample}", .needs(.judgeSample)) { visit in
            let found = try await read(visit)
            return .page("blind-case", BlindCaseModel(found, visit))
        }

        routes.post(blind + "/{sample}", .needs(.judgeSample)) { visit in
            try await answer(visit)
        }

        routes.get(blind + "/{sample}/withdraw", .needs(.judgeSample)) { visit in
            .redirect("\(blind)/\(try visit.parameter("sample", as: Int64.self))")
        }

        routes.post(blind + "/{sample}/withdraw", .needs(.judgeSample)) { visit in
            let id = try visit.parameter("sample", as: Int64.self)
            do {
                try await WithdrawBlindAnswer(id)(visit.authorized(Acts.JudgeSample.self), in: visit.office)
                return .redirect("\(blind)/\(id)?done=blind-withdrawn")
            } catch let refused as Refused {
                var form = HitDecisionForm(action: "\(blind)/\(id)")
                form.decisionError = refused.refusals.first.map { visit.words.refusal($0, programme: nil) }
                let model = BlindCaseModel(try await read(visit), visit, form: form)
                return .page("blind-case", model, status: .unprocessableContent)
            }
        }
    }

    private static func read(_ visit: Visit) async throws -> BlindCase {
        try await ReadBlindCase(try visit.parameter("sample", as: Int64.self))(
            visit.authorized(Acts.JudgeSample.self), in: visit.office)
    }

    /// Records the answer; what is missing comes back with what was typed.
    private static func answer(_ visit: Visit) async throws -> Reply {
        let id = try visit.parameter("sample", as: Int64.self)
        let posted = try await visit.form()
        let said = StoredHit.State(rawValue: posted["decision"]).flatMap { $0 == .open ? nil : $0 }
        var form = HitDecisionForm(action: "\(blind)/\(id)")
        form.isReport = said == .report
        form.isNoReport = said == .noReport
        form.typed = posted["reason"]
        if said == nil { form.decisionError = visit.words("screening.decide.missing") }
        if form.typed.isEmpty { form.reasonError = visit.words.refusal(Refusal("decision-reason"), programme: nil) }
        if let said, !form.typed.isEmpty {
            do {
                try await JudgeBlindCase(id, said, reason: form.typed)(
                    visit.authorized(Acts.JudgeSample.self), in: visit.office)
                return .redirect(blind + "?done=blind-answered")
            } catch let refused as Refused {
                for refusal in refused.refusals {
                    let text = visit.words.refusal(refusal, programme: nil)
                    if refusal.code == "blind-answered" { form.decisionError = text } else { form.reasonError = text }
                }
            }
        }
        let model = BlindCaseModel(try await read(visit), visit, form: form)
        return .page("blind-case", model, status: .unprocessableContent)
    }
}
