import Foundation
import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// Local work: what is seen of cases about places, numbers of others, the mapping, and what a local council publishes.
@Suite struct CommunityTests {
    private let test: TestOffice
    private let office: Office

    init() throws {
        test = try TestOffice()
        office = test.office
    }

    private func reader(_ role: Role) throws -> Authorized<Acts.ReadPlan> { try test.may(Acts.ReadPlan.self, as: role) }

    private func order(_ id: Int64, revision: Int, walk: Int = 1, due: String = "2026-03-20") async throws {
        let fields = ["order_what": "light", "order_owner": "Vejafdelingen", "order_detail": "Skift", "order_due": due]
        try await OrderFinding(id, revision: revision, walk: walk, fields: fields)(
            test.may(Acts.WorkCases.self, as: .officer), in: office)
    }

    @Test func aFindingBecomesAnOrderThatIsAnswered() async throws {
        let id = try await test.walked()
        await #expect(throws: NotFound.self) { try await order(id, revision: 2, walk: 2) }
        try await order(id, revision: 2)
        var found = try await ReadCommunity("259")(reader(.officer), in: office)
        #expect(found.orders.map(\.state) == [.ordered] && found.orders.first?.walk == 1)
        #expect(found.happenings.map(\.kind) == [.walk] && found.matters.map(\.place) == ["Tunnelen"])
        let officer = try test.may(Acts.WorkCases.self, as: .officer)
        let stale = try await refusals {
            try await AnswerOrder(id, revision: 2, order: 1, fields: ["done_how": "done"])(officer, in: office)
        }
        #expect(stale == ["changed-meanwhile"])
        let unexplained = try await refusals {
            try await AnswerOrder(id, revision: 3, order: 1, fields: ["done_how": "declined"])(officer, in: office)
        }
        #expect(unexplained == ["insecurity.declined-why"])
        try await AnswerOrder(id, revision: 3, order: 1, fields: ["done_how": "done"])(officer, in: office)
        found = try await ReadCommunity()(reader(.officer), in: office)
        #expect(found.orders.map(\.state) == [.done] && found.happenings.map(\.kind) == [.done, .walk])
        #expect(try test.logged(.caseFile, id).contains("change record work-done"))
    }

    /// Whoever knows of no case sees none, and is told so; a municipality's people see what is about nobody.
    @Test func whatIsOutOfScopeIsNotThere() async throws {
        let id = try await test.walked()
        try await order(id, revision: 2)
        for role in [Role.planSecretariat, .sspCoordinator, .mediator, .administrator] {
            let found = try await ReadCommunity("259")(reader(role), in: office)
            #expect(found.matters.isEmpty && found.orders.isEmpty && !found.seesCases, "\(role)")
        }
        #expect(try await ReadCommunity("253")(reader(.officer), in: office).matters.isEmpty)
        let outside = try test.may(Acts.WorkCases.self, as: .sspCoordinator)
        await #expect(throws: NotFound.self) { _ = try await ReadPlace(id)(outside, in: office) }
    }

    /// A housing case tells where somebody protected lives, once they take part in it.
    @Test func aCaseWithSomebodyProtectedIsLeftOut() async throws {
        let id = try await test.open(
            "housing", fields: ["area": "Parken", "association": "Boligorganisationen"], as: .secretariat)
        let before = try await ReadCommunity("259")(reader(.secretariat), in: office)
        #expect(before.matters.count == 1)
        #expect(try await ReadCommunity()(reader(.secretariat), in: office).leavesOutProtected == false)
        let resident = try test.person("P-resident", born: "1985-01-01", protected: true)
        try await test.change(id, revision: 1, .addParty(.resident, person: resident), as: .secretariat)
        let found = try await ReadCommunity("259")(reader(.secretariat), in: office)
        #expect(found.matters.isEmpty)
        // Of one municipality the same is said before and after, here and elsewhere: it tells nobody where they are.
        let elsewhere = try await ReadCommunity("253")(reader(.secretariat), in: office)
        #expect(found.leavesOutProtected && before.leavesOutProtected && elsewhere.leavesOutProtected)
        #expect(try await ReadCommunity()(reader(.secretariat), in: office).leavesOutProtected)
    }

