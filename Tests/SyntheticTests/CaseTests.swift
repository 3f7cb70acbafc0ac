import Exchange
import Prevention
import Testing

@Suite struct CaseTests {
    private static let loaded = Result { try load(Folder.district.get()) }

    private static func load(_ folder: Folder) throws -> [CaseFile] {
        var persons: [String: (Int64, LocalDate?, Sex)] = [:]
        for (index, row) in folder.rows("persons.csv").enumerated() {
            persons[row["person_id"] ?? ""] = (
                Int64(index), LocalDate(row["birth_date"] ?? ""), Sex(rawValue: row["sex"] ?? "") ?? .unknown
            )
        }
        let areas = try folder.rows("areas.csv").map { row in
            AreaAssessment(
                name: row["name"] ?? "", municipality: row["municipality"] ?? "",
                centre: try #require(Position((row["latitude"] ?? "") + "," + (row["longitude"] ?? ""))),
                radius: try #require(Int(row["radius"] ?? "")), reason: row["reason"] ?? "",
                decidedBy: row["decided_by"] ?? "", validFrom: try #require(LocalDate(row["valid_from"] ?? "")),
                validTo: try #require(LocalDate(row["valid_to"] ?? "")), endedOn: LocalDate(row["ended_on"] ?? ""),
                endReason: row["end_reason"] ?? "")
        }
        return try folder.cases().enumerated().map { index, record in
            let parties = try (record.parties ?? []).map { party in
                let person = try #require(persons[party.person])
                return Party(
                    person: person.0, role: try #require(Party.Role(rawValue: party.role)), birthDate: person.1,
                    sex: person.2, reference: party.person)
            }
            return CaseFile(
                id: Int64(index), programme: try #require(Catalogue.programme(record.programme)),
                municipality: record.municipality ?? "", fields: record.fields ?? [:], parties: parties,
                events: try record.events.map {
                    CaseEvent(try #require($0.kind), at: try #require(Instant($0.at)))
                }, areas: areas)
        }
    }

    /// Also for two years that end in the middle of one, and on a leap day.
    @Test(arguments: [0, 250, -671]) func everyCasePassesTheImport(daysLater: Int) throws {
        let until = Folder.until + daysLater
        let files =
            daysLater == 0
            ? try CaseTests.loaded.get() : try CaseTests.load(Folder(seed: 3, scale: 0.3, until: until))
        for file in files {
            let problem = try Engine.problem(importing: file, law: testLaw)
            #expect(problem == nil, "\(file.programme.code) \(file.fields) \(file.events.map(\.at))")
            #expect(!file.programme.needsSubject || file.subject != nil)
            #expect(file.events.allSatisfy { $0.at.day <= until })
        }
    }

    /// Every step could have been taken by the forms: the requirements hold too, with the fields that were filled.
    @Test func everyStepMeetsItsRequirements() throws {
        for file in try CaseTests.loaded.get() {
            for field in file.programme.form where field.isRequired { #expect(file.fields[field.code] != nil) }
            for (from, to) in zip(file.events, file.events.dropFirst()) {
                guard case .entered(let before) = from.kind, case .entered(let after) = to.kind else { continue }
                let required = file.programme.transition(from: before, to: after)?.requires ?? []
                for field in required where isAsked(field, file, after) {
                    #expect(file.fields[field]?.isEmpty == false, "\(file.programme.code) \(after) \(field)")
                }
            }
        }
    }

    private func isAsked(_ code: String, _ file: CaseFile, _ stage: Stage) -> Bool {
        guard let field = file.programme.field(code), let step = file.firstStep(into: stage) else { return true }
        return field.isAsked(on: step.at.day, openedOn: file.openedAt?.day, law: testLaw)
    }

    @Test func everyStageOfEveryProgrammeHasACaseThatStandsInIt() throws {
        let files = try CaseTests.loaded.get()
        for programme in Catalogue.all where generated.contains(programme.code) {
            let standing = Set(files.filter { $0.programme.code == programme.code }.compactMap(\.stage))
            #expect(standing == Set(programme.stages), "\(programme.code)")
        }
    }

    /// Only in the year of the trial and where it is tried.
    @Test func theSociolanceIsThatOf2026() throws {
        let none = try CaseTests.loaded.get().filter { $0.programme.code == "sociolance" }
        #expect(none.isEmpty)
        let until = try #require(LocalDate("2026-11-20"))
        let files = try CaseTests.load(Folder(seed: 3, scale: 0.3, until: until))
            .filter { $0.programme.code == "sociolance" }
        #expect(files.count > 20)
        #expect(Set(files.compactMap(\.stage)) == ["handed-over", "done"])
        for file in files { #expect(try Engine.problem(importing: file, law: testLaw) == nil) }
    }

    @Test func clocksAreOverdueNearTheirEndAndJustInTime() throws {
        let files = try CaseTests.loaded.get().filter { $0.programme.code == "ukn" }
        let now = Instant(day: Folder.until, secondOfDay: 86_399)
        var states: [ClockReading.State: Int] = [:]
        var isJustInTime = 0
        for file in files {
            guard let reading = try Engine.clocks(of: file, now: now, law: testLaw).first else { continue }
            states[reading.state, default: 0] += 1
            if let stopped = reading.stoppedAt, stopped.day == reading.dueDay { isJustInTime += 1 }
        }
        #expect(states[.overdue, default: 0] >= 5)
        #expect(states[.warning, default: 0] >= 5)
        #expect(isJustInTime >= 10)
    }

    private let generated = [
        "ukn", "social-report", "restraining-order", "safety-follow-up", "victim-referral", "mediation", "psp-k",
        "forced-admission", "exit", "officer-request", "protection-cluster", "area-ban",
        "insecurity", "nightlife", "activity", "housing", "project",
        "concern-notice", "preventive-talk", "ssp-course",
        "partner-violence", "parish-officer",
    ]
}
