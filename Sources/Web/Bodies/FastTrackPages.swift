import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /fast-track | needs read-plan; those that one's authority has asked or is asked |
/// | GET | /fast-track/new | needs propose-plan |
/// | POST | /fast-track/new | needs propose-plan |
/// | GET | /fast-track/{question} | needs read-plan; whom it concerns, who has asked, or edit-plan |
/// | GET | /fast-track/{question}/{act} | needs read-plan; leads back to the question |
/// | POST | /fast-track/{question}/{act} | needs read-plan; an answer by whom it concerns, else who has asked or edit-plan |
enum FastTrackPages {
    static func add(to routes: RouteTable) {
        routes.get("/fast-track", .needs(.readPlan)) { visit in
            if let short = visit.addressWithoutEmpty { return .redirect(short) }
            let lines = try await ListQuestions()(visit.authorized(Acts.ReadPlan.self), in: visit.office)
            let texts = try await CaseTexts.load(for: visit)
            return .page("fast-track", QuestionListModel(lines, visit, try visit.actor, texts))
        }

        routes.get("/fast-track/new", .needs(.proposePlan)) { visit in try await new(visit, nil) }

        routes.post("/fast-track/new", .needs(.proposePlan)) { visit in
            let form = try await visit.form()
            do {
                let ask = AskQuestion(
                    title: form["title"], words: form["words"],
                    parties: form.fields(startingWith: "parties.").keys.sorted(), body: Int64(form["body"]),
                    isChecked: NameTick.isSet(in: form))
                let id = try await ask(visit.authorized(Acts.ProposePlan.self), in: visit.office)
                return .redirect("/fast-track/\(id)?done=fast-track-asked")
            } catch let refused as Refused {
                return try await new(visit, RefusedForm(body: "question", form, refused, visit.words))
            }
        }

        routes.get("/fast-track/{question}", .needs(.readPlan)) { visit in try await one(visit, nil) }

        routes.get("/fast-track/{question}/{act}", .needs(.readPlan)) { visit in
            .redirect("/fast-track/\(try visit.parameter("question", as: Int64.self))")
        }

        routes.post("/fast-track/{question}/{act}", .needs(.readPlan)) { visit in
            let id = try visit.parameter("question", as: Int64.self)
            let act: String = try visit.parameter("act")
            guard let kind = StoredFastTrackMessage.Kind(rawValue: act), kind != .question else { throw NotFound() }
            let form = try await visit.form()
            do {
                let write = WriteToQuestion(
                    id, revision: Int(form["revision"]) ?? 0, kind, form["words"], isChecked: NameTick.isSet(in: form))
                try await write(visit.authorized(Acts.ReadPlan.self), in: visit.office)
                return .redirect("/fast-track/\(id)?done=fast-track-" + act)
            } catch let refused as Refused {
                return try await one(visit, RefusedForm(body: act, form, refused, visit.words))
            }
        }
    }

    private static func new(_ visit: Visit, _ refused: RefusedForm?) async throws -> Reply {
        let bodies = try await ListBodies()(visit.authorized(Acts.ReadPlan.self), in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        let own = try visit.actor.authority
        let model = NewQuestionModel(bodies, own, visit.office, refused, texts)
        return .page("fast-track-new", model, status: refused?.status ?? .ok)
    }

    private static func one(_ visit: Visit, _ refused: RefusedForm?) async throws -> Reply {
        let page = try await ReadFastTrack(try visit.parameter("question", as: Int64.self))(
            visit.authorized(Acts.ReadPlan.self), in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        return .page("fast-track-question", QuestionModel(page, refused, texts), status: refused?.status ?? .ok)
    }
}
