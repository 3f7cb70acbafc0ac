public import Prevention
import SQL
import Store

/// The year before something was promised or began: what is reached is held against it.
public struct PlanBase: Codable, Sendable, Hashable {
    public enum Since: String, Codable, Sendable {
        /// The plan was adopted with the area in it.
        case adopted
        /// The initiative was chosen, and has not begun.
        case chosen
        case running
    }

    public let since: Since
    public let day: LocalDate
    /// The last whole year before that day.
    public let year: Int

    init(_ since: Since, _ day: LocalDate) {
        self.since = since
        self.day = day
        year = day.year - 1
    }

    /// When an initiative first began, or else was first chosen; `nil` where neither has happened by a day.
    static func of(initiative id: Int64, by day: LocalDate, in db: any Connection) throws -> PlanBase? {
        let changes = try PlanHistoryStore.changes(of: .initiative, id, in: db).reversed().filter { $0.at.day <= day }
        func first(_ stage: Initiative.Stage, _ since: Since) -> PlanBase? {
            changes.first { $0.act == "to-" + stage.rawValue }.map { PlanBase(since, $0.at.day) }
        }
        return first(.running, .running) ?? first(.chosen, .chosen)
    }

    /// When the kredsråd first adopted the plan with an area in it; `nil` where it had not by a day. An adoption may be typed in
    /// afterwards: what was in it is what stood there when it was.
    static func of(
        area id: Int64, _ versions: [AdoptedVersion], by day: LocalDate, in db: any Connection
    ) throws -> PlanBase? {
        let made = try PlanHistoryStore.changes(of: .focusArea, id, in: db).last?.at
        return versions.filter { one in one.adoptedOn <= day && made.map { $0 <= one.recordedAt } ?? true }
            .map(\.adoptedOn).min().map { PlanBase(.adopted, $0) }
    }
}
