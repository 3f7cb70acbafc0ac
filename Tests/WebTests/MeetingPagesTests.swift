import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework
@testable import Web

/// The pages of meetings: what each reader sees, and what a form says that is wrong.
@Suite struct MeetingPagesTests {
    let site: TestSite
    let forum: Int64
    let person: Int64

    init() throws {
        site = try TestSite()
        person = try site.person("P1", given: "Åse", family: "Ærø", born: "1980-01-01")
        let kind = try #require(ForumKind.kind("psp-k"))
        let maker = TestSite.actor(.leader)
        forum = try site.database.blockingWrite { db in
            let id = try #require(
                try ForumStore.add(kind, municipality: "259", purpose: "", by: maker, at: TestSite.now, in: db))
            for role in [Role.secretariat, .officer, .pspkMember] {
                _ = try ForumStore.addMember(
                    role.rawValue, isChair: role == .secretariat, to: id, by: maker, at: TestSite.now, in: db)
            }
            return id
        }
    }

    /// A meeting that begins now, its agenda sent, with an item that the police take part in.
    private func begun() throws -> (meeting: Int64, item: Int64) {
        let (maker, keys, now) = (TestSite.actor(.secretariat), site.office.keys, TestSite.now)
        return try site.database.blockingWrite { db in
            let meeting = try MeetingStore.add(
                to: forum, startsAt: now, endsAt: now.adding(hours: 2), place: "Lokale <2>", by: maker, at: now, in: db)
            var draft = ItemStore.Draft()
            draft.person = person
            let item = try ItemStore.add(draft, to: forum, prefix: "PSP-D", keys: keys, by: maker, at: now, in: db)
            _ = try ParticipantStore.add("officer", to: item, by: maker, at: now, in: db)
            let stored = try #require(try ItemStore.item(item, keys: keys, in: db))
            _ = try ItemStore.take(.init(.onAgenda, meeting: meeting), stored, keys: keys, by: maker, at: now, in: db)
            _ = try MeetingStore.set(.sent, of: meeting, revision: 2, by: maker, at: now, in: db)
            return (meeting, item)
        }
    }

    private let typed = ["day": "06.03.2026", "starts": "9.00", "minutes": "90", "place": "Lokale 2"]

    @Test func aChairPlansAMeetingAndSeesItOnTheDesk() async throws {
        let path = "/forums/\(forum)/meetings"
        let wrong = try await site.post(path, typed.merging(["day": "07.03.2026"]) { $1 }, as: .secretariat)
        #expect(wrong.status == 422 && wrong.text.contains("09.03.2026") && wrong.text.contains("href=\"#plan-day\""))
        #expect(wrong.text.contains("value=\"Lokale 2\""))
        let planned = try await site.post(path, typed, as: .secretariat)
        #expect(planned.status == 303 && planned.location == "/meetings/1?done=meeting-planned")
        let desk = try await site.get("/", as: .pspkMember)
        #expect(desk.text.contains("06.03.2026 09:00-10:30") && desk.text.contains("PSP-K praksisgruppe, Køge"))
        #expect(try await !site.get("/", as: .socialWorker).text.contains("06.03.2026 09:00"))
        let own = try await site.get("/meetings", as: .officer)
        #expect(own.text.contains("/meetings/1"))
        let others = try await site.post(path, typed, as: .officer)
        #expect(others.status == 422 && others.text.contains(site.words("refusal.forum.not-chair")))
    }

    @Test func theDaysOfASeriesAreShownBeforeTheyAreSaved() async throws {
        let path = "/forums/\(forum)/meetings/series"
        let query = "?rhythm=weeks+1&day=2026-03-26&last=2026-04-09&starts=09:00&minutes=60&place=Lokale"
        let page = try await site.get(path + query, as: .secretariat)
        #expect(page.status == 200 && page.text.contains("07.04.2026"))
        #expect(page.text.contains(site.words("meeting.series-moved")))
        #expect(try await !site.get("/meetings", as: .officer).text.contains("26.03.2026"))
        let form = [
            "rhythm": "weeks 1", "day": "2026-03-26", "last": "2026-04-09", "starts": "09:00", "minutes": "60",
            "place": "Lokale",
        ]
        let saved = try await site.post(path, form, as: .secretariat)
        #expect(saved.location == "/forums/\(forum)/meetings?done=series-planned")
        #expect(try await site.get("/meetings", as: .officer).text.contains("07.04.2026 09:00-10:00"))
        let wrong = try await site.get(path + "?rhythm=weeks+1&day=2026-03-26&last=", as: .secretariat)
        #expect(wrong.status == 422 && wrong.text.contains("href=\"#series-last\""))
        #expect(try await site.get(path, as: .officer).status != 200)
    }

    @Test func thePageOfAMeetingShowsEachReaderTheirOwnItems() async throws {
        let (meeting, item) = try begun()
        for (role, isShown) in [(Role.secretariat, true), (.officer, true), (.pspkMember, false)] {
            let page = try await site.get("/meetings/\(meeting)", as: role)
            #expect(page.status == 200 && page.text.contains("PSP-D-2026-1") == isShown, "\(role)")
            #expect(page.text.contains("Lokale &lt;2&gt;") && !page.text.contains("Ærø"))
            let screen = try await site.get("/meetings/\(meeting)/view?item=\(item)", as: role)
            #expect(screen.status == (isShown ? 200 : 404), "\(role)")
        }
        #expect(try await site.get("/meetings/\(meeting)", as: .sspCoordinator).status == 404)
        #expect(try await site.get("/meetings/\(meeting)", as: .planSecretariat).status == 403)
    }

    @Test func theScreenShowsTheNameOnlyWhenItIsAskedFor() async throws {
        let (meeting, item) = try begun()
        let view = "/meetings/\(meeting)/view?item=\(item)"
        #expect(try await !site.get(view, as: .secretariat).text.contains("Ærø"))
        #expect(try await site.get(view + "&name=shown", as: .secretariat).text.contains("Åse Ærø"))
        let room = try await site.post(
            "/meetings/\(meeting)/acts/room", ["revision": "3", "room.psp-k-member": "yes"], as: .secretariat)
        #expect(room.status == 303)
        let warned = try await site.get(view, as: .secretariat)
        #expect(warned.text.contains(site.words("meeting.leave", ["name": "Test psp-k-member"])))
    }

    @Test func aConflictKeepsWhatWasTyped() async throws {
        let (meeting, item) = try begun()
        let path = "/meetings/\(meeting)/items/\(item)/minutes"
        let first = try await site.post(path, ["revision": "0", "body": "Det første"], as: .officer)
        #expect(first.status == 303)
        let second = try await site.post(path, ["revision": "0", "body": "Det andet"], as: .secretariat)
        #expect(second.status == 409)
        #expect(second.text.contains("Det første") && second.text.contains("Det andet"))
        #expect(second.text.contains("name=\"revision\" value=\"1\""))
    }

    @Test func aMeetingIsPlayedToItsMinutes() async throws {
        let (meeting, item) = try begun()
        func act(_ act: String, _ form: [String: String] = [:]) async throws -> Int {
            let revision = try site.database.blockingRead { try MeetingStore.meeting(meeting, in: $0)?.revision ?? 0 }
            return try await site.post(
                "/meetings/\(meeting)/acts/" + act, form.merging(["revision": "\(revision)"]) { $1 }, as: .secretariat
            ).status
        }
        func step(_ act: String, _ form: [String: String] = [:]) async throws -> TestPage {
            let revision = try site.database.blockingRead {
                try ItemStore.item(item, keys: site.office.keys, in: $0)?.revision ?? 0
            }
            return try await site.post(
                "/meetings/\(meeting)/items/\(item)/" + act,
                form.merging(["revision": "\(revision)"]) { own, _ in own },
                as: .secretariat)
        }
        #expect(try await step("attendance", ["at.officer": "present"]).status == 303)
        #expect(try await step("minutes", ["revision": "0", "body": "Åben samtale"]).status == 303)
        let bad = try await step("agree", ["kind": "action", "body": "", "owner": "officer"])
        #expect(bad.status == 422 && bad.text.contains("href=\"#agree-body\""))
        let form = ["kind": "action", "body": "Ring op", "owner": "officer", "due": "2026-03-09"]
        #expect(try await step("agree", form).status == 303)
        #expect(try await step("discussed").location == "/meetings/1/view?item=1&done=item-discussed")
        #expect(try await step("close").status == 303)
        #expect(try await act("hold") == 303)
        #expect(try await act("send-minutes") == 303)
        let seen = try site.database.blockingRead { try MeetingStore.meeting(meeting, in: $0)?.revision ?? 0 }
        let answered = try await site.post(
            "/meetings/\(meeting)/acts/answer", ["answer": "approve", "revision": "\(seen)"], as: .officer)
        #expect(answered.status == 303)
        #expect(try await act("approve") == 303)
        let minutes = try await site.get("/meetings/\(meeting)/minutes", as: .officer)
        #expect(minutes.text.contains("Åben samtale") && minutes.text.contains("Ring op"))
        #expect(try await !site.get("/meetings/\(meeting)/minutes", as: .pspkMember).text.contains("Åben samtale"))
        let actions = try await site.get("/forum-actions", as: .officer)
        #expect(actions.text.contains("Ring op") && actions.text.contains("PSP-D-2026-1"))
        #expect(try await site.get("/", as: .officer).text.contains("Ring op"))
        let done = try await site.post("/forum-actions/1/done", ["revision": "1", "remark": "Klaret"], as: .officer)
        #expect(done.status == 303)
        #expect(try await site.get("/forum-actions?state=done", as: .officer).text.contains("Klaret"))
        #expect(try await site.post("/forum-actions/1/reopen", ["revision": "2"], as: .officer).status == 303)
    }
}
