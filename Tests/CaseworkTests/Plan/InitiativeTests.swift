import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// Few initiatives, anchored, followed and spread.
@Suite struct InitiativeTests {
    private let desk: PlanDesk
    private var office: Office { desk.office }

    init() throws {
        desk = try PlanDesk()
    }

    @Test func theCapHoldsUnlessAReasonIsGivenThatIsShown() async throws {
        let plan = try await desk.plan(cap: 1)
        let area = try await desk.area(in: plan)
        let first = try await desk.initiative("A", in: plan, area: area)
        let second = try await desk.initiative("B", in: plan, area: area)
        try await desk.take(first, to: .chosen)
        let full = try await refusals { try await desk.take(second, to: .chosen) }
        #expect(full == ["plan.cap-full"])
        try await desk.take(second, to: .chosen, reason: "Haster før sommeren")
        #expect(try desk.stored(second).overCap == "Haster før sommeren")
        // One that is stopped gives its place back, and has to win it again.
        try await desk.take(second, to: .stopped, reason: "Ingen tid")
        #expect(try desk.stored(second).overCap == "Haster før sommeren", "why it once stood above the cap")
        #expect(try await refusals { try await desk.take(second, to: .chosen) } == ["plan.cap-full"])
        try await desk.take(first, to: .stopped, reason: "Færdig før tid")
        try await desk.take(second, to: .chosen)
        #expect(try desk.stored(second).overCap.isEmpty)
    }

