import Handbook
import Prevention
import SQL
import Store
import TestSupport
import Testing

@testable import Casework

/// What goes out of a case with a step, an entry or a letter has a record, made in the same transaction.
@Suite struct CaseSharingTests {
    let test: TestOffice

    init() throws {
        test = try TestOffice()
    }

    private func records(_ id: Int64) throws -> [StoredDisclosure] {
        try test.database.blockingRead { try DisclosureStore.disclosures(ofCase: id, keys: .forTests, in: $0) }
    }

    private func words(_ record: StoredDisclosure) -> [String] {
        let one = record.disclosure
        return [
            one.basis.rawValue, one.outcome.rawValue, one.consent.rawValue, one.giver.authority,
            one.recipients.map(\.authority).joined(separator: " "),
            one.parts.map(\.category.rawValue).joined(separator: " "),
        ]
    }

    static let disclosure = [
        "disclosed_kind": "judgment", "decision_reference": "4100-1", "offence_on": "2025-10-01",
        "decided_on": "2026-02-20", "offence_where": "in-area", "why_needed": "Trusler mod naboer",
        "disclosed_to": "Driftschefen",
    ]

    static func housing(_ test: TestOffice, residents: [Int64]) async throws -> Int64 {
        let programme = try #require(Catalogue.programme("housing"))
        let id = try await OpenCase(
            programme, municipality: "259", fields: ["area": "Fjordhaven", "association": "Fjordbo"],
            parties: residents.map { (.resident, $0) })(
                test.may(Acts.WorkCases.self, as: .secretariat), in: test.office)
        try await test.change(
            id, revision: 1,
            .move(to: "acting", at: nil, fields: ["effort": "Plan", "effort_since": "2026-01-01"], note: ""),
            as: .secretariat)
        return id
    }

