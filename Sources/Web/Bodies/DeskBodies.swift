import Casework
import Handbook
import Prevention
import Store

/// What of the cooperation waits for the user: meetings of their bodies, actions of their seats, fast-track questions.
struct DeskBodies: Sendable {
    struct Question: Sendable {
        let questionHref: String
        let questionTitle: String
        let questionBadge: ForumBadge
    }

    let questions: [Question]
    let hasQuestions: Bool
    let bodyMeetings: [MeetingLine]
    let hasBodyMeetings: Bool
    let bodyActions: [BodyActionLine]
    let hasBodyActions: Bool

    /// `nil` where the user has no seat and no question waits.
    static func load(_ visit: Visit, _ texts: CaseTexts) async throws -> DeskBodies? {
        guard try visit.actor.may(.readPlan) else { return nil }
        let desk = try await ReadBodyDesk()(visit.authorized(Acts.ReadPlan.self), in: visit.office)
        return desk.hasSeat || !desk.questions.isEmpty ? DeskBodies(desk, texts) : nil
    }

    private init(_ desk: BodyDesk, _ texts: CaseTexts) {
        questions = desk.questions.map { line in
            Question(
                questionHref: "/fast-track/\(line.question.id)", questionTitle: line.question.title,
                questionBadge: texts.badge(line))
        }
        hasQuestions = !questions.isEmpty
        bodyMeetings = desk.meetings.map { MeetingLine($0.meeting, of: $0.body, texts.body($0.body, $0.area), texts) }
        hasBodyMeetings = !bodyMeetings.isEmpty
        bodyActions = desk.actions.map { BodyActionLine($0.action, $0.seat, mayClose: false, nil, texts) }
        hasBodyActions = !bodyActions.isEmpty
    }
}
