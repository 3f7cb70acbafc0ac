import Testing

@testable import Prevention

@Suite struct DoubtTests {
    private func next(
        _ state: Doubt.State, _ verdict: Doubt.Verdict, by actor: String = "b", after first: Doubt.First? = nil,
        needsSecond: Bool = false
    ) throws -> Doubt.State {
        try Doubt.next(from: state, verdict, by: actor, after: first, needsSecond: needsSecond)
    }

    @Test func oneVerdictIsEnoughWhereNoSecondIsAskedFor() throws {
        for state in [Doubt.State.open, .unsure] {
            #expect(try next(state, .same) == .same)
            #expect(try next(state, .different) == .different)
            #expect(try next(state, .unsure) == .unsure)
        }
    }

    @Test func aSecondPersonHasToAgree() throws {
        #expect(try next(.open, .same, needsSecond: true) == .second)
        #expect(try next(.open, .unsure, needsSecond: true) == .unsure)
        let first = Doubt.First(.same, by: "a")
        #expect(try next(.second, .same, after: first, needsSecond: true) == .same)
        #expect(throws: Refusal("doubt-second")) { try next(.second, .same, by: "a", after: first, needsSecond: true) }
        #expect(throws: Refusal("doubt-second")) { try next(.second, .unsure, by: "a", after: first) }
    }

    @Test func twoWhoDisagreeLeaveItInDoubt() throws {
        #expect(try next(.second, .different, after: Doubt.First(.same, by: "a")) == .unsure)
        #expect(try next(.second, .unsure, after: Doubt.First(.same, by: "a")) == .unsure)
        #expect(try next(.second, .same, after: Doubt.First(.different, by: "a")) == .unsure)
    }

    @Test(arguments: [Doubt.State.same, .different, .gone])
    func whatIsDecidedStays(_ state: Doubt.State) {
        #expect(throws: Refusal("doubt-decided")) { try next(state, .different) }
        #expect(!state.waits)
    }
}
