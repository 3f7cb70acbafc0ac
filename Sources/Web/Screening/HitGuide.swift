import Casework
import Handbook
import Prevention
import Store

/// A hit step by step, for those who see one for the first time.
struct HitGuide: Sendable {
    enum Step: String, CaseIterable {
        case what, why, near, family, earlier, decide
    }

    struct Stop: Sendable {
        let stopHref: String
        let stopTitle: String
        let isCurrent: Bool
    }

    let stops: [Stop]
    let stepTitle: String
    let stepText: String
    let stepPlace: String
    let previousStep: String?
    let nextStep: String?
    /// Which part of the hit the step shows.
    let isWhat: Bool
    let isWhy: Bool
    let isNear: Bool
    let isFamily: Bool
    let isEarlier: Bool
    let isDecide: Bool
    let hitHref: String
    let knowsHits: Bool
    let hit: HitModel

    init(_ model: HitModel, _ id: Int64, step: Step, _ desk: HitDesk, _ words: Words) {
        func path(_ step: Step) -> String { desk.path(id, "/guide", with: ["step=" + step.rawValue]) }
        let all = Step.allCases
        let place = all.firstIndex(of: step) ?? 0
        stops = all.map {
            Stop(stopHref: path($0), stopTitle: words("hit-guide.step." + $0.rawValue), isCurrent: $0 == step)
        }
        stepTitle = words("hit-guide.step." + step.rawValue)
        stepText = words("hit-guide.text." + step.rawValue)
        stepPlace = words("hit-guide.place", ["number": String(place + 1), "count": String(all.count)])
        previousStep = place > 0 ? path(all[place - 1]) : nil
        nextStep = place + 1 < all.count ? path(all[place + 1]) : nil
        isWhat = step == .what
        isWhy = step == .why
        isNear = step == .near
        isFamily = step == .family
        isEarlier = step == .earlier
        isDecide = step == .decide
        hitHref = desk.path(id)
        knowsHits = desk.knowsHits
        hit = model
    }

    /// | Method | Path | Policy |
    /// |---|---|---|
    /// | GET | /screening/{id}/guide | needs screen; logged as the hit is |
    /// | POST | /screening/guide | needs screen; whether to offer it, for the own account |
    /// | GET | /screening/guide | needs screen; to the queue |
    static func add(to routes: RouteTable) {
        routes.get("/screening/{id}/guide", .needs(.screen)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let (page, desk) = try await HitDesk.page(id, visit)
            let model = HitModel(page, visit, desk, try await CaseTexts.load(for: visit))
            let step = visit.query("step").flatMap(Step.init(rawValue:)) ?? .what
            return .page("screening-guide", HitGuide(model, id, step: step, desk, visit.words))
        }

        routes.get("/screening/guide", .needs(.screen)) { _ in .redirect("/screening") }

        routes.post("/screening/guide", .needs(.screen)) { visit in
            let form = try await visit.form()
            try await KnowHits().set(form["known"] == "yes", visit.authorized(Acts.Screen.self), in: visit.office)
            guard let hit = Int64(form["hit"]) else { return .redirect("/screening") }
            return .redirect("/screening/\(hit)?done=" + (form["known"] == "yes" ? "hits-known" : "hits-offered"))
        }
    }
}
