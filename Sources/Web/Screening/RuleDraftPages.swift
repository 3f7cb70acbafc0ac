import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /screening/rules/drafts/new | needs edit-rules; rules name nobody |
/// | POST | /screening/rules/drafts/new | needs edit-rules |
/// | GET | /screening/rules/drafts/{draft} | needs edit-rules |
/// | POST | /screening/rules/drafts/{draft} | needs edit-rules; what can still be edited |
/// | GET | /screening/rules/drafts/{draft}/back-test | needs edit-rules; counts name nobody |
/// | POST | /screening/rules/drafts/{draft}/back-test | needs edit-rules; starts one unless it is going on |
/// | GET | /screening/rules/drafts/{draft}/shadow | needs edit-rules; leads back to the draft, as those below |
/// | GET | /screening/rules/drafts/{draft}/stop | the same |
/// | GET | /screening/rules/drafts/{draft}/propose | the same |
/// | GET | /screening/rules/drafts/{draft}/approve | the same |
/// | GET | /screening/rules/drafts/{draft}/reject | the same |
/// | GET | /screening/rules/drafts/{draft}/withdraw | the same |
/// | POST | /screening/rules/drafts/{draft}/shadow | needs edit-rules |
/// | POST | /screening/rules/drafts/{draft}/stop | needs edit-rules |
/// | POST | /screening/rules/drafts/{draft}/propose | needs edit-rules; a text that has been back-tested |
/// | POST | /screening/rules/drafts/{draft}/approve | needs edit-rules and approve-rules; never by who had a hand in it |
/// | POST | /screening/rules/drafts/{draft}/reject | needs edit-rules and approve-rules; never by who had a hand in it |
/// | POST | /screening/rules/drafts/{draft}/withdraw | needs edit-rules; of an approved version also approve-rules |
enum RuleDraftPages {
    private static let acts: [RuleDraft.Act] = [.shadow, .stop, .propose, .approve, .reject, .withdraw]

    static func add(to routes: RouteTable, desk: BackTestDesk = BackTestDesk()) {
        let base = "/screening/rules/drafts"

        routes.get(base + "/new", .needs(.editRules)) { visit in
            try await new(visit, nil)
        }

        routes.post(base + "/new", .needs(.editRules)) { visit in
            let text = lines(try await visit.form()["body"])
            do {
                let id = try await WriteRuleDraft(text: text)(visit.authorized(Acts.EditRules.self), in: visit.office)
                return .redirect("\(base)/\(id)?done=rule-saved")
            } catch let places as HandbookProblems {
                return try await new(visit, RefusedText(text: text, places: places))
            } catch let refused as Refused {
                return try await new(visit, RefusedText(text: text, refused: refused))
            }
        }

        routes.get(base + "/{draft}", .needs(.editRules)) { visit in
            try await page(visit, desk)
        }

        routes.post(base + "/{draft}", .needs(.editRules)) { visit in
            let form = try await visit.form()
            let text = lines(form["body"])
            let id = try visit.parameter("draft", as: Int64.self)
            let who = try visit.authorized(Acts.EditRules.self)
            _ = try await ReadRuleDraft(id)(who, in: visit.office)
            do {
                try await WriteRuleDraft(id, revision: Int(form["revision"]) ?? 0, text: text)(who, in: visit.office)
                return .redirect("\(base)/\(id)?done=rule-saved")
            } catch let places as HandbookProblems {
                return try await page(visit, desk, text: RefusedText(text: text, places: places))
            } catch let refused as Refused {
                return try await page(visit, desk, text: RefusedText(text: text, refused: refused))
            }
        }

        routes.get(base + "/{draft}/back-test", .needs(.editRules)) { visit in
            let view = try await read(visit)
            let state = await desk.state(of: view.draft.id)
            return .page("rule-back-test", BackTestModel(view, state, try await CaseTexts.load(for: visit)))
        }

        routes.post(base + "/{draft}/back-test", .needs(.editRules)) { visit in
            let form = try await visit.form()
            let view = try await read(visit)
            do {
                let test = BackTestRule(from: try day(form, "from"), through: try day(form, "through"))
                try test.check(today: visit.today)
                guard view.allows(.backTest, by: try visit.actor, today: visit.today) else {
                    throw Refused("rule.not-now")
                }
                await desk.start(
                    test, of: view.draft.id, try visit.authorized(Acts.EditRules.self), in: visit.office,
                    logger: visit.site.logger)
                return .redirect("\(base)/\(view.draft.id)/back-test")
            } catch let refused as Refused {
                return try await page(
                    visit, desk, form: RuleDraftForms.refused("back-test", form, refused, visit.words))
            }
        }

        for act in acts {
            let part = base + "/{draft}/" + act.rawValue

            routes.get(part, .needs(.editRules)) { visit in
                .redirect("\(base)/\(try visit.parameter("draft", as: Int64.self))")
            }

            routes.post(part, .needs(.editRules)) { visit in
                let form = try await visit.form()
                let id = try visit.parameter("draft", as: Int64.self)
                do {
                    let move = MoveRuleDraft(
                        id, revision: Int(form["revision"]) ?? 0, act, reason: form["reason"],
                        through: try day(form, "through"))
                    try await move(visit.authorized(Acts.EditRules.self), in: visit.office)
                    return .redirect("\(base)/\(id)?done=rule-" + act.rawValue)
                } catch let refused as Refused {
                    return try await page(
                        visit, desk, form: RuleDraftForms.refused(act.rawValue, form, refused, visit.words))
                }
            }
        }
    }

    /// Browsers send the ends of lines as CR LF; what is kept, and counted, is LF.
    private static func lines(_ text: String) -> String {
        text.replacing("\r\n", with: "\n") + (text.isEmpty || text.hasSuffix("\n") ? "" : "\n")
    }

    /// - Throws: `Refused` for what is typed and no date.
    private static func day(_ form: Form, _ name: String) throws(Refused) -> LocalDate? {
        let typed = TypedValue.normal(form[name], .date)
        if typed.isEmpty { return nil }
        guard let day = LocalDate(typed) else { throw Refused("rule.not-a-date", ["place": name, "value": typed]) }
        return day
    }

    private static func read(_ visit: Visit) async throws -> RuleDraftView {
        try await ReadRuleDraft(try visit.parameter("draft", as: Int64.self))(
            visit.authorized(Acts.EditRules.self), in: visit.office)
    }

    private static func new(_ visit: Visit, _ refused: RefusedText?) async throws -> Reply {
        let versions = try await visit.office.ruleVersions()
        let model = NewRuleDraftModel(versions, start: visit.query("start"), refused, visit)
        return .page("rule-draft-new", model, status: refused == nil ? .ok : .unprocessableContent)
    }

    private static func page(
        _ visit: Visit, _ desk: BackTestDesk, text: RefusedText? = nil, form: RefusedForm? = nil
    ) async throws -> Reply {
        let view = try await read(visit)
        let model = try RuleDraftModel(
            view, text: text, form: form, await desk.state(of: view.draft.id), visit,
            try await CaseTexts.load(for: visit))
        let status: HTTPResponse.Status =
            form?.status ?? text.map { $0.isConflict ? .conflict : .unprocessableContent } ?? .ok
        return .page("rule-draft", model, status: status)
    }
}
