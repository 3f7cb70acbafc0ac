import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// How somebody stands before a hit: whether on the way through the list of a meeting, and whether they know how a hit is gone
/// through.
struct HitDesk: Sendable {
    /// `nil` outside a meeting.
    let meeting: ScreeningWalk?
    let knowsHits: Bool
    let reader: String

    init(_ visit: Visit) async throws {
        let who = try visit.authorized(Acts.Screen.self)
        reader = who.actor.name
        knowsHits = try await KnowHits()(who, in: visit.office)
        if let since = visit.query("meeting").flatMap({ LocalDate($0) }) {
            meeting = try await ReadScreeningMeeting(since: since, today: visit.today).walk(who, in: visit.office)
        } else {
            meeting = nil
        }
    }

    /// What keeps an address within the meeting; empty outside one.
    var query: String { meeting.map { "?meeting=\($0.since)" } ?? "" }

    /// The address of a hit, or of something about it.
    func path(_ hit: Int64, _ part: String = "", with parameters: [String] = []) -> String {
        let all = (meeting.map { ["meeting=\($0.since)"] } ?? []) + parameters
        return "/screening/\(hit)" + part + (all.isEmpty ? "" : "?" + all.joined(separator: "&"))
    }

    /// Where the meeting goes on after a hit: to the next, or back to the list.
    func next(after hit: Int64, done: String) -> String {
        guard let meeting else { return path(hit, with: ["done=" + done]) }
        if let next = meeting.place(of: hit)?.next { return path(next, with: ["done=" + done]) }
        return "/screening/meeting?since=\(meeting.since)&done=" + done
    }

    /// The page of a hit as somebody opens it.
    static func page(_ id: Int64, _ visit: Visit) async throws -> (HitPage, HitDesk) {
        let who = try visit.authorized(Acts.Screen.self)
        let page = try await ReadHit(id)(who, in: visit.office)
        await visit.state(Purpose(.screening), for: page.persons.keys)
        try await SeeAnswers()(page, who, in: visit.office)
        return (page, try await HitDesk(visit))
    }

    /// The page again, with what was refused.
    static func again(
        _ id: Int64, _ visit: Visit, _ desk: HitDesk, form: HitDecisionForm? = nil, refused: RefusedForm? = nil
    ) async throws -> Reply {
        let page = try await ReadHit(id)(visit.authorized(Acts.Screen.self), in: visit.office)
        let model = HitModel(
            page, visit, desk, try await CaseTexts.load(for: visit), form: form, refused: refused)
        return .page("screening-hit", model, status: .unprocessableContent)
    }
}

/// Where a hit stands in the list of a meeting.
struct HitWalk: Sendable {
    let walkPlace: String
    let walkList: String
    let walkPrevious: String?
    let walkNext: String?

    /// `nil` where it is not in the list.
    init?(_ hit: Int64, in meeting: ScreeningWalk, _ words: Words) {
        guard let place = meeting.place(of: hit) else { return nil }
        let query = "?meeting=\(meeting.since)"
        walkPlace = words(
            "hit-meeting.place",
            ["number": words.number(place.number), "count": words.number(meeting.order.count)])
        walkList = "/screening/meeting?since=\(meeting.since)"
        walkPrevious = place.previous.map { "/screening/\($0)" + query }
        walkNext = place.next.map { "/screening/\($0)" + query }
    }
}
