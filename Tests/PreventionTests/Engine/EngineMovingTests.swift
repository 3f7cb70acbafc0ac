import Testing

@testable import Prevention

/// A programme of the tests' own: what the engine does, apart from what any real one says.
let smallProgramme = Programme(
    code: "small", prefix: "SMA", subject: .person, regime: .led, legalBasis: [], retention: "r",
    form: [
        Field("name", .text), Field("on", .date), Field("moment", .moment), Field("sure", .flag),
        Field("colour", .choice(["red", "blue"]), required: true), Field("reason", .longText),
    ],
    stages: ["new", "open", "done", "lost"],
    transitions: [
        Transition(["new"], to: "open", by: [.officer], asks: ["on", "moment", "colour", "sure"], requires: ["name"]),
        Transition(
            ["open"], to: "done", by: [.officer, .leader], asks: ["on", "colour", "sure"], requires: ["name", "reason"]),
        Transition(["open"], to: "open", by: [.leader]),
    ],
    guards: [
        .never("small.red", entering: ["done"]) { $0.text("colour") != "red" },
        .requires("small.sure", entering: ["done"]) { $0.isSet("sure") },
        .never("small.everywhere") { $0.text("name") != "nobody" },
        .never("small.law", entering: ["lost"]) { situation throws(LawBook.MissingRule) in
            try situation.number("no-such-rule", on: situation.at.day) > 0
        },
    ],
    figures: [])

@Suite struct EngineMovingTests {
    private let officer = Actor(
        name: "o", displayName: "O", authority: "Politiet", roles: [.officer], kind: .police, area: .district)

    private func file(_ fields: [String: String] = [:], _ events: [CaseEvent]? = nil) -> CaseFile {
        CaseFile(
            id: 1, programme: smallProgramme, municipality: "", fields: ["colour": "blue"].merging(fields) { $1 },
            parties: [party(.subject)], events: events ?? [entered("new", "2025-01-01T10:00")])
    }

    private func move(
        _ file: CaseFile, _ stage: Stage, _ moment: String = "2025-02-01", _ fields: [String: String] = [:],
        by actor: Actor? = nil
    ) throws -> [Refusal] {
        try Engine.refusals(
            moving: file, to: stage, at: at(moment), setting: fields, by: actor ?? officer, law: testLaw)
    }

    @Test func allowsAStepOfItsPath() throws {
        #expect(
            try move(file(), "open", "2025-02-01", ["name": "n", "on": "2025-02-28", "moment": "2025-02-28T10:00"])
                == [])
    }

    @Test func refusesAStepThatCannotFollow() throws {
        #expect(try move(file(), "done") == [Refusal("path", ["from": "new", "to": "done"])])
        #expect(try move(file(), "nowhere") == [Refusal("path", ["from": "new", "to": "nowhere"])])
        #expect(try move(file([:], []), "open") == [Refusal("path", ["from": "", "to": "open"])])
    }

    @Test func refusesAStepOfAnotherRole() throws {
        let leader = Actor(
            name: "l", displayName: "L", authority: "Politiet", roles: [.leader], kind: .police, area: .district)
        #expect(try move(file(), "open", by: leader) == [Refusal("not-your-step", ["to": "open"])])
    }

    @Test func refusesAStepBeforeTheLastEvent() throws {
        #expect(
            try move(file(), "open", "2025-01-01T09:59", ["name": "n"]) == [
                Refusal("before-last-event", ["at": "01.01.2025 09:59", "last": "01.01.2025 10:00"])
            ])
        #expect(try move(file(), "open", "2025-01-01T10:00", ["name": "n"]) == [])
    }

    @Test func aPauseIsAnEventToo() throws {
        let events = [
            entered("new", "2025-01-01T10:00"), CaseEvent(.pause(clock: "c", reason: "r"), at: at("2025-01-05")),
        ]
        #expect(try move(file([:], events), "open", "2025-01-04", ["name": "n"]).codes == ["before-last-event"])
    }

    @Test func refusesAnEmptyRequiredFieldUnlessTheCaseHasIt() throws {
        #expect(try move(file(), "open") == [Refusal("field-required", ["field": "name"])])
        #expect(try move(file(), "open", "2025-02-01", ["name": ""]) == [Refusal("field-required", ["field": "name"])])
        #expect(try move(file(["name": "n"]), "open") == [])
        #expect(try move(file(["name": "n"]), "open", "2025-02-01", ["name": ""]).codes == ["field-required"])
    }

    @Test(arguments: [
        ("unknown", "x", "unknown-field"), ("on", "2025-02-29", "not-a-date"), ("on", "2025-02-28T10:00", "not-a-date"),
        ("moment", "noon", "not-a-moment"), ("colour", "green", "not-a-choice"), ("sure", "no", "not-a-choice"),
    ])
    func refusesFieldsThatAreNot(field: String, value: String, code: String) throws {
        let refusals = try move(file(), "open", "2025-02-01", ["name": "n", field: value])
        #expect(refusals.codes == [code])
        #expect(refusals.first?.arguments["field"] == field)
    }

    /// A field belongs to the steps that ask for it, where its guard looks; the value that the case has already is no change.
    @Test func aStepSetsNoFieldThatItDoesNotAskFor() throws {
        let open = file(["name": "n"], [entered("new", "2025-01-01"), entered("open", "2025-01-02")])
        let fields = ["reason": "r", "sure": "yes", "moment": "2025-02-28T10:00"]
        #expect(try move(open, "done", "2025-02-01", fields) == [Refusal("field-not-asked", ["field": "moment"])])
        let held = open.with(fields: open.fields.merging(["moment": "2025-02-28T10:00"]) { $1 })
        #expect(try move(held, "done", "2025-02-01", fields) == [])
        #expect(open.asked(of: fields, movingTo: "done").keys.sorted() == ["reason", "sure"])
    }

    @Test func anEmptyValueIsNoWrongValue() {
        let empty = Dictionary(uniqueKeysWithValues: smallProgramme.form.map { ($0.code, "") })
        #expect(Engine.fieldProblems(empty, in: smallProgramme.form, of: smallProgramme) == [])
    }

    @Test func givesAllReasonsAtOnce() throws {
        let open = file(["colour": "red"], [entered("new", "2025-01-01"), entered("open", "2025-01-02")])
        #expect(
            try move(open, "done", "2025-02-01", ["on": "never"]).codes == [
                "not-a-date", "field-required", "field-required", "small.red", "small.sure",
            ])
    }

    @Test func aGuardSeesTheFieldsAsTheyWillBe() throws {
        let open = file(["colour": "red"], [entered("new", "2025-01-01"), entered("open", "2025-01-02")])
        let fields = ["name": "n", "reason": "r", "sure": "yes"]
        #expect(try move(open, "done", "2025-02-01", fields).codes == ["small.red"])
        #expect(try move(open, "done", "2025-02-01", fields.merging(["colour": "blue"]) { $1 }) == [])
    }

    @Test func aGuardWithoutStagesHoldsEverywhere() throws {
        #expect(try move(file(), "open", "2025-02-01", ["name": "nobody"]).codes == ["small.everywhere"])
    }
}

