public import Prevention
import SQL
public import Store

/// An open SSP course, without who it is about.
public struct CourseLine: Sendable {
    public let row: CaseRow
    public let level: String
    /// The last day of the next review; `nil` where the case has none.
    public let reviewBy: LocalDate?
}

/// The list of open courses.
public struct CourseList: Sendable {
    public let lines: [CourseLine]
    /// Whether there are more than are shown.
    public let isCut: Bool
    /// Whether courses with somebody protected in them are left out, because where they lie would show.
    public let leavesOutProtected: Bool
}

/// Lists the open courses of SSP within the actor's scope, the next review first. No person is named, so nothing is logged.
public struct ListCourses: Sendable {
    public static let most = 200

    /// `nil` for all.
    public let level: String?
    /// `nil` for all.
    public let municipality: String?

    public init(level: String? = nil, municipality: String? = nil) {
        self.level = level
        self.municipality = municipality
    }

    /// - Throws: `NotFound` where the scheme is outside the actor's scope.
    public func callAsFunction(
        _ who: Authorized<Acts.WorkCases>, in office: Office
    ) async throws -> CourseList {
        let programme = Programme.sspCourse
        guard who.scope.contains(programme) else { throw NotFound() }
        let now = office.now
        return try await office.database.read { db in
            var found: [Int64: (level: String, reviewBy: LocalDate?)] = [:]
            try CaseStore.forEachFile(
                programmes: [programme], changedFrom: now.day + 1, openedThrough: now.day, scope: who.scope, in: db
            ) { file in
                let own = file.fields["level"] ?? ""
                guard level.map({ $0 == own }) ?? true, municipality.map({ $0 == file.municipality }) ?? true else {
                    return
                }
                let review = try programme.clock("review")?.reading(of: file, now: now, law: office.law)
                found[file.id] = (own, review?.dueDay)
            }
            let order = found.sorted {
                ($0.value.reviewBy ?? .distant, $0.key) < ($1.value.reviewBy ?? .distant, $1.key)
            }
            var rows: [Int64: CaseRow] = [:]
            for start in stride(from: 0, to: order.count, by: 1_000) {
                let ids = order[start..<min(order.count, start + 1_000)].map(\.key)
                for row in try CaseStore.rows(ids, scope: who.scope, in: db) { rows[row.id] = row }
            }
            // Where a case with somebody protected in it lies is not told by picking a municipality.
            let hidesPlaces = municipality != nil && who.actor.onlyMunicipality != municipality
            let lines = order.compactMap { id, facts in
                rows[id].map { CourseLine(row: $0, level: facts.level, reviewBy: facts.reviewBy) }
            }.filter { !hidesPlaces || !$0.row.hidesPlace }
            return CourseList(
                lines: Array(lines.prefix(ListCourses.most)), isCut: lines.count > ListCourses.most,
                leavesOutProtected: hidesPlaces)
        }
    }
}

extension LocalDate {
    /// After every day that a deadline can have.
    fileprivate static let distant = LocalDate(dayNumber: Int32.max)
}
