import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// What initiatives and areas are linked to, with values: own counts as the annual report gives them to everybody, what others have
/// measured, and cases.
@Suite struct PlanLinksTests {
    private let desk: PlanDesk
    private var office: Office { desk.office }
    private static let figure = "ukn-screened"

    init() throws {
        desk = try PlanDesk()
    }

    /// Cases of the Youth Crime Board in a year.
    private func screen(_ count: Int, in year: Int) async throws {
        for number in 0..<count {
            let child = try desk.test.person("P-\(year)-\(number)", born: "\(year - 12)-01-05")
            _ = try await desk.test.open(
                "ukn", fields: ["offence_date": "\(year)-02-01", "category": "person-dangerous"], subject: child,
                at: "\(year)-02-10")
        }
    }

    private func link(_ figures: [String] = [], _ indicators: [String] = [], _ activities: [String] = []) async throws
        -> (plan: Int64, area: Int64, id: Int64)
    {
        let plan = try await desk.plan()
        let area = try await desk.area(in: plan, figures: figures)
        let one = Initiative(
            area: area, municipality: "259", title: "Oplæg", body: "I skolen", figures: figures,
            indicators: indicators, activities: activities)
        return (plan, area, try await WriteInitiative(one, in: plan)(desk.proposer(.secretariat), in: office))
    }

    private func links(_ id: Int64, as role: Role = .counsellor) async throws -> PlanLinks {
        try await ReadPlanLinks(.initiative(id))(desk.test.may(Acts.ReadPlan.self, as: role), in: office)
    }

