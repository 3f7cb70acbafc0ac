public import Prevention
import SQL
import Store

/// Takes an earlier wording out of the history of a body, because it named somebody: whoever leads the body. The text itself is
/// corrected first; what stands where it stood is who took it out, and when. It cannot be brought back.
public struct TakeOutWording: Sendable {
    public enum Part: String, Sendable, CaseIterable {
        /// What a change has written.
        case new
        /// What stood there before it.
        case old
    }

    public let body: Int64
    /// Row id of the change whose wording it is; `nil` where none was named.
    public let change: Int64?
    public let part: Part?

    public init(_ part: Part?, of change: Int64?, in body: Int64) {
        self.body = body
        self.change = change
        self.part = part
    }

    /// - Throws: `Refused`, `body.wording-stands` where it has not been corrected yet; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws {
        let now = office.now
        try await office.writing(body: body, by: who.actor) { db, opened in
            guard opened.mayLead else { throw Refused("body.not-lead") }
            let changes = try PlanHistoryStore.changes(of: .body, body, in: db)
            guard let part, let found = changes.first(where: { $0.row == change }) else {
                throw Refused("body.no-wording")
            }
            let wording = part == .new ? found.new : found.old
            guard !wording.isEmpty, TakenOut(wording) == nil else { throw Refused("body.no-wording") }
            if try opened.standing(in: db).contains(where: { $0.has(wording) }) { throw Refused("body.wording-stands") }
            let mark = TakenOut(on: now.day, by: opened.post(of: who.actor)).text
            for one in changes {
                let new = one.new.has(wording) ? mark : one.new, old = one.old.has(wording) ? mark : one.old
                if new != one.new || old != one.old {
                    try PlanHistoryStore.replace(one.row, old: old, new: new, in: db)
                }
            }
            try opened.keep("wording-taken-out", by: who.actor, at: now, in: db)
            try office.ledger.record(
                [opened.changeEntry("wording taken out of change \(found.row)")], by: who.actor, at: now, in: db)
        }
    }
}

/// What the history says in the place of a wording that was taken out.
public struct TakenOut: Sendable, Hashable {
    public let day: LocalDate
    /// Post in the body; `nil` for the secretariat.
    public let post: BodySeat.Post?

    fileprivate init(on day: LocalDate, by post: BodySeat.Post?) {
        self.day = day
        self.post = post
    }

    /// `nil` for any other text.
    public init?(_ kept: String) {
        let parts = kept.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, parts[0] == TakenOut.prefix, let day = LocalDate(parts[1]) else { return nil }
        self.day = day
        post = BodySeat.Post(rawValue: parts[2])
    }

    private static let prefix = "taken-out:"

    /// `taken-out: 2026-03-02 chair`
    fileprivate var text: String { "\(TakenOut.prefix) \(day) \(post?.rawValue ?? "secretariat")" }
}

extension OpenedBody {
    /// In which post somebody leads it; `nil` for the secretariat, which leads all.
    fileprivate func post(of actor: Actor) -> BodySeat.Post? {
        own.map(\.seat.post).first { $0 != .member }
    }

    /// The texts of the body as they stand now, each as its history keeps it.
    fileprivate func standing(in db: any Connection) throws -> [String] {
        let meetings = try MeetingStore.meetings(of: id, .bodies, in: db)
        let topics =
            try TopicStore.waiting(in: id, db) + TopicStore.withdrawn(in: id, db)
            + meetings.flatMap { try TopicStore.topics(at: $0.id, in: db) }
        let actions =
            try TopicStore.actions(of: id, in: db) + meetings.flatMap { try TopicStore.struck(at: $0.id, in: db) }
        return [body.purpose] + seats.map(\.seat.line) + topics.flatMap { [$0.line, $0.title + "\n" + $0.minutes] }
            + actions.flatMap { [$0.line(self), $0.words + "\n" + $0.remark] }
    }
}

extension String {
    /// Whether it is a wording, or has it among its lines as a whole.
    fileprivate func has(_ wording: String) -> Bool { ("\n" + self + "\n").contains("\n" + wording + "\n") }
}
