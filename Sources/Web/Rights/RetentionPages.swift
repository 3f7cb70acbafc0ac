import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /retention | needs manage-retention; numbers and nobody named, the reasons of holds logged |
/// | POST | /retention | needs manage-retention; freezes the list |
/// | GET | /retention/{id} | needs manage-retention; numbers and nobody named |
/// | GET | /retention/{id}/approve | needs manage-retention; leads back to the deletion, as the next |
/// | GET | /retention/{id}/withdraw | the same |
/// | GET | /retention/{id}/run | the same |
/// | POST | /retention/{id}/approve | needs manage-retention; somebody else than the proposer |
/// | POST | /retention/{id}/withdraw | needs manage-retention |
/// | POST | /retention/{id}/run | needs manage-retention; once approved |
/// | GET | /retention/holds/new | needs manage-retention |
/// | POST | /retention/holds/new | needs manage-retention |
/// | GET | /retention/holds/{id}/lift | needs manage-retention |
/// | POST | /retention/holds/{id}/lift | needs manage-retention |
enum RetentionPages {
    static func add(to routes: RouteTable) {
        let desk = DeletionDesk()

        routes.get("/retention", .needs(.manageRetention)) { visit in
            if let shorter = visit.addressWithoutEmpty { return .redirect(shorter) }
            return try await RetentionModel.answer(visit)
        }

        routes.post("/retention", .needs(.manageRetention)) { visit in
            let form = try await visit.form()
            do {
                let day = LocalDate(form["as-of"])
                let id = try await ProposeDeletion(asOf: day)(
                    visit.authorized(Acts.ManageRetention.self), in: visit.office)
                return .redirect("/retention/\(id)?done=deletion-proposed")
            } catch let refused as Refused {
                return try await RetentionModel.answer(visit, asOf: form["as-of"], refused)
            }
        }

        routes.get("/retention/{id}", .needs(.manageRetention)) { visit in
            try await DeletionModel.answer(visit, desk)
        }

        for part in ["approve", "withdraw", "run"] {
            routes.get("/retention/{id}/" + part, .needs(.manageRetention)) { visit in
                .redirect("/retention/\(try visit.parameter("id", as: Int64.self))")
            }
        }

        routes.post("/retention/{id}/approve", .needs(.manageRetention)) { visit in
            let typed = try await visit.form()["count"]
            return try await decide(visit, desk, .approve(count: Int(typed) ?? -1), done: "deletion-approved", typed)
        }

        routes.post("/retention/{id}/withdraw", .needs(.manageRetention)) { visit in
            try await decide(visit, desk, .withdraw, done: "deletion-withdrawn", "")
        }

        routes.post("/retention/{id}/run", .needs(.manageRetention)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let who = try visit.authorized(Acts.ManageRetention.self)
            let page = try await ReadDeletion(id)(who, in: visit.office)
            guard page.deletion.state == .approved else {
                return try await DeletionModel.answer(visit, desk, Refused("not-approved"))
            }
            await desk.start(id, who, in: visit.office, logger: visit.site.logger)
            return .redirect("/retention/\(id)?done=deletion-started")
        }

        HoldForm.add(to: routes)
    }

    private static func decide(
        _ visit: Visit, _ desk: DeletionDesk, _ decision: DecideDeletion.Decision, done: String, _ typed: String
    ) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        do {
            try await DecideDeletion(id, decision)(visit.authorized(Acts.ManageRetention.self), in: visit.office)
        } catch let refused as Refused {
            return try await DeletionModel.answer(visit, desk, refused, typed: typed)
        }
        return .redirect("/retention/\(id)?done=" + done)
    }
}
