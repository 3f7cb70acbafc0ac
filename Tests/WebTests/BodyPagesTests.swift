import Casework
import Foundation
import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Web

/// The pages of bodies, fast track and policy watch.
@Suite struct BodyPagesTests {
    private let site: TestSite

    init() throws { site = try TestSite() }

    private func setUp() async throws {
        let made = try await site.post(
            "/bodies/new", ["kind": "lokalraad", "municipality": "259", "purpose": "Tryghed i Køge"], as: .secretariat)
        #expect(made.status == 303 && made.location == "/bodies/1?done=body-set-up")
        let seat = try await site.post(
            "/bodies/1/manage/seat",
            ["side": "police", "title": "Sektorleder", "post": "chair", "account": "", "from": "01.01.2026", "to": ""],
            as: .secretariat)
        #expect(seat.status == 303)
    }

    @Test func aBodyIsSetUpAndItsSeatsFilled() async throws {
        let empty = try await site.get("/bodies", as: .counsellor)
        #expect(empty.text.contains(site.words("body.none")) && !empty.text.contains("/bodies/new"))
        try await setUp()
        let page = try await site.get("/bodies/1", as: .counsellor).text
        #expect(page.contains("Lokalråd, Køge") && page.contains("Sektorleder") && !page.contains("/manage/seat"))
        #expect(page.contains(site.words("body-lacks.community", ["least": "1"])))
        let second = try await site.post(
            "/bodies/1/manage/seat", ["side": "police", "title": "Anden", "post": "chair", "from": "2026-02-01"],
            as: .secretariat)
        #expect(second.status == 422 && second.text.contains("id=\"seat-post-error\"") && second.text.contains("Anden"))
        let list = try await site.get("/bodies?kind=lokalraad&municipality=259&state=lacking", as: .officer).text
        #expect(list.contains("/bodies/1"))
        #expect(try await site.get("/bodies?kind=kredsraad", as: .officer).text.contains(site.words("body.none-shown")))
        #expect(try await site.get("/bodies?kind=", as: .officer).location == "/bodies")
        let stale = try await site.post(
            "/bodies/1/seats/1", ["title": "Sektorleder", "post": "chair", "from": "2026-01-01", "revision": "7"],
            as: .secretariat)
        #expect(stale.status == 409)
    }

    @Test func aNumberIsRefusedAndANameIsWarnedOf() async throws {
        try await setUp()
        let number = try await site.post("/bodies/1/acts/topic", ["title": "Sag 670314-1235"], as: .secretariat)
        #expect(number.status == 422 && number.text.contains("id=\"topic-title-error\""))
        let name = ["title": "Nyt", "words": "Vi talte med Mette Sørensen."]
        let warned = try await site.post("/bodies/1/acts/topic", name, as: .secretariat)
        #expect(warned.status == 422 && warned.text.contains("name=\"\(NameTick.field)\""))
        let saved = try await site.post(
            "/bodies/1/acts/topic", name.merging([NameTick.field: "yes"]) { $1 }, as: .secretariat)
        #expect(saved.status == 303)
    }

    /// Whoever corrects a topic need not know what it is about: it stays, and nothing of it is told.
    @Test func aTopicIsCorrectedWithoutKnowingWhatItIsAbout() async throws {
        try BodyRoutes.fill(site)
        let own = TestSite.actor(.sspCoordinator)
        let topic = try site.database.blockingWrite { db in
            let seat = BodySeat(
                side: .municipality, municipality: "259", title: "y", post: .member, account: own.name,
                from: TestSite.now.day, to: nil)
            _ = try BodyStore.add(seat, to: 1, by: own, at: TestSite.now, in: db)
            return try TopicStore.add(
                title: "Emne", words: "", reference: "question 1", link: "", to: 1, meeting: nil, by: own,
                at: TestSite.now, in: db)
        }
        let page = try await site.get("/bodies/1", as: .sspCoordinator).text
        #expect(page.contains("<option value=\"same\" selected>\(site.words("body.same-reference"))"))
        #expect(!page.contains("question 1") && !page.contains("/fast-track/1"))
        let sent = try await site.post(
            "/bodies/1/topics/\(topic)/correct", ["title": "Emnet", "reference": "same", "revision": "1"],
            as: .sspCoordinator)
        #expect(sent.status == 303)
        let stored = try site.database.blockingRead { try TopicStore.topic(topic, in: $0) }
        #expect(stored?.reference == "question 1" && stored?.title == "Emnet")
        let history = try await site.get("/bodies/1/history", as: .sspCoordinator).text
        #expect(history.contains(site.words("body.unseen-reference")) && !history.contains("question 1"))
    }

