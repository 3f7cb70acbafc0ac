import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// What the annual report tells of the sealed programmes, and who may know of a case at all.
@Suite struct SealedFigureTests {
    let test: TestOffice

    init() throws {
        test = try TestOffice()
        for number in 1...3 {
            try test.store(
                "exit", "316",
                [("enquiry", 1), ("eligible", 2), ("agreement", 3), ("active", 4), ("completed", 4 + number)])
        }
    }

    private func exits(as role: Role, unsuppressed: Bool) async throws -> FigureResult {
        let report = try await MakeReport(year: 2025, isUnsuppressed: unsuppressed)(
            test.may(Acts.ReadReport.self, as: role), in: test.office)
        return try #require(report.results.first { $0.figure.id == "exit-completed" })
    }

    @Test func theLeaderSeesNoMoreOfExitThanIsPublished() async throws {
        let inside = try await exits(as: .leader, unsuppressed: true)
        let published = try await exits(as: .officer, unsuppressed: false)
        #expect(inside.value.isSuppressed && published.value.isSuppressed)
        #expect(inside.breakdown.isEmpty && published.breakdown.isEmpty)
    }

    @Test func whoMaySeeBothSeesTheFigureAndItsPlaces() async throws {
        let both = Actor(
            name: "x", displayName: "X", authority: "", roles: [.leader, .exitTeam], kind: .police, area: .district)
        let report = try await MakeReport(year: 2025, isUnsuppressed: true)(
            Policy.authorize(both, Acts.ReadReport.self), in: test.office)
        let result = try #require(report.results.first { $0.figure.id == "exit-completed" })
        #expect(result.value == .share(of: 3, in: 3))
        #expect(result.breakdown.map(\.municipality) == ["316"])
    }

    @Test func theLeaderSeesNoMoreOfPspKThanIsPublished() async throws {
        let person = try test.person("P1", born: "1980-01-01")
        try test.store("psp-k", "316", [("monitored", 1), ("selected", 2)], subject: person)
        func selected(_ role: Role) async throws -> FigureResult {
            let report = try await MakeReport(year: 2025, isUnsuppressed: true)(
                test.may(Acts.ReadReport.self, as: role), in: test.office)
            return try #require(report.results.first { $0.figure.id == "psp-k-selected" })
        }
        #expect(try await selected(.leader).value.isSuppressed)
        #expect(try await selected(.secretariat).value == .count(1))
    }

    /// Two discussions of one case: the page behind the figure says both numbers.
    @Test func recordsAndWhatIsCountedInThemAreToldApart() async throws {
        let person = try test.person("P1", born: "1980-01-01")
        let steps = [("monitored", 1), ("selected", 2), ("discussed", 3), ("discussed", 4)]
        try test.store("psp-k", "316", steps.map { (stage: $0.0, day: $0.1) }, subject: person)
        let found = try await ReadDrillDown("psp-k-discussions", cell: .init(), year: 2025, municipality: nil)(
            test.may(Acts.WorkCases.self, as: .secretariat), in: test.office)
        #expect(found.total == 1 && found.counted == 2)
    }

    /// That somebody has such a case says something about their health.
    @Test(arguments: ["psp-k", "forced-admission"])
    func onlyThoseWhoWorkInItKnowOfACaseAboutHealth(code: String) async throws {
        let person = try test.person("P1", born: "1980-01-01")
        let programme = try #require(Catalogue.programme(code))
        let id = try test.store(code, "259", [(programme.firstStage.code, 5)], subject: person)
        _ = try await test.read(id, as: .officer)
        for role in [Role.screener, .boardCoordinator, .exitTeam, .leader] {
            await #expect(throws: NotFound.self) { _ = try await test.read(id, as: role) }
            let scope = CaseScope(of: TestOffice.actor(role))
            let cases = try test.database.blockingRead { try CaseStore.cases(with: person, scope: scope, in: $0) }
            #expect(cases.isEmpty)
        }
    }
}

extension TestOffice {
    /// A case that went through its steps in January 2025, each on a day of that month.
    @discardableResult
    func store(
        _ programme: String, _ municipality: String, _ steps: [(stage: String, day: Int)], subject: Int64? = nil
    ) throws -> Int64 {
        let first = try #require(LocalDate("2024-12-31"))
        let end = try #require(steps.last)
        return try database.blockingWrite { db in
            let id =
                try db.insert(
                    """
                    INSERT INTO case_file (programme, municipality, stage, is_open, opened_on, stage_on, owner, fields,
                        revision, handled_here, fingerprint)
                    VALUES (\(programme), \(municipality), \(end.stage), 0, '2025-01-01', '2025-01-31', '', '{}', 1, 1, 0)
                    RETURNING id
                    """) ?? 0
            for step in steps {
                let at = Instant(startOf: first + step.day).milliseconds
                try db.execute(
                    """
                    INSERT INTO case_event (case_id, kind, code, at, day_only, note, fields, actor, recorded_at)
                    VALUES (\(id), 'entered', \(step.stage), \(at), 1, '', '{}', 'anna', \(at))
                    """)
            }
            if let subject {
                try db.execute(
                    "INSERT INTO case_party (case_id, person_id, role) VALUES (\(id), \(subject), 'subject')")
            }
            return id
        }
    }
}
