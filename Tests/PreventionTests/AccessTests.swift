import Prevention
import Testing

@Suite struct AccessTests {
    private let greve = Authority(code: "253", kind: .municipality, municipalities: ["253"])
    private let police = Authority(
        code: "police", kind: .police,
        units: [.init(code: "east", municipalities: ["253", "259"]), .init(code: "secretariat", municipalities: [])])

    private func actor(_ role: Role, of authority: Authority?, unit: String = "") -> Actor {
        Actor(name: "a", displayName: "", authority: authority?.code ?? "", unit: unit, roles: [role])
            .placed(in: authority)
    }

    private func sees(
        _ actor: Actor, _ programme: String, in municipality: String, at stage: Stage = "monitored", owner: String = ""
    ) throws -> Bool {
        CaseScope(of: actor).contains(
            try #require(Catalogue.programme(programme)), municipality: municipality, stage: stage, owner: owner)
    }

    @Test func whoIsNotPlacedMayNothing() {
        for role in Role.allCases {
            let nobody = Actor(name: "a", displayName: "", authority: "police", roles: [role])
            #expect(Permission.allCases.allSatisfy { !nobody.may($0) })
            #expect(CaseScope(of: nobody).grants.isEmpty && PersonScope(of: nobody) == .parties(CaseScope(of: nobody)))
            #expect(!Permission.allCases.contains { actor(role, of: nil).may($0) })
        }
    }

    @Test func aRoleCountsOnlyWhereItMayBeHeld() throws {
        for role in Role.allCases where !role.authorities.contains(.municipality) {
            let elsewhere = actor(role, of: greve)
            #expect(Permission.allCases.allSatisfy { !elsewhere.may($0) }, "\(role)")
            #expect(CaseScope(of: elsewhere).grants.isEmpty, "\(role)")
        }
    }

    @Test func anOfficerOfASectorSeesItsMunicipalitiesAlone() throws {
        let officer = actor(.officer, of: police, unit: "east")
        #expect(try sees(officer, "ukn", in: "253") && sees(officer, "ukn", in: "259"))
        #expect(try !sees(officer, "ukn", in: "316") && !sees(officer, "ukn", in: ""))
        // The secretariat works in the whole district, and a unit without places too.
        #expect(try sees(actor(.secretariat, of: police, unit: "east"), "ukn", in: "316"))
        #expect(try sees(actor(.officer, of: police, unit: "secretariat"), "ukn", in: "316"))
        // A unit that nobody knows is no place.
        #expect(try !sees(actor(.officer, of: police, unit: "north"), "ukn", in: "253"))
    }

    @Test func outsideThePoliceOnlyWhatIsSharedInItsStagesIsSeen() throws {
        let member = actor(.socialWorker, of: greve)
        #expect(try sees(member, "partner-violence", in: "253", at: "forum"))
        #expect(try !sees(member, "partner-violence", in: "253", at: "open"), "the police's own until the forum")
        #expect(try !sees(member, "partner-violence", in: "253", at: "closed"))
        #expect(try !sees(member, "partner-violence", in: "316", at: "forum"))
        #expect(try !sees(member, "ukn", in: "253", at: "registered"))
        let mediation = Authority(code: "mediation", kind: .mediation)
        let mediator = actor(.mediator, of: mediation)
        #expect(try sees(mediator, "mediation", in: "316", at: "assigned", owner: "a"))
        #expect(try !sees(mediator, "mediation", in: "316", at: "assigned", owner: "b"))
        #expect(PersonScope(of: member) == .parties(CaseScope(of: member)))
        #expect(PersonScope(of: actor(.officer, of: police)) == .everybody)
    }

    @Test func theMunicipalitySeesItsOwnCasesInTheStagesThatAreShared() throws {
        let coordinator = actor(.sspCoordinator, of: greve)
        for stage in ["open", "reviewed", "closed"] {
            #expect(try sees(coordinator, "ssp-course", in: "253", at: Stage(stage)))
        }
        #expect(try !sees(coordinator, "ssp-course", in: "316", at: "open"))
        let worker = actor(.socialWorker, of: greve)
        for stage in ["sent", "received", "assessed", "receipted", "answered", "closed"] {
            #expect(try sees(worker, "concern-notice", in: "253", at: Stage(stage)))
            #expect(try !sees(worker, "concern-notice", in: "316", at: Stage(stage)))
        }
        for stage in ["forum", "measures", "follow-up"] {
            #expect(try sees(worker, "partner-violence", in: "253", at: Stage(stage)))
        }
        for stage in ["open", "closed"] {
            #expect(try !sees(worker, "partner-violence", in: "253", at: Stage(stage)))
        }
        // Neither sees what is the other's, nor what is shared with nobody.
        for programme in ["preventive-talk", "sociolance", "parish-officer", "social-report"] {
            for actor in [coordinator, worker] { #expect(try !sees(actor, programme, in: "253", at: "planned")) }
        }
        #expect(try !sees(coordinator, "concern-notice", in: "253", at: "sent"))
        #expect(try !sees(worker, "ssp-course", in: "253", at: "open"))
    }

    @Test func casesOfFamiliesAreSeenByThePoliceWhoWorkWithThem() throws {
        func knows(_ programme: String) throws -> Set<Role> {
            let found = try #require(Catalogue.programme(programme))
            return Set(Role.allCases.filter { CaseScope(of: actor($0, of: police)).contains(found) })
        }
        #expect(
            try knows("concern-notice") == [
                .officer, .sectorLeader, .secretariat, .screener, .specialisedTeam, .leader,
            ])
        #expect(try knows("ssp-course") == [.officer, .sectorLeader, .secretariat])
        #expect(
            try knows("partner-violence") == [.officer, .sectorLeader, .secretariat, .specialisedTeam, .leader])
    }

