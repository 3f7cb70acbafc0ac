import Prevention
import Testing

@testable import Casework

/// "At this pace": what the forecast says of the clocks that run.
@Suite struct ForecastTests {
    /// The clock `contact` of a follow-up runs from planning to the first attempt.
    private static let programme = Catalogue.programme("safety-follow-up")

    private func plan(_ test: TestOffice, on day: String, attemptedAfter days: Int?) async throws {
        let subject = try test.person("P-\(day)-\(days ?? -1)-\(test.now.milliseconds)", born: "1980-01-01")
        let id = try await test.open("safety-follow-up", fields: [:], subject: subject, at: day + "T09:00")
        guard let days, let planned = LocalDate(day) else { return }
        try await ChangeCase(
            id, revision: 1,
            .move(
                to: "attempted", at: Instant(day: planned + days, secondOfDay: 36_000),
                fields: ["attempt": "Ringet op"],
                note: ""))(test.may(Acts.WorkCases.self, as: .officer), in: test.office)
    }

    @Test func clocksThatTheMedianPaceBringsPastTheirDeadlineAreExpectedLate() async throws {
        let programme = try #require(ForecastTests.programme)
        let test = try TestOffice()
        let limit = try test.office.law.value("safety-follow-up.contact", on: test.now.day)
        // Five that took two days more than the limit, one that runs and is not due yet, one that is overdue.
        for day in ["2026-01-02", "2026-01-03", "2026-01-04", "2026-01-05", "2026-01-06"] {
            try await plan(test, on: day, attemptedAfter: limit + 2)
        }
        try await plan(test, on: "2026-03-01", attemptedAfter: nil)
        try await plan(test, on: "2026-01-10", attemptedAfter: nil)
        let lines = try await ReadForecast(programme)(test.may(Acts.WorkCases.self, as: .officer), in: test.office)
        let line = try #require(lines.first)
        #expect(lines.count == 1)
        #expect(line.clock.code == "contact")
        #expect(line.forecast.running == 2)
        #expect(line.forecast.overdue == 1)
        #expect(line.forecast.medianDays == limit + 2)
        #expect(line.forecast.expectedLate == 2)
    }

    @Test func tooFewStoppedClocksGiveNoPaceAndOnlyTheOverdueCount() async throws {
        let programme = try #require(ForecastTests.programme)
        let test = try TestOffice()
        try await plan(test, on: "2026-02-28", attemptedAfter: 1)
        try await plan(test, on: "2026-03-01", attemptedAfter: nil)
        let line = try #require(
            await ReadForecast(programme)(test.may(Acts.WorkCases.self, as: .officer), in: test.office).first)
        #expect(line.forecast.medianDays == nil)
        #expect(line.forecast.expectedLate == 0)
    }

    @Test func aSealedProgrammeHasNoForecastForOthers() async throws {
        let exit = try #require(Catalogue.programme("exit"))
        let test = try TestOffice()
        await #expect(throws: NotFound.self) {
            try await ReadForecast(exit)(test.may(Acts.WorkCases.self, as: .officer), in: test.office)
        }
    }
}
