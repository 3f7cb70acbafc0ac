import Foundation
import Prevention
import Testing

@testable import Web

/// Every "must never" is tried: through the pages, as a user with the role, and through an import. Each is refused with its own
/// words, and nothing of it is stored.
@Suite struct ProhibitionTests {
    static let attempts = Attempt.onPersons + Attempt.onOrders + Attempt.onPlaces

    /// A new prohibition comes with an attempt at it: a few lines in the table of its kind.
    @Test func everyProhibitionIsTried() {
        for programme in Catalogue.all {
            let tried = Set(ProhibitionTests.attempts.filter { $0.programme == programme.code }.map(\.code))
            #expect(Set(programme.prohibitions).subtracting(tried) == [], "\(programme.code)")
            #expect(tried.subtracting(programme.prohibitions) == [], "\(programme.code)")
        }
    }

    @Test(arguments: attempts.map(\.code)) func thePagesRefuseIt(code: String) async throws {
        let attempt = try #require(ProhibitionTests.attempts.first { $0.code == code })
        let stage = try AttemptSite()
        if !attempt.given.isEmpty { #expect(try stage.importing(attempt.given).inserted == attempt.given.count) }
        guard let act = attempt.onPage?.act ?? attempt.tries else {
            let before = try stage.stored()
            let answer = try await stage.open(attempt)
            #expect(answer.status == 422 && stage.says(answer.text, code))
            #expect(try stage.stored() == before)
            return
        }
        let opened = try #require(try await stage.open(attempt).location, "the sound case is not opened")
        let id = try #require(opened.firstMatch(of: #/\/cases\/(-?\d+)/#).flatMap { Int64($0.1) })
        for step in attempt.after {
            let answer = try await stage.post(step, to: id, of: attempt.programme)
            #expect(answer.status == 303, "\(step) is refused: \(errors(answer))")
        }
        let before = try stage.stored()
        let answer = try await stage.post(act, to: id, of: attempt.programme)
        let reason = attempt.onPage?.code ?? code
        #expect(answer.status == 422 && stage.says(answer.text, reason), "\(errors(answer))")
        #expect(try stage.stored() == before)
    }

    @Test(arguments: attempts.map(\.code)) func anImportRefusesIt(code: String) throws {
        let attempt = try #require(ProhibitionTests.attempts.first { $0.code == code })
        let stage = try AttemptSite()
        if !attempt.given.isEmpty { #expect(try stage.importing(attempt.given).inserted == attempt.given.count) }
        if attempt.tries != nil {
            let sound = try stage.importing(attempt.record("OK", isSound: true))
            #expect(sound.inserted == 1, "the sound case is rejected: \(sound.reasons)")
        }
        let before = try stage.stored()
        let (inserted, reasons) = try stage.importing(attempt.record("NEVER", isSound: false))
        #expect(inserted == 0 && stage.says(reasons, code), "\(reasons)")
        #expect(try stage.stored() == before)
    }

    private func errors(_ answer: TestPage) -> String {
        answer.text.firstMatch(of: #/error-summary.*?<\/ul>/#.dotMatchesNewlines()).map { String($0.0) }
            ?? "\(answer.status)"
    }

    // MARK: - No personal data

    private static let withoutPersons = Catalogue.all.filter { $0.regime == .none }.map(\.code)

    /// A case of a programme that holds no personal data, as sound as can be.
    private func opening(_ programme: Programme) -> Attempt {
        var fields: [String: String] = [:]
        for field in programme.form where field.isRequired {
            switch field.kind {
            case .position: fields[field.code] = "55.45802,12.18655"
            case .choice(let codes), .choices(let codes): fields[field.code] = codes[0]
            case .date: fields[field.code] = "2026-03-01"
            case .number(let range): fields[field.code] = String(range.lowerBound)
            default: fields[field.code] = "Torvet"
            }
        }
        return Attempt(code: "", programme: programme.code, opened: "2026-02-01", fields: fields)
    }

    @Test(arguments: withoutPersons) func nobodyComesIntoACaseWithoutPersonalData(code: String) async throws {
        let programme = try #require(Catalogue.programme(code))
        let stage = try AttemptSite()
        var attempt = opening(programme)
        let opened = try await stage.open(attempt)
        let id = try #require(opened.location?.firstMatch(of: #/\/cases\/(\d+)/#).flatMap { Int64($0.1) })
        let before = try stage.stored()
        for role in Party.Role.allCases {
            let answer = try await stage.post(.party(role, .adult), to: id, of: code)
            #expect(answer.status == 422 && stage.says(answer.text, "no-personal-data"), "\(role)")
        }
        attempt.tries = .party(.contact, .adult)
        let (inserted, reasons) = try stage.importing(attempt.record("NEVER", isSound: false))
        #expect(inserted == 0 && stage.says(reasons, "no-personal-data"))
        #expect(try stage.stored() == before)
    }

    /// In every text that its forms and entries have.
    @Test(arguments: withoutPersons) func noNumberOfAPersonComesIntoACaseWithoutPersonalData(code: String) async throws
    {
        let programme = try #require(Catalogue.programme(code))
        let stage = try AttemptSite()
        let sound = opening(programme)
        let isText: (Field) -> Bool = { $0.kind == .text || $0.kind == .longText }
        for field in programme.form where isText(field) {
            var fields = sound.fields
            fields[field.code] = "Spørg 670314-1235 på Torvet"
            let attempt = Attempt(code: "", programme: code, opened: sound.opened, fields: fields)
            if field.atOpening {
                let answer = try await stage.open(attempt)
                #expect(answer.status == 422 && stage.says(answer.text, "number-in-text"), "\(field.code)")
            }
            let (inserted, reasons) = try stage.importing(attempt.record("NEVER", isSound: false))
            #expect(inserted == 0 && stage.says(reasons, "number-in-text"), "\(field.code)")
        }
        #expect(try stage.stored() == [])
        for entry in programme.entries {
            for field in entry.fields where isText(field) {
                let refused = Engine.fieldProblems([field.code: "6703141235"], in: entry.fields, of: programme)
                #expect(refused.map(\.code) == ["number-in-text"], "\(field.code)")
            }
        }
        // Nor into a note: there are none.
        let location = try #require(try await stage.open(sound).location)
        let id = try #require(location.firstMatch(of: #/\/cases\/(\d+)/#).flatMap { Int64($0.1) })
        let step = try #require(programme.transitions(from: programme.firstStage).first)
        let before = try stage.stored()
        let noted = try await stage.site.post(
            "/cases/\(id)/step/\(step.to)", ["revision": "1", "note": "670314-1235"], as: Attempt.role(step.by))
        #expect(noted.status == 422 && stage.says(noted.text, "no-notes"))
        #expect(try stage.stored() == before)
    }

    /// A role that a programme does not have is refused too.
    @Test(arguments: Catalogue.all.filter { $0.regime != .none }.map(\.code))
    func nobodyTakesPartInARoleThatTheProgrammeDoesNotHave(code: String) throws {
        let programme = try #require(Catalogue.programme(code))
        let stage = try AttemptSite()
        for role in Party.Role.allCases where !programme.partyRoles.contains(role) {
            var attempt = opening(programme)
            if programme.subject != .none { attempt.parties[.subject] = .adult }
            attempt.tries = .party(role, .other)
            let (inserted, reasons) = try stage.importing(attempt.record("NEVER", isSound: false))
            #expect(inserted == 0 && stage.says(reasons, "party-role"), "\(role)")
        }
        #expect(try stage.stored() == [])
    }
}
