import Testing

@testable import Prevention

@Suite struct DisclosureRefusalTests {
    private let kinds: [String: Authority.Kind] = [
        "police": .police, "259": .municipality, "psychiatry": .psychiatry, "prison-service": .prisonService,
        "housing": .housing, "mediation": .mediation,
    ]

    private func refusals(
        from giver: String = "police", to recipients: [String] = ["259"], _ basis: Basis = .psp,
        parts: [Disclosure.Part] = [.init(.identity)], consent: Disclosure.Consent = .notAsked,
        outcome: Disclosure.Outcome = .given, texts: (String, String, String) = ("a", "b", "c"), assessment: String = ""
    ) -> [String] {
        var one = Disclosure(
            giver: .init(authority: giver), recipients: recipients.map { .init(authority: $0) }, subject: .person(1),
            reference: "PSP-D-2026-1", basis: basis, purpose: texts.0, necessity: texts.1, whyNotLess: texts.2,
            parts: parts, consent: consent, at: at("2026-03-02T10:00"), channel: .kreds, outcome: outcome)
        one.assessment = assessment
        return one.refusals(kinds: kinds).map { refusal in
            ([refusal.code] + refusal.arguments.sorted { $0.key < $1.key }.map(\.value)).joined(separator: " ")
        }
    }

    @Test func whatIsLawfulAndSaidIsNotRefused() {
        #expect(refusals().isEmpty)
        #expect(refusals(outcome: .partly).isEmpty)
    }

    @Test(arguments: ["mediation", "housing", "prison-service", "a-bar", "the-press", "a-resident"])
    func anUnlawfulRecipientIsNamedWithTheBasis(recipient: String) {
        #expect(refusals(to: ["259", recipient]) == ["disclosure.unlawful \(recipient) rpl115-2"])
    }

    @Test func aGiverWhomNobodyKnowsGivesNothing() {
        #expect(refusals(from: "unknown") == ["disclosure.unlawful 259 rpl115-2"])
    }

    @Test func thePrisonServiceNeedsWordsAndSpacesAreNone() {
        #expect(refusals(to: ["prison-service"], assessment: " \n") == ["disclosure.unlawful prison-service rpl115-2"])
        #expect(refusals(to: ["prison-service"], assessment: "Løslades i maj, bor alene").isEmpty)
        #expect(refusals(to: ["prison-service"], .ksp).isEmpty)
    }

    @Test func everyReasonIsSaidAtOnce() {
        #expect(
            refusals(to: [], parts: [], texts: (" ", "", "\t")) == [
                "disclosure.no-recipient", "disclosure.no-parts", "disclosure.purpose", "disclosure.necessity",
                "disclosure.why-not-less",
            ])
    }

    @Test func decliningNeedsNoLeaveAndNoReason() {
        #expect(refusals(to: ["mediation"], parts: [], outcome: .declined, texts: ("", "", "")).isEmpty)
        #expect(refusals(outcome: .declined) == ["disclosure.declined-parts"])
    }

    @Test(arguments: Disclosure.Category.allCases) func aHousingAssociationGetsDecisionsAlone(
        category: Disclosure.Category
    ) {
        let found = refusals(to: ["housing"], .housing, parts: [.init(.identity), .init(category)])
        let isLawful = category == .identity || category == .criminalDecision
        #expect(found == (isLawful ? [] : ["disclosure.housing-decisions-only"]))
    }

    @Test func aConsentHasToBeGiven() {
        #expect(refusals(to: ["mediation"], .consent, consent: .given).isEmpty)
        for consent in [Disclosure.Consent.notAsked, .refused] {
            #expect(refusals(to: ["mediation"], .consent, consent: consent) == ["disclosure.consent-missing"])
        }
    }

    @Test func nothingIsTakenOutForAnInvestigation() {
        for purpose in SharingPurpose.allCases {
            let expected = purpose == .investigation ? "purpose-investigation" : nil
            #expect(purpose.refusal("fordi")?.code == expected)
        }
        #expect(SharingPurpose.other.refusal("  ")?.code == "purpose-explanation")
    }
}
