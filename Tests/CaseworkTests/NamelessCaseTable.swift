import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// Every text that a case about a place takes, by the definitions of its schemes: a new field is tried as soon as it is there.
@Suite struct NamelessCaseTable {
    /// A field, and where it is typed.
    struct Place: Sendable, CustomTestStringConvertible {
        let programme: Programme
        /// `nil` for a field of the case itself.
        let entry: String?
        let field: String

        var testDescription: String { [programme.code, entry, field].compactMap(\.self).joined(separator: " ") }

        static let all: [Place] = [Programme.insecurity, .nightlife, .activity, .housing].flatMap { programme in
            let own = programme.form.filter { isText($0, programme) }.map {
                Place(programme: programme, entry: nil, field: $0.code)
            }
            let entries = programme.entries.flatMap { entry in
                entry.fields.filter { isText($0, programme) }.map {
                    Place(programme: programme, entry: entry.code, field: $0.code)
                }
            }
            return own + entries
        }

        /// The fields of the case that a step asks for, in every stage that it leads from.
        static let steps: [(place: Place, from: Stage, to: Stage)] = all.filter { $0.entry == nil }.flatMap { place in
            place.programme.transitions.filter { $0.asks.contains(place.field) }.flatMap { step in
                step.from.map { (place: place, from: $0, to: step.to) }
            }
        }

        /// Of a housing case, which is led, only the area stands on pages about places.
        private static func isText(_ field: Field, _ programme: Programme) -> Bool {
            switch field.kind {
            case .text, .longText: return programme.code != Programme.housing.code || field.code == "area"
            default: return false
            }
        }
    }

    /// What a case of each scheme needs to be there.
    private static let needed: [String: [String: String]] = [
        "insecurity": ["kind": "dark-place", "area": "Tunnelen", "observed": "Mørkt"],
        "nightlife": ["kind": "venue", "place": "Torvet", "agreement": "Rolig udgang"],
        "activity": [:], "housing": ["area": "Parken", "association": "Boligen"],
    ]

    private let test: TestOffice

    init() throws {
        test = try TestOffice()
        _ = try test.person("P-xenia")
        _ = try test.database.blockingWrite { db in
            try db.execute(
                """
                UPDATE person SET given_names = 'Xenia', family_name = 'Qvortrup', given_key = \(NameKey.of("Xenia")),
                    family_key = \(NameKey.of("Qvortrup"))
                """)
        }
    }

    @Test func thereAreSuchFields() {
        #expect(Set(Place.all.map(\.programme.code)) == Set(NamelessCaseTable.needed.keys))
        #expect(Place.all.count > 25)
        #expect(Set(Place.steps.map(\.place.programme.code)) == ["insecurity", "nightlife", "activity"])
        #expect(Place.steps.contains { $0.place.field == "plan" && $0.to.code == "acting" && $0.from.code == "calm" })
    }

    @Test(arguments: Place.all)
    func aNumberIsRefusedAndANameWarnedOf(_ place: Place) async throws {
        let who = try test.may(Acts.WorkCases.self, as: .secretariat)
        func write(_ text: String, isConfirmed: Bool) async throws -> [String] {
            try await refusals {
                guard let entry = place.entry else {
                    var fields = NamelessCaseTable.needed[place.programme.code] ?? [:]
                    fields[place.field] = text
                    _ = try await OpenCase(
                        place.programme, municipality: "259", fields: fields, parties: [], isConfirmed: isConfirmed)(
                            who, in: test.office)
                    return
                }
                try await ChangeCase(
                    try standing(place.programme), revision: 1,
                    .record(entry: entry, at: nil, fields: [place.field: text]), isConfirmed: isConfirmed)(
                        who, in: test.office)
            }
        }
        for text in ["Om 6703141235", "Om 670314-1235", "Om 670314 1235"] {
            #expect(try await write(text, isConfirmed: true) == ["number-in-text"], "\(text)")
        }
        #expect(try await write("talte med xenia qvortrup i går", isConfirmed: false) == ["case-text.name"])
        let events = try test.database.blockingRead { try $0.count("SELECT COUNT(*) FROM case_event") }
        #expect(events == (place.entry == nil ? 0 : 1), "nothing is stored but the case itself")
    }

    @Test(arguments: Place.all.filter { $0.entry == nil })
    func aCorrectionIsLookedAtToo(_ place: Place) async throws {
        let who = try test.may(Acts.WorkCases.self, as: .secretariat)
        let id = try standing(place.programme)
        for (text, code) in [("Om 6703141235", "number-in-text"), ("xenia qvortrup", "case-text.name")] {
            let found = try await refusals {
                try await ChangeCase(
                    id, revision: 1, .correct(fields: [place.field: text], municipality: nil, reason: "Forkert"))(
                        who, in: test.office)
            }
            #expect(found == [code])
        }
    }

    @Test(arguments: Place.steps.indices)
    func whatIsTypedInAStepIsLookedAtToo(_ index: Int) async throws {
        let (place, from, to) = Place.steps[index]
        let who = try test.may(Acts.WorkCases.self, as: .secretariat)
        let id = try standing(place.programme, in: from)
        for (text, code, isConfirmed) in [
            ("Om 6703141235", "number-in-text", true), ("xenia qvortrup", "case-text.name", false),
        ] {
            let found = try await refusals {
                try await ChangeCase(
                    id, revision: 1, .move(to: to, at: nil, fields: [place.field: text], note: ""),
                    isConfirmed: isConfirmed)(who, in: test.office)
            }
            #expect(found == [code], "\(place) from \(from.code) to \(to.code)")
        }
        #expect(try test.database.blockingRead { try $0.count("SELECT revision FROM case_file") } == 1)
    }

