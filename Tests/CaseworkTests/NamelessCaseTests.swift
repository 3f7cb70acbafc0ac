import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// Cases about places are about nobody: what is typed into them goes through the check of texts.
@Suite struct NamelessCaseTests {
    private let test: TestOffice
    private let office: Office

    init() throws {
        test = try TestOffice()
        office = test.office
    }

    private func officer() throws -> Authorized<Acts.WorkCases> { try test.may(Acts.WorkCases.self, as: .officer) }

    @Test(arguments: [
        ("Det er 670314-1235", "number-in-text"), ("Det er 670314 1235", "number-in-text"),
        ("Ring 12 34 56 78", "case-text.phone"), ("Skriv til x@y.dk", "case-text.mail"),
        ("Spørg Jens Hansen", "case-text.name"),
    ])
    func aCaseOrderOrAnswerNamesAndNumbersNobody(text: String, code: String) async throws {
        let opened = try await refusals {
            _ = try await OpenCase(
                .insecurity, municipality: "259", fields: ["kind": "noise", "area": "Torvet", "observed": text],
                parties: [])(officer(), in: office)
        }
        #expect(opened == [code])
        let id = try await test.walked()
        let walk = try await refusals {
            try await test.change(
                id, revision: 2, .record(entry: "area-walk", at: nil, fields: ["walk_found": text]))
        }
        #expect(walk == [code])
        let step = try await refusals {
            try await test.change(id, revision: 2, .move(to: "verified", at: nil, fields: ["checked": text], note: ""))
        }
        #expect(step == [code])
        let fields = ["order_what": "light", "order_owner": text, "order_detail": "Skift"]
        let order = try await refusals {
            try await OrderFinding(id, revision: 2, walk: 1, fields: fields)(officer(), in: office)
        }
        #expect(order == [code])
        let clean = fields.merging(["order_owner": "Vejafdelingen"]) { $1 }
        try await OrderFinding(id, revision: 2, walk: 1, fields: clean)(officer(), in: office)
        let answer = try await refusals {
            try await AnswerOrder(
                id, revision: 3, order: 1, fields: ["done_how": "done", "done_detail": text])(officer(), in: office)
        }
        #expect(answer == [code])
        let corrected = try await refusals {
            try await test.change(
                id, revision: 3, .correct(fields: ["observed": text], municipality: nil, reason: "Forkert"))
        }
        #expect(corrected == [code])
    }

    /// The warning is answered by the tick; a number is never let through.
    @Test func aNameIsSavedOnceItIsSaidThatItIsNobody() async throws {
        let id = try await test.walked()
        func answer(_ text: String) async throws -> [String] {
            try await refusals {
                try await ChangeCase(
                    id, revision: 2, .record(entry: "area-walk", at: nil, fields: ["walk_found": text]),
                    isConfirmed: true)(officer(), in: office)
            }
        }
        #expect(try await answer("Det er 670314 1235") == ["number-in-text"])
        #expect(try await answer("Ved Jens Hansen Plads").isEmpty)
    }

    /// The area of a housing case stands on pages about places; what a housing case is about besides may name people.
    @Test func theAreaOfAHousingCaseNamesNobody() async throws {
        let who = try test.may(Acts.WorkCases.self, as: .secretariat)
        func open(_ fields: [String: String]) async throws -> [String] {
            try await refusals {
                _ = try await OpenCase(.housing, municipality: "259", fields: fields, parties: [])(who, in: office)
            }
        }
        #expect(try await open(["area": "Hos Jens Hansen", "association": "Boligen"]) == ["case-text.name"])
        #expect(try await open(["area": "Parken", "association": "Boligen", "occasion": "Jens Hansen"]).isEmpty)
    }

    /// Of two orders of one kind, the second is answered first.
    @Test func theClockFollowsTheOrderThatIsOpen() async throws {
        let id = try await test.walked()
        func order(_ revision: Int, due: String) async throws {
            let fields = [
                "order_what": "light", "order_owner": "Vejafdelingen", "order_detail": "Skift", "order_due": due,
            ]
            try await OrderFinding(id, revision: revision, walk: 1, fields: fields)(officer(), in: office)
        }
        func due() async throws -> LocalDate? {
            try await office.database.read { try CaseStore.row(id, in: $0)?.dueAt?.day }
        }
        try await test.change(id, revision: 2, .move(to: "verified", at: nil, fields: ["checked": "Set"], note: ""))
        try await order(3, due: "2026-05-20")
        try await order(4, due: "2026-04-10")
        #expect(try await due() == LocalDate("2026-04-10"))
        try await AnswerOrder(id, revision: 5, order: 2, fields: ["done_how": "done"])(officer(), in: office)
        #expect(try await due() == LocalDate("2026-05-20"))
    }

    @Test func anOrderIsTakenBackWithAReason() async throws {
        let id = try await test.walked()
        let fields = ["order_what": "light", "order_owner": "Vejafdelingen", "order_detail": "Skift"]
        try await OrderFinding(id, revision: 2, walk: 1, fields: fields)(officer(), in: office)
        let bare = try await refusals {
            try await AnswerOrder(id, revision: 3, order: 1, fields: ["done_how": "withdrawn"])(officer(), in: office)
        }
        #expect(bare == ["insecurity.declined-why"])
        try await AnswerOrder(
            id, revision: 3, order: 1, fields: ["done_how": "withdrawn", "done_detail": "Sendt til den forkerte"])(
                officer(), in: office)
        let found = try await ReadCommunity()(test.may(Acts.ReadPlan.self, as: .officer), in: office)
        #expect(found.orders.map(\.state) == [.withdrawn] && !found.happenings.contains { $0.kind == .done })
    }
}

extension TestOffice {
    /// An insecurity case with a walk, three weeks ago; its revision is 2.
    func walked() async throws -> Int64 {
        let id = try await open(
            "insecurity", fields: ["kind": "dark-place", "area": "Tunnelen", "observed": "Mørkt"],
            at: "2026-02-09T09:00")
        try await change(
            id, revision: 1,
            .record(entry: "area-walk", at: Instant("2026-02-10T18:00"), fields: ["walk_found": "Defekt lampe"]))
        return id
    }
}