    private func value(_ value: Double, period: String = "2025", place: String = "259") -> IndicatorValue {
        IndicatorValue(
            indicator: "feels-safe", period: period, place: place, population: "Borgere", value: value,
            interval: (value - 2)...(value + 2), asked: 300, source: "Ministeriet")
    }

    private func deliver(_ values: [IndicatorValue]) async throws -> IndicatorDelivery {
        try await ImportIndicators(
            IndicatorBatch(file: "a.csv", values: values, read: values.count, rejected: 0, rejectsPath: ""))(
                test.may(Acts.EditPlan.self, as: .secretariat), in: office)
    }

    @Test func theSameFileAgainChangesNothingAndAnotherValueKeepsTheOld() async throws {
        let values = [value(80), value(82, period: "2024"), value(85, place: "district")]
        let first = try await deliver(values)
        #expect(first.inserted == 3 && first.updated == 0)
        let again = try await deliver(values)
        #expect(again.inserted == 0 && again.updated == 0 && again.unchanged == 3)
        let changed = try await deliver([value(81), value(82, period: "2024")])
        #expect(changed.updated == 1 && changed.unchanged == 1)
        let series = try await ReadIndicators("feels-safe")(reader(.mediator), in: office)
        let stored = try #require(series.first?.values.first { $0.value.key == value(81).key })
        #expect(stored.value.value == 81 && stored.revision == 2)
        let history = try await ReadIndicatorHistory([stored.id])(reader(.mediator), in: office)
        #expect(history[stored.id]?.map(\.old) == [value(80)])
        #expect(LatestIndicator.values(series.flatMap { $0.values.map(\.value) }, in: "259").first == value(81))
        #expect(LatestIndicator.values(values, in: "253") == [value(85, place: "district")])
        #expect(throws: Refusal.self) { _ = try test.may(Acts.EditPlan.self, as: .officer) }
    }

    /// By the last year, a whole year before its quarters, and each population by itself.
    @Test func theLatestIsThatWhosePeriodEndsLast() {
        func latest(_ periods: [String]) -> String? {
            LatestIndicator.latest(periods.map { value(80, period: $0) })?.period
        }
        #expect(latest(["2025", "2024-2026"]) == "2024-2026")
        #expect(latest(["2025", "2025-Q4"]) == "2025" && latest(["2025-Q3", "2025-Q4"]) == "2025-Q4")
        #expect(latest(["2025-Q4", "2026-Q1", "2025"]) == "2026-Q1" && latest([]) == nil)
        var young = value(60, period: "2024")
        young.population = "Unge"
        let all = [value(80), young, value(85, place: "district")]
        #expect(LatestIndicator.values(all, in: "259") == [value(80), value(85, place: "district"), young])
    }

    /// A plan with one focus area; its row id.
    private func area(
        _ state: Plan.State = .adopted, from: String = "2025-01-01"
    ) async throws -> Int64 {
        let plan = Plan(
            title: "Plan", from: try #require(LocalDate(from)), to: try #require(LocalDate("2028-12-31")),
            foreword: "", cap: 3, capSource: "Kredsrådet")
        return try await office.database.write { [office] db in
            let actor = TestOffice.actor(.secretariat)
            let id = try PlanStore.insert(plan, on: office.now.day, by: actor, at: office.now, in: db)
            _ = try PlanStore.move(id, to: state, version: 1, on: office.now.day, note: "", revision: 1, in: db)
            return try FocusAreaStore.insert(
                FocusArea(kind: .focus, title: "Stoffer", body: "", aims: ""), into: id, proposal: nil, by: actor,
                at: office.now, in: db)
        }
    }

