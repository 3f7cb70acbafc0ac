import Casework
import Handbook
import Hummingbird
import Prevention

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /report | needs read-report |
/// | GET | /report/{year} | needs read-report; `?unsuppressed=1` needs read-unsuppressed as well and is logged |
/// | GET | /report/{year}/report.json | the same |
/// | GET | /report/{year}/report.csv | the same |
/// | GET | /report/{year}/figure/{id} | needs work-cases; not found outside the actor's scope |
enum ReportPages {
    static func add(to routes: RouteTable) {
        routes.get("/report", .needs(.readReport)) { visit in
            let years = try await years(visit)
            let chosen = visit.query("year").flatMap { Int($0) }.flatMap { years.years.contains($0) ? $0 : nil }
            return .redirect("/report/\(chosen ?? years.latest)")
        }

        routes.get("/report/{year}", .needs(.readReport)) { visit in
            let years = try await years(visit)
            let report = try await report(visit, years)
            let model = ReportModel(
                report, years: years, reader: .init(actor: try visit.actor), words: visit.words,
                handbook: visit.office.handbook)
            return .page("report", model)
        }

        routes.get("/report/{year}/report.json", .needs(.readReport)) { visit in
            let report = try await report(visit, try await years(visit))
            return .text(
                try ReportOutput.json(report), contentType: "application/json", fileName: fileName(report, "json"))
        }

        routes.get("/report/{year}/report.csv", .needs(.readReport)) { visit in
            let report = try await report(visit, try await years(visit))
            let table = ReportOutput.csv(report, words: visit.words, handbook: visit.office.handbook)
            return .text(table, contentType: "text/csv; charset=utf-8", fileName: fileName(report, "csv"))
        }

        routes.get("/report/{year}/figure/{id}", .needs(.workCases)) { visit in
            let year = try visit.parameter("year", as: Int.self)
            guard
                try await ListReportYears()(visit.authorized(Acts.ReadReport.self), in: visit.office)
                    .years.contains(year)
            else { throw NotFound() }
            let asked = ReadDrillDown(
                try visit.parameter("id"), cell: .init(variant: visit.query("variant"), group: visit.query("group")),
                year: year, municipality: visit.query("municipality"),
                part: visit.query("of").flatMap { .init(rawValue: $0) } ?? .all)
            let found = try await asked(visit.authorized(Acts.WorkCases.self), in: visit.office)
            return .page(
                "report-records",
                RecordsModel(found, asked: asked, try await CaseTexts.load(for: visit), language: visit.language))
        }
    }

    private static func years(_ visit: Visit) async throws -> ReportYears {
        try await ListReportYears()(visit.authorized(Acts.ReadReport.self), in: visit.office)
    }

    /// - Throws: `NotFound` for a year without a report, `Refusal` where small cells are asked for without the permission.
    private static func report(_ visit: Visit, _ years: ReportYears) async throws -> AnnualReport {
        let year = try visit.parameter("year", as: Int.self)
        guard years.years.contains(year) else { throw NotFound() }
        let isUnsuppressed = visit.query("unsuppressed") == "1"
        let needed = Permission.readUnsuppressed
        if isUnsuppressed, try !visit.actor.may(needed) {
            throw Refusal("forbidden", ["permission": needed.rawValue])
        }
        return try await MakeReport(year: year, isUnsuppressed: isUnsuppressed)(
            visit.authorized(Acts.ReadReport.self), in: visit.office)
    }

    private static func fileName(_ report: AnnualReport, _ ending: String) -> String {
        "kreds-\(report.year)\(report.isSuppressed ? "" : "-internal").\(ending)"
    }
}
