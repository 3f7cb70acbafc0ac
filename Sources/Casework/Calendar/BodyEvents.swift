import Handbook
import Prevention
import SQL
import Store

/// What the bodies in which somebody has a seat put into their calendar: meetings, and the days of what these have given the seat to do.
struct BodyEvents: Sendable {
    private let meetings: [(meeting: StoredMeeting, body: StoredBody)]
    private let actions: [(action: StoredBodyAction, body: StoredBody)]

    /// How far back meetings are shown, in days.
    private static let past = 31

    var count: Int { meetings.count + actions.count }

    init(of actor: Actor, now: Instant, in db: any Connection) throws {
        let seats = try BodyStore.seats(of: actor, on: now.day, in: db)
        let bodies = try Set(seats.map(\.body)).sorted().compactMap { try BodyStore.body($0, in: db) }
        let from = now.adding(hours: -24 * BodyEvents.past)
        meetings = try bodies.flatMap { body in
            try MeetingStore.meetings(of: body.id, .bodies, in: db)
                .filter { $0.state != .cancelled && $0.startsAt >= from }.map { (meeting: $0, body: body) }
        }
        actions = try TopicStore.open(of: actor.name, in: db).compactMap { action in
            guard seats.contains(where: { $0.id == action.seat }) else { return nil }
            return bodies.first { $0.id == action.body }.map { (action: action, body: $0) }
        }
    }

    /// - Parameter site: how links begin; `nil` leaves them out.
    func events(site: String?, today: LocalDate, _ handbook: Handbook, _ words: Words) -> [ICalendar.Event] {
        func name(_ body: StoredBody) -> String {
            let place = body.municipality.isEmpty ? "" : ", " + handbook.municipalityName(body.municipality)
            return words("body-kind." + body.kindCode) + place
        }
        let held = meetings.map { meeting, body in
            ICalendar.Event(
                meeting, uid: "body-meeting-\(meeting.id)@kreds", of: name(body),
                url: site.map { $0 + "/body-meetings/\(meeting.id)" }, words)
        }
        let due = actions.compactMap { action, body in
            action.dueOn.map { day in
                ICalendar.Event(
                    uid: "body-action-\(action.id)@kreds", sequence: action.revision, at: .day(day),
                    summary: words("calendar-body.action", ["body": name(body)]),
                    description: words(day < today ? "calendar.overdue" : "calendar.due"),
                    url: site.map { $0 + "/body-actions" })
            }
        }
        return held + due
    }
}

extension ICalendar.Event {
    /// A meeting of a forum or body.
    init(_ meeting: StoredMeeting, uid: String, of name: String, url: String?, _ words: Words) {
        self.init(
            uid: uid, sequence: meeting.revision, at: .span(meeting.startsAt, meeting.endsAt),
            summary: words("calendar-forum.meeting", ["forum": name]),
            description: words("calendar-forum.agenda", ["state": words("meeting-state." + meeting.state.rawValue)]),
            url: url)
    }
}