    /// Two statuses on one agenda: the one that is frozen hides the other no longer. And the form that approves says what it was made from.
    @Test func aMeetingAsksForEachOfItsStatuses() async throws {
        let maker = TestSite.actor(.secretariat)
        let editor = try site.authorized(Acts.EditPlan.self, as: .secretariat)
        let reader = try site.authorized(Acts.ReadPlan.self, as: .secretariat)
        let now = TestSite.now
        let plan = try await WritePlan(
            Plan(title: "Plan", from: now.day, to: now.day + 365, foreword: "", cap: 3, capSource: "x"))(
                editor, in: site.office)
        let council = try await SetUpBody(.districtCouncil, purpose: "Retning", isChecked: false)(
            editor, in: site.office)
        let (meeting, statuses) = try site.database.blockingWrite { db in
            let meeting = try MeetingStore.add(
                to: council, .bodies, startsAt: now, endsAt: now.adding(hours: 2), place: "x", by: maker, at: now,
                in: db)
            let statuses = try ["Første", "Anden"].map { title in
                let id = try PlanStatusStore.insert(
                    title: title, meetingOn: now.day, meeting: meeting, of: plan, by: maker, at: now, in: db)
                let topic = try TopicStore.add(
                    title: title, words: "", reference: "status \(id)", link: "", to: council, meeting: meeting,
                    by: maker, at: now, in: db)
                _ = try TopicStore.set(minutes: "x", of: topic, revision: 1, in: db)
                return id
            }
            return (meeting, statuses)
        }
        for change in [
            ChangeBodyMeeting.Change.send, .hold,
        ] {
            let revision = try await ReadBodyMeeting(meeting)(reader, in: site.office).opened.meeting.revision
            try await ChangeBodyMeeting(meeting, revision: revision, change)(reader, in: site.office)
        }
        for status in statuses {
            let page = try await site.get("/body-meetings/\(meeting)", as: .secretariat).text
            #expect(page.contains("href=\"/plan/status/\(status)\">" + site.words("body.to-status")))
            _ = try site.database.blockingWrite { db in
                try PlanStatusStore.freeze(status, body: "{}", revision: 1, by: maker, at: now, in: db)
            }
        }
        let done = try await site.get("/body-meetings/\(meeting)", as: .secretariat).text
        #expect(!done.contains(site.words("body.to-status")))
    }

    /// The form that approves sends along how many objections it was made from.
    @Test func anObjectionThatWasNotSeenIsNotApprovedOver() async throws {
        try BodyRoutes.fill(site)
        let reader = try site.authorized(Acts.ReadPlan.self, as: .secretariat)
        for change in [
            ChangeBodyMeeting.Change.send, .hold, .attendance([1: .present]), .sendMinutes,
        ] {
            let view = try await ReadBodyMeeting(1)(reader, in: site.office)
            if case .hold = change, let topic = view.topics.first {
                try await WorkTopic(topic.id, revision: topic.revision, .minutes("x"))(reader, in: site.office)
            }
            try await ChangeBodyMeeting(1, revision: view.opened.meeting.revision, change)(reader, in: site.office)
        }
        let page = try await site.get("/body-meetings/1", as: .secretariat).text
        #expect(page.contains("<input type=\"hidden\" name=\"objections\" value=\"0\">"))
        try site.database.blockingWrite { db in
            try BodyApprovalStore.answer(
                false, remark: "Forkert", to: 1, by: 1, actor: TestSite.actor(.leader), at: TestSite.now, in: db)
        }
        let revision = try await ReadBodyMeeting(1)(reader, in: site.office).opened.meeting.revision
        let shown = ["revision": String(revision), "despite": "yes", "objections": "0"]
        let stale = try await site.post("/body-meetings/1/acts/approve", shown, as: .secretariat)
        #expect(stale.status == 409 && stale.text.contains("name=\"objections\" value=\"1\""))
        let approved = try await site.post(
            "/body-meetings/1/acts/approve", shown.merging(["objections": "1"]) { $1 }, as: .secretariat)
        #expect(approved.status == 303)
    }

