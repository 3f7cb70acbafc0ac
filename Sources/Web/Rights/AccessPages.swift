import Casework
import Foundation
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /access | needs give-access; logged for every person in the register of requests |
/// | GET | /access/new | needs give-access |
/// | POST | /access/new | needs give-access |
/// | GET | /access/{id} | needs give-access; the preview is logged for the person and the cases in it |
/// | GET | /access/{id}/restrict | needs give-access; leads back to the request, as the next |
/// | GET | /access/{id}/give | the same |
/// | POST | /access/{id}/restrict | needs give-access |
/// | POST | /access/{id}/give | needs give-access |
/// | POST | /access/{id}/answer | needs give-access; logged as disclosed before it is given |
/// | GET | /access/{id}/answer | needs give-access; to be printed, each time logged as disclosed |
/// | GET | /access/{id}/json | needs give-access; as a file, each time logged as disclosed |
enum AccessPages {
    static func add(to routes: RouteTable) {
        routes.get("/access", .needs(.giveAccess)) { visit in
            let lines = try await ListAccess()(visit.authorized(Acts.GiveAccess.self), in: visit.office)
            return .page("access-list", AccessListModel(lines, visit))
        }

        routes.get("/access/new", .needs(.giveAccess)) { visit in
            .page("access-new", try await NewAccessModel.empty(visit))
        }

        routes.post("/access/new", .needs(.giveAccess)) { visit in
            try await NewAccessModel.answer(visit)
        }

        routes.get("/access/{id}", .needs(.giveAccess)) { visit in
            try await page(visit)
        }

        for part in ["restrict", "give"] {
            routes.get("/access/{id}/" + part, .needs(.giveAccess)) { visit in
                .redirect("/access/\(try visit.parameter("id", as: Int64.self))")
            }
        }

        routes.post("/access/{id}/restrict", .needs(.giveAccess)) { visit in
            let form = try await visit.form()
            return try await change(visit, form, done: "access-withheld") {
                guard let part = AccessPart(form["part"]), let ground = AccessGround(rawValue: form["ground"]) else {
                    throw Refused("access-restriction-incomplete")
                }
                return .withhold(part, ground, reason: form["reason"], silent: form["silent"] == "yes")
            }
        }

        routes.post("/access/{id}/give", .needs(.giveAccess)) { visit in
            let form = try await visit.form()
            return try await change(visit, form, done: "access-given") {
                guard let part = AccessPart(form["part"]) else { throw Refused("access-restriction-incomplete") }
                return .give(part)
            }
        }

        routes.post("/access/{id}/answer", .needs(.giveAccess)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            do {
                _ = try await AnswerAccess(id)(visit.authorized(Acts.GiveAccess.self), in: visit.office)
            } catch let refused as Refused {
                return try await page(visit, refused: refused, at: "answer")
            }
            return .redirect("/access/\(id)?done=access-answered")
        }

        routes.get("/access/{id}/answer", .needs(.giveAccess)) { visit in
            guard let answer = try await again(visit) else { return .redirect(try address(visit)) }
            let model = AccessAnswerModel(answer, words: visit.words, handbook: visit.office.handbook)
            return .page("access-answer", AccessAnswerPage(answer: model, back: try address(visit)))
        }

        routes.get("/access/{id}/json", .needs(.giveAccess)) { visit in
            guard let answer = try await again(visit) else { return .redirect(try address(visit)) }
            let id = try visit.parameter("id", as: Int64.self)
            return .text(
                try answer.json, contentType: "application/json; charset=utf-8", fileName: "access-\(id).json")
        }
    }

    private static func address(_ visit: Visit) throws -> String {
        "/access/\(try visit.parameter("id", as: Int64.self))"
    }

    /// The answer once more; `nil` where none has been given yet.
    private static func again(_ visit: Visit) async throws -> AccessAnswer? {
        let id = try visit.parameter("id", as: Int64.self)
        do {
            return try await AnswerAccess(id, isRepeated: true)(
                visit.authorized(Acts.GiveAccess.self), in: visit.office)
        } catch let refused as Refused where refused.refusals.contains(where: { $0.code == "access-not-answered" }) {
            return nil
        }
    }

    private static func change(
        _ visit: Visit, _ form: Form, done: String, _ make: () throws -> RestrictAccess.Change
    ) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        do {
            try await RestrictAccess(id, make())(visit.authorized(Acts.GiveAccess.self), in: visit.office)
        } catch let refused as Refused {
            return try await page(visit, refused: refused, at: "restrict", typed: form)
        }
        return .redirect("/access/\(id)?done=" + done)
    }

    private static func page(
        _ visit: Visit, refused: Refused? = nil, at place: String = "", typed: Form? = nil
    ) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        let page = try await ReadAccess(id)(visit.authorized(Acts.GiveAccess.self), in: visit.office)
        let problems = refused.map { refused in
            FormProblems(
                refused.refusals.map {
                    .init(problemText: visit.words.refusal($0, programme: nil), problemTarget: place)
                }, words: visit.words)
        }
        let names = try await NameAccounts()(in: visit.office)
        let model = AccessModel(page, visit, names: names, problems: problems, typed: typed)
        return .page("access", model, status: refused == nil ? .ok : .unprocessableContent)
    }
}

/// The page that shows an answer to print.
struct AccessAnswerPage: Sendable {
    let answer: AccessAnswerModel
    let back: String
}
