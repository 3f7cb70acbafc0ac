import Prevention
import SQL
import Store
import Testing

@testable import Casework

@Suite struct OpenCaseTests {
    let test: TestOffice

    init() throws {
        test = try TestOffice()
    }

    @Test func anOpenedCaseStandsInTheFirstStageWithItsDeadlineAndOwner() async throws {
        let id = try await test.youth()
        let view = try await test.read(id)
        #expect(view.row.stage == "registered" && view.row.isOpen)
        #expect(view.row.dueAt?.day == LocalDate("2026-03-12"))
        #expect(view.row.owner == "officer")
        #expect(view.row.number.hasPrefix("UKN-2026-"))
        #expect(view.file.fields["category"] == "person-dangerous")
        #expect(try test.logged(.caseFile, id).first == "collect ukn")
    }

    @Test func allThatIsMissingIsSaidAtOnceAndNothingIsKept() async throws {
        let before = try test.footprint()
        let codes = try await refusals { _ = try await test.open("ukn", fields: ["category": "wild"]) }
        #expect(Set(codes) == ["not-a-choice", "field-required", "subject-required"])
        #expect(try test.footprint() == before)
    }

    @Test func theFutureAndUnknownPlacesAreRefused() async throws {
        let early = try await refusals {
            _ = try await test.open("officer-request", fields: ["kind": "moped"], at: "2026-03-02T10:01")
        }
        #expect(early == ["in-future"])
        let place = try await refusals {
            let programme = try #require(Catalogue.programme("officer-request"))
            _ = try await OpenCase(programme, municipality: "000", fields: ["kind": "moped"], parties: [])(
                try test.may(Acts.WorkCases.self, as: .officer), in: test.office)
        }
        #expect(place == ["unknown-municipality"])
    }

    @Test func aSealedProgrammeIsNotThereForOthers() async throws {
        let person = try test.person("P-1", born: "1990-01-01")
        await #expect(throws: NotFound.self) {
            _ = try await test.open("exit", fields: [:], subject: person, as: .leader)
        }
        let id = try await test.open("exit", fields: [:], subject: person, as: .exitTeam)
        await #expect(throws: NotFound.self) { _ = try await test.read(id, as: .secretariat) }
        await #expect(throws: NotFound.self) {
            try await test.change(id, revision: 1, .move(to: "eligible", at: nil, fields: [:], note: ""), as: .officer)
        }
    }

    @Test func whoeverTakesNoStepInAProgrammeDoesNotOpenIt() async throws {
        let codes = try await refusals {
            _ = try await test.open("officer-request", fields: ["kind": "moped"], as: .boardCoordinator)
        }
        #expect(codes == ["not-your-programme"])
    }
}
