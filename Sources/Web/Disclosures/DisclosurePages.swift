import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /disclosures | signed in; the records that the reader may know of, nobody named |
/// | GET | /disclosures/export | signed in; the form for why |
/// | POST | /disclosures/export | signed in; a lawful purpose; logged |
/// | GET | /disclosures/{id} | signed in; a record that the reader may know of, logged |
/// | POST | /disclosures/{id} | signed in; an addendum, by whoever has shared it, their authority, or with give-access |
/// | GET | /persons/{id}/disclosures | signed in; the form for why, for the police who find persons or with give-access |
/// | POST | /persons/{id}/disclosures | signed in; the same, and a lawful purpose; logged |
enum DisclosurePages {
    static func add(to routes: RouteTable) {
        routes.get("/disclosures", .signedIn) { visit in
            let filter = DisclosureFilter(visit)
            let page = try await ListDisclosures(filter.query)(visit.actor, in: visit.office)
            return .page("disclosures", DisclosureListModel(page, filter, visit))
        }

        routes.get("/disclosures/export", .signedIn) { visit in
            .page("disclosure-purpose", DisclosurePurposeModel(exporting: DisclosureFilter(visit), visit))
        }

        routes.post("/disclosures/export", .signedIn) { visit in
            let filter = DisclosureFilter(visit)
            let form = try await visit.form()
            do {
                let (purpose, explanation) = try PurposeForm.read(form)
                let page = try await ExportDisclosures(filter.query, purpose: purpose, explanation: explanation)(
                    visit.actor, in: visit.office)
                return .text(
                    DisclosureTable(visit).csv(page), contentType: "text/csv; charset=utf-8",
                    fileName: "disclosures.csv")
            } catch let refused as Refused {
                let model = DisclosurePurposeModel(exporting: filter, visit, form, refused.refusals)
                return .page("disclosure-purpose", model, status: .unprocessableContent)
            }
        }

        routes.get("/disclosures/{id}", .signedIn) { visit in
            .page("disclosure", try await record(visit, typed: "", []))
        }

        routes.post("/disclosures/{id}", .signedIn) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let text = try await visit.form()["text"]
            do {
                try await AddDisclosureAddendum(id, text: text)(visit.actor, in: visit.office)
                return .redirect("/disclosures/\(id)?done=disclosure-addendum")
            } catch let refused as Refused {
                let page = try await record(visit, typed: text, refused.refusals)
                return .page("disclosure", page, status: .unprocessableContent)
            }
        }

        routes.get("/persons/{id}/disclosures", .signedIn) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            guard DisclosureScope.mayListPerson(try visit.actor) else { throw PurposeForm.forbidden }
            return .page("disclosure-purpose", DisclosurePurposeModel(person: id, visit))
        }

        routes.post("/persons/{id}/disclosures", .signedIn) { visit in try await person(visit) }
    }

    private static func record(_ visit: Visit, typed: String, _ refusals: [Refusal]) async throws -> DisclosureModel {
        let id = try visit.parameter("id", as: Int64.self)
        let view = try await ReadDisclosure(id)(visit.actor, in: visit.office)
        return DisclosureModel(view, visit, typed: typed, refusals)
    }

    /// The list on a page, or as a file.
    private static func person(_ visit: Visit) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        guard DisclosureScope.mayListPerson(try visit.actor) else { throw PurposeForm.forbidden }
        let form = try await visit.form()
        do {
            let (purpose, explanation) = try PurposeForm.read(form)
            let found = try await ListSharings(.person(id), purpose: purpose, explanation: explanation)(
                visit.actor, in: visit.office)
            switch form["do"] {
            case "json":
                return .text(
                    try found.list.json, contentType: "application/json; charset=utf-8",
                    fileName: "disclosures-\(id).json")
            case "csv":
                return .text(
                    DisclosureTable(visit).csv(found.views.map(\.record), isCut: false),
                    contentType: "text/csv; charset=utf-8", fileName: "disclosures-\(id).csv")
            default:
                return .page(
                    "person-disclosures", PersonDisclosuresModel(found, id: id, purpose, explanation, visit))
            }
        } catch let refused as Refused {
            let model = DisclosurePurposeModel(person: id, visit, form, refused.refusals)
            return .page("disclosure-purpose", model, status: .unprocessableContent)
        }
    }
}

/// The purpose as a form gives it.
enum PurposeForm {
    static let forbidden = Refusal("forbidden", ["permission": Permission.giveAccess.rawValue])

    static func read(_ form: Form) throws -> (SharingPurpose, String) {
        guard let purpose = SharingPurpose(rawValue: form["purpose"]) else { throw Refused("disclosure-purpose") }
        return (purpose, form["explanation"])
    }
}
