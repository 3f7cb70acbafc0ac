import Testing

@testable import Prevention

/// Shorthand for the tests: dates, moments, the law that the programmes use, people and cases.

func day(_ text: String) -> LocalDate {
    guard let day = LocalDate(text) else { preconditionFailure("no day: \(text)") }
    return day
}

func at(_ text: String) -> Instant {
    guard let instant = Instant(text) else { preconditionFailure("no moment: \(text)") }
    return instant
}

/// One millisecond later.
func after(_ instant: Instant) -> Instant {
    Instant(milliseconds: instant.milliseconds + 1)
}

func rule(
    _ id: String, _ value: Int, _ unit: LawBook.Unit, from: String = "1900-01-01", to: String? = nil,
    in municipalities: [String] = []
) -> LawBook.Rule {
    LawBook.Rule(
        id: id, value: value, unit: unit, source: "test", confidence: .sure, validFrom: day(from), validTo: to.map(day),
        municipalities: municipalities)
}

/// As in holidays.yaml.
let danishHolidays: [Holiday] =
    [-3, -2, 0, 1, 39, 49, 50].map { Holiday(.easter($0), source: "test", validFrom: day("1900-01-01")) }
    + [Holiday(.easter(26), source: "test", validFrom: day("1900-01-01"), validTo: day("2024-01-01"))]
    + [(1, 1), (6, 5), (12, 24), (12, 25), (12, 26), (12, 31)].map {
        Holiday(.fixed(month: $0.0, day: $0.1), source: "test", validFrom: day("1900-01-01"))
    }

/// The numbers behind the programmes, in force at all times.
let testLaw = LawBook(
    [
        rule("ukn.police-processing", 30, .calendarDays),
        rule("ukn.municipal-report", 5, .weeks),
        rule("ukn.board-decision", 7, .weeks),
        rule("ukn.referral-age-from", 10, .years),
        rule("ukn.charge-age-from", 15, .years),
        rule("ukn.adult-age-from", 18, .years),
        rule("ukn.course-years", 2, .years),
        rule("ukn.course-years-exceptional", 4, .years),
        rule("restraining-order.handling-first", 30, .calendarDays),
        rule("restraining-order.handling-last", 60, .calendarDays),
        rule("restraining-order.years", 5, .years),
        rule("restraining-order.area-years", 1, .years),
        rule("restraining-order.reminder-first", 90, .calendarDays),
        rule("restraining-order.reminder-last", 30, .calendarDays),
        rule("restraining-order.court-test", 14, .calendarDays),
        rule("restraining-order.to-court", 14, .calendarDays),
        rule("restraining-order.ankle-tag", 1, .count, from: "2026-01-01"),
        rule("restraining-order.grounds-2012", 1, .count, to: "2025-07-01"),
        rule("restraining-order.grounds-2025", 1, .count, from: "2025-07-01"),
        rule("restraining-order.immediate-order", 1, .count, from: "2017-01-01"),
        rule("restraining-order.immediate-decision", 60, .calendarDays),
        rule("restraining-order.immediate-service", 24, .hours),
        rule("restraining-order.stalking-breaches", 3, .count),
        rule("restraining-order.stalking-within", 90, .calendarDays),
        rule("protection-cluster.lead", 10, .workingDays),
        rule("protection-cluster.review", 30, .calendarDays),
        rule("area-ban.radius", 500, .metres, from: "2025-07-01"),
        rule("area-ban.radius-most", 1000, .metres, from: "2025-07-01"),
        rule("area-ban.days", 30, .calendarDays, from: "2025-07-01"),
        rule("area-ban.extension-days", 30, .calendarDays, from: "2025-07-01"),
        rule("area-ban.months-after-breach", 6, .months, from: "2025-07-01"),
        rule("area-ban.confirmation", 24, .hours),
        rule("area-ban.reminder", 5, .calendarDays),
        rule("area.months", 6, .months),
        rule("area.longest-radius", 5000, .metres),
        rule("forced-admission.red", 24, .hours),
        rule("forced-admission.yellow", 7, .calendarDays),
        rule("safety-follow-up.contact", 14, .calendarDays),
        rule("officer-request.answer", 14, .calendarDays),
        rule("clock.warning-days", 5, .calendarDays),
        rule("clock.warning-hours", 4, .hours),
        rule("mediation.own-consent-age", 18, .years),
        rule("psp-k.adult-age", 18, .years),
        rule("social-report.notice", 1, .workingDays), rule("social-report.notice-escalation", 1, .calendarDays),
        rule("concern-notice.acute", 24, .hours),
        rule("concern-notice.receipt", 6, .workingDays),
        rule("concern-notice.feedback", 30, .calendarDays),
        rule("concern-notice.opening", 8, .hours),
        rule("concern-notice.escalation", 0, .hours),
        rule("concern-notice.child-age", 18, .years),
        rule("concern-notice.age-school", 6, .years),
        rule("concern-notice.age-young", 13, .years),
        rule("ssp-course.review-earliest", 6, .months),
        rule("ssp-course.review-latest", 12, .months),
        rule("sociolance.trial", 1, .count, from: "2026-01-01", to: "2027-01-01", in: ["306", "316", "326", "350"]),
        rule("parish-officer.sejeroe", 1, .count, in: ["326"]),
        rule("parish-officer.oroe", 1, .count, in: ["316"]),
        rule("preventive-talk.own-consent-age", 18, .years),
        rule("psp-k.monitoring", 3, .months),
        rule("psp-k.contact-count", 3, .count),
        rule("psp-k.contact-days", 90, .calendarDays),
        rule("psp-k.contact-longest", 366, .calendarDays),
        rule("psp-k.not-now-longest", 90, .calendarDays),
        rule("trend.least-observations", 5, .count),
        rule("retention.trend", 24, .months), rule("retention.hit-open", 180, .calendarDays),
        rule("retention.hit-deferred", 240, .calendarDays), rule("screening.deferral-longest", 60, .calendarDays),
        rule("screening.lapse-warning", 14, .calendarDays),
        rule("insecurity.check", 14, .calendarDays),
        rule("insecurity.work-order", 60, .calendarDays),
        rule("housing.disclosure", 1, .count, from: "2014-01-01"),
        rule("housing.matter-years", 2, .years, from: "2014-01-01"),
        rule("housing.on-request", 1, .count, from: "2022-07-01"),
        rule("housing.prevention-area", 1, .count, from: "2021-12-01"),
        rule("housing.list-renewal", 1, .years),
        rule("housing.list-reminder", 30, .calendarDays),
        rule("nightlife.reminder", 30, .calendarDays),
        rule("project.end-reminder", 90, .calendarDays),
        rule("prevention-prize.exists", 1, .count, from: "2026-01-01"),
        rule("prevention-prize.jury", 90, .calendarDays),
        rule("clock.escalation-days", 2, .workingDays),
        rule("task.escalation", 2, .workingDays),
        rule("case.undo-hours", 24, .hours),
    ], holidays: danishHolidays)

