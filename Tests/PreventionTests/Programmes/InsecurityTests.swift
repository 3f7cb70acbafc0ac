import Testing

@testable import Prevention

@Suite struct InsecurityTests {
    private func observed(_ fields: [String: String] = [:]) throws -> Journey {
        let asked = ["kind": "dark-place", "area": "Tunnelen", "observed": "Mørkt om aftenen"]
        return try Journey(
            .insecurity, opened: "2025-03-03", fields: asked.merging(fields) { $1 }, parties: [])
    }

    private func acting() throws -> Journey {
        var journey = try observed(["position": "55.45663,12.18214"])
        try journey.step("verified", "2025-03-05", ["checked": "Set på stedet"])
        try journey.step("acting", "2025-03-06", ["plan": "Lys og synlighed"])
        return journey
    }

    @Test func anAreaIsCheckedActedOnAndCalm() throws {
        var journey = try acting()
        try journey.entry("presence", "2025-03-07", ["presence_hours": "4"])
        try journey.entry("talks", "2025-03-08", ["talks_held": "6"])
        try journey.entry(
            "dialogue", "2025-03-09", ["dialogue_with": "residents,youth", "dialogue_about": "Lys i tunnelen"])
        try journey.entry("area-walk", "2025-03-10", ["walk_found": "Defekt lampe"])
        try journey.entry("citizens-meeting", "2025-03-11", ["meeting_place": "Skolen", "meeting_attended": "40"])
        try journey.step("calm", "2025-04-01", ["result": "Ro"])
        try journey.step("acting", "2025-05-01", ["plan": "Igen"])
        try journey.step("calm", "2025-06-01", ["result": "Ro igen"])
        try journey.step("closed", "2025-06-02")
        try journey.ends()
    }

    @Test func aRumourIsMetWithDialogueOrClosed() throws {
        var journey = try observed()
        try journey.step("rumour", "2025-03-05", ["checked": "Ingen har set noget"])
        var closed = journey
        try closed.step("closed", "2025-03-06")
        try closed.ends()
        try journey.step("acting", "2025-03-06", ["plan": "Dialog"])
    }

