import Casework
import Handbook
import Prevention
import Store

/// The list of the screening meeting: by family, nobody named.
struct ScreeningMeetingModel: Sendable {
    struct Family: Sendable {
        let entries: [HitEntry]
        let ages: String
        let municipality: String?
        let waiting: String
    }

    let since: String
    let sinceText: String
    let families: [Family]
    let isEmpty: Bool
    let caption: String
    /// Where the meeting begins: at the first hit that waits; `nil` where none does.
    let begin: String?

    /// | Method | Path | Policy |
    /// |---|---|---|
    /// | GET | /screening/meeting | needs screen; nobody named |
    static func add(to routes: RouteTable) {
        routes.get("/screening/meeting", .needs(.screen)) { visit in
            if let shorter = visit.addressWithoutEmpty { return .redirect(shorter) }
            let since = visit.query("since").flatMap { LocalDate(TypedValue.normal($0, .date)) }
            let meeting = try await ReadScreeningMeeting(since: since, today: visit.today)(
                visit.authorized(Acts.Screen.self), in: visit.office)
            return .page("screening-meeting", ScreeningMeetingModel(meeting, PersonNaming(visit)))
        }
    }

    init(_ meeting: ScreeningMeeting, _ naming: PersonNaming) {
        let words = naming.words
        let query = "?meeting=\(meeting.since)"
        since = meeting.since.description
        sinceText = words("hit-meeting.lead", ["day": meeting.since.danish])
        families = meeting.families.map { family in
            Family(
                entries: family.hits.map { hit in
                    let kind = meeting.kinds[hit.id] ?? .new
                    return HitEntry(
                        hit, of: family, naming,
                        badges: [ScreeningMeetingModel.badge(kind, meeting.lapsing[hit.id], words)],
                        query: query)
                }, ages: family.ages(naming), municipality: naming.municipality(family.municipality),
                waiting: family.waiting(naming))
        }
        isEmpty = families.isEmpty
        caption = words(
            families.count == 1 ? "hit-meeting.caption-one" : "hit-meeting.caption",
            [
                "families": words.number(families.count), "hits": words.number(meeting.walk.order.count),
                "waiting": words.number(meeting.waiting),
            ])
        let first = meeting.walk.order.first { id in
            meeting.kinds[id].map { $0 != .decided && $0 != .deferred } ?? false
        }
        begin = first.map { "/screening/\($0)" + query }
    }

    /// - Parameter lapsing: the day on which it will be deleted, where that is near.
    private static func badge(
        _ kind: ScreeningMeeting.Kind, _ lapsing: LocalDate?, _ words: Words
    ) -> HitEntry.Badge {
        let style: String
        switch kind {
        case .lapsing: style = "is-warning"
        case .new, .again, .renewed, .returned: style = "is-running"
        case .opinion, .deferred: style = "is-paused"
        case .decided: style = "is-met"
        }
        let text = lapsing.map { words("hit-queue.lapses", ["day": $0.danish]) }
        return .init(badgeClass: style, badgeText: text ?? words("hit-meeting.kind." + kind.rawValue))
    }
}
