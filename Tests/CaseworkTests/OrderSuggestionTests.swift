import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// What orders suggest: answered by the new decision in their place alone, and listed whatever their clocks do.
@Suite struct OrderSuggestionTests {
    let test: TestOffice
    let order: Programme
    let youth: Programme

    init() throws {
        test = try TestOffice()
        order = .restrainingOrder
        youth = try #require(Catalogue.programme("ukn"))
    }

    private func days(_ days: Int) -> Instant { test.now.adding(hours: 24 * days) }

    /// - Parameter stages: with the days before today on which they were entered.
    private func insert(
        _ programme: Programme? = nil, about subject: Int64, against counterpart: Int64? = nil,
        fields: [String: String] = [:], _ events: [CaseEvent]
    ) throws -> Int64 {
        let subject = Party(person: subject, role: .subject, birthDate: nil, sex: .female)
        let counterpart = counterpart.map { Party(person: $0, role: .counterpart, birthDate: nil, sex: .male) }
        let file = CaseFile(
            id: 0, programme: programme ?? order, municipality: "259", fields: fields,
            parties: [subject] + [counterpart].compactMap(\.self), events: events)
        return try test.database.blockingWrite { db in
            try CaseStore.insert(
                file, standing: try CaseStanding(file, now: test.now, law: test.office.law), owner: "",
                by: TestOffice.actor(.secretariat), at: test.now, in: db)
        }
    }

    private func expiring(about subject: Int64, against counterpart: Int64? = nil) throws -> Int64 {
        try insert(
            about: subject, against: counterpart, fields: ["expires_on": (test.now.day + 30).description],
            [
                CaseEvent(.entered("enquiry"), at: days(-300)), CaseEvent(.entered("served"), at: days(-280)),
                CaseEvent(.entered("active"), at: days(-280)),
            ])
    }

    private func suggested(_ id: Int64) async throws -> [String] {
        try await test.read(id, as: .secretariat).watch.suggestions.map(\.code)
    }

    private func listed() async throws -> [Int64] {
        try await SuggestInCases(order)(test.may(Acts.WorkCases.self, as: .secretariat), in: test.office).map(\.row.id)
    }

    /// Another petition of the same victim, against somebody else, says nothing of the order that runs out.
    @Test func onlyANewCaseAgainstTheSameCounterpartAnswersTheRenewal() async throws {
        let victim = try test.person("P1", born: "1980-01-01")
        let (one, other) = (try test.person("P2", born: "1979-01-01"), try test.person("P3", born: "1978-01-01"))
        let id = try expiring(about: victim, against: one)
        #expect(try await suggested(id) == ["order-renewal"])
        #expect(try await listed() == [id])
        _ = try insert(about: victim, against: other, [CaseEvent(.entered("enquiry"), at: days(-1))])
        #expect(try await suggested(id) == ["order-renewal"])
        _ = try insert(about: victim, against: one, [CaseEvent(.entered("enquiry"), at: days(-1))])
        #expect(try await suggested(id).isEmpty)
        #expect(try await listed().isEmpty)
    }

    @Test func aCaseThatRenewsItAnswersIt() async throws {
        let (victim, man) = (try test.person("P1", born: "1980-01-01"), try test.person("P2", born: "1979-01-01"))
        let id = try expiring(about: victim, against: man)
        let who = try test.may(Acts.WorkCases.self, as: .secretariat)
        _ = try await OpenCase(
            order, municipality: "259", fields: ["enquiry_about": "Forlængelse"], parties: [(.subject, victim)],
            from: (id, .renews))(who, in: test.office)
        #expect(try await suggested(id).isEmpty)
    }

    /// A granted order has no clock before its service, but its immediate order can be breached.
    @Test func aCaseWithoutADeadlineIsListed() async throws {
        let victim = try test.person("P1", born: "1980-01-01")
        var events = ["enquiry", "visitation", "petition", "immediate-order"].enumerated().map { place, stage in
            CaseEvent(.entered(Stage(stage)), at: days(-40 + place))
        }
        events.append(CaseEvent(.recorded(entry: "immediate-service", fields: [:]), at: days(-36)))
        events += [CaseEvent(.entered("hearing"), at: days(-30)), CaseEvent(.entered("granted"), at: days(-20))]
        events += [-10, -9, -8].map { CaseEvent(.recorded(entry: "breach", fields: [:]), at: days($0)) }
        let id = try insert(about: victim, events)
        #expect(
            try test.database.blockingRead { try $0.count("SELECT COUNT(*) FROM case_file WHERE due_at IS NULL") } == 1)
        #expect(try await suggested(id) == ["order-stalking"])
        #expect(try await listed() == [id])
    }

    /// However many other open cases have nearer deadlines.
    @Test func aSuggestionIsFoundBehindManyCases() async throws {
        let person = try test.person("P1", born: "2013-05-01")
        for _ in 0..<430 {
            _ = try insert(
                youth, about: person, fields: ["offence_date": "2026-02-01"],
                [CaseEvent(.entered("registered"), at: days(-20))])
        }
        let child = Party(
            person: person, role: .subject, birthDate: LocalDate("2013-05-01"), sex: .male)
        let last = CaseFile(
            id: 0, programme: youth, municipality: "259",
            fields: ["offence_date": "2026-02-01", "category": "none"], parties: [child],
            events: [CaseEvent(.entered("registered"), at: days(-1))])
        let id = try test.database.blockingWrite { db in
            try CaseStore.insert(
                last, standing: try CaseStanding(last, now: test.now, law: test.office.law), owner: "",
                by: TestOffice.actor(.officer), at: test.now, in: db)
        }
        let who = try test.may(Acts.WorkCases.self, as: .officer)
        #expect(try await SuggestInCases(youth)(who, in: test.office).map(\.row.id) == [id])
    }
}
