public import Prevention
import SQL
public import Store

extension OpenedBody {
    /// Keeps what was changed in the body for its history, in the transaction of the change.
    ///
    /// - Parameter act: code; the words are in the locales under `body-act.*`.
    func keep(
        _ act: String, old: String = "", new: String = "", by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        try ChangeLog.record(.body, id: id, old: old, new: new, reason: act, by: actor, at: at, in: db)
    }
}

extension BodySeat {
    /// As the history of changes keeps it: five lines, of which the last four are codes.
    var line: String {
        [title, post.rawValue, account, from.description, to?.description ?? ""].joined(separator: "\n")
    }

    /// A seat as it was kept, by such a line; side and municipality never change and are not in it.
    public struct Kept: Sendable, Hashable {
        public let title: String
        public let post: Post
        public let account: String
        public let from: LocalDate
        public let to: LocalDate?

        public init?(line: String) {
            let parts = line.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 5, let post = Post(rawValue: parts[1]), let from = LocalDate(parts[3]) else {
                return nil
            }
            title = parts[0]
            self.post = post
            account = parts[2]
            self.from = from
            to = LocalDate(parts[4])
        }
    }
}

extension StoredTopic {
    /// For its history.
    var line: String { [title, words, link].filter { !$0.isEmpty }.joined(separator: "\n") }
}

extension StoredBodyAction {
    /// For its history, with the function that carries it out.
    func line(_ opened: OpenedBody) -> String {
        [words, seat.flatMap(opened.seat)?.seat.title ?? "", dueOn?.danish ?? ""].filter { !$0.isEmpty }
            .joined(separator: "\n")
    }
}

/// What was changed in a body, newest first.
public struct BodyHistory: Sendable {
    public let opened: OpenedBody
    public let area: StoredFocusArea?
    public let changes: [PlanChange]
}

/// Reads the history of a body: its seats, topics, minutes and what was agreed on. It is about nobody, so nothing is logged.
public struct ReadBodyHistory: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws -> BodyHistory {
        try await office.database.read { db in
            let opened = try OpenedBody(id, who.actor, on: office.now.day, in: db)
            return BodyHistory(
                opened: opened, area: try FocusAreaStore.area(opened.body.area, in: db),
                changes: try PlanHistoryStore.changes(of: .body, id, in: db))
        }
    }
}
