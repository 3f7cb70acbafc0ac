import Casework
import Handbook
import Prevention

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /screening | needs screen; families with hits, nobody named |
/// | POST | /screening/run | needs screen; starts a run unless one is going on |
/// | GET | /screening/run | needs screen; how far it is, for polling |
/// | GET | /screening/rules | needs screen; drafts only with edit-rules |
/// | GET | /screening/{id} | needs screen; logged for the child and the family |
/// | POST | /screening/{id}/decision | needs screen; *report* also needs work-cases |
/// | GET | /screening/{id}/decision | needs screen; back to the hit |
enum ScreeningPages {
    static func add(to routes: RouteTable) {
        let desk = ScreeningDesk()

        routes.get("/screening", .needs(.screen)) { visit in
            if let shorter = visit.addressWithoutEmpty { return .redirect(shorter) }
            return try await HitListModel.answer(visit, run: await desk.state)
        }

        routes.post("/screening/run", .needs(.screen)) { visit in
            await desk.start(try visit.authorized(Acts.Screen.self), in: visit.office, logger: visit.site.logger)
            return .redirect("/screening?ran=1")
        }

        routes.get("/screening/run", .needs(.screen)) { visit in
            .page("screening-run-page", RunPage(run: RunModel(await desk.state, visit.words, isFresh: true)))
        }

        routes.get("/screening/rules", .needs(.screen)) { visit in
            let who = try visit.authorized(Acts.Screen.self)
            let counts = try await CountOutcomes()(who, in: visit.office)
            let shelf = try await ReadRules()(who, in: visit.office)
            return .page(
                "screening-rules", try RulesModel(shelf, counts, visit, try await CaseTexts.load(for: visit)))
        }

        routes.get("/screening/{id}", .needs(.screen)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let (page, desk) = try await HitDesk.page(id, visit)
            return .page("screening-hit", HitModel(page, visit, desk, try await CaseTexts.load(for: visit)))
        }

        // The address of a refused form, opened anew or in the other language.
        routes.get("/screening/{id}/decision", .needs(.screen)) { visit in
            .redirect(try await HitDesk(visit).path(try visit.parameter("id", as: Int64.self)))
        }

        routes.post("/screening/{id}/decision", .needs(.screen)) { visit in
            try await HitDecisionForm.answer(visit)
        }

        HitForms.add(to: routes)
        HitGuide.add(to: routes)
        ScreeningMeetingModel.add(to: routes)
    }
}

/// The page that polling asks for.
struct RunPage: Sendable {
    let run: RunModel
}
