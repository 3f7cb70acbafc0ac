import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// The texts of the plan are about nobody: numbers are refused, names warned of, and every look-up leaves a trace.
@Suite struct PlanTextTests {
    private let desk: PlanDesk

    init() throws {
        desk = try PlanDesk()
    }

    private func check(_ text: String, isConfirmed: Bool = false) async throws -> [String] {
        try await refusals {
            try await desk.office.checkPlanTexts(
                [PlanTyped("body", text)], isConfirmed: isConfirmed, by: TestOffice.actor(.sspCoordinator))
        }
    }

    private func register(_ given: String, _ family: String, protected: Bool = false) throws {
        let id = try desk.test.person("P-\(given)-\(family)", protected: protected)
        _ = try desk.test.database.blockingWrite { db in
            try db.execute(
                """
                UPDATE person SET given_names = \(given), family_name = \(family), given_key = \(NameKey.of(given)),
                    family_key = \(NameKey.of(family)) WHERE id = \(id)
                """)
        }
    }

    @Test func numbersAreRefusedWhateverTheUserSays() async throws {
        for confirmed in [false, true] {
            #expect(try await check("Om 670314-1235", isConfirmed: confirmed).contains("plan-text.number"))
            #expect(try await check("Om 670314 1235", isConfirmed: confirmed).contains("plan-text.number"))
            #expect(try await check("Ring 12 34 56 78", isConfirmed: confirmed) == ["plan-text.phone"])
            #expect(try await check("Skriv til a@b.dk", isConfirmed: confirmed) == ["plan-text.mail"])
        }
    }

    @Test func yearsAndDaysOfAPlanAreNoTelephoneNumbers() async throws {
        for text in ["Planen for 2025-2026", "2025 2026", "Senest 2026-11-20", "Den 20.11.2026 kl. 10.00", "2025/26"] {
            #expect(try await check(text) == [], "\(text)")
        }
    }

    /// The list and the register give the same answer, in the same words.
    @Test func aNameIsWarnedOfAlikeWhoeverKnowsIt() async throws {
        try register("Xenia Åse", "Qvortrup")
        let listed = try await check("Efter samtale med Jens Prøvesen")
        let known = try await check("efter samtale med xenia åse qvortrup")
        #expect(listed == ["plan-text.name"] && known == listed)
        for text in ["talte med xenia qvortrup i går", "qvortrup, xenia", "XENIA QVORTRUP"] {
            #expect(try await check(text) == ["plan-text.name"], "\(text)")
        }
        // Nobody is called so: small letters, and not on the list.
        #expect(try await check("talte med xenia qvortrop i går") == [])
        #expect(try await check("xenia. qvortrup") == [])
        #expect(try await check("efter samtale med xenia qvortrup", isConfirmed: true) == [])
    }

    @Test func whoeverIsProtectedIsNotFoundByAName() async throws {
        try register("Zulma", "Ørskovbæk", protected: true)
        #expect(try await check("talte med zulma ørskovbæk") == [])
    }

    @Test func everyTryIsLoggedAsASearchWithoutTheText() async throws {
        try register("Xenia", "Qvortrup")
        _ = try await check("xenia qvortrup")
        _ = try await check("ingen her")
        _ = try await check("xenia qvortrup", isConfirmed: true)
        let all = try Logged.all(in: desk.test.database).filter { $0.action == "search" }
        #expect(all.map(\.actor) == Array(repeating: Role.sspCoordinator.rawValue, count: 3))
        #expect(all.allSatisfy { $0.entity == "person" && $0.id == nil && $0.reason.contains("plan texts body") })
        // Neither what was written nor whether the register knew it.
        #expect(all.allSatisfy { !$0.reason.lowercased().contains("qvortrup") })
        #expect(all[0].reason == all[1].reason && all[2].reason.contains("confirmed"))
    }

    @Test func everyVerbRefusesANumberAndStoresNothing() async throws {
        let plan = try await desk.plan()
        let proposal = PlanProposal(municipality: "259", title: "Om 670314-1235", body: "x")
        let found = try await refusals {
            try await WriteProposal(proposal, in: plan, isConfirmed: true)(desk.proposer(), in: desk.office)
        }
        #expect(found == ["plan-text.number"])
        #expect(try await desk.read(plan).proposals.isEmpty)
    }

    @Test func aNumberIsSeenInEverySpelling() async throws {
        for text in [
            "6703141235", "670314-1235", "670314 1235", "670314–1235", "670314 - 1235", "670314.1235", "670314/1235",
            "670314_1235", "67.03.14-1235", "67 03 14 12 35", "(670314), 1235", "67-03-14 – 1235",
        ] {
            #expect(try await check("Om \(text) i går", isConfirmed: true) == ["plan-text.number"], "\(text)")
        }
        for text in [
            "Den 01.01.2025 – 31.12.2025", "2025-2026", "2025-0412 og 2025-0413", "Uge 10, 11, 12, 13, 14",
            "1.250.000 kr. i 2025", "10.11.2025, 12 deltagere", "2026-03-02 kl. 10-12", "2025/26, 14 oplæg",
        ] {
            #expect(!(try await check(text, isConfirmed: true)).contains("plan-text.number"), "\(text)")
        }
    }

    /// What is too long is refused for that, and nothing is looked for in it.
    @Test func aTextThatIsTooLongIsRefusedUnread() async throws {
        #expect(try await check(String(repeating: "a", count: 100_000) + " 670314-1235") == ["plan.too-long"])
        #expect(try Logged.all(in: desk.test.database).filter { $0.action == "search" }.isEmpty)
        #expect(try await check(String(repeating: "a", count: PlanText.longest)) == [])
        #expect(try await check(String(repeating: "a", count: PlanText.longest + 1)) == ["plan.too-long"])
    }

    @Test func theYearMayBeWrittenOutAndTheDigitsBeOfAnyScript() async throws {
        for text in ["Om 01.01.1990-1234", "Om ０１０１９０-1234"] {
            #expect(try await check(text, isConfirmed: true) == ["plan-text.number"], "\(text)")
        }
        for text in ["Den 01.01.1990", "01.01.2025-31.12.2026", "2025 2026", "1.250.000"] {
            #expect(try await check(text) == [], "\(text)")
        }
    }

    /// Nobody learns by trying who is in the register: after so many warnings in an hour, every text is warned of.
    @Test func tryingNamesTellsNothingMoreAfterSomeWarnings() async throws {
        try register("Xenia", "Qvortrup")
        let most = try desk.office.law.value("plan-texts.warnings", on: desk.test.now.day)
        #expect(try await check("ingen her") == [])
        for _ in 0..<most { #expect(try await check("xenia qvortrup") == ["plan-text.name"]) }
        #expect(try await check("ingen her") == ["plan-text.name"], "the same words, whoever is in the register")
        #expect(try await check("ingen her", isConfirmed: true) == [], "and the text is saved all the same")
        desk.test.pass(days: 1)
        #expect(try await check("ingen her") == [])
    }

    @Test func aNameInAnAddressIsSeen() async throws {
        try register("Xenia", "Qvortrup")
        #expect(try await check("https://eksempel.dk/sager/xenia-qvortrup.pdf") == ["plan-text.name"])
        #expect(try await check("https://eksempel.dk/xenia_qvortrup") == ["plan-text.name"])
    }
}
