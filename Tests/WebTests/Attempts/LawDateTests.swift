import Casework
import Handbook
import Prevention
import Testing

@testable import Web

/// The dates of the law, proved by pairs of stored cases: the same course on the last day before a change and on the first day
/// of it, through the pages and through an import.
@Suite struct LawDateTests {
    /// A new date in law.yaml comes with its pair.
    @Test func everyChangeOfTheLawHasItsPair() throws {
        let law = try AttemptSite().site.office.law
        let programmes = Set(Catalogue.all.map(\.code))
        let start = try #require(LocalDate("2000-01-01"))
        var wanted: Set<String> = []
        for (id, versions) in Dictionary(grouping: law.rules, by: \.id) {
            let belongs = programmes.contains(String(id.prefix { $0 != "." }))
            for version in versions where versions.count > 1 || (belongs && version.validFrom > start) {
                // The first of several begins when nothing of the kind is remembered.
                if version.validFrom > start { wanted.insert("\(id) \(version.validFrom)") }
            }
            for version in versions where belongs {
                guard let end = version.validTo else { continue }
                wanted.insert("\(id) \(end)")
            }
        }
        let paired = Set(LawChange.all.flatMap { change in change.rules.map { $0 + " " + change.on } })
        #expect(wanted.subtracting(paired) == [])
        #expect(paired.subtracting(wanted) == [], "nothing changes on that day")
    }

    @Test(arguments: LawChange.all.indices, [false, true])
    func aCaseIsJudgedByTheLawOfItsDay(index: Int, isAfter: Bool) async throws {
        let change = LawChange.all[index]
        let first = try #require(LocalDate(change.on))
        let day = (isAfter ? first : first + -1).description
        let stage = try AttemptSite(now: AttemptSite.later)
        let attempt = change.course(day)
        let outcome = isAfter ? change.after : change.before
        let refusal = try await walk(attempt, stage)
        switch outcome {
        case .taken:
            #expect(refusal == nil, "\(change.name) \(day)")
            try await expectSources(of: change, on: day, stage)
        case .refused(let code):
            let text = try #require(refusal, "\(change.name) \(day) is taken")
            #expect(stage.says(text, code), "\(change.name) \(day)")
        }
        try importing(attempt, (isAfter ? change.importedAfter : change.importedBefore) ?? outcome)
    }

    /// Does it all through the pages; the page that refuses something.
    private func walk(_ attempt: Attempt, _ stage: AttemptSite) async throws -> String? {
        let opened = try await stage.open(attempt)
        guard let location = opened.location else {
            #expect(opened.status == 422)
            return opened.text
        }
        let id = try #require(location.firstMatch(of: #/\/cases\/(-?\d+)/#).flatMap { Int64($0.1) })
        for act in attempt.after {
            let before = try stage.stored()
            let answer = try await stage.post(act, to: id, of: attempt.programme)
            if answer.status == 303 { continue }
            #expect(answer.status == 422)
            #expect(try stage.stored() == before)
            return answer.text
        }
        return nil
    }

    /// Where a clock runs by one of the rules, the page names the act of the version in force.
    private func expectSources(of change: LawChange, on day: String, _ stage: AttemptSite) async throws {
        let programme = try #require(Catalogue.programme(change.programme))
        let page = try await stage.site.get("/cases/1", as: stage.reader(programme))
        #expect(page.status == 200)
        let date = try #require(LocalDate(day))
        for clock in programme.clocks {
            guard case .rule(let id) = clock.length, change.rules.contains(id),
                page.text.contains(stage.site.words("programme.\(programme.code).clock.\(clock.code)"))
            else { continue }
            let source = try stage.site.office.law.rule(id, on: date).source
            #expect(page.text.contains(SVG.escaped(source)), "\(clock.code)")
        }
    }

    private func importing(_ attempt: Attempt, _ outcome: LawChange.Outcome) throws {
        let stage = try AttemptSite(now: AttemptSite.later)
        let (inserted, reasons) = try stage.importing(attempt.record("PAIR", isSound: true))
        switch outcome {
        case .taken: #expect(inserted == 1, "\(reasons)")
        case .refused(let code): #expect(inserted == 0 && stage.says(reasons, code), "\(code): \(reasons)")
        }
    }
}
