import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /persons/{id}/identity | needs review-identities; the records behind a person and how they came together and apart |
/// | GET | /persons/{id}/merge | needs review-identities; the form to merge a record with another |
/// | POST | /persons/{id}/merge | needs review-identities; first the number or id of the other, then both side by side and a reason |
/// | GET | /merges/{id}/undo | needs review-identities; what would go where |
/// | POST | /merges/{id}/undo | needs review-identities; a reason; where four eyes are asked for, two persons |
/// | GET | /merges/{id}/undo/drop | needs review-identities; leads back |
/// | POST | /merges/{id}/undo/drop | needs review-identities; the merge stands |
/// | GET | /splits/{id}/end | needs review-identities; the form to take a split back |
/// | POST | /splits/{id}/end | needs review-identities; a reason |
enum IdentityPages {
    static func add(to routes: RouteTable) {
        routes.get("/persons/{id}/identity", .needs(.reviewIdentities)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let identity = try await ReadIdentity(id)(visit.authorized(Acts.ReviewIdentities.self), in: visit.office)
            if identity.person != id { return .redirect(IdentityLink.to(identity.person)) }
            let names = try await NameAccounts()(in: visit.office)
            return .page("person-identity", IdentityModel(identity, names: names, visit))
        }

        addMerge(to: routes)

        routes.get("/merges/{id}/undo", .needs(.reviewIdentities)) { visit in
            try await UndoForm.answer(visit, nil, Form([:]))
        }

        routes.post("/merges/{id}/undo", .needs(.reviewIdentities)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let form = try await visit.form()
            do {
                let persons = try await UndoMerge(id, words: form["reason"], isAboutFirst: UndoForm.choices(form))(
                    visit.authorized(Acts.ReviewIdentities.self), in: visit.office)
                guard let person = persons.first else {
                    return .redirect("/merges/\(id)/undo?done=identity-undo-proposed")
                }
                return .redirect(IdentityLink.to(person) + "?done=identity-undone")
            } catch let refused as Refused
                where ["identity-words", "identity-second"].contains(refused.refusals.first?.code)
            {
                return try await UndoForm.answer(visit, refused, form)
            }
        }

        routes.get("/merges/{id}/undo/drop", .needs(.reviewIdentities)) { visit in
            .redirect("/merges/\(try visit.parameter("id", as: Int64.self))/undo")
        }

        routes.post("/merges/{id}/undo/drop", .needs(.reviewIdentities)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let person = try await DropUndoProposal(id)(visit.authorized(Acts.ReviewIdentities.self), in: visit.office)
            return .redirect(IdentityLink.to(person) + "?done=identity-undo-dropped")
        }

        routes.get("/splits/{id}/end", .needs(.reviewIdentities)) { visit in
            .page("split-end", SplitForm(visit, try visit.parameter("id", as: Int64.self), "", nil))
        }

        routes.post("/splits/{id}/end", .needs(.reviewIdentities)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let reason = try await visit.form()["reason"]
            do {
                let person = try await TakeBackSplit(id, words: reason)(
                    visit.authorized(Acts.ReviewIdentities.self), in: visit.office)
                return .redirect(IdentityLink.to(person) + "?done=identity-split-ended")
            } catch let refused as Refused where refused.refusals.first?.code == "identity-words" {
                return .page("split-end", SplitForm(visit, id, reason, refused), status: .unprocessableContent)
            }
        }
    }

    private static func addMerge(to routes: RouteTable) {
        routes.get("/persons/{id}/merge", .needs(.reviewIdentities)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            return try await MergeForm.answer(visit, id, other: nil, Form([:]), nil)
        }

        routes.post("/persons/{id}/merge", .needs(.reviewIdentities)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let form = try await visit.form()
            var other = Int64(form["record"])
            do {
                if let other {
                    let outcome = try await MergePersons(id, other, words: form["reason"])(
                        visit.authorized(Acts.ReviewIdentities.self), in: visit.office)
                    switch outcome {
                    case .merged(let person): return .redirect(IdentityLink.to(person) + "?done=identity-merged")
                    case .waits(let doubt): return .redirect("/identities/\(doubt)?done=identity-second")
                    }
                }
                other = try await IdentifyPerson(form["other"])(
                    visit.authorized(Acts.WorkCases.self), in: visit.office)
                return try await MergeForm.answer(visit, id, other: other, form, nil)
            } catch let refused as Refused {
                return try await MergeForm.answer(visit, id, other: other, form, refused)
            }
        }
    }
}

enum IdentityLink {
    static func to(_ person: Int64) -> String { PersonLink.to(person) + "/identity" }
}

/// Asks why a split is taken back.
struct SplitForm: Sendable {
    let action: String
    let reason: String
    let problems: FormProblems?
    let reasonError: String?

    init(_ visit: Visit, _ id: Int64, _ reason: String, _ refused: Refused?) {
        action = "/splits/\(id)/end"
        self.reason = reason
        let items = (refused?.refusals ?? []).map {
            FormProblems.Item(problemText: visit.words.refusal($0, programme: nil), problemTarget: "reason")
        }
        problems = FormProblems(found: items, words: visit.words)
        reasonError = items.first?.problemText
    }
}
