import Foundation
import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// The exchange of trends: nobody is named, nobody's observation is told from another's, and few are not shown.
@Suite struct TrendTests {
    private let test: TestOffice
    private let office: Office

    init() throws {
        test = try TestOffice()
        office = test.office
    }

    private func may(_ role: Role) throws -> Authorized<Acts.ShareTrends> {
        try test.may(Acts.ShareTrends.self, as: role)
    }

    private func observation(
        _ topic: String = "opioids", in municipality: String = "259", area: String = "", day: String = "2026-02-10",
        remark: String = ""
    ) throws -> Observation {
        Observation(
            topic: topic, municipality: municipality, area: area, day: try #require(LocalDate(day)), part: .evening,
            source: .club, remark: remark)
    }

    /// As many accounts record it, once each.
    private func record(_ count: Int, _ one: Observation, from first: Int = 0) async throws {
        for number in first..<(first + count) { try await RecordObservation(one)(observer(number), in: office) }
    }

    /// One of many officers.
    private func observer(_ number: Int) throws -> Authorized<Acts.ShareTrends> {
        try Policy.authorize(
            office.handbook.placed(
                Actor(name: "observer-\(number)", displayName: "", authority: "police", roles: [.officer])),
            Acts.ShareTrends.self)
    }

    private let asked = ReadTrends(topic: "opioids", municipality: "259")

    /// Four others are too few, five are enough; whoever is one of the five still sees four.
    @Test func whatWasWrittenShowsWhereEnoughOthersStandTogether() async throws {
        try await record(4, observation(area: "Hastrupparken", remark: "Tomme blistre"))
        test.pass(days: 7)
        var trends = try await asked(may(.planSecretariat), in: office)
        #expect(trends.least == 5 && trends.table.count("opioids", in: "259") == nil && trends.cell == nil)
        try await record(1, observation(area: "Algade", remark: ""), from: 4)
        test.pass(days: 7)
        trends = try await asked(may(.planSecretariat), in: office)
        #expect(trends.table.count("opioids", in: "259") == 5)
        #expect(trends.cell?.areas == ["Algade", "Hastrupparken"] && trends.cell?.remarks.count == 4)
        #expect(trends.cell?.parts == [.evening] && trends.cell?.sources == [.club])
        let own = try await asked(observer(0), in: office)
        #expect(own.cell == nil && own.table.count("opioids", in: "259") == nil)
        // In the next quarter there are none of them.
        let other = try await ReadTrends(Quarter("2025-4"), topic: "opioids", municipality: "259")(
            may(.officer), in: office)
        #expect(other.cell == nil && other.table.isEmpty)
    }

    /// Whoever lays in more of their own does not open the one of somebody else, to themselves or to anybody.
    @Test func manyOfOneAccountCountOnce() async throws {
        for _ in 0..<6 { try await record(1, observation(remark: "Egen")) }
        try await record(1, observation(area: "Algade", remark: "En andens"), from: 1)
        test.pass(days: 7)
        for reader in [try observer(0), try may(.planSecretariat)] {
            let trends = try await asked(reader, in: office)
            #expect(trends.cell == nil && trends.table.count("opioids", in: "259") == nil)
        }
    }

    /// What is recorded in the week under way shows with all the others on Monday.
    @Test func theRunningWeekIsNotCounted() async throws {
        #expect(test.now.day == LocalDate("2026-03-02"), "a Monday")
        try await record(5, observation())
        test.pass(days: 6)
        let sunday = try await asked(may(.planSecretariat), in: office)
        #expect(sunday.table.isEmpty && sunday.countedThrough == LocalDate("2026-03-01"))
        test.pass(days: 1)
        let monday = try await asked(may(.planSecretariat), in: office)
        #expect(monday.table.count("opioids", in: "259") == 5 && monday.countedThrough == LocalDate("2026-03-08"))
    }

