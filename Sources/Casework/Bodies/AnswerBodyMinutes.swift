public import Prevention
import SQL
import Store

/// Approves the minutes of a body's meeting that lie for approval, or objects to them: whoever holds a seat that was there.
public struct AnswerBodyMinutes: Sendable {
    public let meeting: Int64
    /// The revision of the meeting that the user saw: minutes that were taken back since are others.
    public let revision: Int
    public let approves: Bool
    /// What is wrong in them.
    public let remark: String
    public let isChecked: Bool

    public init(of meeting: Int64, revision: Int, approves: Bool, remark: String, isChecked: Bool = false) {
        self.meeting = meeting
        self.revision = revision
        self.approves = approves
        self.remark = remark
        self.isChecked = isChecked
    }

    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws {
        _ = try await office.database.read { db in try found(who.actor, office, db) }
        let problems = !approves && remark.isEmpty ? [Refusal("meeting.objection-remark", ["place": "remark"])] : []
        try await office.checkPlanTexts(
            [PlanTyped("remark", remark)], isConfirmed: isChecked,
            problems: problems + PlanText.problems([("remark", remark, false)]), by: who.actor)
        try await office.database.write { db in
            let (opened, seat) = try found(who.actor, office, db)
            guard opened.meeting.revision == revision else { throw Refused("changed-meanwhile") }
            try BodyApprovalStore.answer(
                approves, remark: remark, to: meeting, by: seat, actor: who.actor, at: office.now, in: db)
            try opened.opened.keep(
                approves ? "minutes-accepted" : "minutes-objected", new: remark, by: who.actor, at: office.now, in: db)
            let entry = opened.changeEntry(approves ? "minutes accepted" : "minutes objected to")
            try office.ledger.record([entry], by: who.actor, at: office.now, in: db)
        }
    }

    /// The meeting, and the actor's seat in it.
    private func found(
        _ actor: Actor, _ office: Office, _ db: any Connection
    ) throws -> (OpenedBodyMeeting, Int64) {
        let opened = try OpenedBodyMeeting(meeting, actor, on: office.now.day, in: db)
        guard let seat = opened.answering(try TopicStore.attendance(at: meeting, in: db)) else {
            throw Refused("body.not-there")
        }
        guard opened.meeting.state == .minutesSent else { throw opened.stateRefusal }
        return (opened, seat.id)
    }
}
