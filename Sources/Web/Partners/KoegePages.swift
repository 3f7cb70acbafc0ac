import Casework
import HTTPTypes
import Handbook
import Prevention

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /koege-model | needs read-report; figures name nobody |
/// | GET | /koege-model/roll-out/{municipality} | needs read-report |
/// | POST | /koege-model/roll-out/{municipality} | needs read-report; a role that records the roll-out |
enum KoegePages {
    static func add(to routes: RouteTable) {
        routes.get("/koege-model", .needs(.readReport)) { visit in
            let who = try visit.authorized(Acts.ReadReport.self)
            let evaluation = try await EvaluateKoegeModel(visit.query("year").flatMap { Int($0) })(
                who, in: visit.office)
            let entries = try await ReadRollOut()(who, in: visit.office)
            let texts = try await CaseTexts.load(for: visit)
            return .page(
                "koege-model",
                KoegeModelPage(evaluation, entries, visit.office.rollOutMunicipalities, texts))
        }

        routes.get("/koege-model/roll-out/{municipality}", .needs(.readReport)) { visit in try await one(visit, nil) }

        routes.post("/koege-model/roll-out/{municipality}", .needs(.readReport)) { visit in
            let code: String = try visit.parameter("municipality")
            let form = try await visit.form()
            do {
                let entry = try entry(form, of: code)
                try await RecordRollOut(entry, after: Int64(form["revision"]) ?? -1)(
                    visit.authorized(Acts.ReadReport.self), in: visit.office)
                return .redirect("/koege-model/roll-out/\(code)?done=rolled-out")
            } catch let refused as Refused {
                return try await one(visit, (form, refused))
            }
        }
    }

    private static func entry(_ form: Form, of municipality: String) throws(Refused) -> RollOut {
        var problems: [Refusal] = []
        let state = RollOut.State(rawValue: form["state"])
        if state == nil { problems.append(Refusal("trend.required", ["place": "state"])) }
        let typed = TypedValue.normal(form["day"], .date)
        let day = LocalDate(typed)
        if day == nil {
            problems.append(
                typed.isEmpty
                    ? Refusal("trend.required", ["place": "day"])
                    : Refusal("trend.not-a-date", ["place": "day", "value": typed]))
        }
        guard let state, let day else { throw Refused(problems) }
        return RollOut(
            municipality: municipality, state: state, day: day, contact: form["contact"], remark: form["remark"])
    }

    private static func one(_ visit: Visit, _ refused: (typed: Form, why: Refused)?) async throws -> Reply {
        let code: String = try visit.parameter("municipality")
        guard visit.office.rollOutMunicipalities.contains(code) else { throw NotFound() }
        let who = try visit.authorized(Acts.ReadReport.self)
        let entries = try await ReadRollOut()(who, in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        let problem = refused.map { refused in
            RefusedForm(
                name: "roll-out", typed: refused.typed,
                problems: FormProblems(placed: refused.why, prefix: "roll-out", texts.words) {
                    texts.words("roll-out.field." + $0)
                }, isConflict: refused.why.refusals.contains { $0.code == "changed-meanwhile" })
        }
        let model = RollOutModel(
            code, entries, problem, mayRecord: RecordRollOut.isOpen(to: who.actor), texts)
        return .page("roll-out", model, status: problem?.status ?? .ok)
    }
}
