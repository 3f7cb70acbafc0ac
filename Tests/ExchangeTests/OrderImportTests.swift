import Prevention
import Testing

@testable import Exchange

/// What must never be said of a restraining order, tried through an import.
@Suite struct OrderImportTests {
    private func line(_ fields: [String: String], _ events: [String]) -> String {
        let text = fields.sorted { $0.key < $1.key }.map { #""\#($0.key)":"\#($0.value)""# }.joined(separator: ",")
        return #"{"id":"T1","programme":"restraining-order","municipality":"259","fields":{\#(text)},"parties":["#
            + #"{"person":"P1","role":"subject"},{"person":"P2","role":"counterpart"}],"events":["#
            + events.joined(separator: ",") + "]}\n"
    }

    private func step(_ stage: String, _ day: String) -> String { #"{"stage":"\#(stage)","at":"\#(day)"}"# }

    private var toGranted: [String] {
        ["enquiry", "visitation", "petition", "hearing", "granted"].map { step($0, "2026-03-01") }
    }

    /// The reason with which the case is rejected; `nil` where it is stored.
    private func reason(_ fields: [String: String], _ events: [String]) throws -> String? {
        let district = try District([
            "persons.csv": "person_id,address,protected\nP1,Skovvej 12,1\nP2,Torvet 3,0\n",
            "cases.jsonl": line(fields, events),
        ])
        return try district.rejects(try district.run()).first?[4]
    }

    @Test func anEnquiryIsNoPetition() throws {
        #expect(try reason([:], [step("petition", "2026-03-01")])?.contains("Petition") == true)
        let events = [step("enquiry", "2026-03-01"), step("petition", "2026-03-02")]
        #expect(try reason([:], events)?.contains("from \"Enquiry\" to \"Petition\"") == true)
    }

    @Test func nothingIsInForceBeforeItsService() throws {
        let events = toGranted + [step("served", "2026-03-10"), step("active", "2026-03-10")]
        #expect(try reason(["served_on": "2026-03-10"], events) == nil)
        #expect(try reason(["served_on": "2026-03-11"], events)?.contains("only from its service") == true)
        #expect(try reason([:], toGranted + [step("active", "2026-03-10")])?.contains("Active") == true)
        let breach = #"{"entry":"breach","at":"2026-03-02","fields":{"breach_what":"x","breach_kind":"contact"}}"#
        #expect(try reason([:], toGranted + [breach]) != nil)
    }

    @Test func theProtectedAddressStandsInNothingThatTheRespondentGets() throws {
        #expect(try reason(["decision_reason": "Holder øje med Skovvej 12."], toGranted)?.contains("address") == true)
        // Their own is no secret from them.
        #expect(try reason(["decision_reason": "Bor på Torvet 3."], toGranted) == nil)
    }

    @Test func theAnkleTagWaitsForItsLaw() throws {
        func granted(_ day: String) -> [String] {
            ["enquiry", "visitation", "petition", "hearing"].map { step($0, "2025-12-01") } + [step("granted", day)]
        }
        let tag = ["ankle_tag": "yes", "ankle_tag_reason": "…", "expires_on": "2026-06-01"]
        #expect(try reason(tag, granted("2025-12-31"))?.contains("not in force") == true)
        #expect(try reason(tag, granted("2026-01-01")) == nil)
    }

    @Test func aClusterHasNoParties() throws {
        let district = try District([
            "persons.csv": "person_id\nP1\n",
            "cases.jsonl": #"{"id":"S1","programme":"protection-cluster","fields":{"reason":"x"},"parties":["#
                + #"{"person":"P1","role":"counterpart"}],"events":[{"stage":"proposed","at":"2026-03-01"}]}"# + "\n",
        ])
        #expect(
            try district.rejects(try district.run()).first?[4].contains("role that the programme does not use") == true)
    }
}
