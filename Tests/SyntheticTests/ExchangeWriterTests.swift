import Exchange
import Foundation
import Prevention
import Testing

@Suite struct ExchangeWriterTests {
    private let path = NSTemporaryDirectory() + "writer-" + UUID().uuidString

    private func text(_ file: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path + "/" + file)), as: UTF8.self)
    }

    @Test func everyColumnIsWrittenAndQuotedWhereItMustBe() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let writer = try ExchangeWriter(folder: path + "/deep")
        var person = PersonRecord(id: "P,1")
        person.cpr = "7001010004"
        person.givenNames = "Anna \"Ann\""
        person.familyName = " Holm"
        person.birthDate = LocalDate("2001-01-10")
        person.sex = .female
        person.address = "Skolegade 1,\nst."
        person.postalCode = "4000"
        person.municipality = "265"
        person.isProtected = true
        try writer.write(person)
        try writer.write(RelationRecord(person: "P1", related: "P2", kind: .formerPartner, to: LocalDate("2024-02-29")))
        var incident = IncidentRecord(
            id: "I1", occurredAt: Instant(milliseconds: 1_720_000_000_250), type: "violence")
        incident.latitude = 55.5
        incident.longitude = 12.00001
        incident.sameAs = "I0"
        try writer.write(incident)
        var participant = ParticipantRecord(incident: "I1", role: .childPresent)
        participant.birthDate = LocalDate("2015-05-05")
        try writer.write(participant)
        let fields = ["b": "æ\"\\\n\u{1}", "a": ""]
        try writer.write(
            CaseRecord(
                id: "C1", programme: "ukn", municipality: "265", parties: [.init(person: "P1", role: "subject")],
                fields: fields, events: [.init(stage: "registered", at: "2025-01-01")]))
        let centre = try #require(Position("55.5,12.25"))
        let from = try #require(LocalDate("2025-07-01"))
        try writer.write(
            AreaRecord(
                id: "A1",
                assessment: AreaAssessment(
                    name: "Torvet", municipality: "265", centre: centre, radius: 600, reason: "Uro", decidedBy: "Leder",
                    validFrom: from, validTo: from + 30)))
        let counts = try writer.finish()
        #expect(counts.values.allSatisfy { $0 == 1 } && counts.count == 6)
        let folder = path + "/deep/"
        func read(_ name: String) throws -> String {
            String(decoding: try Data(contentsOf: URL(fileURLWithPath: folder + name)), as: UTF8.self)
        }
        #expect(
            try read("persons.csv").hasSuffix(
                "\"P,1\",7001010004,\"Anna \"\"Ann\"\"\",\" Holm\",2001-01-10,F,\"Skolegade 1,\nst.\",4000,265,1\n"))
        #expect(try read("relations.csv") == "person_id,related_id,kind,from,to\nP1,P2,former-partner,,2024-02-29\n")
        #expect(try read("incidents.csv").hasSuffix("I1,2024-07-03T11:46:40.250+02:00,violence,,,55.5,12.00001,,I0\n"))
        #expect(try read("incident_persons.csv").hasSuffix("I1,child-present,,,,,2015-05-05,,\n"))
        #expect(
            try read("areas.csv").hasSuffix("A1,Torvet,265,55.5,12.25,600,Uro,Leder,2025-07-01,2025-07-31,,\n"))
        let line = try read("cases.jsonl")
        #expect(
            line.hasPrefix(
                "{\"id\":\"C1\",\"programme\":\"ukn\",\"municipality\":\"265\",\"parties\":[{\"person\":\"P1\""))
        let decoded = try JSONDecoder().decode(CaseRecord.self, from: Data(line.utf8))
        #expect(decoded.fields == fields)
    }

    @Test func nothingStaysOfAnUnfinishedWriter() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        do {
            let writer = try ExchangeWriter(folder: path)
            try writer.write(PersonRecord(id: "P1"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: path).allSatisfy { $0.hasSuffix(".part") })
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
    }

    @Test func aFolderThatCannotBeMadeIsAnErrorWithItsPath() {
        #expect(throws: ExchangeWriteError.self) { try ExchangeWriter(folder: "/dev/null/folder") }
    }
}
