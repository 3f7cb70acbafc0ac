import Casework
import HTTPTypes
import Handbook
import Prevention

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /areas | needs work-cases; assessments name nobody |
/// | GET | /areas/new | needs work-cases |
/// | POST | /areas/new | needs work-cases; a role that assesses areas |
/// | GET | /areas/{id} | needs work-cases |
/// | GET | /areas/{id}/end | needs work-cases; leads back to the assessment |
/// | POST | /areas/{id}/end | needs work-cases; a role that assesses areas |
enum AreaPages {
    static func add(to routes: RouteTable) {
        routes.get("/areas", .needs(.workCases)) { visit in
            let who = try visit.authorized(Acts.WorkCases.self)
            let state = visit.query("state").flatMap { ListAreas.State(rawValue: $0) }
            let municipality = visit.query("municipality").flatMap { visit.office.handbook.municipality($0)?.code }
            let areas = try await ListAreas(state: state, municipality: municipality)(who, in: visit.office)
            let texts = try await CaseTexts.load(for: visit)
            let model = AreaListModel(
                areas, state, municipality, mayAssess: AssessArea.isOpen(to: who.actor),
                bans: Catalogue.all.first { $0.looksAtAreas && who.scope.contains($0) }, texts)
            return .page("area-list", model)
        }

        routes.get("/areas/new", .needs(.workCases)) { visit in
            let today = visit.today
            let form = Form(["decided_by": try visit.actor.displayName, "valid_from": today.description])
            return try await new(visit, form, nil)
        }

        routes.post("/areas/new", .needs(.workCases)) { visit in
            let form = try await visit.form()
            do {
                let area = try AreaForm.assessment(form, law: visit.office.law, today: visit.office.now.day)
                let id = try await AssessArea(area)(visit.authorized(Acts.WorkCases.self), in: visit.office)
                return .redirect("/areas/\(id)?done=area-assessed")
            } catch let refused as Refused {
                return try await new(visit, form, refused)
            }
        }

        routes.get("/areas/{id}", .needs(.workCases)) { visit in try await one(visit, nil) }

        routes.get("/areas/{id}/end", .needs(.workCases)) { visit in
            .redirect("/areas/\(try visit.parameter("id", as: Int64.self))")
        }

        routes.post("/areas/{id}/end", .needs(.workCases)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let form = try await visit.form()
            do {
                let typed = TypedValue.normal(form["day"], .date)
                guard let day = LocalDate(typed) else {
                    throw Refused("not-a-date", ["field": visit.words("area.field.end-day"), "value": typed])
                }
                guard let revision = Int(form["revision"]) else { throw Refused("changed-meanwhile") }
                try await EndArea(id, on: day, reason: form["reason"], revision: revision)(
                    visit.authorized(Acts.WorkCases.self), in: visit.office)
                return .redirect("/areas/\(id)?done=area-ended")
            } catch let refused as Refused {
                return try await one(visit, (form, refused))
            }
        }
    }

    private static func new(_ visit: Visit, _ form: Form, _ refused: Refused?) async throws -> Reply {
        let texts = try await CaseTexts.load(for: visit)
        let model = NewAreaModel(form, refused, mayAssess: AssessArea.isOpen(to: try visit.actor), texts)
        return .page("area-new", model, status: refused == nil ? .ok : .unprocessableContent)
    }

    private static func one(_ visit: Visit, _ refused: (typed: Form, why: Refused)?) async throws -> Reply {
        let who = try visit.authorized(Acts.WorkCases.self)
        let area = try await ReadArea(try visit.parameter("id", as: Int64.self))(who, in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        let isConflict = refused?.why.refusals.contains { $0.code == "changed-meanwhile" } ?? false
        let model = AreaModel(area, refused, mayAssess: AssessArea.isOpen(to: who.actor), texts)
        return .page(
            "area", model, status: refused == nil ? .ok : isConflict ? .conflict : .unprocessableContent)
    }
}
