import Casework
import Foundation
import HTTPTypes
import Handbook
import Hummingbird
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /plan/{id}/status | needs read-plan |
/// | POST | /plan/{id}/status | needs edit-plan |
/// | GET | /plan/status/{id} | needs read-plan; figures are those of the published annual report |
/// | GET | /plan/status/{id}/report.pdf | needs read-plan |
/// | GET | /plan/status/{id}/do/{act} | needs read-plan; leads back to the status |
/// | POST | /plan/status/{id}/do/{act} | needs edit-plan |
enum StatusPages {
    static func add(to routes: RouteTable) {
        routes.get("/plan/{id}/status", .needs(.readPlan)) { visit in try await list(visit, nil) }

        routes.post("/plan/{id}/status", .needs(.editPlan)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let form = try await visit.form()
            do {
                let made = try await OpenStatus(
                    id, title: form["title"], meetingOn: try PlanForms.day(form, "meeting"),
                    isConfirmed: NameTick.isSet(in: form))(visit.authorized(Acts.EditPlan.self), in: visit.office)
                return .redirect("/plan/status/\(made)?done=plan-saved")
            } catch let refused as Refused {
                return try await list(visit, (form, refused))
            }
        }

        routes.get("/plan/status/{id}", .needs(.readPlan)) { visit in try await one(visit, nil) }

        routes.get("/plan/status/{id}/report.pdf", .needs(.readPlan)) { visit in
            let opened = try await ReadStatus(try visit.parameter("id", as: Int64.self))(
                visit.authorized(Acts.ReadPlan.self), in: visit.office)
            let html = try StatusDocument.html(opened, try await .load(for: visit), visit.site)
            do {
                let pdf = try await WeasyPrint().pdf(html)
                return .download(
                    contentType: "application/pdf", fileName: "kredsraad-\(opened.stored.meetingOn).pdf",
                    size: pdf.count
                ) { try await $0(.init(bytes: pdf)) }
            } catch let problem as WeasyPrint.Problem {
                throw LetterDocument.refusal(problem, visit)
            }
        }

        routes.get("/plan/status/{id}/do/{act}", .needs(.readPlan)) { visit in
            .redirect("/plan/status/\(try visit.parameter("id", as: Int64.self))")
        }

        routes.post("/plan/status/{id}/do/{act}", .needs(.editPlan)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let act: String = try visit.parameter("act")
            let form = try await visit.form()
            do {
                try await perform(act, on: id, form, visit)
                return .redirect("/plan/status/\(id)?done=plan-saved")
            } catch let refused as Refused {
                return try await one(visit, (act, form, refused))
            }
        }
    }

    private static func perform(_ act: String, on id: Int64, _ form: Form, _ visit: Visit) async throws {
        let who = try visit.authorized(Acts.EditPlan.self)
        let isConfirmed = NameTick.isSet(in: form)
        switch act {
        case "freeze":
            try await FreezeStatus(
                id, revision: PlanForms.revision(form), acceptsUnwritten: form["unwritten"] == "yes")(
                    who, in: visit.office)
        case "change":
            try await ChangeStatus(
                id, revision: PlanForms.revision(form), title: form["title"],
                meetingOn: try PlanForms.day(form, "meeting"),
                isConfirmed: isConfirmed)(who, in: visit.office)
        case "addendum":
            try await AddToStatus(id, form["text"], isConfirmed: isConfirmed)(who, in: visit.office)
        default:
            guard act.hasPrefix("text-"), let area = Int64(act.dropFirst("text-".count)) else { throw NotFound() }
            try await WriteStatusText(
                id, area: area, PlanForms.text(form), revision: PlanForms.revision(form), isConfirmed: isConfirmed)(
                    who, in: visit.office)
        }
    }

    private static func list(_ visit: Visit, _ refused: (typed: Form, why: Refused)?) async throws -> Reply {
        let plan = try await ReadPlan(try visit.parameter("id", as: Int64.self))(
            visit.authorized(Acts.ReadPlan.self), in: visit.office)
        let texts = try await PlanTexts.load(for: visit)
        let problem = refused.map { texts.refused("new", $0.typed, $0.why) }
        let model = StatusListModel(plan, problem, texts)
        return .page("plan-status-list", PlanPage(m: model, problem), status: problem?.status ?? .ok)
    }

    private static func one(
        _ visit: Visit, _ refused: (act: String, typed: Form, why: Refused)?
    ) async throws -> Reply {
        let opened = try await ReadStatus(try visit.parameter("id", as: Int64.self))(
            visit.authorized(Acts.ReadPlan.self), in: visit.office)
        let texts = try await PlanTexts.load(for: visit)
        let problem = refused.map { texts.refused($0.act, $0.typed, $0.why) }
        let model = StatusModel(opened, problem, texts)
        return .page("plan-status", PlanPage(m: model, problem), status: problem?.status ?? .ok)
    }
}

/// A status as one HTML page with its styles in it, to be made into a PDF: a sheet per focus area.
enum StatusDocument {
    private struct Model: Sendable {
        let language: String
        let styles: String
        let district: String
        let status: StatusModel
    }

    static func html(_ opened: OpenedStatus, _ texts: PlanTexts, _ site: Site) throws -> String {
        let language = texts.words.language
        let district = texts.texts.handbook.district
        let styles = ["report-paper.css", "report.css", "plan-paper.css"].map { site.assets.text($0) }
        let model = Model(
            language: language.rawValue, styles: styles.joined(separator: "\n"), district: district,
            status: StatusModel(opened, nil, texts.onPaper))
        let frame = PageFrame(
            language: language.rawValue, otherLanguages: [], user: nil, csrf: "", navigation: [],
            emergencyText: nil, notice: nil, assetVersion: "", district: district)
        return try site.templates.render("plan-status-document", page: frame, language: language, model: model)
    }
}
