import Handbook
import Prevention
import SQL
import Store

/// What somebody's forums put into their calendar: meetings, and the days of what these have given them to do. It says neither
/// who an item is about nor what is to be done.
struct ForumEvents: Sendable {
    private let meetings: [(meeting: StoredMeeting, forum: StoredForum)]
    private let actions: [(action: StoredAction, number: String)]

    /// How far back meetings are shown, in days.
    private static let past = 31

    var count: Int { meetings.count + actions.count }

    /// Nothing for whoever takes part in no forums.
    init(of actor: Actor, now: Instant, keys: KeyRing, in db: any Connection) throws {
        guard actor.may(.workForums) else {
            (meetings, actions) = ([], [])
            return
        }
        let forums = try ForumStore.forums(of: actor.name, in: db).filter {
            $0.kind.mayHave(actor, in: $0.municipality)
        }
        let found = try MeetingStore.meetings(
            for: actor.name, from: now.adding(hours: -24 * ForumEvents.past), to: Instant(milliseconds: .max), in: db)
        meetings = found.compactMap { meeting in
            forums.first { $0.id == meeting.forum }.map { (meeting: meeting, forum: $0) }
        }
        actions = try ActionStore.open(of: actor.name, keys: keys, in: db).compactMap { action in
            guard let item = try ItemStore.item(action.item, keys: keys, in: db),
                forums.contains(where: { $0.id == item.forum })
            else { return nil }
            return (action: action, number: item.number)
        }
    }

    /// - Parameter site: how links begin; `nil` leaves them out.
    func events(site: String?, today: LocalDate, _ handbook: Handbook, _ words: Words) -> [ICalendar.Event] {
        let held = meetings.map { meeting, forum in
            let name = words("forum.\(forum.kind.code).name")
            let place = forum.municipality.isEmpty ? "" : ", " + handbook.municipalityName(forum.municipality)
            return ICalendar.Event(
                meeting, uid: "meeting-\(meeting.id)@kreds", of: name + place,
                url: site.map { $0 + "/meetings/\(meeting.id)" }, words)
        }
        let due = actions.compactMap { action, number in
            action.dueOn.map { day in
                ICalendar.Event(
                    uid: "\(number)-action-\(action.id)@kreds", sequence: action.revision, at: .day(day),
                    summary: words("calendar-forum.action", ["number": number]),
                    description: words(day < today ? "calendar.overdue" : "calendar.due"),
                    url: site.map { $0 + "/forum-actions" })
            }
        }
        return held + due
    }
}