    @Test(arguments: Language.allCases)
    func everyPageIsThere(language: Language) async throws {
        try BodyRoutes.fill(site)
        let pages = [
            "/bodies", "/bodies/new", "/bodies/1", "/bodies/1/series", "/bodies/1/history", "/bodies/1/years/2026",
            "/bodies/1/years/2020",
            "/body-meetings/1", "/body-meetings/1/view", "/body-meetings/1/minutes", "/body-actions", "/fast-track",
            "/fast-track/new", "/fast-track/1", "/policy", "/policy/new", "/policy/1", "/",
        ]
        for path in pages {
            let page = try await site.get(path, as: .secretariat, language: language)
            #expect(page.status == 200, "\(path)")
            // There the ids of rules are shown.
            for gap in path.hasPrefix("/policy")
                ? [] : ["body.", "body-field.", "fast-track.", "policy.", "topic.", "body-year."]
            {
                #expect(!page.text.contains(">" + gap), "\(path) lacks a word of \(gap)")
            }
        }
        #expect(try await site.get("/fast-track/1", as: .sspCoordinator, language: language).status == 404)
    }

    @Test func aChangedEntryOfThePolicyWatchShowsWhatStoodThere() async throws {
        try BodyRoutes.fill(site)
        let set = ["title": "Ny titel", "kind": "law", "due": "2027-K3", "source": "Lovprogrammet", "revision": "1"]
        #expect(try await site.post("/policy/1/set", set, as: .secretariat).status == 303)
        let again = set.merging(["due": "2028", "revision": "2"]) { $1 }
        #expect(try await site.post("/policy/1/set", again, as: .secretariat).status == 303)
        let page = try await site.get("/policy/1", as: .secretariat)
        let before = page.text.components(separatedBy: "<summary>" + site.words("plan.before")).dropFirst()
        #expect(before.count == 2)
        #expect(before.first?.contains("3. kvartal 2027") == true, "the newest change first")
        #expect(before.last?.contains(site.words("policy.no-date")) == true)
    }