    /// Midnight in Denmark parts the quarters.
    @Test func aDayBelongsToItsQuarter() async throws {
        try await record(5, observation(day: "2025-12-31"))
        try await record(5, observation(day: "2026-01-01"))
        test.pass(days: 7)
        let trends = try await ReadTrends()(may(.officer), in: office)
        #expect(trends.quarter.description == "2026-1" && trends.table.count("opioids", in: "259") == 5)
        #expect(trends.series.map(\.quarter.description) == ["2025-1", "2025-2", "2025-3", "2025-4", "2026-1"])
        #expect(trends.series.map { $0.table.count("opioids", in: nil) } == [0, 0, 0, 5, 5])
    }

    @Test(arguments: [
        ("Set sammen med Jens Holm", "trend.name"), ("Holm, Jens", "trend.name"), ("jens holm var der", "trend.name"),
        ("Anne Marie Holms bil", "trend.name"), ("Hemmelig Beskyttet", "trend.name"),
        ("Ring 12 34 56 78", "trend.phone"), ("670314-1235", "trend.number"), ("a@b.dk", "trend.mail"),
    ]) func whateverNamesSomebodyIsRefused(text: String, code: String) async throws {
        for place in ["area", "remark"] {
            let one = try observation(area: place == "area" ? text : "", remark: place == "remark" ? text : "")
            let codes = try await refusals { _ = try await RecordObservation(one)(may(.officer), in: office) }
            #expect(codes == [code])
        }
        #expect(try test.database.blockingRead { try $0.count("SELECT COUNT(*) FROM trend_observation") } == 0)
        // Whoever tries names leaves a trace of each try, without the name.
        let searches = try Logged.all(in: test.database).filter { $0.action == "search" }.map(\.reason)
        #expect(searches == (code == "trend.name" ? ["name refused area", "name refused remark"] : []))
        try await RecordObservation(observation(area: "Holm Torv", remark: "Unge ved åsen"))(may(.officer), in: office)
    }

    /// The answer is the same whoever is in the register: a family name that only the register knows is let through.
    @Test func theRegisterIsNotAsked() async throws {
        _ = try test.database.blockingWrite { db in
            try db.execute("INSERT INTO source (name) VALUES ('test')")
            try db.execute(
                """
                INSERT INTO person (source_id, external_id, given_names, family_name, birth_date, sex, address,
                    postal_code, municipality, protected, family_key, given_key, fingerprint, import_id)
                VALUES (1, 'N', 'jens', 'qvarnov', NULL, 'U', '', '', '259', 0, 'qvarnov', 'jens', 0, 0)
                """)
        }
        try await RecordObservation(observation(remark: "jens qvarnov"))(may(.officer), in: office)
        let known = try await refusals {
            _ = try await RecordObservation(observation(remark: "Jens Qvarnov"))(may(.officer), in: office)
        }
        let unknown = try await refusals {
            _ = try await RecordObservation(observation(remark: "Jens Rvikstad"))(may(.officer), in: office)
        }
        #expect(known == unknown && known == ["trend.name"])
    }

