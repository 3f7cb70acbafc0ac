import Prevention
import SQL
import Store
import Testing

@testable import Web

/// What the routes of bodies, fast track and policy watch answer in the matrix of permissions: body, meeting, topic, question and entry 1
/// are there; the question is from Greve to Holbæk.
enum BodyRoutes {
    static func fill(_ site: TestSite) throws {
        let maker = TestSite.actor(.secretariat)
        let now = TestSite.now
        try site.database.blockingWrite { db in
            let body = try #require(
                try BodyStore.add(
                    .contactCommittee, municipality: "", area: 0, purpose: "x", by: maker, at: now, in: db))
            let seat = BodySeat(
                side: .police, municipality: "", title: "x", post: .chair, account: "", from: now.day, to: nil)
            let seatID = try BodyStore.add(seat, to: body, by: maker, at: now, in: db)
            let meeting = try MeetingStore.add(
                to: body, .bodies, startsAt: now, endsAt: now.adding(hours: 2), place: "x", by: maker, at: now, in: db)
            let topic = try TopicStore.add(
                title: "x", words: "", reference: "", link: "", to: body, meeting: meeting, by: maker, at: now, in: db)
            let stored = try #require(try TopicStore.topic(topic, in: db))
            _ = try TopicStore.add(
                .action, "x", seat: seatID, dueOn: now.day, to: stored, at: meeting, by: maker, at: now, in: db)
            let question = try FastTrackStore.add(
                title: "x", asker: "253", body: nil, parties: ["316"], by: maker, at: now, in: db)
            try FastTrackStore.write(.question, "x", to: question, askedOn: now.day, by: maker, at: now, in: db)
            let entry = PolicyEntry(
                title: "x", kind: .law, due: nil, source: "x", rule: "", programmes: [], areas: [])
            _ = try PolicyStore.add(entry, stage: .announced, by: maker, at: now, in: db)
        }
    }

    /// The addresses of a route, and whether what they lead to is there for the actor; `nil` for other routes.
    static func cases(_ method: String, _ path: String, _ actor: Actor) -> [(path: String, isThere: Bool)]? {
        let own = ["/bodies/{", "/body-meetings/{", "/body-actions/{", "/fast-track/{", "/policy/{"]
        guard own.contains(where: path.hasPrefix) else { return nil }
        let act: String
        switch path.split(separator: "/").first {
        case "bodies":
            act = path.contains("/manage/") ? "purpose" : path.contains("/topics/") ? "correct" : "topic"
        case "body-meetings": act = path.contains("/topics/") ? "minutes" : "cancel"
        case "body-actions": act = "drop"
        case "fast-track": act = "answer"
        default: act = "note"
        }
        let parts = [
            "{body}": "1", "{meeting}": "1", "{topic}": "1", "{action}": "1", "{question}": "1", "{policy}": "1",
            "{seat}": "1", "{year}": "2026", "{act}": act,
        ]
        func address(_ parts: [String: String]) -> String {
            parts.reduce(path) { $0.replacing($1.key, with: $1.value) }
        }
        let onlyLeads = method == "GET" && (path.hasSuffix("{act}") || path.hasSuffix("{seat}"))
        let isOfQuestion = path.hasPrefix("/fast-track/{")
        let knows = actor.may(.editPlan) || ["253", "316"].contains(actor.authority)
        let found = [(address(parts), onlyLeads || !isOfQuestion || knows)]
        // Actions are closed from the list of one's own, which is there for everybody.
        if onlyLeads || path.hasPrefix("/body-actions") { return found }
        let none = ["{body}", "{meeting}", "{question}", "{policy}"].reduce(into: parts) { $0[$1] = "999" }
        return found + [(address(none), false)]
    }
}
