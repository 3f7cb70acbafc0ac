import Casework
import Foundation
import Handbook
import Hummingbird
import Prevention
import SQL
import Store
import Testing

@testable import Web

/// Restraining orders across cases: what the pages refuse, the joint handling, and what the respondent gets.
@Suite struct OrderPagesTests {
    let site: TestSite

    init() throws { site = try TestSite() }

    /// An order between two persons, as it stands in the last of the stages.
    private func order(
        _ subject: Int64, against counterpart: Int64, stages: [String] = ["enquiry"], fields: [String: String] = [:],
        entries: [(String, String, [String: String])] = [], day: String = "2026-02-02"
    ) throws -> Int64 {
        let programme = Programme.restrainingOrder
        var events = try stages.map { CaseEvent(.entered(Stage($0)), at: try #require(Instant(day))) }
        events += try entries.map {
            CaseEvent(.recorded(entry: $0.0, fields: $0.2), at: try #require(Instant($0.1)))
        }
        let file = CaseFile(
            id: 0, programme: programme, municipality: "259", fields: fields,
            parties: [
                Party(person: subject, role: .subject, birthDate: nil, sex: .female),
                Party(person: counterpart, role: .counterpart, birthDate: nil, sex: .male),
            ], events: events)
        return try site.database.blockingWrite { db in
            try CaseStore.insert(
                file, standing: try CaseStanding(file, now: TestSite.now, law: site.office.law), owner: "",
                by: TestSite.actor(.secretariat), at: TestSite.now, in: db)
        }
    }

    private let served = ["enquiry", "visitation", "petition", "hearing", "granted", "served"]

    // MARK: - What must never be, through the pages

    @Test func anEnquiryIsNoPetition() async throws {
        let id = try order(try site.person("S"), against: try site.person("M"))
        let page = try await site.get("/cases/\(id)", as: .secretariat).text
        #expect(!page.contains("/step/petition"))
        let form = ["revision": "1", "field.petition_in_writing": "yes"]
        #expect(try await site.post("/cases/\(id)/step/petition", form, as: .secretariat).status == 422)
    }

    @Test func nothingIsInForceBeforeItsService() async throws {
        let id = try order(
            try site.person("S"), against: try site.person("M"), stages: Array(served.dropLast()),
            fields: ["expires_on": "2027-02-02"])
        #expect(try await site.post("/cases/\(id)/step/active", ["revision": "1"], as: .secretariat).status == 422)
        let early = [
            "revision": "1", "field.served_on": "2026-03-03", "field.served_how": "in-person",
            "field.served_by": "Patruljen", "field.service_proof": "Kvittering",
        ]
        let refused = try await site.post("/cases/\(id)/step/served", early, as: .officer)
        #expect(refused.status == 422)
        #expect(refused.text.contains(SVG.escaped(site.words("refusal.restraining-order.before-service"))))
        let breach = ["revision": "1", "field.breach_what": "x", "field.breach_kind": "contact"]
        #expect(try await site.post("/cases/\(id)/entry/breach", breach, as: .officer).status == 422)
        let right = early.merging(["field.served_on": "02.03.2026"]) { $1 }
        #expect(try await site.post("/cases/\(id)/step/served", right, as: .officer).status == 303)
    }

    @Test func theProtectedAddressIsRefusedInTheDecision() async throws {
        let hidden = try site.person("S", address: "Skovvej 12, 2. tv", protected: true)
        let id = try order(
            hidden, against: try site.person("M"), stages: ["enquiry", "visitation", "petition", "hearing"])
        let form = [
            "revision": "1", "field.decision_reason": "Han stod ved Skovvej 12.", "field.expires_on": "2027-03-02",
        ]
        let refused = try await site.post("/cases/\(id)/step/granted", form, as: .secretariat)
        #expect(refused.status == 422)
        #expect(refused.text.contains(SVG.escaped(site.words("refusal.restraining-order.protected-address"))))
        let right = form.merging(["field.decision_reason": "Han stod ved hendes hjem."]) { $1 }
        #expect(try await site.post("/cases/\(id)/step/granted", right, as: .secretariat).status == 303)
    }

    /// The form asks by the law of the case's day, and of the day that is typed.
    @Test func theChecklistIsThatOfTheDayOfTheEnquiry() async throws {
        let (one, other) = (try site.person("S"), try site.person("M"))
        for (day, before) in [("2025-06-30", true), ("2025-07-01", false)] {
            let id = try order(one, against: other, stages: ["enquiry", "visitation"], day: day)
            let page = try await site.get("/cases/\(id)", as: .secretariat).text
            #expect(page.contains("field.check_grave_before") == before, "\(day)")
            #expect(page.contains("field.check_forced_marriage") == !before, "\(day)")
            let orders = try await site.get("/cases/\(id)/orders", as: .secretariat).text
            #expect(orders.contains("Ikke efterprøvet") == !before)
        }
        let hearing = try order(
            one, against: other, stages: ["enquiry", "visitation", "petition", "hearing"], day: "2025-12-01")
        #expect(try await site.get("/cases/\(hearing)", as: .secretariat).text.contains("field.ankle_tag"))
        for (day, isAsked) in [("2025-12-31T10:00", false), ("2026-01-01T10:00", true)] {
            let form = ["revision": "1", "at": day]
            let page = try await site.post("/cases/\(hearing)/step/granted", form, as: .secretariat)
            #expect(page.status == 422 && page.text.contains("name=\"field.ankle_tag\"") == isAsked, "\(day)")
        }
    }

    // MARK: - Breaches, renewal

    @Test func threeBreachesAskAboutStalkingAndNothingElseHappens() async throws {
        let breach = ["breach_what": "Ringede <ni> gange", "breach_kind": "contact"]
        let id = try order(
            try site.person("S"), against: try site.person("M"), stages: served,
            entries: ["2026-02-10", "2026-02-12", "2026-02-20"].map { ("breach", $0, breach) })
        let page = try await site.get("/cases/\(id)/orders", as: .officer).text
        #expect(
            page.contains(site.words("suggestion.order-stalking.title")) && page.contains("Ringede &lt;ni&gt; gange"))
        let cases = try site.database.blockingRead { try $0.count("SELECT COUNT(*) FROM case_file") }
        #expect(cases == 1)
        let answer = [
            "revision": "1", "field.stalking_view": "raised", "field.stalking_reason": "Systematisk",
        ]
        #expect(try await site.post("/cases/\(id)/entry/stalking-question", answer, as: .officer).status == 303)
        let after = try await site.get("/cases/\(id)/orders", as: .officer).text
        #expect(!after.contains(site.words("suggestion.order-stalking.title")))
    }

    /// The page asks what the case asks: once dismissed, or once the order is no longer in force, nowhere.
    @Test func aDismissedQuestionIsNotAskedOnTheOrdersPage() async throws {
        let breach = ["breach_what": "Ringede", "breach_kind": "contact"]
        let entries = ["2026-02-10", "2026-02-12", "2026-02-20"].map { ("breach", $0, breach) }
        let title = site.words("suggestion.order-stalking.title")
        let id = try order(try site.person("S"), against: try site.person("M"), stages: served, entries: entries)
        let path = "/cases/\(id)/suggestions/order-stalking/dismiss"
        let page = try await site.get(path, as: .officer).text
        let basis = try #require(page.firstMatch(of: /name="basis" value="([^"]*)"/)?.output.1)
        let form = ["basis": String(basis), "reason": "Samme episode"]
        #expect(try await site.post(path, form, as: .officer).status == 303)
        #expect(try await !site.get("/cases/\(id)/orders", as: .officer).text.contains(title))
        let old = try order(
            try site.person("S2"), against: try site.person("M2"), stages: served + ["active", "expired"],
            entries: entries)
        #expect(try await !site.get("/cases/\(old)/orders", as: .officer).text.contains(title))
    }

    @Test func aRenewalIsANewCaseWithTheSameParties() async throws {
        let (one, other) = (try site.person("S"), try site.person("M"))
        let id = try order(one, against: other, stages: served + ["active"], fields: ["expires_on": "2026-04-02"])
        let page = try await site.get("/cases/\(id)/orders", as: .secretariat).text
        let path = "/cases/new/restraining-order?from=\(id)&kind=renews"
        #expect(page.contains(SVG.escaped(path)))
        let form = try await site.get(path, as: .secretariat).text
        #expect(form.contains("carry.subject.\(one)") && form.contains("carry.counterpart.\(other)"))
        let opened = try await site.post(
            "/cases/new/restraining-order",
            [
                "from": "\(id)", "kind": "renews", "municipality": "259", "carry.subject.\(one)": "subject",
                "carry.counterpart.\(other)": "counterpart", "field.enquiry_about": "Fornyelse",
            ], as: .secretariat)
        let new = try #require(
            opened.location.flatMap { Int64($0.split(separator: "?")[0].split(separator: "/").last ?? "") })
        let parties = try site.database.blockingRead { db in
            try db.fetch("SELECT person_id, role FROM case_party WHERE case_id = \(new) ORDER BY person_id") {
                "\($0.int64(0)) " + $0.text(1)
            }
        }
        #expect(parties == ["\(one) subject", "\(other) counterpart"])
        // A new decision from the beginning; the old one stands as it stood.
        #expect(try await site.get("/cases/\(new)", as: .secretariat).text.contains("/step/visitation"))
        #expect(try await site.get("/cases/\(id)/orders", as: .secretariat).text.contains("/cases/\(new)\""))
        #expect(try await site.get("/cases/\(new)/orders", as: .secretariat).text.contains("/cases/\(id)\""))
        let early = try order(one, against: other)
        #expect(!(try await site.get("/cases/\(early)/orders", as: .secretariat).text.contains("kind=renews")))
    }

    // MARK: - The joint handling

    @Test func aClusterLinksOrdersTheirCalendarAndTheirConflicts() async throws {
        let (one, other) = (
            try site.person("S", given: "Anna", family: "Holm"), try site.person("M", given: "Bo", family: "Lund")
        )
        let first = try order(one, against: other, stages: served, fields: ["expires_on": "2026-09-01"])
        let second = try order(other, against: one, stages: ["enquiry", "visitation", "petition"])
        let cluster = try await site.openCase("protection-cluster", fields: ["reason": "x"], as: .secretariat)
        let path = "/cases/\(cluster)/orders"
        #expect(try await site.get(path, as: .secretariat).text.contains(site.words("order.no-orders")))
        for id in [first, second] {
            #expect(try await site.post(path, ["number": "\(id)"], as: .secretariat).status == 303)
        }
        let page = try await site.get(path, as: .secretariat).text
        #expect(page.contains("Anna Holm") && page.contains("Bo Lund"))
        #expect(page.contains(site.words("order.conflicts")) && page.contains("Anna Holm er beskyttet i TIL-2026-"))
        // The handling time of the petition is due before the order expires.
        let handling = try #require(page.range(of: "Sagsbehandling, første pejlemærke"))
        let renewal = try #require(page.range(of: "Udløb; påmindes"))
        #expect(handling.lowerBound < renewal.lowerBound)
        #expect(try site.logged(.person, one).contains { $0.hasPrefix("read TIL-") })

        #expect(try await site.post(path, ["number": "\(first)"], as: .secretariat).status == 422)
        #expect(try await site.post(path, ["number": "999"], as: .secretariat).status == 422)
        #expect(try await site.post(path, ["number": "\(cluster)"], as: .secretariat).status == 422)
        let another = try await site.openCase("protection-cluster", fields: ["reason": "y"], as: .secretariat)
        let taken = try await site.post("/cases/\(another)/orders", ["number": "\(first)"], as: .secretariat)
        #expect(taken.status == 422 && taken.text.contains("hører allerede under en anden"))
        // Nobody has a role in the cluster itself.
        let party = try await site.post(
            "/cases/\(cluster)/party", ["revision": "1", "role": "counterpart", "person": "M"], as: .secretariat)
        #expect(party.status == 422)
    }

    // MARK: - What the respondent gets

    /// The answer to a request for access is all that the system gives to the respondent: page, printed document and data.
    @Test(arguments: [true, false])
    func theRespondentIsToldNothingOfWhereTheProtectedLives(isProtected: Bool) async throws {
        let hidden = try site.person(
            "S", given: "Åse", family: "Skjoldborg", address: "Skovvej 12, 2. tv", municipality: "306",
            protected: isProtected)
        let respondent = try site.person("M", given: "Bo", family: "Lund")
        try site.incident(
            "I1", "stalking", at: "2026-02-01T12:00", place: "Skovvej 12", summary: "Bo Lund stod ved Skovvej 12.",
            persons: [(.suspect, respondent), (.victim, hidden)])
        let id = try order(
            hidden, against: respondent, stages: served,
            fields: [
                "enquiry_about": "Åse Skjoldborg bor på Skovvej 12.", "area_prohibition": "yes",
                "area_where": "Omkring Skovvej 12", "decision_reason": "Skovvej 12 opsøgt.",
            ],
            entries: [
                ("breach", "2026-02-20", ["breach_what": "Åse så ham ved Skovvej 12", "breach_where": "Skovvej 12"])
            ])
        try site.database.blockingWrite { db in
            _ = try db.execute("UPDATE case_file SET municipality = '306' WHERE id = \(id)")
        }
        let access = try site.authorized(Acts.GiveAccess.self, as: .secretariat)
        let request = try await RegisterAccess(respondent, requestedBy: "Bo Lund", receivedOn: TestSite.now.day)(
            access, in: site.office)
        #expect(try await site.post("/access/\(request)/answer", ["kind": "full"], as: .secretariat).status < 400)
        for path in ["", "/answer", "/json"].map({ "/access/\(request)" + $0 }) {
            let page = try await site.get(path, as: .secretariat)
            #expect(page.status == 200 && page.text.contains("Lund"), "\(path)")
            for secret in ["Skovvej", "Skjoldborg", "Åse", "Odsherred", "\"306\""] {
                #expect(!page.text.contains(secret), "\(path) \(secret)")
            }
        }
    }
}