    @Test func aQuestionIsAskedAndAnswered() async throws {
        let asked = try await site.post(
            "/fast-track/new", ["title": "Puffbars?", "words": "Hvad må skolen?", "parties.police": "yes"],
            as: .sspCoordinator)
        #expect(asked.status == 303 && asked.location == "/fast-track/1?done=fast-track-asked")
        #expect(try await site.get("/", as: .secretariat).text.contains("Puffbars?"))
        let nobody = try await site.post("/fast-track/new", ["title": "x", "words": "y"], as: .sspCoordinator)
        #expect(nobody.status == 422 && nobody.text.contains("id=\"question-parties-error\""))
        let answered = try await site.post(
            "/fast-track/1/answer", ["words": "Ja.", "revision": "1"], as: .secretariat)
        #expect(answered.status == 303)
        #expect(
            try await site.get("/fast-track?state=answered&side=from", as: .sspCoordinator).text.contains("Puffbars?"))
        #expect(try await site.get("/", as: .secretariat).text.contains(site.words("fast-track.desk")) == false)
    }

    /// Approved minutes say what was approved; what became of it since is behind a link.
    @Test func approvedMinutesSayWhatWasApproved() async throws {
        try BodyRoutes.fill(site)
        let who = try site.authorized(Acts.ReadPlan.self, as: .secretariat)
        for change in [
            ChangeBodyMeeting.Change.send, .hold, .attendance([1: .present]), .sendMinutes, .approve(),
        ] {
            let revision = try await ReadBodyMeeting(1)(who, in: site.office).opened.meeting.revision
            try await ChangeBodyMeeting(1, revision: revision, change)(who, in: site.office)
        }
        let minutes = "/body-meetings/1/minutes", link = "href=\"/bodies/1#action-1\""
        let before = try await site.get(minutes, as: .counsellor).text
        #expect(before.contains(link) && before.contains(site.words("body-minutes.now")))
        try await CorrectBodyAction(
            1, revision: 1, .set(words: nil, seat: 1, dueOn: TestSite.now.day + 9, reason: "Ferie"))(
                who, in: site.office)
        let page = try await site.get(minutes, as: .counsellor).text
        #expect(page.contains(link) && page.contains(site.words("body-minutes.changed")))
        #expect(page.contains("<time datetime=\"2026-03-02\">") && !page.contains("11.03.2026"))
        let now = try await site.get("/bodies/1", as: .counsellor).text
        #expect(now.contains("<li id=\"action-1\">") && now.contains("11.03.2026"))
    }

    @Test func theHistoryNamesTheMunicipalityOfASeat() async throws {
        try await setUp()
        let seat = [
            "side": "municipality", "municipality": "259", "title": "Skolechef", "post": "member",
            "from": "2026-01-01",
        ]
        #expect(try await site.post("/bodies/1/manage/seat", seat, as: .secretariat).status == 303)
        let page = try await site.get("/bodies/1/history", as: .secretariat).text
        #expect(page.contains("Skolechef, Køge") && page.contains("Sektorleder, Politiet"))
    }

    /// A refusal names the field as it stands on the form.
    @Test func aRefusalNamesTheLabelOfItsField() async throws {
        try BodyRoutes.fill(site)
        func refused(_ path: String, _ values: [String: String]) async throws -> String {
            let page = try await site.post(path, values, as: .secretariat)
            #expect(page.status == 422, "\(path)")
            return page.text
        }
        let number = "Om 670314-1235"
        func says(_ key: String) -> String {
            site.words("refusal.plan-text.number", ["place": site.words(key)]).replacing("\"", with: "&quot;")
        }
        let asked = try await refused(
            "/fast-track/new", ["title": number, "words": number, "parties.253": "yes", "parties.police": "yes"])
        #expect(asked.contains(says("body-field.title-question")) && asked.contains(says("body-field.words-question")))
        for (path, field, key) in [
            ("/fast-track/1/close", "words", "fast-track.words.close"),
            ("/policy/1/note", "words", "body-field.words-note"),
            ("/policy/1/follow", "title", "body-field.title-follow"),
            ("/body-actions/1/drop", "remark", "forum-action.reason"),
            ("/body-actions/1/correct", "body", "meeting.field.action"),
        ] {
            let page = try await refused(path, ["revision": "1", field: number])
            #expect(page.contains(says(key)), "\(path)")
        }
        let seat = try await refused(
            "/bodies/1/manage/seat", ["side": "police", "title": number, "post": "member", "from": "2026-02-01"])
        #expect(seat.contains(says("body-field.title-seat")))
    }

    /// A body has no contributions, and is no forum.
    @Test func aBodySpeaksOfItselfAndNotOfAForum() async throws {
        try BodyRoutes.fill(site)
        let empty = try await site.post(
            "/bodies/new", ["kind": "lokalraad", "municipality": "259", "purpose": "Tryghed"], as: .secretariat)
        let path = try #require(empty.location?.split(separator: "?").first.map(String.init))
        let page = try await site.get(path, as: .secretariat).text
        #expect(page.contains(site.words("body.none-coming")) && !page.contains(site.words("meeting.none-coming")))
        let time = ["day": "2026-03-05", "starts": "10:00", "minutes": "60", "place": "Salen"]
        #expect(try await site.post(path + "/acts/plan", time, as: .secretariat).status == 303)
        let again = try await site.post(path + "/acts/plan", time, as: .secretariat)
        #expect(again.status == 422 && again.text.contains(site.words("refusal.body.day-taken", ["day": "05.03.2026"])))
        let topic = try await site.post(
            "/body-meetings/2/acts/topic", ["title": "Emnet", "revision": "1"], as: .secretariat)
        #expect(topic.status == 303)
        let sent = try await site.post("/body-meetings/2/acts/send", ["revision": "1"], as: .secretariat)
        let told = try await site.get(try #require(sent.location), as: .secretariat).text
        #expect(told.contains(site.words("done.body-meeting-send")) && !told.contains(site.words("done.meeting-send")))
    }
}
