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
    /// As the history of changes keeps it: six lines, of which the last five are codes.
    var line: String {
        [title, post.rawValue, account, from.description, to?.description ?? "", municipality].joined(separator: "\n")
    }

    /// A seat as it was kept, by such a line.
    public struct Kept: Sendable, Hashable {
        public let title: String
        public let post: Post
        public let account: String
        public let from: LocalDate
        public let to: LocalDate?
        /// Code; empty for a seat of the police.
        public let municipality: String

        public init?(line: String) {
            let parts = line.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 6, let post = Post(rawValue: parts[1]), let from = LocalDate(parts[3]) else {
                return nil
            }
            title = parts[0]
            self.post = post
            account = parts[2]
            self.from = from
            to = LocalDate(parts[4])
            municipality = parts[5]
        }
    }
}

extension StoredTopic {
    /// For its history.
    var line: String {
        TopicDraft(title: title, words: words, reference: reference, link: link).line(about: reference)
    }
}

extension TopicDraft {
    /// For the history; what it is about stands in a line as a code, since not everybody who reads it may know of that.
    func line(about reference: String) -> String {
        [title, words, reference.isEmpty ? "" : TopicReferenceLine.prefix + reference, link].filter { !$0.isEmpty }
            .joined(separator: "\n")
    }
}

/// The line of a topic's history that says what it is about.
public enum TopicReferenceLine {
    fileprivate static let prefix = "reference: "

    /// The code of such a line; `nil` for any other.
    public static func code(of line: String) -> String? {
        guard line.hasPrefix(prefix) else { return nil }
        let code = String(line.dropFirst(prefix.count))
        return code.wholeMatch(of: /[a-z]+ [0-9]+/) == nil ? nil : code
    }
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
    /// What of all that topics are about the reader may know of.
    public let references: BodyReferences
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
                changes: try PlanHistoryStore.changes(of: .body, id, in: db),
                references: try BodyReferences(for: who.actor, office, in: db))
        }
    }
}