    @Test func aDecisionToAHousingAssociationMakesARecordAboutTheResident() async throws {
        let resident = try test.person("P-resident", born: "1990-01-01")
        let id = try await CaseSharingTests.housing(test, residents: [resident])
        #expect(try records(id).isEmpty)
        try await test.change(
            id, revision: 2, .record(entry: "disclosure", at: nil, fields: CaseSharingTests.disclosure),
            as: .secretariat)
        let record = try #require(try records(id).first)
        #expect(try records(id).count == 1)
        #expect(
            words(record) == [
                "abl63d", "given", "not-asked", "police", "housing", "identity criminal-decision",
            ])
        let one = record.disclosure
        #expect(one.subject == .person(resident) && one.necessity == "Trusler mod naboer")
        #expect(one.recipients.map(\.name) == ["Driftschefen"] && one.giver.account == "secretariat")
        #expect(one.giver.role == "secretariat" && one.reference.hasPrefix("BOL-2026-") && one.channel == .mail)
        #expect(one.parts.last?.detail == "4100-1" && !one.purpose.isEmpty && !one.whyNotLess.isEmpty)
        #expect(!one.purpose.hasPrefix("sharing."))
        let logged = try test.logged(.person, resident).filter { $0.hasPrefix("disclose ") }
        #expect(logged.count == 1 && logged[0].hasPrefix("disclose disclosure \(record.id) abl63d given "))
    }

    @Test func ofSeveralResidentsTheOneHasToBeNamed() async throws {
        let first = try test.person("P-1", born: "1990-01-01")
        let second = try test.person("P-2", born: "1991-01-01")
        let id = try await CaseSharingTests.housing(test, residents: [first, second])
        let before = try test.footprint()
        func record(_ fields: [String: String]) async throws -> [String] {
            try await refusals {
                let all = CaseSharingTests.disclosure.merging(fields) { $1 }
                try await test.change(
                    id, revision: 2, .record(entry: "disclosure", at: nil, fields: all), as: .secretariat)
            }
        }
        #expect(try await record([:]) == ["housing.which-resident"])
        #expect(try await record(["disclosed_about": "P-nobody"]) == ["housing.which-resident"])
        #expect(try test.footprint() == before && records(id).isEmpty)
        #expect(try await record(["disclosed_about": "P-2"]).isEmpty)
        #expect(try records(id).map(\.disclosure.subject) == [.person(second)])
    }

    private static let notice = [
        "concerns": "child", "concern": "Ofte alene", "notifier_kind": "professional", "notifier_name": "Lærer Holm",
    ]

    @Test func aNoticeIsRecordedWhenItIsSent() async throws {
        let child = try test.person("P-child", born: "2018-05-01")
        let id = try await test.open("concern-notice", fields: CaseSharingTests.notice, subject: child)
        let record = try #require(try records(id).first)
        #expect(
            words(record) == [
                "notification", "given", "not-asked", "police", "259", "identity family social-problems",
            ])
        // The municipality as a whole: nobody there is named.
        #expect(record.disclosure.recipients.map(\.name) == [""] && record.disclosure.recipients[0].account.isEmpty)
    }

    @Test(arguments: [true, false]) func aReferralIsRecordedWhereThereIsAConsent(isGiven: Bool) async throws {
        let victim = try test.person("P-victim", born: "1985-01-01")
        let id = try await test.open("victim-referral", fields: [:], subject: victim)
        let fields = isGiven ? ["consent_given": "yes", "consent_at": "2026-03-01", "contact_details": "20 30"] : [:]
        try await test.change(id, revision: 1, .move(to: "referred", at: nil, fields: fields, note: ""))
        let found = try records(id).map(words)
        #expect(found == (isGiven ? [["consent", "given", "given", "police", "counselling", "identity contact"]] : []))
    }

    @Test(arguments: [("1985-01-01", "rpl115-2"), ("2012-01-01", "rpl115-1")])
    func violenceBroughtToTheForumRestsOnTheAgeOfWhomItIsAbout(born: String, basis: String) async throws {
        let person = try test.person("P-violence", born: born)
        let id = try await test.open(
            "partner-violence", fields: ["kinds": "physical", "origin": "own-contact"], subject: person,
            as: .specialisedTeam)
        #expect(try records(id).isEmpty)
        try await test.change(
            id, revision: 1,
            .move(
                to: "forum", at: nil, fields: ["forum": "koege-model", "forum_reason": "Børn i hjemmet"], note: ""),
            as: .specialisedTeam)
        let record = try #require(try records(id).first)
        #expect(words(record) == [basis, "given", "not-asked", "police", "259", "identity family incidents"])
        #expect(record.disclosure.necessity == "Børn i hjemmet")
    }

    @Test(arguments: [("consent", "police", "given"), ("notification", "259", "not-asked")])
    func whatAHospitalBringsInIsGivenByTheHospital(basis: String, recipient: String, consent: String) async throws {
        let person = try test.person("P-hospital", born: "1985-01-01")
        try test.database.blockingWrite { _ = try $0.execute("UPDATE person SET sex = 'F' WHERE id = \(person)") }
        let id = try await test.open(
            "partner-violence",
            fields: ["kinds": "physical", "origin": "hospital", "hospital_basis": basis, "in_pregnancy": "yes"],
            subject: person, as: .specialisedTeam)
        let found = try records(id)
        // What the hospital tells without a consent goes to the municipality as a notice, and to the police on another basis.
        let isNotice = basis == "notification"
        #expect(found.count == (isNotice ? 2 : 1))
        let record = try #require(found.first { $0.disclosure.recipients.map(\.authority) == [recipient] })
        #expect(words(record) == [basis, "given", consent, "hospitals", recipient, "identity contact health"])
        #expect(found.allSatisfy { $0.disclosure.giver.account.isEmpty })
        if isNotice {
            let other = found.first { $0.id != record.id }.map(words)
            #expect(other == ["sul43", "given", "not-asked", "hospitals", "police", "identity contact health"])
        }
    }

    @Test(arguments: [
        ("neither", "1985-01-01", "rpl115-2" as String?), ("neither", "2018-01-01", "notification"),
        // What it leads to is what goes out.
        ("notice", "2018-01-01", nil), ("psp-k", "1985-01-01", nil),
    ])
    func aSocialReportRestsOnWhereItLeads(leadsTo: String, born: String, basis: String?) async throws {
        let person = try test.person("P-social", born: born)
        let id = try await test.open("social-report", fields: ["origin": "patrol"], subject: person)
        let fields = [
            "facts": "Set alene", "assessment": "Vi er bekymrede", "recipient": "Familieafdelingen",
            "recipient_authority": "municipality",
            "leads_to": leadsTo,
        ]
        try await test.change(id, revision: 1, .move(to: "sent", at: nil, fields: fields, note: ""))
        guard let basis else {
            #expect(try records(id).isEmpty)
            return
        }
        let record = try #require(try records(id).first)
        #expect(record.disclosure.basis.rawValue == basis && record.disclosure.recipients.map(\.authority) == ["259"])
        #expect(record.disclosure.recipients.map(\.name) == ["Familieafdelingen"])
    }

    @Test func whatIsRecordedStandsOnceInWhatIsListedAboutThePerson() async throws {
        let child = try test.person("P-child", born: "2018-05-01")
        _ = try await test.open("concern-notice", fields: CaseSharingTests.notice, subject: child)
        let found = try await ListSharings(.person(child), purpose: .access)(
            TestOffice.actor(.secretariat), in: test.office)
        #expect(found.list.disclosures.count == 1 && found.list.earlier.isEmpty && found.list.isWhole)
        #expect(found.list.disclosures.first?.onward == test.office.handbook[.danish]("onward.notification"))
    }

    @Test func everyRuleHasItsSentencesInBothLanguages() {
        for programme in Catalogue.all {
            for rule in programme.sharings {
                for part in ["purpose", "necessity", "why-not-less"] {
                    let key = "sharing." + programme.code + "." + rule.code + "." + part
                    for language in [Language.danish, .english] {
                        #expect(test.office.handbook[language].has(key), "\(key)")
                    }
                }
                if case .authority(let code) = rule.recipient {
                    #expect(test.office.handbook.authorityKinds[code] != nil)
                }
                if case .letter(let template) = rule.on { #expect(test.office.handbook.letter(template) != nil) }
            }
        }
    }

    @Test func aRefusalNamesTheAuthorityAndTheBasis() {
        let refusal = Refusal("disclosure.unlawful", ["authority": "mediation", "basis": "rpl115-2"])
        let danish = test.office.handbook[.danish].refusal(refusal, programme: nil)
        #expect(danish.contains("Konfliktråd") && danish.contains("§ 115, stk. 1, nr. 2") && !danish.contains("rpl115"))
        let english = test.office.handbook[.english].refusal(refusal, programme: nil)
        #expect(english.contains("Mediation service") && !english.contains("rpl115"))
    }
}
