import Testing

@testable import Prevention

/// Who may give what to whom, as retsplejeloven § 115, almenboligloven § 63 d, sundhedsloven § 43 and barnets lov say: written
/// out, not computed.
@Suite struct BasisTests {
    private static let kinds: [Authority.Kind] = [
        .police, .otherPolice, .municipality, .psychiatry, .prisonService, .hospital, .housing, .treatment,
        .counselling,
        .mediation, .institution,
    ]

    /// A row for each giver, in the order of `kinds`; a column for each recipient in the same order. `x` may, `a` may with a
    /// written assessment alone, `.` may not.
    private static let tables: [(Basis, [String])] = [
        // Nr. 1: police, social services, self-governing institutions.
        (
            .ssp,
            [
                "x.x.......x", "...........", "x.x.......x", "...........", "...........", "...........", "...........",
                "...........", "...........", "...........", "x.x.......x",
            ]
        ),
        // Nr. 2: police, social services, psychiatry, institutions; the prison service with an assessment.
        (
            .psp,
            [
                "x.xxa.....x", "...........", "x.xxa.....x", "x.xxa.....x", "a.aaa.....a", "...........", "...........",
                "...........", "...........", "...........", "x.xxa.....x",
            ]
        ),
        // Nr. 3: prison service, social services, police, institutions.
        (
            .ksp,
            [
                "x.x.x.....x", "...........", "x.x.x.....x", "...........", "x.x.x.....x", "...........", "...........",
                "...........", "...........", "...........", "x.x.x.....x",
            ]
        ),
        // The police to a housing association, and nobody else.
        (
            .housing,
            [
                "......x....", "...........", "...........", "...........", "...........", "...........", "...........",
                "...........", "...........", "...........", "...........",
            ]
        ),
        // A hospital to the police and the municipality.
        (
            .health,
            [
                "...........", "...........", "...........", "...........", "...........", "x.x........", "...........",
                "...........", "...........", "...........", "...........",
            ]
        ),
        // Anybody to the municipality.
        (.notification, Array(repeating: "..x........", count: 11)),
        // The municipality to the police, who have notified it.
        (.feedback, (0..<11).map { $0 == 2 ? "x.........." : "..........." }),
        // With the consent of whom it is about, anybody to anybody.
        (.consent, Array(repeating: "xxxxxxxxxxx", count: 11)),
    ]

    @Test func everyKindOfAuthorityAndBasisStandsInTheTable() {
        #expect(Set(BasisTests.kinds) == Set(Authority.Kind.allCases))
        #expect(
            BasisTests.tables.map(\.0).sorted { $0.rawValue < $1.rawValue }
                == Basis.allCases.sorted { $0.rawValue < $1.rawValue })
        #expect(BasisTests.tables.allSatisfy { $0.1.count == 11 && $0.1.allSatisfy { $0.count == 11 } })
    }

    @Test(arguments: tables.indices) func everyPairIsAsTheTableSays(index: Int) {
        let (basis, rows) = BasisTests.tables[index]
        for (giver, row) in zip(BasisTests.kinds, rows) {
            for (recipient, sign) in zip(BasisTests.kinds, row) {
                let plain = basis.lets(giver, giveTo: recipient)
                let assessed = basis.lets(giver, giveTo: recipient, hasAssessment: true)
                #expect(plain == (sign == "x"), "\(basis) \(giver) to \(recipient)")
                #expect(assessed == (sign != "."), "\(basis) \(giver) to \(recipient) with an assessment")
            }
        }
    }

    @Test func volunteersAndAssociationsAreNoRecipientsUnderSection115() {
        for basis in [Basis.ssp, .psp, .ksp] {
            for kind in [Authority.Kind.mediation, .counselling, .housing, .hospital, .treatment, .otherPolice] {
                for isAssessed in [false, true] {
                    #expect(!basis.lets(.police, giveTo: kind, hasAssessment: isAssessed))
                    #expect(!basis.lets(kind, giveTo: .police, hasAssessment: isAssessed))
                }
            }
        }
    }

    @Test func threeOfThemStandUnderSection115() {
        #expect(Basis.allCases.filter(\.isSection115) == [.ssp, .psp, .ksp])
    }

    // MARK: - What a forum suggests

    private let authorities: [String: Authority.Kind] = [
        "police": .police, "259": .municipality, "psychiatry": .psychiatry, "prison-service": .prisonService,
        "institutions": .institution, "housing": .housing, "hospitals": .hospital,
    ]

    private func suggested(
        _ forum: ForumKind, from giver: Authority.Kind, to recipients: [String], assessed: Bool = false
    ) -> [String] {
        forum.suggestedBases(from: giver, to: recipients, kinds: authorities, hasAssessment: assessed)
            .map { $0.basis.rawValue + ": " + $0.authorities.joined(separator: " ") }
    }

    @Test func inPspKThePrisonServiceIsReachedByNr3() {
        #expect(
            suggested(.pspK, from: .police, to: ["prison-service", "psychiatry", "259"]) == [
                "rpl115-2: 259 psychiatry", "rpl115-3: prison-service",
            ])
        #expect(suggested(.pspK, from: .prisonService, to: ["police", "259"]) == ["rpl115-3: 259 police"])
    }

    @Test func psychiatryReachesThePrisonServiceByAWrittenAssessmentAlone() {
        #expect(suggested(.pspK, from: .psychiatry, to: ["prison-service"]).isEmpty)
        #expect(
            suggested(.pspK, from: .psychiatry, to: ["prison-service"], assessed: true) == ["rpl115-2: prison-service"])
        #expect(
            suggested(.pspK, from: .prisonService, to: ["psychiatry"], assessed: true) == ["rpl115-2: psychiatry"])
    }

    @Test func whoStandsOutsideTheLawIsLeftOut() {
        for forum in ForumKind.all where forum.isAboutPersons {
            for outsider in ["housing", "hospitals", "nobody-knows"] {
                #expect(suggested(forum, from: .police, to: [outsider]).isEmpty)
            }
        }
        #expect(suggested(.ssp, from: .police, to: ["psychiatry", "institutions"]) == ["rpl115-1: institutions"])
        #expect(suggested(.ksp, from: .police, to: ["psychiatry", "259"]) == ["rpl115-3: 259"])
    }
}
