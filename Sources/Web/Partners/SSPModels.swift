import Casework
import Handbook
import Prevention
import Store

/// What the quarterly meeting of the district sees (*kvartalsmøde*): courses and observations as counts.
struct SSPModel: Sendable {
    let selects: [FilterSelect]
    let lead: String
    let courses: CountTable
    let trends: CountTable
    let trendsHref: String
    let coursesHref: String?

    init(_ results: [FigureResult], on day: LocalDate, _ trends: Trends, mayList: Bool, _ texts: CaseTexts) {
        let words = texts.words
        let handbook = texts.handbook
        let quarter = trends.quarter.name(words)
        selects = [
            FilterSelect(
                "quarter", words("trend.quarter"), all: nil,
                trends.quarters.map { ($0.description, $0.name(words)) }, chosen: trends.quarter.description)
        ]
        lead = words("ssp-page.rule", ["count": words.number(trends.least)])
        courses = CountTable(
            results,
            columns: results.map { result in
                result.cell.group.map { words.name("choice.level", $0, of: .sspCourse) } ?? words("trend.all")
            }, caption: words("ssp-page.courses", ["day": day.danish]), handbook: handbook, words)
        func text(_ count: Int?) -> String { count.map { words.number($0) } ?? words("trend.too-few") }
        let topics = handbook.trendTopics
        let places: [(String?, String)] =
            handbook.municipalities.filter(\.isOwn).sorted { $0.name < $1.name }.map { ($0.code, $0.name) }
            + [(nil, words("partners.district"))]
        self.trends = CountTable(
            caption: words("trend.table", ["quarter": quarter]), corner: words("case-words.municipality"),
            columns: topics.map { $0.names[words.language] ?? $0.code },
            rows: places.map { code, name in
                (name: name, cells: topics.map { (text(trends.table.count($0.code, in: code)), nil) })
            })
        trendsHref = "/trends?quarter=\(trends.quarter)"
        coursesHref = mayList ? "/ssp/courses" : nil
    }
}

/// The open courses, the next review first.
struct CourseListModel: Sendable {
    struct Line: Sendable {
        let courseNumber: String
        let courseHref: String
        let courseLevel: String
        let coursePlace: String
        let courseStage: String
        let courseDue: DueBadge?
        let courseOwner: String
    }

    let selects: [FilterSelect]
    let isFiltered: Bool
    let caption: String
    let lines: [Line]
    let hasLines: Bool
    let isCut: Bool
    let leavesOutProtected: Bool

    init(_ found: CourseList, level: String?, municipality: String?, _ texts: CaseTexts) {
        let words = texts.words
        func name(_ level: String) -> String { words.name("choice.level", level, of: .sspCourse) }
        selects = [
            FilterSelect(
                "level", words("programme.ssp-course.field.level"), all: words("case-list.all"),
                (Programme.sspCourse.field("level")?.options ?? []).map { ($0, name($0)) }, chosen: level),
            FilterSelect(
                "municipality", words("case-words.municipality"), all: words("case-list.all"),
                texts.handbook.municipalities.filter(\.isOwn).sorted { $0.name < $1.name }.map { ($0.code, $0.name) },
                chosen: municipality),
        ]
        isFiltered = level != nil || municipality != nil
        caption = words("ssp-page.count", ["count": words.number(found.lines.count)])
        lines = found.lines.map { one in
            Line(
                courseNumber: one.row.number, courseHref: "/cases/\(one.row.id)", courseLevel: name(one.level),
                coursePlace: texts.place(of: one.row),
                courseStage: texts.stage(Stage(one.row.stage), of: .sspCourse),
                courseDue: one.reviewBy.map {
                    DueBadge(Instant(endOf: $0), clock: Programme.sspCourse.clock("review"), of: .sspCourse, texts)
                },
                courseOwner: texts.owner(one.row.owner))
        }
        hasLines = !lines.isEmpty
        isCut = found.isCut
        leavesOutProtected = found.leavesOutProtected
    }
}
