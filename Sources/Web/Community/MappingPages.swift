import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /mapping | needs read-plan; it names nobody |
/// | GET | /mapping/{area}/grid.csv | needs read-plan |
/// | GET | /mapping/{area}/{municipality} | needs read-plan |
/// | GET | /mapping/{area}/{municipality}/{kind} | needs read-plan |
/// | POST | /mapping/{area}/{municipality}/{kind} | needs propose-plan; the municipality's own people |
enum MappingPages {
    static func add(to routes: RouteTable) {
        routes.get("/mapping", .needs(.readPlan)) { visit in
            if let short = visit.addressWithoutEmpty { return .redirect(short) }
            let who = try visit.authorized(Acts.ReadPlan.self)
            let area = visit.query("area").flatMap { Int64($0) }
            let plan = visit.query("plan").flatMap { Int64($0) }
            // An area alone leads to its plan; with a plan chosen, that one is shown.
            var grid: Mapping?
            if let area, plan == nil { grid = try await ReadMapping(area: area)(who, in: visit.office) }
            if grid == nil { grid = try await ReadMapping(plan: plan)(who, in: visit.office) }
            let texts = try await CaseTexts.load(for: visit)
            let own = try visit.actor.fillsIn(of: visit.office.handbook.ownMunicipalities)
            return .page("mapping", MappingModel(grid, area: area, own: own, texts))
        }

        routes.get("/mapping/{area}/grid.csv", .needs(.readPlan)) { visit in
            let (grid, area) = try await grid(visit)
            let texts = try await CaseTexts.load(for: visit)
            let lines = MappingTable(grid, area.id, texts).csv
            return .text(
                lines.map(CSVLine.text).joined(), contentType: "text/csv; charset=utf-8",
                fileName: "mapping-\(area.id).csv")
        }

        routes.get("/mapping/{area}/{municipality}", .needs(.readPlan)) { visit in
            let (grid, area) = try await grid(visit)
            let code = try visit.ownMunicipality()
            let texts = try await CaseTexts.load(for: visit)
            let own = try visit.actor.fillsIn(of: visit.office.handbook.ownMunicipalities)
            let isOwn = grid.isOpen && own == code
            return .page("mapping-place", MappingPlaceModel(grid, area, code, isOwn: isOwn, texts))
        }

        routes.get("/mapping/{area}/{municipality}/{kind}", .needs(.readPlan)) { visit in
            try await cell(visit, nil)
        }

        routes.post("/mapping/{area}/{municipality}/{kind}", .needs(.proposePlan)) { visit in
            let (_, area) = try await grid(visit)
            let code = try visit.ownMunicipality()
            let kind = try kind(visit)
            let form = try await visit.form()
            do {
                let measure = Measure.State(rawValue: form["state"]).map { state in
                    Measure(
                        state: state, name: form["name"], remark: form["remark"], contact: form["contact"],
                        link: form["link"])
                }
                guard measure != nil || form["state"] == MeasureModel.emptied else {
                    throw Refused("plan.required", ["place": "state"])
                }
                try await SaveMeasure(
                    area: area.id, municipality: code, kind: kind, measure, revision: Int(form["revision"]) ?? 0,
                    isConfirmed: NameTick.isSet(in: form))(visit.authorized(Acts.ProposePlan.self), in: visit.office)
                return .redirect("/mapping/\(area.id)/\(code)?done=measure-saved")
            } catch let refused as Refused {
                return try await cell(
                    visit,
                    RefusedForm(plan: "measure", form, refused, visit.words) { visit.words("mapping.field." + $0) })
            }
        }
    }

    private static func grid(_ visit: Visit) async throws -> (Mapping, StoredFocusArea) {
        let id = try visit.parameter("area", as: Int64.self)
        let found = try await ReadMapping(area: id)(visit.authorized(Acts.ReadPlan.self), in: visit.office)
        guard let found, let area = found.areas.first(where: { $0.id == id }) else { throw NotFound() }
        return (found, area)
    }

    private static func kind(_ visit: Visit) throws -> Measure.Kind {
        guard let kind = Measure.Kind(rawValue: try visit.parameter("kind")) else { throw NotFound() }
        return kind
    }

    private static func cell(_ visit: Visit, _ refused: RefusedForm?) async throws -> Reply {
        let (grid, area) = try await grid(visit)
        let code = try visit.ownMunicipality()
        let kind = try kind(visit)
        let stored = grid.cell(area.id, code, kind)
        let who = try visit.authorized(Acts.ReadPlan.self)
        var history: [ReadMeasureHistory.Entry] = []
        if let stored { history = try await ReadMeasureHistory(stored.id)(who, in: visit.office) }
        let texts = try await CaseTexts.load(for: visit)
        let own = who.actor.fillsIn(of: visit.office.handbook.ownMunicipalities)
        let model = MeasureModel(area, code, kind, stored, history, isOwn: grid.isOpen && own == code, refused, texts)
        return .page("mapping-cell", model, status: refused?.status ?? .ok)
    }
}