    @Test func onlyOnesOwnIsSeenCorrectedAndWithdrawn() async throws {
        let id = try await RecordObservation(observation(remark: "Forkert"))(may(.officer), in: office)
        #expect(try await ListOwnObservations()(may(.officer), in: office).map(\.id) == [id])
        #expect(try await ListOwnObservations()(may(.secretariat), in: office).isEmpty)
        let right = try observation(remark: "Rigtigt")
        await #expect(throws: NotFound.self) {
            try await CorrectObservation(id, revision: 1, to: right)(may(.secretariat), in: office)
        }
        await #expect(throws: NotFound.self) {
            try await WithdrawObservation(id, revision: 1)(may(.secretariat), in: office)
        }
        try await CorrectObservation(id, revision: 1, to: right)(may(.officer), in: office)
        let stale = try await refusals {
            try await CorrectObservation(id, revision: 1, to: right)(may(.officer), in: office)
        }
        #expect(stale == ["changed-meanwhile"])
        // The older text is gone, from the history as well.
        let held = try test.database.blockingRead {
            try $0.count("SELECT COUNT(*) FROM change WHERE old_value LIKE '%Forkert%' OR new_value LIKE '%Forkert%'")
        }
        #expect(held == 0)
        try await WithdrawObservation(id, revision: 2)(may(.officer), in: office)
        #expect(try await ListOwnObservations()(may(.officer), in: office).isEmpty)
        #expect(
            try test.logged(.observation, id) == ["collect observed", "change corrected", "delete withdrawn"])
    }

    @Test func thoseOfAMunicipalityObserveInTheirOwn() async throws {
        let outside = try await refusals {
            _ = try await RecordObservation(observation(in: "253"))(may(.socialWorker), in: office)
        }
        #expect(outside == ["trend.outside-your-area"])
        try await RecordObservation(observation())(may(.socialWorker), in: office)
        try await RecordObservation(observation(in: "253"))(may(.planSecretariat), in: office)
    }

    /// It goes with its quarter, on the day after the last.
    @Test func observationsExpire() async throws {
        for day in ["2024-03-31", "2024-04-01"] {
            try await RecordObservation(observation(day: day))(may(.officer), in: office)
        }
        test.pass(days: 29)
        #expect(test.now.day == LocalDate("2026-03-31"))
        #expect(try await !Expire().isDue(office))
        test.pass(days: 1)
        #expect(try await Expire().isDue(office))
        let outcome = await Chores(mail: nil, by: TestOffice.actor(.administrator))(in: office)
        #expect(outcome.failures.isEmpty)
        #expect(
            try await ListOwnObservations()(may(.officer), in: office).map(\.observation.day.description) == [
                "2024-04-01"
            ])
        let last = try Logged.all(in: test.database).last { $0.entity == "observation" }
        #expect(last?.action == "delete" && last?.reason == "expired 1")
        #expect(try await !Expire().isDue(office))
    }
}

/// The Køge model in other municipalities, and what it has come to.
@Suite struct KoegeTests {
    private let test: TestOffice

    init() throws { test = try TestOffice() }

    private func entry(_ state: RollOut.State, in municipality: String = "253") throws -> RollOut {
        RollOut(
            municipality: municipality, state: state, day: try #require(LocalDate("2026-02-01")), contact: "Socialchef",
            remark: "")
    }

    private func record(_ one: RollOut, after: Int64, as role: Role) async throws -> [String] {
        try await refusals {
            try await RecordRollOut(one, after: after)(test.may(Acts.ReadReport.self, as: role), in: test.office)
        }
    }

