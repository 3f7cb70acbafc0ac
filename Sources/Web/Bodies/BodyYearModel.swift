import Casework
import Handbook
import Prevention
import Store

/// The account of a body's year, to read and print.
struct BodyYearModel: Sendable {
    struct Figure: Sendable {
        let figureName: String
        let figureCount: String
    }

    let bodyName: String
    let bodyHref: String
    let yearText: String
    let isVacant: Bool
    let figures: [Figure]
    let meetings: ListTable
    let seats: ListTable
    let decisions: ListTable
    let actions: ListTable
    let questions: ListTable

    init(_ year: BodyYear, _ texts: CaseTexts) {
        let words = texts.words
        let opened = year.opened
        bodyName = texts.body(opened.body, year.area)
        bodyHref = "/bodies/\(opened.id)"
        yearText = String(year.year)
        isVacant = year.held.isEmpty && year.planned.isEmpty && year.cancelled.isEmpty
        let answered = year.questions.compactMap(\.days)
        func figure(_ key: String, _ count: Int) -> Figure {
            Figure(figureName: words("body-year." + key), figureCount: words.number(count))
        }
        figures = [
            figure("held", year.held.count), figure("planned", year.planned.count),
            figure("cancelled", year.cancelled.count), figure("decisions", year.decisions.count),
            figure("done", year.count(.done)), figure("open", year.count(.open)),
            figure("late", year.late(on: texts.today)), figure("dropped", year.count(.dropped)),
            figure("answered", answered.count), figure("answered-late", year.questions.count(where: \.isLate)),
        ]
        func names(_ keys: [String]) -> [String] { keys.map { words($0) } }
        func caption(_ key: String, _ count: Int) -> String {
            words("body-year.caption." + key, ["count": words.number(count)])
        }
        let all = (year.held + year.planned + year.cancelled).sorted { $0.startsAt < $1.startsAt }
        meetings = ListTable(
            caption: caption("meetings", all.count),
            names(["meeting.field.time", "meeting.field.place", "meeting.field.state"]),
            empty: words("body-year.no-meetings"),
            all.map { meeting in
                [
                    .init(texts.span(meeting), href: "/body-meetings/\(meeting.id)"), .init(meeting.place),
                    .init("", badge: ForumBadge(meeting.state, words)),
                ]
            })
        seats = ListTable(
            caption: caption("seats", year.seats.count),
            names(["body-field.seat", "body-year.sat", "attendance.present", "attendance.excused", "attendance.absent"]
            ),
            empty: words("body-year.no-attendance"),
            year.seats.map { line in
                func count(_ state: Attendance) -> ListTable.Cell { .init(words.number(line.counts[state] ?? 0)) }
                return [
                    .init(texts.seat(line.seat.seat)), .init(words.number(line.meetings)), count(.present),
                    count(.excused), count(.absent),
                ]
            })
        func agreed(_ found: [StoredBodyAction], _ key: String) -> ListTable {
            ListTable(
                caption: caption(key, found.count),
                names([
                    "body-year.what", "body-year.topic", "body-field.owner", "meeting.field.due", "body-year.became",
                ]),
                empty: words("body-year.no-" + key),
                found.map { action in
                    let line = AgreedLine(action, action.seat.flatMap(opened.seat), texts)
                    return [
                        .init(action.words, note: action.remark.isEmpty ? nil : action.remark),
                        .init(
                            year.topics[action.topic]?.title ?? "", href: "/body-meetings/\(action.meeting)",
                            note: action.agreedOn.danish),
                        .init(line.actionOwner ?? ""), .init(line.actionDue ?? ""),
                        .init(
                            "", badge: line.actionState.map { ForumBadge($0, line.actionStateClass) }),
                    ]
                })
        }
        decisions = agreed(year.decisions, "decisions")
        actions = agreed(year.actions, "actions")
        questions = ListTable(
            caption: caption("questions", year.questions.count),
            names(["fast-track.question", "fast-track.from", "body-year.asked", "body-year.days"]),
            empty: words("body-year.no-questions"),
            year.questions.map { one in
                [
                    .init(one.question.title, href: "/fast-track/\(one.question.id)"),
                    .init(texts.authority(one.question.asker)), .init(one.question.askedAt.day.danish),
                    .init(
                        one.days.map { words("fast-track.answered-in", ["count": words.number($0)]) }
                            ?? words("body-year.unanswered"),
                        badge: one.isLate ? ForumBadge(words("fast-track.late"), "is-overdue") : nil),
                ]
            })
    }
}
