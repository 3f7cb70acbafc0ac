import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /trends | needs share-trends; trends name nobody |
/// | GET | /trends/new | needs share-trends |
/// | POST | /trends/new | needs share-trends |
/// | GET | /trends/own | needs share-trends; one's own alone |
/// | GET | /trends/own/{id} | needs share-trends; one's own alone |
/// | POST | /trends/own/{id} | needs share-trends; one's own alone |
/// | GET | /trends/own/{id}/withdraw | needs share-trends; leads back to the observation |
/// | POST | /trends/own/{id}/withdraw | needs share-trends; one's own alone |
enum TrendPages {
    static func add(to routes: RouteTable) {
        routes.get("/trends", .needs(.shareTrends)) { visit in
            if let short = visit.addressWithoutEmpty { return .redirect(short) }
            let who = try visit.authorized(Acts.ShareTrends.self)
            let handbook = visit.office.handbook
            let topic = visit.query("topic").flatMap { code in handbook.trendTopics.first { $0.code == code }?.code }
            let municipality = visit.query("municipality").flatMap { code in
                handbook.ownMunicipalities.contains(code) ? code : nil
            }
            let trends = try await ReadTrends(
                visit.query("quarter").flatMap { Quarter($0) }, topic: topic, municipality: municipality)(
                    who, in: visit.office)
            let texts = try await CaseTexts.load(for: visit)
            return .page(
                "trends",
                TrendsModel(trends, topic: topic, municipality: municipality, who.actor, texts))
        }

        routes.get("/trends/new", .needs(.shareTrends)) { visit in try await new(visit, nil) }

        routes.post("/trends/new", .needs(.shareTrends)) { visit in
            let form = try await visit.form()
            do {
                try await RecordObservation(ObservationForm.read(form))(
                    visit.authorized(Acts.ShareTrends.self), in: visit.office)
                return .redirect("/trends/own?done=observed")
            } catch let refused as Refused {
                return try await new(visit, (form, refused))
            }
        }

        routes.get("/trends/own", .needs(.shareTrends)) { visit in
            let own = try await ListOwnObservations()(visit.authorized(Acts.ShareTrends.self), in: visit.office)
            return .page("trends-own", OwnObservationsModel(own, try await CaseTexts.load(for: visit)))
        }

        routes.get("/trends/own/{id}", .needs(.shareTrends)) { visit in try await one(visit, nil) }

        routes.post("/trends/own/{id}", .needs(.shareTrends)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let form = try await visit.form()
            let who = try visit.authorized(Acts.ShareTrends.self)
            _ = try await ReadOwnObservation(id)(who, in: visit.office)
            do {
                let read = try ObservationForm.read(form)
                guard let revision = Int(form["revision"]) else { throw Refused("changed-meanwhile") }
                try await CorrectObservation(id, revision: revision, to: read)(who, in: visit.office)
                return .redirect("/trends/own?done=observation-corrected")
            } catch let refused as Refused {
                return try await one(visit, ("observation", form, refused))
            }
        }

        routes.get("/trends/own/{id}/withdraw", .needs(.shareTrends)) { visit in
            .redirect("/trends/own/\(try visit.parameter("id", as: Int64.self))")
        }

        routes.post("/trends/own/{id}/withdraw", .needs(.shareTrends)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let form = try await visit.form()
            do {
                try await WithdrawObservation(id, revision: Int(form["revision"]) ?? 0)(
                    visit.authorized(Acts.ShareTrends.self), in: visit.office)
                return .redirect("/trends/own?done=observation-withdrawn")
            } catch let refused as Refused {
                return try await one(visit, ("withdraw", form, refused))
            }
        }
    }

    private static func new(_ visit: Visit, _ refused: (typed: Form, why: Refused)?) async throws -> Reply {
        let texts = try await CaseTexts.load(for: visit)
        let words = texts.words
        let actor = try visit.actor
        let problem = refused.map { ObservationForm.refused($0.typed, $0.why, "observation", words) }
        let filled = ["day": texts.today.description, "municipality": actor.onlyMunicipality ?? ""]
        let model = ObservationModel(
            observationTitle: words("trend.new"), isOwn: false,
            form: ObservationForm.form(
                action: "/trends/new", title: words("trend.save"), filled, revision: nil, problem, actor, texts),
            withdraw: nil)
        return .page("trend-observation", model, status: problem?.status ?? .ok)
    }

    private static func one(
        _ visit: Visit, _ refused: (name: String, typed: Form, why: Refused)?
    ) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        let stored = try await ReadOwnObservation(id)(visit.authorized(Acts.ShareTrends.self), in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        let words = texts.words
        let problem = refused.map { ObservationForm.refused($0.typed, $0.why, $0.name, words) }
        let model = ObservationModel(
            observationTitle: words("trend.correct"), isOwn: true,
            form: ObservationForm.form(
                action: "/trends/own/\(id)", title: words("trend.save-correction"),
                ObservationForm.values(stored.observation), revision: stored.revision, problem, try visit.actor, texts),
            withdraw: CaseForm(
                "withdraw", action: "/trends/own/\(id)/withdraw", title: words("trend.withdraw"),
                revision: stored.revision, problem, isDanger: true
            ) { _ in [] })
        return .page("trend-observation", model, status: problem?.status ?? .ok)
    }
}