@Suite struct EngineOpeningTests {
    private func open(
        _ programme: Programme, _ fields: [String: String], _ parties: [Party], by actor: Actor = everybody
    ) throws -> [String] {
        let file = CaseFile(
            id: 0, programme: programme, municipality: "", fields: fields, parties: parties,
            events: [entered(programme.firstStage, "2025-01-01")])
        return try Engine.refusals(opening: file, by: actor, law: testLaw).codes
    }

    @Test func opensWithItsRequiredFieldsAndSubject() throws {
        #expect(try open(smallProgramme, ["colour": "blue"], [party(.subject)]) == [])
    }

    @Test func refusesWhoeverTakesNoStepInIt() throws {
        #expect(try open(smallProgramme, ["colour": "blue"], [party(.subject)], by: outsider) == ["not-your-programme"])
    }

    @Test func refusesWithoutARequiredField() throws {
        #expect(try open(smallProgramme, [:], [party(.subject)]) == ["field-required"])
        #expect(try open(smallProgramme, ["colour": ""], [party(.subject)]) == ["field-required"])
    }

    @Test func refusesWithoutASubject() throws {
        #expect(try open(smallProgramme, ["colour": "blue"], [party(.contact)]) == ["subject-required"])
    }

    @Test func refusesWrongFieldsAndBrokenGuards() throws {
        #expect(
            try open(smallProgramme, ["colour": "green", "name": "nobody"], [party(.subject)]) == [
                "not-a-choice", "small.everywhere",
            ])
    }

    @Test func keepsPersonsOutOfAProgrammeWithoutPersonalData() throws {
        let area = Programme(
            code: "area", prefix: "ARE", subject: .none, regime: .none, legalBasis: [], retention: "r",
            form: [],
            stages: ["new", "done"], transitions: [Transition(["new"], to: "done", by: [.officer])], figures: [])
        #expect(try open(area, [:], []) == [])
        #expect(try open(area, [:], [party(.contact)]) == ["no-personal-data"])
    }
}

@Suite struct EngineImportTests {
    private func problem(_ fields: [String: String] = [:], _ events: [CaseEvent]) throws -> Refusal? {
        let file = CaseFile(
            id: 1, programme: smallProgramme, municipality: "", fields: fields, parties: [], events: events)
        return try Engine.problem(importing: file, law: testLaw)
    }

    private let new = entered("new", "2025-01-01")
    private let open = entered("open", "2025-01-02")

    @Test func takesAPathWithoutWhatAFormWouldHaveAskedFor() throws {
        #expect(try problem([:], [new]) == nil)
        #expect(try problem([:], [new, open, entered("open", "2025-01-02"), entered("done", "2025-01-03")]) == nil)
    }

    @Test func refusesACaseWithoutEvents() throws {
        #expect(try problem([:], []) == Refusal("no-events"))
    }

    @Test func refusesToBeginInTheMiddle() throws {
        #expect(try problem([:], [open]) == Refusal("first-stage", ["stage": "open", "first": "new"]))
    }

    @Test func namesTheStageThatCannotFollow() throws {
        #expect(
            try problem([:], [new, entered("done", "2025-01-03")]) == Refusal("path", ["from": "new", "to": "done"]))
        #expect(try problem([:], [new, new]) == Refusal("path", ["from": "new", "to": "new"]))
    }

    @Test func refusesAnUnknownStage() throws {
        #expect(try problem([:], [new, entered("far", "2025-01-03")]) == Refusal("unknown-stage", ["stage": "far"]))
    }

    @Test func refusesEventsOutOfOrder() throws {
        #expect(try problem([:], [new, entered("open", "2024-12-31")])?.code == "before-last-event")
    }

    @Test func refusesWrongFields() throws {
        #expect(try problem(["colour": "green"], [new])?.code == "not-a-choice")
        #expect(try problem(["shade": "green"], [new])?.code == "unknown-field")
    }

    @Test func refusesAMustNeverAtTheStageItGuards() throws {
        #expect(try problem(["colour": "red"], [new, open]) == nil)
        #expect(try problem(["colour": "red"], [new, open, entered("done", "2025-01-03")]) == Refusal("small.red"))
        #expect(try problem(["name": "nobody"], [new]) == Refusal("small.everywhere"))
    }
}
