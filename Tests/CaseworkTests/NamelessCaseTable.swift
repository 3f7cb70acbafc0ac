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

    /// A case in its first stage, put there without its verbs; always the same one.
    private func standing(_ programme: Programme) throws -> Int64 {
        if let id = try test.database.blockingRead({ try $0.first("SELECT id FROM case_file") { $0.int64(0) } }) {
            return id
        }
        let now = test.office.now
        let file = CaseFile(
            id: 0, programme: programme, municipality: "259", fields: NamelessCaseTable.needed[programme.code] ?? [:],
            parties: [], events: [CaseEvent(.entered(programme.firstStage), at: now)])
        return try test.database.blockingWrite { db in
            try CaseStore.insert(
                file, standing: try CaseStanding(file, now: now, law: test.office.law), owner: "",
                by: TestOffice.actor(.secretariat), at: now, in: db)
        }
    }
}