/// Holds every role.
let everybody = Actor(
    name: "alle", displayName: "Alle", authority: "Politiet", roles: Set(Role.allCases), kind: .police, area: .district)
/// Holds every role of a municipality.
let municipality = Actor(
    name: "kommunen", displayName: "Kommunen", authority: "259", roles: Set(Role.allCases), kind: .municipality,
    area: .municipalities(["259"]))
/// Holds a role that takes no step in any programme.
let outsider = Actor(
    name: "dpo", displayName: "DPO", authority: "Politiet", roles: [.dataProtectionOfficer], kind: .police,
    area: .district)

func party(_ role: Party.Role, _ person: Int64 = 1, born: String? = nil) -> Party {
    Party(person: person, role: role, birthDate: born.map(day), sex: .female)
}

func entered(_ stage: Stage, _ moment: String) -> CaseEvent {
    CaseEvent(.entered(stage), at: at(moment))
}

extension [Refusal] {
    var codes: [String] { map(\.code) }
}

/// A case on its way through a programme, checked at every step.
struct Journey {
    private(set) var file: CaseFile

    /// Opens a case: nothing may be wrong with that.
    init(
        _ programme: Programme, opened: String, fields: [String: String] = [:], parties: [Party] = [party(.subject)],
        areas: [AreaAssessment] = [], in municipality: String = "259", location: SourceLocation = #_sourceLocation
    ) throws {
        file = CaseFile(
            id: 1, programme: programme, municipality: municipality, fields: fields, parties: parties,
            events: [entered(programme.firstStage, opened)], areas: areas)
        #expect(try Engine.refusals(opening: file, by: everybody, law: testLaw) == [], sourceLocation: location)
    }

    /// Takes a step that must be allowed: with the fields, but not without any one of those it requires, and by nobody
    /// from outside.
    mutating func step(
        _ stage: Stage, _ moment: String, _ fields: [String: String] = [:], location: SourceLocation = #_sourceLocation
    ) throws {
        let current = try #require(file.stage, sourceLocation: location)
        let transition = try #require(file.programme.transition(from: current, to: stage), sourceLocation: location)
        for required in transition.requires where isAsked(required, at(moment)) {
            var rest = fields
            rest[required] = ""
            let refusals = try Engine.refusals(
                moving: file, to: stage, at: at(moment), setting: rest, by: taker(of: stage), law: testLaw)
            #expect(refusals.contains(Refusal("field-required", ["field": required])), sourceLocation: location)
        }
        let foreign = try Engine.refusals(
            moving: file, to: stage, at: at(moment), setting: fields, by: outsider, law: testLaw)
        #expect(foreign.codes == ["not-your-step"], sourceLocation: location)
        #expect(try refused(stage, moment, fields) == [], sourceLocation: location)
        file = moved(stage, at(moment), fields)
    }

    /// The codes with which a step is refused.
    func refused(_ stage: Stage, _ moment: String, _ fields: [String: String] = [:]) throws -> [String] {
        try refused(stage, at: at(moment), fields)
    }

