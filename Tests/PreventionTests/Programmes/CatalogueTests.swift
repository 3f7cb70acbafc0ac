import Testing

@testable import Prevention

/// What must be true of every programme, so that forms, boards and figures can be made from its definition.
@Suite struct CatalogueTests {
    @Test func codesAndPrefixesAreUnique() {
        #expect(Set(Catalogue.all.map(\.code)).count == Catalogue.all.count)
        #expect(Set(Catalogue.all.map(\.prefix)).count == Catalogue.all.count)
        for programme in Catalogue.all {
            #expect(Catalogue.programme(programme.code)?.prefix == programme.prefix)
            #expect(programme.prefix == programme.prefix.uppercased() && !programme.prefix.isEmpty)
        }
        #expect(Catalogue.programme("no-such") == nil)
    }

    @Test func figureIDsAreUnique() {
        let ids = Catalogue.all.flatMap(\.figures).map(\.id)
        #expect(Set(ids).count == ids.count)
    }

    @Test(arguments: Catalogue.all.map(\.code))
    func stagesClocksFieldsAndGuardsAreUniqueWithin(code: String) throws {
        let programme = try #require(Catalogue.programme(code))
        for list in [
            programme.stages.map(\.code), programme.clocks.map(\.code), programme.form.map(\.code),
            programme.allGuards.map(\.code), programme.entries.map(\.code),
        ] {
            #expect(Set(list).count == list.count)
        }
        let steps = programme.transitions.flatMap { step in step.from.map { "\($0) → \(step.to)" } }
        #expect(Set(steps).count == steps.count)
    }

    @Test(arguments: Catalogue.all.map(\.code))
    func everyStageNamedIsDeclared(code: String) throws {
        let programme = try #require(Catalogue.programme(code))
        var named = programme.transitions.flatMap { $0.from + [$0.to] }
        named += programme.guards.flatMap(\.entering)
        for clock in programme.clocks {
            named += clock.stops
            if case .stage(let stage) = clock.starts { named.append(stage) }
            #expect(!clock.stops.isEmpty || !clock.stopEntries.isEmpty)
        }
        #expect(Set(named).subtracting(programme.stages) == [])
    }

    @Test(arguments: Catalogue.all.map(\.code))
    func everyFieldNamedIsDeclared(code: String) throws {
        let programme = try #require(Catalogue.programme(code))
        for transition in programme.transitions {
            #expect(Set(transition.asks).subtracting(programme.form.map(\.code)) == [])
            #expect(Set(transition.requires).subtracting(transition.asks) == [])
            #expect(!transition.by.isEmpty)
        }
        for share in programme.shares {
            if let field = share.namesWith { #expect(programme.field(field) != nil) }
        }
        for clock in programme.clocks {
            if case .field(let field) = clock.starts { #expect(programme.field(field)?.kind == .moment) }
            if case .untilField(let field) = clock.length { #expect(programme.field(field)?.kind == .date) }
            if let condition = clock.onlyWhen {
                let field = try #require(programme.field(condition.field))
                #expect(field.kind == .flag ? condition.value == "yes" : field.options.contains(condition.value))
            }
        }
    }

    @Test(arguments: Catalogue.all.map(\.code))
    func everyStageIsReachedFromTheFirst(code: String) throws {
        let programme = try #require(Catalogue.programme(code))
        var reached: Set<Stage> = [programme.firstStage]
        for _ in programme.stages {
            for step in programme.transitions where step.from.contains(where: reached.contains) {
                reached.insert(step.to)
            }
        }
        #expect(reached == Set(programme.stages))
    }

    @Test(arguments: Catalogue.all.map(\.code))
    func everyNumberIsInTheLaw(code: String) throws {
        let programme = try #require(Catalogue.programme(code))
        for clock in programme.clocks {
            var ids = [clock.warning]
            if case .rule(let id) = clock.length { ids.append(id) }
            for id in ids { #expect(throws: Never.self) { try testLaw.rule(id, on: day("2025-06-01")) } }
        }
    }

    @Test(arguments: Catalogue.all.map(\.code))
    func figuresFindTheirRecordsInTheCells(code: String) throws {
        let programme = try #require(Catalogue.programme(code))
        let year = FigureYear(2025, law: testLaw, ownMunicipalities: ["259"], now: at("2026-11-20"))
        // A case that was in every stage falls into declared cells only.
        let chosen = programme.form.compactMap { field in field.options.first.map { (field.code, $0) } }
        let fields = Dictionary(chosen, uniquingKeysWith: { first, _ in first }).merging(["offence_date": "2025-01-01"])
        { $1 }
        let file = CaseFile(
            id: 1, programme: programme, municipality: "259", fields: fields,
            parties: [party(.subject, born: "2012-01-01")],
            events: programme.stages.enumerated().map { entered($1, "2025-03-0\($0 % 9 + 1)") })
        for figure in programme.figures {
            #expect(!figure.cells.isEmpty)
            if case .cases(let counts) = figure.source {
                let found = try counts(file, year)
                #expect(Set(found.map(\.cell)).subtracting(figure.cells) == [], "\(figure.id)")
                // Of what is over, or due in another year, there is nothing to count.
                let isElsewhere = ["psp-k-open-follow-ups", "ssp-reviewed-in-time"].contains(figure.id)
                #expect(found.isEmpty == isElsewhere, "\(figure.id)")
            }
        }
    }

    @Test func onlyTheSealedTeamKnowsOfSealedProgrammes() {
        let officer = Actor(
            name: "o", displayName: "O", authority: "Politiet", roles: [.officer], kind: .police, area: .district)
        let team = Actor(
            name: "e", displayName: "E", authority: "Politiet", roles: [.exitTeam], kind: .police, area: .district)
        #expect(Catalogue.all.filter(\.isSealed).map(\.code) == ["exit"])
        #expect(!CaseScope(of: officer).contains(.exit))
        #expect(CaseScope(of: team).contains(.exit))
    }
}
