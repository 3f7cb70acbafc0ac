import Testing

@testable import Prevention

/// The figures of notices: opened in time, with feedback, by answer.
@Suite struct NoticeFigureTests {
    private func file(_ events: [CaseEvent], notifier: String = "professional", feedback: String = "") -> CaseFile {
        let fields = ["notifier_kind": notifier, "feedback": feedback].filter { !$0.value.isEmpty }
        return CaseFile(
            id: 7, programme: .concernNotice, municipality: "259", fields: fields,
            parties: [party(.subject, born: "2015-06-01")], events: events)
    }

    private func counts(
        _ id: String, _ file: CaseFile, year: Int = 2025, now: String = "2026-11-20"
    ) throws -> [Figure.Count] {
        let figure = try #require(Programme.concernNotice.figures.first { $0.id == id })
        guard case .cases(let source) = figure.source else { return [] }
        return try source(file, FigureYear(year, law: testLaw, ownMunicipalities: ["259"], now: at(now)))
    }

    private func opened(_ file: CaseFile, year: Int = 2025, now: String = "2026-11-20") throws -> [String] {
        try counts("notices-opened", file, year: year, now: now).map {
            ($0.cell.variant ?? "") + ($0.isMet ? "+" : "-")
        }
    }

    @Test func aNoticeIsOpenedInTimeOrLateOrNotAtAll() throws {
        #expect(
            try opened(file([entered("sent", "2025-03-03T10:00"), entered("received", "2025-03-03T18:00")])) == [
                "in-time+"
            ])
        #expect(
            try opened(file([entered("sent", "2025-03-03T10:00"), entered("received", "2025-03-03T18:01")])) == [
                "in-time-"
            ])
        // Nobody has opened it: late of its year, and unopened at the end of that and of each year after it.
        let never = file([entered("sent", "2025-03-03T10:00")])
        #expect(try opened(never) == ["in-time-", "unopened+"])
        #expect(try opened(never, year: 2026) == ["unopened+"])
        #expect(try opened(never, year: 2024) == [])
        // Opened only in the year after: unopened at the end of its own.
        let late = file([entered("sent", "2025-12-30T10:00"), entered("received", "2026-01-02T09:00")])
        #expect(try opened(late) == ["in-time-", "unopened+"])
        #expect(try opened(late, year: 2026) == [])
    }

    @Test func whatMayStillBeOpenedInTimeIsNotJudgedYet() throws {
        let fresh = file([entered("sent", "2025-03-03T10:00")])
        #expect(try opened(fresh, now: "2025-03-03T18:00") == ["unopened+"])
        #expect(try opened(fresh, now: "2025-03-03T18:01") == ["in-time-", "unopened+"])
    }

    @Test func whoeverHasItNowIsJudgedByWhatTheyWereSent() throws {
        let moved = file([
            entered("sent", "2025-03-03T10:00"), entered("received", "2025-03-05T10:00"),
            entered("sent", "2025-03-06T10:00"), entered("received", "2025-03-06T11:00"),
        ])
        #expect(try opened(moved) == ["in-time+"])
    }

    @Test func feedbackIsOwedToProfessionalsAloneAndInTheYearInWhichItIsDue() throws {
        let answered = file([entered("sent", "2025-03-03T10:00"), entered("answered", "2025-03-20T10:00")])
        #expect(try counts("notices-feedback", answered).map(\.isMet) == [true])
        let waiting = file([entered("sent", "2025-03-03T10:00")])
        #expect(try counts("notices-feedback", waiting).map(\.isMet) == [false])
        #expect(try counts("notices-feedback", waiting, now: "2025-03-20").isEmpty)
        #expect(try counts("notices-feedback", file([entered("sent", "2025-03-03")], notifier: "citizen")).isEmpty)
        // Sent in December: due in January.
        let december = file([entered("sent", "2025-12-20T10:00"), entered("answered", "2026-01-05T10:00")])
        #expect(try counts("notices-feedback", december).isEmpty)
        #expect(try counts("notices-feedback", december, year: 2026).map(\.isMet) == [true])
    }

    @Test func everyAnswerIsCountedUnderWhatItSays() throws {
        let events = [entered("sent", "2025-03-03"), entered("answered", "2025-03-20")]
        for (said, group) in [("measure", "measure"), ("special-reasons", "special-reasons"), ("", "unstated")] {
            let found = try counts("notices-by-outcome", file(events, feedback: said))
            #expect(found.map(\.cell.group) == [group])
            #expect(try counts("notices-answered", file(events, feedback: said)).count == found.count)
        }
        #expect(try counts("notices-by-outcome", file(events, feedback: "measure"), year: 2024).isEmpty)
    }
}