    @Test func aWorkOrderIsAnsweredBeforeTheCaseIsClosed() throws {
        var journey = try acting()
        let done = ["done_what": "light", "done_how": "done"]
        #expect(try journey.refused(recording: "work-done", "2025-03-07", done) == ["insecurity.no-such-order"])
        try journey.entry(
            "work-order", "2025-03-07",
            ["order_what": "light", "order_owner": "Vejafdelingen", "order_detail": "To lamper"])
        #expect(try journey.clock("work-order", "2025-03-08")?.dueDay == day("2025-05-06"))
        try journey.step("calm", "2025-04-01", ["result": "Ro"])
        try journey.requires("insecurity.work-open", "closed", "2025-04-02")
        // Of another kind there is none.
        #expect(
            try journey.refused(recording: "work-done", "2025-04-02", ["done_what": "fence", "done_how": "done"])
                == ["insecurity.no-such-order"])
        try journey.entry("work-done", "2025-04-02", done)
        #expect(try journey.clock("work-order", "2025-06-08")?.state == .metInTime)
        #expect(try journey.refused(recording: "work-done", "2025-04-03", done) == ["insecurity.no-such-order"])
        try journey.step("closed", "2025-04-03")
        try journey.ends()
    }

    /// Light done is no planting done: the deadline is that of the oldest order that nobody has answered.
    @Test func everyWorkOrderKeepsItsDeadline() throws {
        var journey = try acting()
        func order(_ what: String) -> [String: String] {
            ["order_what": what, "order_owner": "Vejafdelingen", "order_detail": "Se tegningen"]
        }
        func done(_ what: String) -> [String: String] { ["done_what": what, "done_how": "done"] }
        try journey.entry("work-order", "2025-03-07", order("light"))
        try journey.entry("work-order", "2025-03-17", order("planting"))
        #expect(try journey.clock("work-order", "2025-03-18")?.dueDay == day("2025-05-06"))
        var planted = journey
        try planted.entry("work-done", "2025-03-20", done("planting"))
        #expect(try planted.clock("work-order", "2025-05-07")?.state == .overdue)
        try journey.entry("work-done", "2025-03-20", done("light"))
        #expect(try journey.clock("work-order", "2025-03-21")?.dueDay == day("2025-05-16"))
        #expect(try journey.clock("work-order", "2025-05-17")?.state == .overdue)
        try journey.entry("work-done", "2025-05-20", done("planting"))
        #expect(try journey.clock("work-order", "2025-05-21")?.state == .metLate)
        // Ordered again, it begins anew.
        try journey.entry("work-order", "2025-06-01", order("light"))
        #expect(try journey.clock("work-order", "2025-06-02")?.dueDay == day("2025-07-31"))
    }

    @Test func itHoldsNoPersonalData() throws {
        let journey = try observed()
        #expect(
            try Engine.problem(importing: journey.joined(by: party(.contact)), law: testLaw)?.code == "no-personal-data"
        )
        let named = ["checked": "Det er 670314-1235, der larmer"]
        #expect(try journey.refused("verified", "2025-03-05", named) == ["number-in-text"])
        #expect(try journey.importProblem("verified", "2025-03-05", named) == "number-in-text")
        let entry = ["walk_found": "6703141235 stod der"]
        try journey.never("number-in-text", recording: "area-walk", "2025-03-05", entry)
        #expect(!Programme.insecurity.takesNotes)
    }

    @Test func aReportIsCheckedWithinTwoWeeks() throws {
        #expect(try observed().clock("check", "2025-03-17T23:59")?.state == .warning)
        #expect(try observed().clock("check", "2025-03-18")?.state == .overdue)
    }

    private func order(_ what: String, _ more: [String: String] = [:]) -> [String: String] {
        ["order_what": what, "order_owner": "Vejafdelingen", "order_detail": "Se tegningen"].merging(more) { $1 }
    }

    /// What a walk shows is ordered before it is decided what else to do, and names the walk.
    @Test func aFindingOfAWalkIsOrderedAtOnce() throws {
        var journey = try observed()
        let finding = order("light", ["order_walk": "1"])
        #expect(try journey.refused(recording: "work-order", "2025-03-04", finding) == ["insecurity.no-such-walk"])
        try journey.entry("area-walk", "2025-03-04", ["walk_found": "Defekt lampe"])
        let past = order("light", ["order_walk": "1", "order_due": "2025-03-03"])
        #expect(try journey.refused(recording: "work-order", "2025-03-04", past) == ["insecurity.order-due"])
        try journey.entry("work-order", "2025-03-04", finding.merging(["order_due": "2025-03-04"]) { $1 })
        let orders = try WorkOrder.all(of: journey.file, law: testLaw)
        #expect(orders.map(\.walk) == [1] && orders.map(\.place) == ["Tunnelen"])
        #expect(orders.first?.isOverdue(on: day("2025-03-04")) == false)
        #expect(orders.first?.isOverdue(on: day("2025-03-05")) == true)
    }

    /// Two of a kind are told apart by their numbers; an answer without one is to the oldest.
    @Test func anAnswerIsToTheOrderThatItNames() throws {
        var journey = try acting()
        try journey.entry("work-order", "2025-03-07", order("light"))
        try journey.entry("work-order", "2025-03-08", order("light", ["order_owner_kind": "private"]))
        try journey.entry("work-order", "2025-03-09", order("fence"))
        // By the order that it answers, which is the later one.
        let early = ["done_what": "light", "done_order": "2", "done_how": "done", "done_on": "2025-03-07"]
        #expect(
            try journey.refused(recording: "work-done", "2025-03-10", early) == ["insecurity.done-before-order"])
        let second = ["done_what": "light", "done_order": "2", "done_how": "declined"]
        #expect(try journey.refused(recording: "work-done", "2025-03-10", second) == ["insecurity.declined-why"])
        try journey.entry("work-done", "2025-03-10", second.merging(["done_detail": "Ingen penge"]) { $1 })
        #expect(
            try WorkOrder.all(of: journey.file, law: testLaw).map(\.state) == [.ordered, .declined, .ordered])
        // Answered already, and of another kind.
        for number in ["2", "3", "9"] {
            let again = ["done_what": "light", "done_order": number, "done_how": "done"]
            #expect(try journey.refused(recording: "work-done", "2025-03-11", again) == ["insecurity.no-such-order"])
        }
        try journey.entry("work-done", "2025-03-11", ["done_what": "light", "done_how": "done"])
        let orders = try WorkOrder.all(of: journey.file, law: testLaw)
        #expect(orders.map(\.state) == [.done, .declined, .ordered])
        #expect(orders[1].answer == "Ingen penge" && orders[1].ownerKind == .privateOwner)
        #expect(orders[2].dueOn == day("2025-05-08"))
        let done = try Happening.all(of: journey.file, law: testLaw).filter { $0.kind == .done }
        #expect(done.map(\.number) == [1])
    }
}