    private func report(_ year: Int) async throws -> FigureResult {
        let report = try await MakeReport(year: year)(
            desk.test.may(Acts.ReadReport.self, as: .secretariat), in: office)
        return try #require(
            report.results.first { $0.figure.id == PlanLinksTests.figure && $0.cell == Figure.Cell() })
    }

    @Test func aFigureSaysWhatTheReportSaysToEverybodyAndNoMore() async throws {
        try await screen(7, in: 2025)
        try await screen(3, in: 2026)
        let (_, _, id) = try await link([PlanLinksTests.figure])
        for role in [Role.counsellor, .secretariat, .officer] {
            let line = try #require(try await links(id, as: role).figures.first)
            let said = try await report(2026)
            #expect(line.now.value == said.value && line.now == .hidden, "three are too few to be shown")
            #expect(line.before?.value == said.previous && line.before == .count(7))
            #expect(line.base == nil, "nothing is promised yet")
            #expect(line.names["da"]?.isEmpty == false && line.definitions["en"]?.isEmpty == false)
        }
        #expect(try await links(id).base == nil)
    }

    @Test func aFigureIsHeldAgainstTheYearBeforeItBegan() async throws {
        try await screen(7, in: 2025)
        let (plan, area, id) = try await link([PlanLinksTests.figure])
        try await desk.take(id, to: .chosen)
        #expect(try await links(id).base?.since == .chosen)
        try await desk.take(id, to: .anchored)
        try await desk.own(id, "259", "SSP-konsulent")
        try await SetMilestone(id, .add(title: "Skrevet", due: desk.day("2026-05-01")))(desk.proposer(), in: office)
        try await desk.take(id, to: .running)
        try await desk.adopt(plan)
        let base = try await links(id).base
        #expect(base?.since == .running && base?.year == 2025)
        desk.test.pass(days: 400)
        try await screen(6, in: 2027)
        let later = try await links(id)
        let line = try #require(later.figures.first)
        #expect(later.base == base)
        #expect(line.base == .count(7) && line.now == .count(6))
        #expect(line.before == nil, "nothing of its kind was recorded in 2026")
        let under = try await ReadPlanLinks(.area(area))(desk.reader, in: office)
        #expect(under.base?.since == .adopted && under.figures == later.figures)
    }

    /// What a local initiative of a municipality shows of a figure.
    private func local(_ figure: String, in plan: Int64, _ municipality: String) async throws -> StatusBody.FigureLine {
        let one = Initiative(
            area: nil, municipality: municipality, title: "Oplæg", body: "I skolen", figures: [figure])
        let id = try await WriteInitiative(one, in: plan)(desk.proposer(.secretariat), in: office)
        return try #require(try await links(id).figures.first)
    }

    @Test func aLocalInitiativeHasTheNumbersOfItsMunicipalityAsTheyArePublished() async throws {
        // Seven in Køge (259), seven in Greve (253), three in Roskilde (265), which alone are too few, and three in Lejre
        // (350): of the whole of the district nobody can work out either.
        try await screen(7, in: 2026)
        for (code, count) in [("253", 7), ("265", 3), ("350", 3)] {
            for number in 0..<count {
                let child = try desk.test.person("P-\(code)-\(number)", born: "2014-01-05")
                try desk.test.store("ukn", code, [("registered", 410), ("assessed", 411 + number)], subject: child)
            }
        }
        let plan = try await desk.plan()
        func now(_ municipality: String) async throws -> StatusBody.Number {
            try await local(PlanLinksTests.figure, in: plan, municipality).now
        }
        let expected: [(String, StatusBody.Number)] = [
            ("259", .count(7)), ("253", .count(7)), ("265", .hidden), ("350", .hidden), ("316", .count(0)),
        ]
        for (municipality, number) in expected { #expect(try await now(municipality) == number, "\(municipality)") }
        let greve = try await local(PlanLinksTests.figure, in: plan, "253")
        #expect(greve.before == nil && greve.base == nil, "nothing of its kind was recorded in 2025")
        #expect(greve.names["da"]?.hasSuffix(", " + office.handbook.municipalityName("253")) == true)
    }

    @Test func aSealedProgrammeIsToldOfTheDistrictAloneAlsoInALocalInitiative() async throws {
        for number in 1...7 {
            let stages = ["enquiry", "eligible", "agreement", "active"].enumerated().map { ($1, 366 + $0) }
            try desk.test.store("exit", "316", stages.map { (stage: $0.0, day: $0.1) } + [("completed", 380 + number)])
        }
        let plan = try await desk.plan()
        for municipality in ["316", "253"] {
            let line = try await local("exit-completed", in: plan, municipality)
            #expect(line.now == .share(part: 7, whole: 7), "whichever municipality it is")
            #expect(line.names["da"]?.contains(office.handbook.municipalityName(municipality)) == false)
        }
    }

    @Test func nothingIsSaidOfAYearWithoutRecords() async throws {
        try await screen(6, in: 2026)
        let (_, _, id) = try await link([PlanLinksTests.figure])
        try await desk.take(id, to: .chosen)
        let line = try #require(try await links(id).figures.first)
        #expect(line.now == .count(6) && line.before == nil && line.base == nil)
    }

    @Test func anIndicatorStandsApartWithHowSureItIsAndWhatItWas() async throws {
        let values: [(period: String, value: Double)] = [("2024", 80), ("2025", 82), ("2026-Q1", 84)]
        _ = try desk.test.database.blockingWrite { db in
            let delivery = try IndicatorStore.begin(
                file: "x.csv", by: TestOffice.actor(.secretariat), at: desk.test.now, in: db)
            for one in values {
                let value = IndicatorValue(
                    indicator: "feels-safe", period: one.period, place: "district", population: "Borgere",
                    value: one.value, interval: 70...90, asked: 900, source: "Måling")
                _ = try IndicatorStore.insert(value, delivery: delivery, in: db)
            }
        }
        let (_, _, id) = try await link([], ["feels-safe"])
        #expect(try await links(id).indicators.first?.base == nil)
        try await desk.take(id, to: .chosen)
        let line = try #require(try await links(id).indicators.first)
        #expect(line.value.period == "2026-Q1" && line.value.interval == 70...90 && line.value.source == "Måling")
        #expect(line.base?.period == "2025" && line.base?.value == 82)
    }

    @Test func aCaseIsNamedToThoseWhoMayOpenIt() async throws {
        let fields = ["kind": "dark-place", "area": "Tunnelen", "observed": "Mørkt"]
        let number = try await desk.test.read(try await desk.test.open("insecurity", fields: fields)).opened.row.number
        let (plan, _, id) = try await link([], [], [number])
        let line = try #require(try await links(id, as: .officer).activities.first)
        #expect(line.title == "Tunnelen" && line.stage == "observed" && line.programme == "insecurity")
        #expect(try await links(id, as: .officer).readable == [number])
        #expect(try await links(id, as: .counsellor).readable.isEmpty)
        try await desk.take(id, to: .chosen)
        let status = try await OpenStatus(plan, title: "Status", meetingOn: desk.test.now.day)(
            desk.editor(), in: office)
        let read = try await ReadStatus(status)(desk.reader, in: office)
        #expect(read.readable.isEmpty && read.body.areas.first?.initiatives.first?.activities == [line])
    }

    /// Between the meeting and the freezing the work goes on: what the kredsråd is told is what there was at its meeting.
    @Test func aCaseOpenedAfterTheMeetingIsNotCounted() async throws {
        try await screen(7, in: 2026)
        let (plan, _, id) = try await link([PlanLinksTests.figure])
        try await desk.take(id, to: .chosen)
        let status = try await OpenStatus(plan, title: "Status", meetingOn: desk.test.now.day)(
            desk.editor(), in: office)
        desk.test.pass(days: 3)
        for number in 0..<6 {
            let child = try desk.test.person("late-\(number)", born: "2014-01-05")
            _ = try await desk.test.open(
                "ukn", fields: ["offence_date": "2026-02-01", "category": "person-dangerous"], subject: child,
                at: (desk.test.now.day + -1).description)
        }
        #expect(try await links(id).figures.first?.now == .count(13))
        let live = try await ReadStatus(status)(desk.reader, in: office)
        try await FreezeStatus(status, revision: live.stored.revision, acceptsUnwritten: true)(
            desk.editor(), in: office)
        let frozen = try await ReadStatus(status)(desk.reader, in: office).body
        #expect(frozen.areas.first?.initiatives.first?.figures.first?.now == .count(7))
        #expect(frozen.areas.first?.figures.first?.now == .count(7))
    }

    /// The decision is of its own day, whenever it is typed in.
    @Test func aPlanAdoptedAfterwardsHasItsBaseline() async throws {
        let (plan, area, _) = try await link([PlanLinksTests.figure])
        try await desk.move(plan, to: .proposed)
        let day = desk.test.now.day + -90
        let revision = try await desk.read(plan).stored.revision
        try await MovePlan(plan, revision: revision, to: .adopted, on: day, note: "Mødet")(desk.editor(), in: office)
        let base = try await ReadPlanLinks(.area(area))(desk.reader, in: office).base
        #expect(base?.since == .adopted && base?.day == day && base?.year == day.year - 1)
        // An area of the next version was not in the first.
        desk.test.pass(days: 1)
        try await desk.move(plan, to: .draft)
        let later = try await desk.area(in: plan)
        #expect(try await ReadPlanLinks(.area(later))(desk.reader, in: office).base == nil)
    }

    /// Whoever is not to read which cases they are corrects the rest, and they stay.
    @Test func casesThatTheWriterMayNotOpenStayLinked() async throws {
        let fields = ["kind": "dark-place", "area": "Tunnelen", "observed": "Mørkt"]
        let number = try await desk.test.read(try await desk.test.open("insecurity", fields: fields)).opened.row.number
        let (plan, area, id) = try await link([], [], [number])
        func correct(_ activities: [String]) async throws -> [String] {
            let one = Initiative(
                area: area, municipality: "259", title: "Andet", body: "I skolen", activities: activities)
            try await WriteInitiative(one, in: plan, of: (id, try desk.stored(id).revision))(
                desk.proposer(.planSecretariat), in: office)
            return try desk.stored(id).initiative.activities
        }
        #expect(try await correct([]) == [number])
        #expect(try await correct([number]) == [number])
        #expect(try await correct(["-" + number]) == [])
    }

    /// What the kredsråd was told of each initiative stays as it was told.
    @Test func aStatusHasTheLinksOfEachInitiativeAndFreezesThem() async throws {
        try await screen(7, in: 2026)
        let (plan, _, id) = try await link([PlanLinksTests.figure])
        try await desk.take(id, to: .chosen)
        try await desk.take(id, to: .anchored)
        let status = try await OpenStatus(plan, title: "Status", meetingOn: desk.test.now.day)(
            desk.editor(), in: office)
        func area() async throws -> StatusBody.Area {
            try #require(try await ReadStatus(status)(desk.reader, in: office).body.areas.first)
        }
        let live = try #require(try await area().initiatives.first)
        #expect(live.figures.first?.now == .count(7) && live.base?.since == .chosen)
        #expect(live.anchorNames["da"] == "Kommunens egen forvaltning: Ungeområdet")
        #expect(try await area().figures == live.figures)
        let revision = try await ReadStatus(status)(desk.reader, in: office).stored.revision
        try await FreezeStatus(status, revision: revision, acceptsUnwritten: true)(desk.editor(), in: office)
        for number in 0..<6 {
            let child = try desk.test.person("late-\(number)", born: "2014-01-05")
            _ = try await desk.test.open(
                "ukn", fields: ["offence_date": "2026-02-01", "category": "person-dangerous"], subject: child,
                at: "2026-02-12")
        }
        #expect(try await links(id).figures.first?.now == .count(13))
        #expect(try await area().initiatives.first == live)
    }

    /// What the kredsråd was told stands. That a case behind it has gone since is said, to everybody alike; one that is only out of
    /// somebody's sight is not told as gone.
    @Test func aCaseThatTheRulesDeletedAfterTheFreezingIsToldApart() async throws {
        var numbers: [String] = []
        for area in ["Tunnelen", "Stien"] {
            let fields = ["kind": "dark-place", "area": area, "observed": "Mørkt"]
            let id = try await desk.test.open("insecurity", fields: fields)
            numbers.append(try await desk.test.read(id).opened.row.number)
            if area == "Stien" { continue }
            try await desk.test.change(
                id, revision: 1, .move(to: "rumour", at: nil, fields: ["checked": "Nej"], note: ""))
            try await desk.test.change(id, revision: 2, .move(to: "closed", at: nil, fields: [:], note: ""))
        }
        let (plan, _, id) = try await link([], [], numbers)
        try await desk.take(id, to: .chosen)
        let status = try await OpenStatus(plan, title: "Status", meetingOn: desk.test.now.day)(
            desk.editor(), in: office)
        func read(_ role: Role) async throws -> OpenedStatus {
            try await ReadStatus(status)(desk.test.may(Acts.ReadPlan.self, as: role), in: office)
        }
        try await FreezeStatus(status, revision: try await read(.officer).stored.revision, acceptsUnwritten: true)(
            desk.editor(), in: office)
        let frozen = try await read(.counsellor)
        #expect(frozen.deleted.isEmpty && frozen.readable.isEmpty)
        desk.test.pass(days: 6 * 366)
        try await desk.test.newer()
        try await desk.test.delete()
        for role in [Role.counsellor, .officer] {
            let later = try await read(role)
            #expect(later.deleted == [numbers[0]] && later.body == frozen.body, "\(role)")
        }
        #expect(try await read(.officer).readable == [numbers[1]])
        #expect(try await links(id).activities.map { $0.id == 0 } == [true, false])
    }

    /// Codes are kept, since names change with the language, and what a case is told as with who reads.
    @Test func theHistoryKeepsWhatIsLinkedInALineOfItsOwn() async throws {
        let fields = ["kind": "dark-place", "area": "Tunnelen", "observed": "Mørkt"]
        let number = try await desk.test.read(try await desk.test.open("insecurity", fields: fields)).opened.row.number
        let (plan, area, id) = try await link([PlanLinksTests.figure], ["feels-safe"], [number])
        var one = Initiative(
            area: area, municipality: "259", title: "Oplæg", body: "links: area=9 case=UTR")
        try await WriteInitiative(one, in: plan, of: (id, 1))(desk.proposer(.secretariat), in: office)
        let found = try await FindPlan(.initiative(id))(desk.test.may(Acts.ReadPlan.self, as: .officer), in: office)
        let change = try #require(found.changes.first)
        let old = try #require(PlanLinkLine.split(change.old)), new = try #require(PlanLinkLine.split(change.new))
        #expect(old.words == "Oplæg\nI skolen" && old.links.area == area && old.links.activities == [number])
        #expect(old.links.figures == [PlanLinksTests.figure] && old.links.indicators == ["feels-safe"])
        // What somebody has typed is none of it.
        #expect(new.words == "Oplæg\nlinks: area=9 case=UTR" && new.links.activities.isEmpty)
        #expect(found.linked.readable == [number] && found.linked.cases[number]?.title == "Tunnelen")
        let other = try await ReadPlanHistory(plan)(desk.reader, in: office)
        // Of a case that the reader may not open nothing is read but that it is there.
        let unseen = try #require(other.linked.cases[number])
        #expect(unseen.id != 0 && unseen.title.isEmpty && unseen.programme.isEmpty && unseen.stage.isEmpty)
        #expect(other.linked.readable.isEmpty && other.changes.contains { $0.old == change.old })
        one.area = nil
        #expect(PlanLinkLine.split(one.summary)?.links.isLocal == true)
        #expect(PlanLinkLine.split("Oplæg\nuden") == nil)
        let kept = FocusArea(kind: .focus, title: "Tryghed", body: "", aims: "", figures: ["x-y"]).kept
        #expect(PlanLinkLine.split(kept)?.links.figures == ["x-y"])
    }
}
