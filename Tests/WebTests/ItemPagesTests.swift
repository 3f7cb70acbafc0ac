import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework
@testable import Web

/// The pages of items: whose name each reader sees, and what a form says that is wrong.
@Suite struct ItemPagesTests {
    private let site: TestSite
    private let forum: Int64

    init() throws {
        site = try TestSite()
        let kind = try #require(ForumKind.kind("psp-k"))
        let maker = TestSite.actor(.leader)
        forum = try site.database.blockingWrite { db in
            let id = try #require(
                try ForumStore.add(kind, municipality: "259", purpose: "", by: maker, at: TestSite.now, in: db))
            for role in [Role.secretariat, .officer, .pspkMember, .socialWorker] {
                _ = try ForumStore.addMember(
                    role.rawValue, isChair: role == .secretariat, to: id, by: maker, at: TestSite.now, in: db)
            }
            return id
        }
    }

    /// On a running meeting, proposed by the municipality.
    private func item(named: String = "", person: Int64? = nil) throws -> Int64 {
        let (maker, keys, now) = (TestSite.actor(.socialWorker), site.office.keys, TestSite.now)
        return try site.database.blockingWrite { db in
            let meeting = try MeetingStore.add(
                to: forum, startsAt: now, endsAt: now.adding(hours: 2), place: "Lokale 2", by: maker, at: now, in: db)
            var draft = ItemStore.Draft()
            draft.person = person
            draft.named = named
            draft.reason = "Anledning"
            let item = try ItemStore.add(draft, to: forum, prefix: "PSP-D", keys: keys, by: maker, at: now, in: db)
            for name in ["officer", "psp-k-member", "secretariat", "social-worker"] {
                _ = try ParticipantStore.add(name, to: item, by: maker, at: now, in: db)
            }
            let stored = try #require(try ItemStore.item(item, keys: keys, in: db))
            _ = try ItemStore.take(.init(.onAgenda, meeting: meeting), stored, keys: keys, by: maker, at: now, in: db)
            // With its agenda changed, it has another revision.
            let arranged = try #require(try MeetingStore.meeting(meeting, in: db))
            #expect(try MeetingStore.set(.sent, of: meeting, revision: arranged.revision, by: maker, at: now, in: db))
            return item
        }
    }

    /// Whether somebody reads a text on the item's page, in its forum, or on the screen of the room.
    private func reads(_ text: String, _ item: Int64, as role: Role) async throws -> [Bool] {
        let paths = ["/forums/items/\(item)", "/forums/\(forum)", "/meetings/1/view?name=shown&item=\(item)"]
        var found: [Bool] = []
        for path in paths { found.append(try await site.get(path, as: role).text.contains(text)) }
        return found
    }

    @Test func aProtectedNameIsMaskedToAllButWhoeverTypedIt() async throws {
        let person = try site.person("P1", given: "Åse", family: "Ærø", born: "1980-01-01", protected: true)
        let item = try item(named: "Åse Typed", person: person)
        for role in [Role.secretariat, .officer, .pspkMember] {
            #expect(try await reads("Åse", item, as: role) == [false, false, false], "\(role)")
        }
        #expect(try await reads("Åse Typed", item, as: .socialWorker).prefix(2) == [true, true])
        // Not even they learn how the register names somebody.
        #expect(try await reads("Ærø", item, as: .socialWorker) == [false, false, false])
    }

    @Test func whoeverIsNotProtectedIsNamedAsTheyWereProposed() async throws {
        let person = try site.person("P1", given: "Åse", family: "Ærø", born: "1980-01-01")
        let item = try item(named: "Åse Typed", person: person)
        for role in [Role.officer, .pspkMember, .socialWorker] {
            #expect(try await reads("Åse Typed", item, as: role) == [true, true, true], "\(role)")
            #expect(try await reads("Ærø", item, as: role) == [false, false, false], "\(role)")
        }
    }

    @Test func aRefusedSharingComesBackWithWhatWasTyped() async throws {
        let item = try item(named: "Åse Typed")
        let path = "/forums/items/\(item)/share"
        let typed = [
            "body": "Er flyttet", "parts.housing": "yes", "detail.housing": "Hvor hun sover", "channel": "meeting",
            "recipients.social-worker": "yes", "necessity": "n", "why_not_less": "w", "purpose": "p",
        ]
        let refused = try await site.post(path, typed, as: .officer)
        #expect(refused.status == 422 && refused.text.contains("value=\"Hvor hun sover\""))
        #expect(refused.text.contains(site.words("refusal.item.said-body")))
        let said = try await site.post(path, typed.merging(["body": ""]) { $1 }, as: .officer)
        #expect(said.status == 303)
        let page = try await site.get("/forums/items/\(item)", as: .socialWorker)
        #expect(page.text.contains(site.words("item-page.said")))
    }
}
