import Casework
import Handbook
import Prevention

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /ssp | needs share-trends; counts name nobody |
/// | GET | /ssp/courses | needs work-cases, SSP courses in scope |
enum SSPPages {
    static func add(to routes: RouteTable) {
        routes.get("/ssp", .needs(.shareTrends)) { visit in
            let who = try visit.authorized(Acts.ShareTrends.self)
            let trends = try await ReadTrends(visit.query("quarter").flatMap { Quarter($0) })(who, in: visit.office)
            let counts = ReadCourseCounts(trends.quarter)
            let courses = try await counts(who, in: visit.office)
            let day = counts.day(in: visit.office)
            let texts = try await CaseTexts.load(for: visit)
            let mayList = who.actor.may(.workCases) && who.scope.contains(.sspCourse)
            return .page("ssp", SSPModel(courses, on: day, trends, mayList: mayList, texts))
        }

        routes.get("/ssp/courses", .needs(.workCases)) { visit in
            if let short = visit.addressWithoutEmpty { return .redirect(short) }
            let levels = Programme.sspCourse.field("level")?.options ?? []
            let level = visit.query("level").flatMap { levels.contains($0) ? $0 : nil }
            let municipality = visit.query("municipality").flatMap { visit.office.handbook.municipality($0)?.code }
            let found = try await ListCourses(level: level, municipality: municipality)(
                visit.authorized(Acts.WorkCases.self), in: visit.office)
            let texts = try await CaseTexts.load(for: visit)
            return .page(
                "ssp-courses", CourseListModel(found, level: level, municipality: municipality, texts))
        }
    }
}
