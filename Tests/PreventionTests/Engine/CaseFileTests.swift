import Testing

@testable import Prevention

@Suite struct CaseFileTests {
    private func file(_ events: [CaseEvent], _ parties: [Party] = []) -> CaseFile {
        CaseFile(id: 1, programme: smallProgramme, municipality: "", fields: [:], parties: parties, events: events)
    }

    @Test func standsWhereItsLatestStepLed() {
        let pause = CaseEvent(.pause(clock: "c", reason: "r"), at: at("2025-01-05"))
        let moved = file([entered("new", "2025-01-01"), entered("open", "2025-01-02"), pause])
        #expect(moved.stage == "open")
        #expect(moved.openedAt == at("2025-01-01"))
        #expect(file([]).stage == nil)
    }

    @Test func keepsEveryStepIntoAStage() {
        let again = file([entered("new", "2025-01-01"), entered("open", "2025-01-02"), entered("open", "2025-01-03")])
        #expect(again.steps(into: "open").map(\.at) == [at("2025-01-02"), at("2025-01-03")])
        #expect(again.firstStep(into: "open")?.at == at("2025-01-02"))
        #expect(again.firstStep(into: "done") == nil)
    }

    @Test func theSubjectIsFoundByRole() {
        #expect(file([], [party(.victim, 1), party(.subject, 2)]).subject?.person == 2)
        #expect(file([], [party(.victim, 1)]).subject == nil)
    }

    @Test func aRefusalShowsItsArgumentsInOrder() {
        #expect(Refusal("path", ["to": "b", "from": "a"]).description == "path from=a to=b")
    }
}