    func refused(_ stage: Stage, at moment: Instant, _ fields: [String: String] = [:]) throws -> [String] {
        try Engine.refusals(moving: file, to: stage, at: moment, setting: fields, by: taker(of: stage), law: testLaw)
            .codes
    }

    /// The police, or the municipality where the step is its alone.
    private func taker(of stage: Stage) -> Actor {
        let by = file.stage.flatMap { file.programme.transition(from: $0, to: stage) }?.by ?? []
        return everybody.holds(any: by) || by.isEmpty ? everybody : municipality
    }

    /// The code with which the case is refused on import, had another system taken that step.
    func importProblem(_ stage: Stage, _ moment: String, _ fields: [String: String] = [:]) throws -> String? {
        try importProblem(stage, at: at(moment), fields)
    }

    func importProblem(_ stage: Stage, at moment: Instant, _ fields: [String: String] = [:]) throws -> String? {
        try Engine.problem(importing: moved(stage, moment, fields), law: testLaw)?.code
    }

    /// A "must never": refused on the way and on import.
    func never(
        _ code: String, _ stage: Stage, _ moment: String, _ fields: [String: String] = [:],
        location: SourceLocation = #_sourceLocation
    ) throws {
        #expect(try refused(stage, moment, fields).contains(code), sourceLocation: location)
        #expect(try importProblem(stage, moment, fields) == code, sourceLocation: location)
    }

    /// Asked of whoever takes the step here, not of an import.
    func requires(
        _ code: String, _ stage: Stage, _ moment: String, _ fields: [String: String] = [:],
        location: SourceLocation = #_sourceLocation
    ) throws {
        #expect(try refused(stage, moment, fields).contains(code), sourceLocation: location)
        #expect(try importProblem(stage, moment, fields) == nil, sourceLocation: location)
    }

    /// Allowed both ways.
    func allows(
        _ stage: Stage, _ moment: String, _ fields: [String: String] = [:], location: SourceLocation = #_sourceLocation
    ) throws {
        #expect(try refused(stage, moment, fields) == [], sourceLocation: location)
        #expect(try importProblem(stage, moment, fields) == nil, sourceLocation: location)
    }

    /// At an end, with nothing wrong for an import.
    func ends(location: SourceLocation = #_sourceLocation) throws {
        let stage = try #require(file.stage, sourceLocation: location)
        #expect(file.programme.isEnd(stage), sourceLocation: location)
        #expect(try Engine.problem(importing: file, law: testLaw) == nil, sourceLocation: location)
    }

    /// Records an entry that must be allowed, and by nobody from outside.
    mutating func entry(
        _ code: String, _ moment: String, _ fields: [String: String], location: SourceLocation = #_sourceLocation
    ) throws {
        #expect(try refused(recording: code, moment, fields) == [], sourceLocation: location)
        #expect(
            try refused(recording: code, moment, fields, by: outsider) == ["not-your-entry"], sourceLocation: location)
        file = recorded(code, moment, fields)
    }

    /// The codes with which an entry is refused.
    func refused(
        recording code: String, _ moment: String, _ fields: [String: String], by actor: Actor = everybody
    ) throws -> [String] {
        try Engine.refusals(recording: code, fields, on: file, at: at(moment), by: actor, law: testLaw).codes
    }

    /// A "must never" of an entry: refused here and on import.
    func never(
        _ guarded: String, recording code: String, _ moment: String, _ fields: [String: String],
        location: SourceLocation = #_sourceLocation
    ) throws {
        #expect(try refused(recording: code, moment, fields).contains(guarded), sourceLocation: location)
        let problem = try Engine.problem(importing: recorded(code, moment, fields), law: testLaw)
        #expect(problem?.code == guarded, sourceLocation: location)
    }

    private func recorded(_ code: String, _ moment: String, _ fields: [String: String]) -> CaseFile {
        file.adding(CaseEvent(.recorded(entry: code, fields: fields), at: at(moment)))
    }

    /// The same journey with somebody more.
    func joined(by party: Party) -> CaseFile { file.with(parties: file.parties + [party]) }

    /// The same, to go on with.
    func joining(_ parties: Party...) -> Journey {
        var journey = self
        journey.file = file.with(parties: file.parties + parties)
        return journey
    }

    func clock(_ code: String, _ moment: String) throws -> ClockReading? {
        try Engine.clocks(of: file, now: at(moment), law: testLaw).first { $0.clock.code == code }
    }

    /// Something recorded, allowed or not.
    mutating func record(_ entry: String, _ moment: String, _ fields: [String: String] = [:]) {
        file = file.adding(CaseEvent(.recorded(entry: entry, fields: fields), at: at(moment)))
    }

    private func isAsked(_ code: String, _ moment: Instant) -> Bool {
        file.programme.field(code)?.isAsked(on: moment.day, openedOn: file.openedAt?.day, law: testLaw) ?? true
    }

    private func moved(_ stage: Stage, _ moment: Instant, _ fields: [String: String]) -> CaseFile {
        file.with(
            fields: file.fields.merging(fields) { $1 },
            events: file.events + [CaseEvent(.entered(stage), at: moment)])
    }
}