    @Test func aMunicipalityFillsInItsOwnRowsAlone() async throws {
        let area = try await area()
        let ssp = try test.may(Acts.ProposePlan.self, as: .sspCoordinator)
        func save(
            _ measure: Measure, _ place: String = "259", revision: Int = 0, isConfirmed: Bool = false,
            as who: Authorized<Acts.ProposePlan>
        ) async throws -> [String] {
            try await refusals {
                try await SaveMeasure(
                    area: area, municipality: place, kind: .ssp, measure, revision: revision, isConfirmed: isConfirmed)(
                        who, in: office)
            }
        }
        let has = Measure(state: .has, name: "SSP-netværket", contact: "SSP-konsulenten")
        #expect(try await save(has, "253", as: ssp) == ["measure.not-yours"])
        #expect(
            try await save(has, as: test.may(Acts.ProposePlan.self, as: .secretariat)) == ["measure.not-yours"])
        #expect(try await save(Measure(state: .has, name: "CPR 670314-1235"), as: ssp) == ["plan-text.number"])
        let named = Measure(state: .has, name: "Spørg Jens Hansen")
        #expect(try await save(named, as: ssp) == ["plan-text.name"])
        #expect(try await CountMappingGaps()(ssp.actor, in: office) == Measure.Kind.allCases.count)
        #expect(try await save(has, as: ssp).isEmpty)
        #expect(try await CountMappingGaps()(ssp.actor, in: office) == Measure.Kind.allCases.count - 1)
        #expect(try await CountMappingGaps()(TestOffice.actor(.secretariat), in: office) == nil)
        // Somebody else in the municipality was faster.
        #expect(try await save(Measure(state: .none), as: ssp) == ["changed-meanwhile"])
        #expect(try await save(Measure(state: .none), revision: 1, as: ssp).isEmpty)
        let grid = try #require(try await ReadMapping()(reader(.mediator), in: office))
        let cell = try #require(grid.cell(area, "259", .ssp))
        #expect(cell.measure?.state == Measure.State.none && cell.revision == 2)
        let history = try await ReadMeasureHistory(cell.id)(reader(.mediator), in: office)
        #expect(history.map(\.measure) == [Measure(state: .none), has])
        #expect(grid.missing("259") == 9 && grid.missing("253") == 10)
        #expect(
            try await save(Measure(state: .has, name: "Net", link: "https://x.dk/670314-1235"), revision: 2, as: ssp)
                == ["plan-text.number"])
        // Set back to not filled in; what it said stays in the history.
        try await SaveMeasure(area: area, municipality: "259", kind: .ssp, nil, revision: 2)(ssp, in: office)
        #expect(try await ReadMapping()(reader(.mediator), in: office)?.missing("259") == 10)
        #expect(try await ReadMeasureHistory(cell.id)(reader(.mediator), in: office).first?.measure == nil)
    }

    /// A plan that is being written, or laid before the kredsråd, takes nothing from the one that is followed.
    @Test func aNewDraftDoesNotTakeTheGridAway() async throws {
        let ssp = try test.may(Acts.ProposePlan.self, as: .sspCoordinator)
        let ended = try await area(.ended, from: "2023-01-01")
        let adopted = try await area()
        try await SaveMeasure(area: adopted, municipality: "259", kind: .ssp, Measure(state: .none), revision: 0)(
            ssp, in: office)
        let draft = try await area(.draft, from: "2027-01-01")
        _ = try await area(.proposed, from: "2026-06-01")
        let grid = try #require(try await ReadMapping()(reader(.mediator), in: office))
        #expect(grid.areas.map(\.id) == [adopted] && grid.filled(adopted, "259") == 1 && grid.plans.count == 4)
        #expect(try await CountMappingGaps()(ssp.actor, in: office) == 9)
        // Those before and after it can be read; what has ended is not changed.
        for area in [ended, draft] {
            let other = try #require(try await ReadMapping(area: area)(reader(.mediator), in: office))
            #expect(other.areas.map(\.id) == [area])
            #expect(try await ReadMapping(plan: other.plan.id)(reader(.mediator), in: office)?.plan == other.plan)
        }
        let late = try await refusals {
            try await SaveMeasure(area: ended, municipality: "259", kind: .ssp, Measure(state: .none), revision: 0)(
                ssp, in: office)
        }
        #expect(late == ["measure.ended"])
    }

    @Test func aPlanThatIsNotDecidedRemindsNobody() async throws {
        _ = try await area(.draft)
        let ssp = try test.may(Acts.ProposePlan.self, as: .sspCoordinator)
        #expect(try await ReadMapping()(reader(.mediator), in: office) != nil)
        #expect(try await CountMappingGaps()(ssp.actor, in: office) == nil)
    }

    /// What was picked is held against the cases again when it is published.
    @Test func whatIsNoLongerSoIsNotPublished() async throws {
        let id = try await test.walked()
        let chair = try test.may(Acts.PublishLocally.self, as: .secretariat)
        let items = try await ReadLocalPageDesk("259")(chair, in: office).candidates
        try await SaveLocalPage("259", LocalPage(danish: "Tekst", items: items), revision: 0)(chair, in: office)
        #expect(try await ReadLocalPageDesk("259")(chair, in: office).stale.isEmpty)
        let events = try await office.database.read {
            try CaseStore.load(id, scope: CaseScope(of: chair.actor), in: $0)
        }
        let walk = try #require(events?.events.last?.id)
        try await test.change(id, revision: 2, .undo(event: walk, reason: "Forkert sag"))
        #expect(try await ReadLocalPageDesk("259")(chair, in: office).stale == Set(items.map(\.key)))
        let refused = try await refusals {
            try await PublishLocalPage("259", revision: 1, isRead: true)(chair, in: office)
        }
        #expect(refused == ["local-page.stale"])
    }

    /// Numbers that came after the preview are not published unseen.
    @Test func whatWasSeenIsWhatIsPublished() async throws {
        let chair = try test.may(Acts.PublishLocally.self, as: .secretariat)
        _ = try await deliver([value(81)])
        try await SaveLocalPage("259", LocalPage(danish: "Tekst", indicators: ["feels-safe"]), revision: 0)(
            chair, in: office)
        let desk = try await ReadLocalPageDesk("259")(chair, in: office)
        #expect(desk.preview?.values == [value(81)])
        _ = try await deliver([value(70)])
        let late = try await refusals {
            try await PublishLocalPage("259", revision: 1, isRead: true, seen: desk.seen)(chair, in: office)
        }
        #expect(late == ["changed-meanwhile"])
        let now = try await ReadLocalPageDesk("259")(chair, in: office).seen
        try await PublishLocalPage("259", revision: 1, isRead: true, seen: now)(chair, in: office)
        #expect(try await ReadPublicPage("259")(in: office).page.values == [value(70)])
        func withdraw(_ reason: String, isConfirmed: Bool = false) async throws -> [String] {
            try await refusals {
                try await WithdrawLocalPage("259", reason: reason, isConfirmed: isConfirmed)(chair, in: office)
            }
        }
        #expect(try await withdraw("Jens Hansen stod der") == ["plan-text.name"])
        #expect(try await withdraw("670314 1235", isConfirmed: true) == ["plan-text.number"])
        #expect(try await withdraw(String(repeating: "x", count: 301)) == ["plan.too-long"])
        #expect(try await withdraw("Jens Hansen stod der", isConfirmed: true).isEmpty)
    }

    /// The second of two first saves is told of the first.
    @Test func twoFirstSavesAreNoFailure() async throws {
        let area = try await area()
        let actor = TestOffice.actor(.secretariat)
        try await office.database.write { [office] db in
            for isFirst in [true, false] {
                let made = try MeasureStore.insert(
                    Measure(state: .none), .ssp, of: area, "259", by: actor, at: office.now, in: db)
                #expect((made != nil) == isFirst)
            }
        }
    }

    @Test func nothingIsPublicBeforeItIsPublishedAndAfterItIsTakenBack() async throws {
        let id = try await test.walked()
        _ = try await deliver([value(81)])
        let chair = try test.may(Acts.PublishLocally.self, as: .secretariat)
        let desk = try await ReadLocalPageDesk("259")(chair, in: office)
        #expect(desk.candidates.map(\.danish) == ["Tryghedsvandring: Tunnelen"] && desk.draft == nil)
        var page = LocalPage(danish: "Vi har gået en tur.", items: desk.candidates, indicators: ["feels-safe"])
        try await SaveLocalPage("259", page, revision: 0)(chair, in: office)
        await #expect(throws: NotFound.self) { _ = try await ReadPublicPage("259")(in: office) }
        let unread = try await refusals {
            try await PublishLocalPage("259", revision: 1, isRead: false)(chair, in: office)
        }
        #expect(unread == ["local-page.unread"])
        try await PublishLocalPage("259", revision: 1, isRead: true)(chair, in: office)
        // What changes in the case afterwards, or in the draft, is not public.
        try await order(id, revision: 2)
        _ = try await deliver([value(70)])
        page.danish = "Noget andet."
        try await SaveLocalPage("259", page, revision: 1)(chair, in: office)
        let shown = try await ReadPublicPage("259")(in: office)
        #expect(shown.page.danish == "Vi har gået en tur." && shown.page.values == [value(81)])
        #expect(shown.page.items.map(\.danish) == ["Tryghedsvandring: Tunnelen"])
        #expect(try await ListPublicPages()(in: office) == ["259"])
        try await WithdrawLocalPage("259", reason: "Forkert dato")(chair, in: office)
        await #expect(throws: NotFound.self) { _ = try await ReadPublicPage("259")(in: office) }
        let again = try await refusals { try await WithdrawLocalPage("259", reason: "x")(chair, in: office) }
        #expect(again == ["local-page.not-shown"])
        let log = try Logged.all(in: test.database).filter { $0.entity == "local-page" }.map(\.reason)
        #expect(log == ["prepared 259", "published 259", "prepared 259", "withdrawn 259"])
    }

    @Test func aPageNamesAndNumbersNobody() async throws {
        let chair = try test.may(Acts.PublishLocally.self, as: .secretariat)
        func save(_ text: String, isConfirmed: Bool = false) async throws -> [String] {
            try await refusals {
                try await SaveLocalPage("259", LocalPage(danish: text), revision: 0, isConfirmed: isConfirmed)(
                    chair, in: office)
            }
        }
        #expect(try await save("Det er 670314-1235") == ["plan-text.number"])
        #expect(try await save("Det er 670314-1235", isConfirmed: true) == ["plan-text.number"])
        #expect(try await save("Tak til Jens Hansen") == ["plan-text.name"])
        #expect(try await save("Tak til alle").isEmpty)
    }

    /// Few people at a meeting are no number on a page for everybody.
    @Test func smallNumbersAreNotWrittenOut() throws {
        func words(_ people: Int?) throws -> String {
            let file = CaseFile(
                id: 7, programme: .activity, municipality: "259",
                fields: ["kind": "school-visit", "place": "Skolen", "reached": people.map { String($0) } ?? ""],
                parties: [],
                events: [CaseEvent(.entered("planned"), at: office.now), CaseEvent(.entered("held"), at: office.now)])
            let one = try #require(try Happening.all(of: file, law: office.law).first)
            return office.handbook.localItem(one, least: 5).danish
        }
        #expect(try words(5).hasSuffix("(5 deltagere)"))
        #expect(try words(4).hasSuffix("(færre end 5 deltagere)"))
        #expect(try !words(nil).contains("("))
    }

    /// The leader of a sector publishes there and nowhere else.
    @Test func onlyWhereOnesWorkLies() async throws {
        let leader = office.handbook.placed(
            Actor(
                name: "l", displayName: "", authority: "police", unit: "sector-vest", roles: [.sectorLeader]))
        let who = try Policy.authorize(leader, Acts.PublishLocally.self)
        let own = try #require(office.handbook.ownMunicipalities.sorted().first { leader.mayObserve(in: $0) })
        let other = try #require(office.handbook.ownMunicipalities.sorted().first { !leader.mayObserve(in: $0) })
        _ = try await ReadLocalPageDesk(own)(who, in: office)
        await #expect(throws: NotFound.self) { _ = try await ReadLocalPageDesk(other)(who, in: office) }
        await #expect(throws: NotFound.self) {
            try await SaveLocalPage(other, LocalPage(danish: "x"), revision: 0)(who, in: office)
        }
    }
}
