import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// Who sits in a forum, and what it is.
@Suite struct ForumTests {
    @Test func aForumIsOfOneMunicipalityOrOfTheDistrictAndThereOnce() async throws {
        let group = try await TestForum()
        let who = try await TestForum.who("chair", Acts.ManageForums.self, group.office)
        func setUp(_ code: String, _ municipality: String, _ purpose: String = "Fælles indsats") async throws
            -> [String]
        {
            let kind = try #require(ForumKind.kind(code))
            return try await refusals {
                _ = try await SetUpForum(kind, municipality: municipality, purpose: purpose)(who, in: group.office)
            }
        }
        #expect(try await setUp("psp-k", "259") == ["forum.exists"])
        #expect(try await setUp("psp-k", "") == ["forum.municipality"])
        #expect(try await setUp("psp-k", "101") == ["forum.municipality"])
        #expect(try await setUp("ksp", "259") == ["forum.municipality"])
        #expect(try await setUp("ksp", "", "") == ["forum.purpose"])
        #expect(try await setUp("ksp", "", "Om 630101-0009") == ["forum.number"])
        #expect(try await setUp("psp-k", "265").isEmpty)
        #expect(try await setUp("ksp", "").isEmpty)
    }

    @Test func onlyThoseSitInItWhomItsBasisCovers() async throws {
        let group = try await TestForum(members: [])
        func added(_ name: String, isChair: Bool = false, as who: String = "chair") async throws -> [String] {
            try await refusals { try await group.seat(.add(name, isChair: isChair), as: who) }
        }
        #expect(try await added("roskilde") == ["forum.other-municipality"])
        #expect(try await added("nobody") == ["forum.unknown-account"])
        #expect(try await added("koege", isChair: true) == ["forum.cannot-chair"])
        #expect(try await added("koege").isEmpty)
        #expect(try await added("koege") == ["forum.sits-already"])
        #expect(try await refusals { try await group.seat(.setChair("koege", true)) } == ["forum.cannot-chair"])
        #expect(try await added("psychiatry", as: "koege") == ["forum.not-chair"])
        await #expect(throws: NotFound.self) { _ = try await added("psychiatry", as: "psychiatry") }
        let ksp = try #require(ForumKind.kind("ksp"))
        let psychiatry = try await group.may("psychiatry").actor
        let practice = try #require(ForumKind.kind("psp-k"))
        #expect(!ksp.mayHave(psychiatry) && practice.mayHave(psychiatry))
    }

    @Test func whoeverLeavesSeesNothingAnyMore() async throws {
        let group = try await TestForum()
        let person = try group.test.person("P1", born: "1990-01-01")
        let item = try await group.propose(.person(person))
        try await group.judge(item, participants: ["chair", "koege"])
        #expect(try await group.read(item, as: "koege").opened.isParticipant)
        try await group.seat(.remove("koege"))
        await #expect(throws: NotFound.self) { _ = try await group.read(item, as: "koege") }
        let list = try await ListForums()(try await group.may("koege"), in: group.office)
        #expect(list.isEmpty)
    }

    @Test func whoeverMovesOrLosesTheRoleSitsThereNoMore() async throws {
        let group = try await TestForum()
        let person = try group.test.person("P1", born: "1990-01-01")
        let item = try await group.propose(.person(person))
        try await group.judge(item, participants: ["chair", "koege", "psychiatry"])
        _ = try await group.office.database.write {
            try $0.execute("UPDATE account SET authority = '265' WHERE name = 'koege'")
            return try $0.execute("UPDATE account SET roles = 'specialised-team' WHERE name = 'chair'")
        }
        await #expect(throws: NotFound.self) { _ = try await group.read(item, as: "koege") }
        // Still a participant, but no longer somebody who may lead it.
        let page = try await group.read(item, as: "chair")
        #expect(page.opened.isParticipant && !page.opened.isChair)
        #expect(try await group.read(item, as: "psychiatry").recipients.map(\.account) == ["chair"])
    }

    @Test func aForumEndsOnceNothingIsOnItsWayInIt() async throws {
        let group = try await TestForum()
        let who = try await TestForum.who("chair", Acts.ManageForums.self, group.office)
        let person = try group.test.person("P1", born: "1990-01-01")
        let item = try await group.propose(.person(person))
        func end() async throws -> [String] {
            try await refusals { try await ChangeForum(group.forum, revision: 1, .end)(who, in: group.office) }
        }
        #expect(try await end() == ["forum.items-left"])
        try await JudgeItem(item, revision: 1, .notRelevant, reason: "Kendt i forvejen")(
            try await group.may("chair"), in: group.office)
        #expect(try await end().isEmpty)
        #expect(try await refusals { _ = try await group.propose(.person(person)) } == ["forum.ended"])
    }
}