    @Test func aLocalInitiativeHasNoCapAndItsMunicipalityRunsIt() async throws {
        let plan = try await desk.plan(cap: 1)
        for title in ["A", "B"] {
            let id = try await desk.initiative(title, in: plan, area: nil)
            try await desk.take(id, to: .chosen, as: .sspCoordinator)
        }
        let area = try await desk.area(in: plan)
        let shared = try await desk.initiative(in: plan, area: area)
        let refused = try await refusals { try await desk.take(shared, to: .chosen, as: .sspCoordinator) }
        #expect(refused == ["plan.not-your-initiative"])
        let nobodys = Initiative(area: nil, municipality: "", title: "X", body: "Y")
        #expect(
            try await refusals {
                _ = try await WriteInitiative(nobodys, in: plan)(desk.proposer(.secretariat), in: office)
            }
                == ["plan.local-whose"])
    }

    @Test func itBeginsWithAForumAnOwnerAndAMilestoneAndEndsWithALesson() async throws {
        let plan = try await desk.plan()
        let id = try await desk.initiative(in: plan, area: try await desk.area(in: plan))
        try await desk.take(id, to: .chosen)
        let bare = MoveInitiative(id, revision: try desk.stored(id).revision, to: .anchored)
        #expect(
            try await refusals { try await bare(desk.proposer(.secretariat), in: office) }
                == ["plan.required"])
        try await desk.take(id, to: .anchored)
        #expect(try await refusals { try await desk.take(id, to: .running) } == ["plan.not-ready"])
        try await desk.own(id, "259", "SSP-konsulent")
        try await SetMilestone(id, .add(title: "Oplægget er skrevet", due: desk.day("2026-05-01")))(
            desk.proposer(), in: office)
        try await desk.take(id, to: .running)
        let silent = MoveInitiative(id, revision: try desk.stored(id).revision, to: .done)
        #expect(
            try await refusals { try await silent(desk.proposer(.secretariat), in: office) }
                == ["plan.required", "plan.required"])
        try await desk.take(id, to: .done)
        let stored = try desk.stored(id)
        #expect(
            stored.result == "Holdt" && stored.learning == "Begynd før"
                && stored.anchor == .outside(.municipality, "Ungeområdet"))
    }

    @Test func aMilestoneIsMovedWithAReasonAndItsFirstDayStays() async throws {
        let plan = try await desk.plan()
        let id = try await desk.initiative(in: plan, area: try await desk.area(in: plan))
        let first = try desk.day("2026-02-28")
        try await SetMilestone(id, .add(title: "Første møde", due: first))(desk.proposer(), in: office)
        func stored() async throws -> StoredMilestone { try #require(try await desk.read(plan).milestones.first) }
        var step = try await stored()
        #expect(step.milestone.state(on: first) == .planned && step.milestone.state(on: first + 1) == .late)
        let silent = SetMilestone(id, .move(step.id, revision: 1, to: try desk.day("2026-04-01"), reason: ""))
        #expect(try await refusals { try await silent(desk.proposer(), in: office) } == ["plan.required"])
        let later = try desk.day("2026-04-01")
        try await SetMilestone(id, .move(step.id, revision: 1, to: later, reason: "Sygdom i gruppen"))(
            desk.proposer(), in: office)
        step = try await stored()
        #expect(step.milestone.due == later && step.milestone.firstDue == first && step.milestone.moves == 1)
        let stale = SetMilestone(id, .done(step.id, revision: 1, on: desk.test.now.day))
        #expect(try await refusals { try await stale(desk.proposer(), in: office) } == ["changed-meanwhile"])
        let tomorrow = SetMilestone(id, .done(step.id, revision: 2, on: desk.test.now.day + 1))
        #expect(try await refusals { try await tomorrow(desk.proposer(), in: office) } == ["plan.in-future"])
        try await SetMilestone(id, .done(step.id, revision: 2, on: desk.test.now.day))(desk.proposer(), in: office)
        #expect(try await stored().milestone.state(on: later + 9) == .done)
        try await SetMilestone(id, .done(step.id, revision: 3, on: nil))(desk.proposer(), in: office)
        #expect(try await stored().milestone.doneOn == nil)
    }

    /// The plan runs from 2025-01-01 to 2026-12-31.
    @Test(arguments: [
        ("2024-12-31", false), ("2025-01-01", true), ("2026-12-31", true), ("2027-12-31", true), ("2028-01-01", false),
    ])
    func aMilestoneLiesInThePlanOrSoonAfter(day text: String, isAllowed: Bool) async throws {
        let plan = try await desk.plan()
        let id = try await desk.initiative(in: plan, area: try await desk.area(in: plan))
        let due = try desk.day(text)
        let expected = isAllowed ? [] : ["plan.milestone-day"]
        let add = SetMilestone(id, .add(title: "Holdt", due: due))
        #expect(try await refusals { try await add(desk.proposer(), in: office) } == expected)
        try await SetMilestone(id, .add(title: "En anden", due: desk.day("2026-05-01")))(desk.proposer(), in: office)
        let other = try #require(try await desk.read(plan).milestones.first { $0.milestone.title == "En anden" })
        let move = SetMilestone(id, .move(other.id, revision: 1, to: due, reason: "Flyttet"))
        #expect(try await refusals { try await move(desk.proposer(), in: office) } == expected)
    }

    @Test func aMilestoneIsMadeOnceAndTakenAwayUntilItIsReached() async throws {
        let plan = try await desk.plan()
        let id = try await desk.initiative(in: plan, area: try await desk.area(in: plan))
        func stored() async throws -> [StoredMilestone] { try await desk.read(plan).milestones }
        func change(_ change: SetMilestone.Change) async throws -> [String] {
            try await refusals { try await SetMilestone(id, change)(desk.proposer(), in: office) }
        }
        let due = try desk.day("2026-05-01")
        for _ in 1...2 { #expect(try await change(.add(title: "Holdt", due: due)) == []) }
        #expect(try await stored().count == 1)
        let step = try #require(try await stored().first)
        #expect(try await change(.remove(step.id, revision: 7)) == ["changed-meanwhile"])
        #expect(try await change(.done(step.id, revision: 1, on: desk.test.now.day)) == [])
        #expect(try await change(.remove(step.id, revision: 2)) == ["plan.milestone-done"])
        #expect(try await change(.done(step.id, revision: 2, on: nil)) == [])
        #expect(try await change(.remove(step.id, revision: 3)) == [])
        #expect(try await stored().isEmpty)
        let history = try await FindPlan(.initiative(id))(desk.reader, in: office).changes
        #expect(history.first?.act == "milestone-removed" && history.first?.old == "Holdt\n01.05.2026")
        #expect(history.count { $0.act == "milestone-added" } == 1)
    }

    @Test func whatIsTakenIntoUseWasTakenByAnotherAndNotTomorrow() async throws {
        let plan = try await desk.plan()
        let id = try await desk.initiative(in: plan, area: try await desk.area(in: plan))
        try await desk.take(id, to: .chosen)
        func spread(_ state: SpreadState, to municipality: String, from day: LocalDate) async throws -> [String] {
            try await refusals {
                try await SpreadInitiative(
                    id, revision: try desk.stored(id).revision, to: municipality, position: "SSP-leder", from: day,
                    state)(desk.proposer(.secretariat), in: office)
            }
        }
        let today = desk.test.now.day
        #expect(try await spread(.takenOver, to: "316", from: today + 1) == ["plan.in-future"])
        #expect(try await spread(.planned, to: "316", from: today + 1) == [])
        #expect(try await spread(.takenOver, to: "316", from: today) == [])
        // Of an initiative under an area too, not of a local one alone.
        #expect(try await spread(.takenOver, to: "259", from: today) == ["plan.spread-to-itself"])
    }

    @Test func statusIsGivenInWordsByThoseWhoAnswerForIt() async throws {
        let plan = try await desk.plan()
        let one = Initiative(
            area: try await desk.area(in: plan), municipality: "253", title: "Besøg", body: "I kiosker")
        let id = try await WriteInitiative(one, in: plan)(desk.proposer(.secretariat), in: office)
        func report(_ text: String, as role: Role) async throws -> [String] {
            let revision = try desk.stored(id).revision
            return try await refusals {
                try await ReportInitiative(id, revision: revision, .yellow, text: text)(desk.proposer(role), in: office)
            }
        }
        #expect(try await report("På vej", as: .secretariat) == ["plan.not-under-way"])
        try await desk.take(id, to: .chosen)
        #expect(try await report("", as: .secretariat) == ["plan.required"])
        #expect(try await report("På vej", as: .sspCoordinator) == ["plan.not-your-initiative"])
        try await desk.own(id, "259", "Ungeområdet", as: .secretariat)
        #expect(try await report("På vej", as: .sspCoordinator) == [])
        let stored = try desk.stored(id)
        #expect(stored.light == .yellow && stored.lightOn == desk.test.now.day)
    }

    @Test func onlyCasesWithoutPersonsAreLinked() async throws {
        let plan = try await desk.plan()
        let child = try await desk.test.youth()
        let number = try await desk.test.read(child).opened.row.number
        var one = Initiative(area: nil, municipality: "259", title: "A", body: "B", activities: [number])
        func write() async throws -> [String] {
            try await refusals { _ = try await WriteInitiative(one, in: plan)(desk.proposer(.secretariat), in: office) }
        }
        #expect(try await write() == ["plan.unknown-activity"])
        one.activities = ["2026-9999"]
        #expect(try await write() == ["plan.unknown-activity"])
        one.activities = []
        one.figures = ["no-such-figure"]
        #expect(try await write() == ["plan.unknown-figure"])
    }

    @Test func anotherMunicipalityTakesItOver() async throws {
        let plan = try await desk.plan()
        let id = try await desk.initiative(in: plan, area: try await desk.area(in: plan))
        func spread(_ state: SpreadState, to municipality: String, as role: Role) async throws -> [String] {
            try await refusals {
                try await SpreadInitiative(
                    id, revision: try desk.stored(id).revision, to: municipality, position: "SSP-konsulent", from: nil,
                    state)(desk.proposer(role), in: office)
            }
        }
        #expect(try await spread(.planned, to: "316", as: .secretariat) == ["plan.not-taken-on"])
        try await desk.take(id, to: .chosen)
        #expect(try await spread(.planned, to: "316", as: .sspCoordinator) == ["plan.not-your-municipality"])
        #expect(try await spread(.planned, to: "316", as: .secretariat) == [])
        #expect(try await spread(.takenOver, to: "316", as: .secretariat) == [])
        let found = try await FindPlan(.initiative(id))(desk.reader, in: office).spread
        #expect(found.map(\.municipality) == ["316"] && found.first?.state == .takenOver)
    }

    /// Whoever answers for it and whoever takes it over is not overwritten unseen, and what was there before stays to be read.
    @Test func twoWhoSetOwnerOrSpreadAtOnceAreTold() async throws {
        let plan = try await desk.plan()
        let id = try await desk.initiative(in: plan, area: try await desk.area(in: plan))
        try await desk.take(id, to: .chosen)
        let seen = try desk.stored(id).revision
        func own(_ position: String, seen revision: Int) async throws -> [String] {
            try await refusals {
                try await SetInitiativeOwner(id, revision: revision, authority: "259", position: position)(
                    desk.proposer(), in: office)
            }
        }
        #expect(try await own("SSP-konsulent", seen: seen) == [])
        #expect(try await own("Ungeområdet", seen: seen) == ["changed-meanwhile"])
        #expect(try await desk.read(plan).owners.map(\.position) == ["SSP-konsulent"])
        #expect(try await own("Ungeområdet", seen: seen + 1) == [])
        func spread(_ state: SpreadState, seen revision: Int) async throws -> [String] {
            try await refusals {
                try await SpreadInitiative(
                    id, revision: revision, to: "316", position: "SSP-leder", from: nil, state)(
                        desk.proposer(.secretariat), in: office)
            }
        }
        #expect(try await spread(.planned, seen: seen + 1) == ["changed-meanwhile"])
        #expect(try await spread(.planned, seen: seen + 2) == [])
        #expect(try await spread(.takenOver, seen: seen + 2) == ["changed-meanwhile"])
        #expect(try await spread(.takenOver, seen: seen + 3) == [])
        let history = try await FindPlan(.initiative(id))(desk.reader, in: office).changes
        #expect(history.first { $0.act == "owner" }?.old.contains("SSP-konsulent") == true)
        #expect(history.first { $0.act == "spread-taken-over" }?.old.hasPrefix("planned\n") == true)
        #expect(history.first { $0.act == "spread-taken-over" }?.new.contains("brug") == false, "the act says it")
    }

    /// It is anchored in what there is; words are for what is neither a body nor a forum.
    @Test func itIsAnchoredInABodyOrAForumFromTheList() async throws {
        let plan = try await desk.plan()
        let area = try await desk.area(in: plan)
        let id = try await desk.initiative(in: plan, area: area)
        try await desk.take(id, to: .chosen)
        let body = try await SetUpBody(.localCouncil, municipality: "259", purpose: "Samarbejde", isChecked: false)(
            desk.editor(), in: office)
        let kind = try #require(ForumKind.kind("ssp"))
        let forum = try await SetUpForum(kind, municipality: "259", purpose: "Fælles indsats")(
            desk.test.may(Acts.ManageForums.self, as: .leader), in: office)
        let choices = try await desk.read(plan).anchors.choices(office.handbook[.danish], office.handbook)
        #expect(choices.map(\.code) == ["body \(body)", "forum \(forum)", "section-115", "municipality", "other"])
        func anchor(_ anchor: Initiative.Anchor) async throws -> [String] {
            try await refusals {
                try await MoveInitiative(id, revision: try desk.stored(id).revision, to: .anchored, anchor: anchor)(
                    desk.proposer(.secretariat), in: office)
            }
        }
        #expect(try await anchor(.body(body + 7)) == ["plan.unknown-anchor"])
        #expect(try await anchor(.forum(forum + 7)) == ["plan.unknown-anchor"])
        #expect(try await anchor(.outside(.other, "")) == ["plan.required"])
        #expect(try await anchor(.body(body)) == [])
        func onPage() async throws -> [Int64] {
            try await ReadBody(body)(desk.reader, in: office).initiatives.map(\.id)
        }
        #expect(try await onPage() == [id])
        #expect(try await ListReadableForums()(desk.reader, in: office) == [])
        let leader = try desk.test.may(Acts.ReadPlan.self, as: .leader)
        #expect(try await ListReadableForums()(leader, in: office) == [forum])
        // It is chosen again, and goes elsewhere.
        try await desk.take(id, to: .chosen)
        #expect(try await onPage().isEmpty)
        #expect(try await anchor(.forum(forum)) == [])
        #expect(try await onPage().isEmpty)
        #expect(try desk.stored(id).anchor == .forum(forum))
        try await desk.take(id, to: .chosen)
        try await ManageBody(body, .end(revision: 1))(desk.editor(), in: office)
        #expect(try await anchor(.body(body)) == ["plan.unknown-anchor"])
        // What is given up is not shown, and what has ended is marked.
        #expect(try desk.stored(id).shownAnchor == nil && desk.stored(id).anchor == .forum(forum))
        let anchors = try await desk.read(plan).anchors
        let ended = try #require(anchors.shown(.body(body), office.handbook[.danish], office.handbook))
        #expect(ended.hasSuffix(" (nedlagt)"))
        #expect(anchors.shown(.forum(forum), office.handbook[.danish], office.handbook)?.contains("(") == false)
    }

    /// What has ended since may go on carrying what it carries; nothing else goes there.
    @Test func aStepBackMayChangeTheAnchorOrLeaveIt() async throws {
        let plan = try await desk.plan()
        let id = try await desk.initiative(in: plan, area: try await desk.area(in: plan))
        var bodies: [Int64] = []
        for municipality in ["259", "316"] {
            bodies.append(
                try await SetUpBody(
                    .localCouncil, municipality: municipality, purpose: "Samarbejde", isChecked: false)(
                        desk.editor(), in: office))
        }
        try await desk.take(id, to: .chosen)
        func move(_ stage: Initiative.Stage, _ anchor: Initiative.Anchor? = nil) async throws -> [String] {
            try await refusals {
                try await MoveInitiative(id, revision: try desk.stored(id).revision, to: stage, anchor: anchor)(
                    desk.proposer(.secretariat), in: office)
            }
        }
        #expect(try await move(.anchored, .body(bodies[0])) == [])
        try await desk.own(id, "259", "SSP-konsulent")
        try await SetMilestone(id, .add(title: "Skrevet", due: desk.day("2026-05-01")))(desk.proposer(), in: office)
        #expect(try await move(.running) == [])
        for body in bodies { try await ManageBody(body, .end(revision: 1))(desk.editor(), in: office) }
        #expect(try await move(.anchored) == ["plan.required"])
        #expect(try await move(.anchored, .body(bodies[1])) == ["plan.unknown-anchor"])
        #expect(try await move(.anchored, .body(bodies[0])) == [])
        #expect(try await move(.running) == [])
        #expect(try await move(.anchored, .outside(.other, "Netværket")) == [])
        #expect(try desk.stored(id).anchor == .outside(.other, "Netværket"))
    }

    @Test func anExchangedFigureShowsInTheHistory() async throws {
        let plan = try await desk.plan()
        let area = try await desk.area(in: plan)
        var one = Initiative(area: area, municipality: "259", title: "A", body: "B", figures: ["ukn-screened"])
        let id = try await WriteInitiative(one, in: plan)(desk.proposer(), in: office)
        one.figures = ["safety-follow-ups"]
        one.indicators = ["feels-safe"]
        try await WriteInitiative(one, in: plan, of: (id, 1))(desk.proposer(), in: office)
        let change = try #require(try await FindPlan(.initiative(id))(desk.reader, in: office).changes.first)
        #expect(change.old == "A\nB\nlinks: area=\(area) figure=ukn-screened")
        #expect(change.new == "A\nB\nlinks: area=\(area) figure=safety-follow-ups indicator=feels-safe")
    }

    /// The reason for one too many stays to be read when it is over.
    @Test func theReasonOverTheCapStaysWithAnInitiative() async throws {
        let plan = try await desk.plan(cap: 1)
        let area = try await desk.area(in: plan)
        let first = try await desk.initiative("A", in: plan, area: area)
        let second = try await desk.initiative("B", in: plan, area: area)
        try await desk.take(first, to: .chosen)
        try await desk.take(second, to: .chosen, reason: "Kommunerne beder om den")
        try await desk.take(second, to: .stopped, reason: "Ingen ville")
        #expect(try desk.stored(second).overCap == "Kommunerne beder om den")
    }
}
