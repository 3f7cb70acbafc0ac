import Foundation
import Prevention
import SQL
import Testing

@testable import Exchange

/// Lines of cases.jsonl that are rejected, each with the place and the reason.
@Suite struct BadCaseTests {
    private static let persons = "person_id,birth_date,sex\nP9,2015-06-01,M\nP12,2012-06-01,M\nP16,2008-06-01,F\n"

    private static func line(
        programme: String = "ukn", person: String = "P12", fields: String = #""category":"person-dangerous""#,
        events: [(String, String)] = [("registered", "2025-02-03")]
    ) -> String {
        let steps = events.map { #"{"stage":"\#($0.0)","at":"\#($0.1)"}"# }.joined(separator: ",")
        return #"{"id":"C1","programme":"\#(programme)","municipality":"259","parties":[{"person":"\#(person)","#
            + #""role":"subject"}],"fields":{"offence_date":"2025-01-30",\#(fields)},"events":[\#(steps)]}"#
    }

    private func reject(_ line: String) throws -> (column: String, value: String, reason: String) {
        let district = try District(["persons.csv": BadCaseTests.persons, "cases.jsonl": line + "\n"])
        let summary = try district.run()
        #expect(summary.counts("cases.jsonl") == [1, 0, 0, 0, 1])
        let row = try #require(try district.rejects(summary).first)
        #expect(row[0] == "cases.jsonl" && row[1] == "1" && row[5] == line)
        #expect(!row[4].isEmpty && !row[4].contains("refusal."))
        #expect(try district.count("SELECT COUNT(*) FROM case_file") == 0)
        #expect(try district.count("SELECT COUNT(*) FROM case_event") == 0)
        return (row[2], row[3], row[4])
    }

    @Test func theLineThatTheOthersAreMadeFromIsStored() throws {
        let district = try District([
            "persons.csv": BadCaseTests.persons, "cases.jsonl": BadCaseTests.line() + "\n",
        ])
        #expect(try district.run().counts("cases.jsonl") == [1, 1, 0, 0, 0])
    }

    /// How a notice is sent is no other system's to say: it follows from where it goes.
    @Test(arguments: [("101", "", "secure-mail"), ("259", #","way":"secure-mail""#, "")])
    func aNoticeGoesTheWayOfItsMunicipality(municipality: String, way: String, stored: String) throws {
        let line =
            #"{"id":"C1","programme":"concern-notice","municipality":"\#(municipality)","parties":[{"person":"P12","#
            + #""role":"subject"}],"fields":{"concerns":"child","concern":"Alene","notifier_kind":"citizen"\#(way)},"#
            + #""events":[{"stage":"sent","at":"2025-02-03T10:00"}]}"#
        let district = try District(["persons.csv": BadCaseTests.persons, "cases.jsonl": line + "\n"])
        #expect(try district.run().counts("cases.jsonl") == [1, 1, 0, 0, 0])
        let pattern = "%\"way\":\"" + stored + "%"
        let found = try district.count("SELECT COUNT(*) FROM case_file WHERE fields LIKE \(pattern)")
        #expect(found == (stored.isEmpty ? 0 : 1))
    }

    @Test func anUnknownProgrammeStageFieldChoiceOrPersonIsNamed() throws {
        let programme = try reject(BadCaseTests.line(programme: "horoscope"))
        #expect(programme.column == "programme" && programme.value == "horoscope")
        let stage = try reject(BadCaseTests.line(events: [("registered", "2025-02-03"), ("forgotten", "2025-02-04")]))
        #expect(stage.column == "events" && stage.reason.contains("forgotten"))
        let field = try reject(BadCaseTests.line(fields: #""shoe_size":"44""#))
        #expect(field.column == "fields.shoe_size")
        let choice = try reject(BadCaseTests.line(fields: #""category":"odd""#))
        #expect(choice.column == "fields.category" && choice.value == "odd")
        let person = try reject(BadCaseTests.line(person: "P404"))
        #expect(person.column == "parties.person" && person.value == "P404")
    }

    @Test func aPathThatTheProgrammeDoesNotAllowIsRejectedWithTheStageThatCannotFollow() throws {
        let order = try reject(BadCaseTests.line(events: [("registered", "2025-02-03"), ("referred", "2025-02-20")]))
        #expect(order.column == "events" && order.value == "referred")
        _ = try reject(BadCaseTests.line(events: [("assessed", "2025-02-03")]))
        _ = try reject(BadCaseTests.line(events: []))
        let backwards = try reject(
            BadCaseTests.line(events: [("registered", "2025-02-03"), ("assessed", "2025-02-02")]))
        #expect(backwards.column == "events")
    }

    @Test func impossibleDatesAreRejected() throws {
        #expect(try reject(BadCaseTests.line(events: [("registered", "2025-02-30")])).value == "2025-02-30")
        _ = try reject(BadCaseTests.line(fields: #""course_end":"2025-04-31""#))
    }

    @Test(arguments: ["P9", "P16"])
    func nobodyOutsideTenToFourteenIsReferred(person: String) throws {
        let steps = [("registered", "2025-02-03"), ("assessed", "2025-02-05"), ("referred", "2025-02-06")]
        _ = try reject(BadCaseTests.line(person: person, events: steps))
    }

    @Test(arguments: ["{", "[]", "17", #"{"id":7,"programme":"ukn","events":[]}"#, #"{"programme":"ukn","events":[]}"#])
    func whatIsNotACaseIsRejected(line: String) throws {
        _ = try reject(line)
    }

    @Test func aVeryOldDateIsRejectedWithItsReasonAndStopsNothing() throws {
        let old = BadCaseTests.line(events: [("registered", "1820-02-03")])
        let district = try District([
            "persons.csv": BadCaseTests.persons,
            "cases.jsonl": old + "\n" + BadCaseTests.line().replacingOccurrences(of: "\"C1\"", with: "\"C2\"") + "\n",
        ])
        #expect(try district.run().counts("cases.jsonl") == [2, 1, 0, 0, 1])
    }

    @Test func aCaseThatIsWorkedOnHereIsNotOverwritten() throws {
        let district = try District([
            "persons.csv": BadCaseTests.persons, "cases.jsonl": BadCaseTests.line() + "\n",
        ])
        try district.run()
        _ = try district.database.blockingWrite { try $0.execute("UPDATE case_file SET handled_here = 1") }
        try district.write(["cases.jsonl": BadCaseTests.line(fields: #""category":"none""#) + "\n"])
        #expect(try district.run().counts("cases.jsonl") == [1, 0, 0, 0, 1])
        #expect(try district.rows("SELECT fields FROM case_file", columns: 1)[0].contains("person-dangerous"))
    }
}
