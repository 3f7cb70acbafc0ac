public import Prevention
import SQL
public import Store

/// One notice with what its page shows. Those who receive it see of an unopened one what the list shows, and nothing else; those
/// who send it see where it went and what came back.
public struct NoticeView: Sendable {
    public let side: NoticeSide
    public let line: NoticeLine
    /// Oldest first.
    public let sendings: [StoredSending]
    /// Steps of the municipality, oldest first: stage and time, without what it has found.
    public let steps: [CaseEvent]
    /// With those who take part; `nil` where it is unopened, and for those who send.
    public let opened: OpenedCase?
    /// The next step of those who receive; of what went by secure mail, the last one of those who send. `nil` where there is
    /// none.
    public let next: Transition?
    /// Whether the reader is told what came back and has not said yet that they have seen it.
    public let isUnseen: Bool
    /// The social report that it comes out of, where the reader may open it.
    public let report: CaseRow?
}

/// Opens the page of a notice; logged like the case where it names anybody.
public struct ReadNotice: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound` where none such is in the actor's reach.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> NoticeView {
        let side = try who.noticeSide()
        let follower = side == .sender ? who.actor.name : nil
        return try await office.reading(as: who.actor) { db, sight in
            guard
                let notice = try ConcernStore.notice(id, scope: who.noticeScope(side), follower: follower, in: db)
            else { throw NotFound() }
            let line = try NoticeLine(notice, who, office, in: db)
            let isNamed = side != .sender && line.isOpened
            let opened = isNamed ? try OpenedCase(id, who, sight, in: db) : nil
            let programme = notice.file.programme
            let next = opened.flatMap { opened in
                let steps = programme.transitions(from: Stage(opened.row.stage)).filter {
                    !$0.isOwnAct && who.actor.holds(any: $0.by)
                }
                // Only a professional is owed an answer; one to a citizen is given from the page of the case.
                return opened.file.fields["notifier_kind"] == "professional" ? steps.first : steps.last
            }
            let ties = try RelationStore.relations(of: id, scope: who.scope, in: db)
            let report = ties.first { $0.isOutgoing && $0.kind == .refers && $0.removal == nil }?.other
            let unseen = try follower.map { try ConcernStore.isUnseen(id, by: $0, in: db) }
            let view = NoticeView(
                side: side, line: line, sendings: try ConcernStore.sendings(of: [id], in: db)[id] ?? [],
                steps: notice.file.events.filter { event in
                    if case .entered = event.kind { return true }
                    return false
                }, opened: opened,
                next: side == .sender ? CloseMailed.step(of: notice.file, by: who.actor) : next,
                isUnseen: unseen ?? false, report: report)
            return (view, opened?.readEntries ?? [])
        }
    }
}
