import Prevention
import Testing

/// Seats of bodies by the rules of their kind, the clock of the fast track, and dates of the policy watch.
@Suite struct BodyRulesTests {
    private func day(_ text: String) throws -> LocalDate { try #require(LocalDate(text)) }

    private func seat(
        _ side: BodySeat.Side, _ title: String, in municipality: String = "", _ post: BodySeat.Post = .member,
        account: String = "", from: String = "2025-01-01", to: String? = nil
    ) throws -> BodySeat {
        BodySeat(
            side: side, municipality: municipality, title: title, post: post, account: account, from: try day(from),
            to: to.flatMap { LocalDate($0) })
    }

    private func codes(_ seat: BodySeat, _ kind: BodyKind = .districtCouncil, beside others: [BodySeat]) -> [String] {
        seat.problems(in: kind, beside: others, reaches: ["253", "259"]).map(\.code)
    }

    @Test func whatABodyLacksIsSaidByItsKind() throws {
        let today = try day("2026-03-02")
        let director = try seat(.police, "Politidirektør", .chair)
        let mayor = try seat(.municipality, "Borgmester", in: "259")
        let kind = BodyKind.districtCouncil
        let all: [BodyLack] = [.chair, .side(.police, least: 1), .municipality("253"), .municipality("259")]
        #expect(kind.lacks([], reaches: ["253", "259"], on: today) == all)
        let left = kind.lacks([director, mayor], reaches: ["253", "259"], on: today)
        #expect(left == [.municipality("253")])
        let before = kind.lacks([director, mayor], reaches: ["259"], on: try day("2024-12-31"))
        #expect(before.count == 3, "a seat counts from its first day")
        let local = BodyKind.localCouncil.lacks([director, mayor], reaches: ["259"], on: today)
        #expect(local == [.side(.community, least: 1)])
    }

    @Test func twoChairsAndOverlappingTermsAreRefused() throws {
        let director = try seat(.police, "Politidirektør", .chair, to: "2025-12-31")
        let other = try seat(.police, "Vicepolitidirektør", .chair, from: "2025-12-31")
        #expect(codes(other, .contactCommittee, beside: [director]) == ["body.two-chairs"])
        let next = try seat(.police, "Politidirektør", .chair, from: "2026-01-01")
        #expect(codes(next, beside: [director]).isEmpty, "the day after is free")
        let again = try seat(.police, "Politidirektør", .chair, from: "2025-06-01", to: "2025-07-01")
        #expect(codes(again, beside: [director]) == ["body.two-chairs", "body.overlap"])
        let mayor = try seat(.municipality, "Borgmester", in: "259", account: "a")
        let second = try seat(.municipality, "Viceborgmester", in: "259", account: "a")
        #expect(codes(second, beside: [mayor]) == ["body.taken", "body.sits-already"])
        #expect(codes(second, .localCouncil, beside: [try seat(.municipality, "Borgmester", in: "259")]).isEmpty)
    }

    @Test func aSeatFitsItsBody() throws {
        #expect(codes(try seat(.community, "Grundejere", in: "259"), beside: []) == ["body.side"])
        #expect(codes(try seat(.municipality, "Borgmester", in: "316"), beside: []) == ["body.outside"])
        #expect(codes(try seat(.municipality, "Borgmester", in: "259", .chair), beside: []) == ["body.chair-side"])
        #expect(
            codes(try seat(.police, "", from: "2026-01-02", to: "2026-01-01"), beside: []) == [
                "plan.required", "body.term",
            ])
    }

    private var law: LawBook {
        get throws {
            func rule(_ id: String, _ value: Int, from: String, to: String? = nil) throws -> LawBook.Rule {
                LawBook.Rule(
                    id: id, value: value, unit: .workingDays, source: "x", confidence: .sure, validFrom: try day(from),
                    validTo: to.flatMap { LocalDate($0) })
            }
            return LawBook([
                try rule("fast-track.answer", 5, from: "2009-01-01", to: "2026-06-01"),
                try rule("fast-track.answer", 3, from: "2026-06-01"),
                try rule("fast-track.escalation", 2, from: "2009-01-01"),
                try rule("ends", 1, from: "2009-01-01", to: "2026-05-01"),
                try rule("begins", 1, from: "2026-09-01"),
            ])
        }
    }

    @Test func theClockCountsWorkingDaysByTheRuleOfItsDay() throws {
        // A Thursday: Friday is the first.
        let clock = try FastTrackClock(askedOn: try day("2026-03-05"), law: law)
        #expect(clock.dueOn.description == "2026-03-12" && clock.escalatesOn.description == "2026-03-16")
        #expect(!clock.isOverdue(on: clock.dueOn) && clock.isOverdue(on: clock.dueOn + 1))
        #expect(!clock.isEscalated(on: clock.escalatesOn) && clock.isEscalated(on: clock.escalatesOn + 1))
        let days = try law.workingDays
        #expect(clock.isSoon(on: clock.dueOn + -1, days) && !clock.isSoon(on: clock.dueOn + -2, days))
        // Across the change to summer time, and by the rule that holds from then on.
        #expect(try FastTrackClock(askedOn: try day("2026-03-27"), law: law).dueOn.description == "2026-04-03")
        #expect(try FastTrackClock(askedOn: try day("2026-06-01"), law: law).dueOn.description == "2026-06-04")
    }

    @Test func rulesThatWaitForTheirDateAreFound() throws {
        let found = try law.waiting(on: try day("2026-03-02"), near: 60)
        #expect(found.map(\.rule.id) == ["ends", "fast-track.answer", "begins"])
        #expect(found.map(\.begins) == [false, true, true])
        #expect(try law.waiting(on: try day("2026-03-01"), near: 60).map(\.rule.id) == ["fast-track.answer", "begins"])
    }

    @Test(arguments: [
        ("2027", "2027-01-01", "2027-12-31"), ("2028-K1", "2028-01-01", "2028-03-31"),
        ("2027 q4", "2027-10-01", "2027-12-31"), ("2028-02-29", "2028-02-29", "2028-02-29"),
    ])
    func datesMayBeRough(text: String, first: String, last: String) throws {
        let date = try #require(RoughDate(text))
        #expect(date.first.description == first && date.last.description == last)
        #expect(RoughDate(date.description) == date)
    }

    @Test(arguments: ["", "27", "2027-K5", "2027-02-29", "snart", "2027-K1x"])
    func whatIsNoDateIsNone(text: String) { #expect(RoughDate(text) == nil) }
}
