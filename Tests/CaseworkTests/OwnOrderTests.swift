import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// Work orders to a municipality as the owner of a place are answered by its own people, who know of nothing else of the case.
@Suite struct OwnOrderTests {
    private let test: TestOffice
    private var office: Office { test.office }

    init() throws {
        test = try TestOffice()
    }

    /// A case in Køge (259) with an order to the municipality and one to the railway.
    private func ordered() async throws -> Int64 {
        let id = try await test.walked()
        let officer = try test.may(Acts.WorkCases.self, as: .officer)
        for (revision, kind) in [(2, WorkOrder.OwnerKind.roads), (3, .railway)] {
            let fields = [
                "order_what": "light", "order_owner": "Ejeren", "order_owner_kind": kind.rawValue,
                "order_detail": "Skift", "order_due": "2026-03-20",
            ]
            try await OrderFinding(id, revision: revision, walk: 1, fields: fields)(officer, in: office)
        }
        return id
    }

    private func answer(
        _ id: Int64, order: Int = 1, _ fields: [String: String], as role: Role = .sspCoordinator
    ) async throws -> [String] {
        try await refusals {
            try await AnswerOrder(id, revision: 4, order: order, fields: fields)(
                test.may(Acts.WorkCases.self, as: role), in: office)
        }
    }

    @Test func itsPeopleSeeTheirOrdersAndNothingElse() async throws {
        let id = try await ordered()
        let who = try test.may(Acts.WorkCases.self, as: .sspCoordinator)
        let place = try await ReadPlace(id)(who, in: office)
        #expect(place.orders.map(\.number) == [1] && place.walks.isEmpty && place.area.isEmpty && !place.isInScope)
        #expect(place.mayRecord)
        let reader = try test.may(Acts.ReadPlan.self, as: .sspCoordinator)
        let found = try await ReadCommunity()(reader, in: office)
        #expect(found.orders.map(\.number) == [1] && found.matters.isEmpty && found.happenings.isEmpty)
        #expect(found.areOrdersOwn && !found.seesCases)
        #expect(try await ReadCommunity("253")(reader, in: office).orders.isEmpty)
        await #expect(throws: NotFound.self) { _ = try await test.read(id, as: .sspCoordinator) }
        await #expect(throws: NotFound.self) { _ = try await answer(id, order: 2, ["done_how": "done"]) }
    }

    @Test func theirDeskCountsThemUntilTheyAreAnswered() async throws {
        let ssp = office.handbook.placed(TestOffice.actor(.sspCoordinator))
        #expect(try await CountOwnOrders()(ssp, in: office) == nil)
        let id = try await ordered()
        #expect(try await CountOwnOrders()(ssp, in: office) == OwnOrders(open: 1, overdue: 0))
        // Those who have the case have its deadline.
        #expect(try await CountOwnOrders()(TestOffice.actor(.officer), in: office) == nil)
        test.pass(days: 60)
        #expect(try await CountOwnOrders()(ssp, in: office) == OwnOrders(open: 1, overdue: 1))
        #expect(try await answer(id, ["done_how": "declined", "done_detail": "Ikke vores"]) == [])
        #expect(try await CountOwnOrders()(ssp, in: office) == nil)
    }

    @Test func anotherMunicipalityKnowsOfNone() async throws {
        let id = try await ordered()
        let actor = office.handbook.placed(
            Actor(name: "other", displayName: "Other", authority: "253", roles: [.sspCoordinator]))
        let who = try Policy.authorize(actor, Acts.WorkCases.self)
        await #expect(throws: NotFound.self) { _ = try await ReadPlace(id)(who, in: office) }
        let reader = try Policy.authorize(actor, Acts.ReadPlan.self)
        #expect(try await ReadCommunity()(reader, in: office).orders.isEmpty)
    }

    @Test func theyAnswerWithADayAndWords() async throws {
        let id = try await ordered()
        #expect(try await answer(id, ["done_how": "withdrawn", "done_detail": "x"]) == ["insecurity.not-yours"])
        #expect(try await answer(id, ["done_how": "declined"]) == ["insecurity.declined-why"])
        #expect(try await answer(id, ["done_how": "done", "done_on": "2027-01-01"]) == ["insecurity.done-on"])
        #expect(
            try await answer(id, ["done_how": "done", "done_detail": "Om 6703141235"]) == ["number-in-text"])
        #expect(
            try await answer(id, ["done_how": "done", "done_detail": "Spørg Jens Hansen"]) == ["case-text.name"])
        let before = ["done_how": "done", "done_on": "2026-03-01", "done_detail": "Skiftet"]
        #expect(try await answer(id, before) == ["insecurity.done-before-order"])
        #expect(try await answer(id, ["done_how": "done", "done_on": "2026-03-02", "done_detail": "Skiftet"]) == [])
        let reader = try test.may(Acts.ReadPlan.self, as: .officer)
        let order = try #require(try await ReadCommunity()(reader, in: office).orders.first { $0.number == 1 })
        #expect(order.state == .done && order.answer == "Skiftet")
        #expect(order.answeredOn == LocalDate("2026-03-02"))
        #expect(try await answer(id, ["done_how": "done"]) == ["insecurity.no-such-order"])
        #expect(try test.logged(.caseFile, id).contains("change record work-done"))
    }
}