    @Test func theSecretariatAndLeadersRecordAndOthersRead() async throws {
        #expect(try await record(entry(.inDialogue), after: 0, as: .secretariat) == [])
        #expect(try await record(entry(.agreed), after: 0, as: .leader) == ["changed-meanwhile"])
        #expect(try await record(entry(.agreed), after: 1, as: .leader) == [])
        #expect(try await record(entry(.started), after: 2, as: .planSecretariat) == ["roll-out.not-yours"])
        let reader = try test.may(Acts.ReadReport.self, as: .planSecretariat)
        let entries = try await ReadRollOut()(reader, in: test.office)
        #expect(entries.map(\.entry.state) == [.agreed, .inDialogue], "what stood before stays")
        await #expect(throws: NotFound.self) {
            try await RecordRollOut(entry(.started, in: "259"), after: 0)(
                test.may(Acts.ReadReport.self, as: .leader), in: test.office)
        }
    }

    /// Five cases have a median, four have none; small cells are hidden with what would give them away.
    @Test func theEvaluationShowsNoSmallNumbers() async throws {
        try test.addAccounts()
        for number in 0..<5 {
            let person = try test.person("P\(number)", born: "1990-01-01")
            let id = try await test.open(
                "partner-violence",
                fields: [
                    "kinds": "physical", "origin": "incident", "not_known_to_municipality": number < 2 ? "no" : "yes",
                ],
                subject: person, at: "2026-01-05T09:00", as: .specialisedTeam)
            let fields = ["forum": "koege-model", "forum_reason": "Beskyttelse"]
            try await test.change(
                id, revision: 1, .move(to: "forum", at: Instant("2026-01-1\(number)T09:00"), fields: fields, note: ""),
                as: .specialisedTeam)
            if number == 3 {
                let before = try await EvaluateKoegeModel()(
                    test.may(Acts.ReadReport.self, as: .leader), in: test.office)
                #expect(before.days[0].median == nil && before.results[0].value == .suppressed)
            }
        }
        let found = try await EvaluateKoegeModel(2026)(
            test.may(Acts.ReadReport.self, as: .planSecretariat), in: test.office)
        #expect(found.days[0].median == 7 && found.days[0].places == ["259": 7] && found.days[1].median == nil)
        func value(_ id: String) -> FigureValue? { found.results.first { $0.figure.id == id }?.value }
        #expect(value("koege-forum-cases") == .count(5) && value("koege-answered") == .share(of: 5, in: 5))
        #expect(value("koege-not-known") == .suppressed, "two would be known, which is few")
        #expect(found.years == [2026])
        let unknown = try await EvaluateKoegeModel(1990)(
            test.may(Acts.ReadReport.self, as: .leader), in: test.office)
        #expect(unknown.year == 2026)
    }

    /// A case that comes into the forum today changes no number before the month is over: nobody reads off the page what it is.
    @Test func theRunningMonthIsNotCounted() async throws {
        try test.addAccounts()
        func enter(_ number: Int, at: String) async throws {
            let id = try await test.open(
                "partner-violence", fields: ["kinds": "honour", "origin": "incident"],
                subject: test.person("P\(number)", born: "1990-01-01"), at: "2026-01-05T09:00", as: .specialisedTeam)
            let fields = [
                "forum": "koege-model", "forum_reason": "Beskyttelse", "not_known_to_municipality": "yes",
            ]
            try await test.change(
                id, revision: 1, .move(to: "forum", at: Instant(at), fields: fields, note: ""), as: .specialisedTeam)
        }
        func read() async throws -> KoegeEvaluation {
            try await EvaluateKoegeModel()(test.may(Acts.ReadReport.self, as: .planSecretariat), in: test.office)
        }
        for number in 0..<5 { try await enter(number, at: "2026-02-28T23:59") }
        try await enter(5, at: "2026-03-01T00:01")
        var found = try await read()
        #expect(found.countedThrough == LocalDate("2026-02-28") && found.results[0].value == .count(5))
        #expect(found.results.first { $0.figure.id == "koege-kinds" && $0.cell.group == "honour" }?.value == .count(5))
        test.pass(days: 30)
        found = try await read()
        #expect(found.countedThrough == LocalDate("2026-03-31") && found.results[0].value == .count(6))
    }

    /// A course stands in a quarter at the level that it had then, whatever it has become since.
    @Test func anEarlierQuarterKeepsItsLevels() async throws {
        try test.addAccounts()
        for number in 0..<5 {
            let id = try await test.open(
                "ssp-course", fields: ["level": "preventive", "aim": "Trivsel"], subject: test.person("S\(number)"),
                at: "2025-11-05T09:00", as: .officer)
            try await test.change(
                id, revision: 1,
                .move(
                    to: "reviewed", at: Instant("2026-01-20T09:00"),
                    fields: ["level": "crime-preventive", "review_result": "Mere alvorligt"], note: ""), as: .officer)
        }
        func count(_ quarter: String, _ level: String) async throws -> FigureValue? {
            try await ReadCourseCounts(#require(Quarter(quarter)))(
                test.may(Acts.ShareTrends.self, as: .planSecretariat), in: test.office
            ).first { $0.cell.group == level }?.value
        }
        #expect(try await count("2025-4", "preventive") == .count(5))
        #expect(try await count("2025-4", "crime-preventive") == .count(0))
        #expect(try await count("2026-1", "crime-preventive") == .count(5))
    }
}