    @Test func whoeverWorksInOneMunicipalityNeedNotChooseIt() {
        #expect(actor(.socialWorker, of: greve).onlyMunicipality == "253")
        #expect(actor(.officer, of: police, unit: "east").onlyMunicipality == nil)
        #expect(actor(.secretariat, of: police).onlyMunicipality == nil)
        // The role that does not count there does not matter.
        #expect(actor(.officer, of: nil).onlyMunicipality == nil)
    }

    @Test func aParishOfficerSeesTheTasksOfTheIslandAlone() throws {
        let police = Authority(
            code: "police", kind: .police,
            units: [.init(code: "sejeroe", municipalities: ["326"]), .init(code: "oroe", municipalities: ["316"])])
        let sejeroe = actor(.parishOfficer, of: police, unit: "sejeroe")
        #expect(CaseScope(of: sejeroe).programmes == ["parish-officer"])
        #expect(try sees(sejeroe, "parish-officer", in: "326", at: "reported"))
        #expect(try sees(sejeroe, "parish-officer", in: "326", at: "handled"))
        #expect(try !sees(sejeroe, "parish-officer", in: "316", at: "reported"))
        #expect(try !sees(sejeroe, "ukn", in: "326", at: "registered"))
        #expect(try sees(actor(.parishOfficer, of: police, unit: "oroe"), "parish-officer", in: "316", at: "reported"))
        // Without an island there is none to see.
        #expect(CaseScope(of: actor(.parishOfficer, of: police)).grants.isEmpty)
        #expect(CaseScope(of: actor(.parishOfficer, of: police, unit: "north")).grants.isEmpty)
    }

    @Test func sealedProgrammesAreTheTeamsAlone() throws {
        let exit = try #require(Catalogue.programme("exit"))
        for role in Role.allCases {
            var one = actor(role, of: police)
            #expect(CaseScope(of: one).contains(exit) == (role == .exitTeam), "\(role)")
            one.emergency = 1
            #expect(CaseScope(of: one).contains(exit) == (role == .exitTeam), "\(role) in an emergency")
        }
    }

    @Test func anEmergencyOpensTheDistrictForThoseWhoMayHaveOne() throws {
        var officer = actor(.officer, of: police, unit: "east")
        #expect(try !sees(officer, "forced-admission", in: "316"))
        officer.emergency = 1
        #expect(try sees(officer, "forced-admission", in: "316") && sees(officer, "ukn", in: ""))
        let coordinator = actor(.sspCoordinator, of: greve)
        var hurried = coordinator
        hurried.emergency = 1
        #expect(CaseScope(of: hurried) == CaseScope(of: coordinator))
    }

    @Test func aPracticeGroupSeesACaseOnlyWhileItIsOpenedToIt() throws {
        var member = actor(.pspkMember, of: greve)
        let programme = try #require(Catalogue.programme("psp-k"))
        func sees(_ id: Int64, at stage: Stage, in municipality: String = "253") -> Bool {
            CaseScope(of: member).contains(
                programme, id: id, municipality: municipality, stage: stage, owner: "")
        }
        #expect(!sees(7, at: "selected"))
        member.agenda = [7]
        #expect(sees(7, at: "selected") && sees(7, at: "discussed") && !sees(8, at: "selected"))
        #expect(!sees(7, at: "monitored"), "monitored persons stay with the police")
        #expect(!sees(7, at: "selected", in: "316"), "nor elsewhere than they work")
    }

    @Test func allOfAFigureIsSeenOnlyByThoseWhoSeeAllOfItsCases() throws {
        let ukn = try #require(Catalogue.programme("ukn"))
        let pspK = try #require(Catalogue.programme("psp-k"))
        let east = CaseScope(of: actor(.officer, of: police, unit: "east"))
        #expect(
            east.containsAll(ukn, of: "253") && !east.containsAll(ukn, of: nil) && !east.containsAll(ukn, of: "316"))
        #expect(CaseScope(of: actor(.officer, of: police)).containsAll(ukn, of: nil))
        #expect(!CaseScope(of: actor(.pspkMember, of: greve)).containsAll(pspK, of: "253"), "only some stages")
    }

    @Test func rolesOfOneUserAddUp() throws {
        let both = Actor(
            name: "a", displayName: "", authority: "police", unit: "east", roles: [.officer, .boardCoordinator]
        )
        .placed(in: police)
        #expect(try sees(both, "ukn", in: "316"))
        #expect(try sees(both, "psp-k", in: "253") && !sees(both, "psp-k", in: "316"))
    }

    @Test func administratorsAndPlannersSeeNoPersonalData() {
        let personal: Set<Permission> = [
            .workCases, .workSealed, .findPersons, .seeProtected, .screen, .readUnsuppressed, .breakGlass, .giveAccess,
        ]
        for role in [Role.administrator, .planSecretariat, .recipient] {
            #expect(role.permissions.isDisjoint(with: personal), "\(role)")
        }
    }

    @Test func aPurposeThatSaysNothingIsRefused() {
        #expect(Purpose(.other).refusal?.code == "purpose-explanation")
        #expect(Purpose(.forumItem).refusal?.code == "purpose-explanation")
        #expect(Purpose(.other, explanation: "Aktindsigt").refusal == nil && Purpose(.caseWork).refusal == nil)
        #expect(Purpose(.caseWork, reference: "UKN-2026-000001", explanation: "Møde").code == "case UKN-2026-000001")
        #expect(Purpose(.other, explanation: "Karla Lund").code == "other", "words stay out of the chain")
    }
}