    @Test(arguments: [Programme.insecurity, .nightlife, .activity].map(\.code))
    func theReasonOfACorrectionIsLookedAtToo(_ code: String) async throws {
        let who = try test.may(Acts.WorkCases.self, as: .secretariat)
        let programme = try #require(Catalogue.programme(code))
        let id = try standing(programme)
        for (text, refusal, isConfirmed) in [
            ("Om 6703141235", "case-text.number", true), ("xenia qvortrup", "case-text.name", false),
        ] {
            let found = try await refusals {
                try await ChangeCase(
                    id, revision: 1, .correct(fields: [:], municipality: "253", reason: text),
                    isConfirmed: isConfirmed)(who, in: test.office)
            }
            #expect(found == [refusal], "\(code)")
        }
    }

    /// Beside its form: addenda, holds, notes and tasks.
    @Test(arguments: [Programme.insecurity, .nightlife, .activity].map(\.code))
    func whatIsSaidBesideItIsLookedAtToo(_ code: String) async throws {
        let who = try test.may(Acts.WorkCases.self, as: .secretariat)
        let keeper = try test.may(Acts.ManageRetention.self, as: .secretariat)
        let programme = try #require(Catalogue.programme(code))
        let id = try standing(programme)
        let office = test.office
        func refused(_ text: String, isConfirmed: Bool) async throws -> [[String]] {
            let found = [
                try await refusals {
                    try await AddAddendum(
                        .caseFile, id, text: text, requestedBy: "Kommunen", isConfirmed: isConfirmed)(who, in: office)
                },
                try await refusals {
                    try await AddAddendum(
                        .caseFile, id, text: "Rettet", requestedBy: text, isConfirmed: isConfirmed)(who, in: office)
                },
                try await refusals {
                    try await HoldRecord(.set(.caseFile, id, reason: text), isConfirmed: isConfirmed)(
                        keeper, in: office)
                },
                try await refusals {
                    let give = WriteTask.Change.give(
                        title: text, details: "", owner: Role.secretariat.rawValue, dueOn: test.now.day)
                    try await WriteTask(on: id, give, isConfirmed: isConfirmed)(who, in: office)
                },
            ]
            return found
        }
        for text in ["Om 6703141235", "Om 670314 1235", "Om 14.03.1967-1235"] {
            for one in try await refused(text, isConfirmed: true) { #expect(one == ["case-text.number"], "\(text)") }
        }
        for one in try await refused("talte med xenia qvortrup i går", isConfirmed: false) {
            #expect(one == ["case-text.name"])
        }
        let stored = try test.database.blockingRead { db in
            try db.count("SELECT COUNT(*) FROM addendum") + db.count("SELECT COUNT(*) FROM legal_hold")
        }
        #expect(stored == 0)
        let long = try await refusals {
            try await AddAddendum(
                .caseFile, id, text: String(repeating: "a", count: 100_000), requestedBy: "Kommunen")(who, in: office)
        }
        #expect(long == ["case-text.too-long"])
        // Whoever says that it is nobody they know saves it all the same; what lifts a hold is looked at like what sets it.
        try await AddAddendum(
            .caseFile, id, text: "xenia qvortrup", requestedBy: "Kommunen", isConfirmed: true)(who, in: office)
        try await HoldRecord(.set(.caseFile, id, reason: "Klage over stedet"))(keeper, in: office)
        let lifted = try await refusals { try await HoldRecord(.lift(1, reason: "Om 6703141235"))(keeper, in: office) }
        #expect(lifted == ["case-text.number"])
        try await HoldRecord(.lift(1, reason: "Afgjort"))(keeper, in: office)
    }

    /// Of somebody, addenda and holds say who it is about.
    @Test func aCaseOfSomebodyTakesNames() async throws {
        let person = try test.person("P-own")
        let id = try await test.open("exit", fields: [:], subject: person, as: .exitTeam)
        try await AddAddendum(.caseFile, id, text: "xenia qvortrup", requestedBy: "xenia qvortrup")(
            test.may(Acts.WorkCases.self, as: .exitTeam), in: test.office)
    }

    /// A case in its first stage, or in another one, put there without its verbs; always the same one.
    private func standing(_ programme: Programme, in stage: Stage? = nil) throws -> Int64 {
        if let id = try test.database.blockingRead({ try $0.first("SELECT id FROM case_file") { $0.int64(0) } }) {
            return id
        }
        let now = test.office.now
        let file = CaseFile(
            id: 0, programme: programme, municipality: "259", fields: NamelessCaseTable.needed[programme.code] ?? [:],
            parties: [], events: [CaseEvent(.entered(stage ?? programme.firstStage), at: now)])
        return try test.database.blockingWrite { db in
            try CaseStore.insert(
                file, standing: try CaseStanding(file, now: now, law: test.office.law), owner: "",
                by: TestOffice.actor(.secretariat), at: now, in: db)
        }
    }
}
