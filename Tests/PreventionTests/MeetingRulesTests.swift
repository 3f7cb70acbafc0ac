import Testing

@testable import Prevention

/// How items and meetings come on, and on which days a series meets.
@Suite struct MeetingRulesTests {
    private let holidays = WorkingDays(holidays: [
        Holiday(.easter(1), source: "test", validFrom: LocalDate(dayNumber: 0)),
        Holiday(.fixed(month: 12, day: 24), source: "test", validFrom: LocalDate(dayNumber: 0)),
        Holiday(.fixed(month: 12, day: 25), source: "test", validFrom: LocalDate(dayNumber: 0)),
    ])

    private func day(_ text: String) throws -> LocalDate { try #require(LocalDate(text)) }

    @Test func anItemComesOnlyAsFarAsItsStateAllows() {
        let allowed: [ItemState: [ItemState]] = [
            .proposed: [.onAgenda, .notRelevant, .deleted], .onAgenda: [.discussed, .closed],
            .discussed: [.discussed, .actions, .followUp, .closed], .actions: [.followUp, .discussed, .closed],
            .followUp: [.discussed, .actions, .closed], .notRelevant: [.deleted], .closed: [.deleted], .deleted: [],
        ]
        for from in ItemState.allCases {
            for to in ItemState.allCases {
                let isAllowed = allowed[from]?.contains(to) ?? false
                #expect(ItemState.isAllowed(from: from, to: to) == isAllowed, "\(from) to \(to)")
            }
        }
    }

    @Test func aMeetingComesOnlyAsFarAsItsStateAllows() {
        let allowed: [MeetingState: [MeetingState]] = [
            .planned: [.sent, .cancelled], .sent: [.held, .cancelled], .held: [.minutesSent],
            .minutesSent: [.approved, .held], .approved: [], .cancelled: [],
        ]
        for from in MeetingState.allCases {
            for to in MeetingState.allCases {
                #expect(from.next.contains(to) == (allowed[from]?.contains(to) ?? false), "\(from) to \(to)")
            }
        }
        #expect(MeetingState.allCases.filter(\.isOpen) == [.sent, .held, .minutesSent])
    }

    @Test func aClosedDayMovesToTheNextWorkingDay() throws {
        let weekly = Recurrence(.everyWeeks(1), first: try day("2026-12-17"), last: try day("2027-01-07"))
        let days = weekly.days(holidays).map(\.description)
        // Thursday 24 December: closed, and so is the 25th; a weekend follows.
        #expect(days == ["2026-12-17", "2026-12-28", "2026-12-31", "2027-01-07"])
        let easterMonday = Recurrence(.everyWeeks(4), first: try day("2026-03-09"), last: try day("2026-04-30"))
        #expect(easterMonday.days(holidays).map(\.description) == ["2026-03-09", "2026-04-07"])
    }

    @Test func theFifthWeekdayIsTheLastWhereAMonthHasFour() throws {
        let monthly = Recurrence(.everyMonths(1), first: try day("2026-03-31"), last: try day("2026-06-30"))
        #expect(
            monthly.days(holidays).map(\.description) == ["2026-03-31", "2026-04-28", "2026-05-26", "2026-06-30"])
    }

    @Test func aSeriesMayFallOnTheTwentyNinthOfFebruary() throws {
        let weekly = Recurrence(.everyWeeks(2), first: try day("2028-02-15"), last: try day("2028-03-14"))
        #expect(weekly.days(holidays).map(\.description) == ["2028-02-15", "2028-02-29", "2028-03-14"])
    }

    @Test func rhythmsAreReadAsTheyAreWritten() {
        for rhythm in Recurrence.Rhythm.offered { #expect(Recurrence.Rhythm(code: rhythm.code) == rhythm) }
        for bad in ["", "weeks", "weeks 0", "weeks -1", "days 3", "weeks 1 2"] {
            #expect(Recurrence.Rhythm(code: bad) == nil, "\(bad)")
        }
    }
}
