import Casework
import Prevention
import SQL
import Store

/// Plays a meeting of the demo.
extension DemoForums {
    /// Before a meeting one shares what is necessary, and another declines.
    private func answer(_ item: Int64, _ plan: Plan, _ before: Office) async throws {
        var content = ShareWithItem.Content()
        content.body = "Vi har haft jævnlig kontakt det seneste halve år og tilbudt støtte."
        content.parts = [.init(.efforts)]
        content.purpose = "Drøftelse af punktet i forummet"
        content.necessity = "De andre skal vide, hvad der allerede er prøvet."
        content.whyNotLess = "Uden det begynder indsatsen forfra."
        content.recipients = [plan.members[0]]
        let giver = plan.members[plan.kind.code == "psp-k" ? 2 : 1]
        try await ShareWithItem(item, content)(try await member(giver), in: before)
        try await DeclineItem(item)(try await member(plan.members[0]), in: before)
    }

    /// Plays a meeting from the sending of its agenda until its minutes are approved.
    func hold(
        _ meeting: Int64, _ item: Int64, _ plan: Plan, _ chair: Authorized<Acts.WorkForums>, on day: LocalDate
    ) async throws {
        let sent = at(Instant(day: day + -7, secondOfDay: 10 * 3_600))
        let during = at(Instant(day: day, secondOfDay: 9 * 3_600 + 1_800))
        let after = at(Instant(day: day, secondOfDay: 12 * 3_600))
        let approved = at(Instant(day: day + 7, secondOfDay: 10 * 3_600))
        func change(_ change: ChangeMeeting.Change, _ office: Office) async throws {
            try await ChangeMeeting(meeting, revision: try await revision(of: meeting), change)(chair, in: office)
        }
        func work(_ change: WorkItem.Change) async throws {
            try await WorkItem(item, at: meeting, change)(chair, in: during)
        }
        try await answer(item, plan, sent)
        try await change(.send, sent)
        let present = Array(plan.members.prefix(3))
        try await change(.room(present), during)
        try await work(
            .attendance(
                Dictionary(
                    plan.members.prefix(4).map { ($0, present.contains($0) ? .present : .excused) },
                    uniquingKeysWith: { first, _ in first })))
        try await work(.minutes("Myndighederne aftalte en fælles kontakt og en opfølgning.", revision: 0))
        try await work(
            .agree(
                .action, body: "Tager kontakt til borgeren og tilbyder et møde.", owner: plan.members[2],
                dueOn: office.now.day + 10))
        _ = try await TakeItem(item, revision: 2, to: .discussed)(chair, in: during)
        _ = try await TakeItem(item, revision: 3, to: .actions)(chair, in: during)
        try await change(.hold, after)
        try await change(.sendMinutes, after)
        for name in present.dropFirst() {
            let answer = AnswerMinutes(
                of: meeting, revision: try await revision(of: meeting), approves: true, remark: "")
            try await answer(try await member(name), in: after)
        }
        try await change(.approve(despiteObjections: false), approved)
    }

    private func revision(of meeting: Int64) async throws -> Int {
        try await office.database.read { db in try MeetingStore.meeting(meeting, in: db)?.revision ?? 0 }
    }
}
