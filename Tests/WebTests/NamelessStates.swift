import Casework
import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework
@testable import Web

/// The states in which the forms of the plan, and of all beside it, are looked at: each form with words stands on a page of one.
enum NamelessStates {
    static let all: [NamelessTextTests.State] = plan + initiatives + bodies + beside

    private static let overview = [
        "/plan", "/plan/1", "/plan/1/proposals", "/plan/1/matrix", "/plan/proposals/1", "/plan/areas/1",
        "/plan/1/status",
        "/plan/status/1", "/plan/initiatives/1",
    ]

    private static let plan: [NamelessTextTests.State] = [
        .init(name: "a plan that is written", role: .secretariat, pages: overview),
        .init(
            name: "what a municipality proposes", role: .sspCoordinator,
            pages: ["/plan/1", "/plan/1/proposals", "/plan/areas/1"]),
        .init(name: "a proposal that is decided", role: .secretariat, pages: ["/plan/proposals/1", "/plan/areas/2"]) {
            site in
            try await decide(site, .chosen)
        },
        .init(name: "a plan that is laid before the council", role: .secretariat, pages: ["/plan/1"]) { site in
            try await decide(site, .notChosen)
            try await move(site, to: .proposed)
        },
        .init(name: "a plan that is adopted", role: .secretariat, pages: overview) { site in
            try await decide(site, .notChosen)
            try await move(site, to: .proposed)
            try await move(site, to: .adopted)
        },
        .init(name: "a status that is frozen", role: .secretariat, pages: ["/plan/status/1"]) { site in
            try await FreezeStatus(1, revision: 1, acceptsUnwritten: true)(
                site.authorized(Acts.EditPlan.self, as: .secretariat), in: site.office)
        },
    ]

    private static let initiatives: [NamelessTextTests.State] = [
        .init(name: "an initiative that is chosen", role: .secretariat, pages: ["/plan/initiatives/1"]) { site in
            try await take(site, to: [.chosen])
        },
        .init(name: "an initiative that is anchored", role: .secretariat, pages: ["/plan/initiatives/1"]) { site in
            try await take(site, to: [.chosen, .anchored])
            try await equip(site)
        },
        .init(name: "an initiative that is under way", role: .secretariat, pages: ["/plan/initiatives/1"]) { site in
            try await take(site, to: [.chosen, .anchored])
            try await equip(site)
            try await take(site, to: [.running])
        },
        .init(name: "an initiative that is done", role: .secretariat, pages: ["/plan/initiatives/1"]) { site in
            try await take(site, to: [.chosen, .anchored])
            try await equip(site)
            try await take(site, to: [.running, .done])
        },
    ]

    private static let bodies: [NamelessTextTests.State] = [
        .init(
            name: "a body with a meeting to come", role: .secretariat,
            pages: [
                "/bodies/new", "/bodies/1", "/body-meetings/1", "/body-meetings/1/view", "/fast-track/new",
                "/fast-track/1", "/policy/new", "/policy/1",
            ]
        ) { site in
            let who = try site.authorized(Acts.ReadPlan.self, as: .secretariat)
            try await ProposeTopic(to: 1, meeting: nil, TopicDraft(title: "x"), isChecked: true)(who, in: site.office)
        },
        .init(
            name: "a meeting that runs", role: .secretariat,
            pages: ["/body-meetings/1", "/body-meetings/1/view", "/bodies/1"]
        ) { site in try await change(site, [.send]) },
        .init(
            name: "a meeting that was held", role: .secretariat,
            pages: ["/body-meetings/1", "/body-meetings/1/view", "/bodies/1"]
        ) { site in try await change(site, [.send, .hold]) },
        .init(
            name: "minutes that were sent", role: .secretariat, pages: ["/body-meetings/1", "/bodies/1"]
        ) { site in
            try await change(site, [.send, .hold, .attendance([1: .present]), .sendMinutes])
        },
        .init(name: "minutes that one answers to", role: .sspCoordinator, pages: ["/body-meetings/1"]) { site in
            let own = try seat(site)
            try await change(site, [.send, .hold, .attendance([1: .present, own: .present]), .sendMinutes])
        },
        .init(name: "an action of one's own", role: .sspCoordinator, pages: ["/body-actions", "/bodies/1"]) { site in
            let id = try seat(site)
            let maker = TestSite.actor(.secretariat)
            try site.database.blockingWrite { db in
                let topic = try #require(try TopicStore.topic(1, in: db))
                _ = try TopicStore.add(
                    .action, "y", seat: id, dueOn: TestSite.now.day, to: topic, at: 1, by: maker, at: TestSite.now,
                    in: db)
            }
        },
        .init(
            name: "a series of meetings", role: .secretariat,
            pages: [
                "/bodies/1/series?rhythm=weeks+4&day=2026-04-06&last=2026-08-01&starts=09:00&minutes=60&place=Noget"
            ]),
    ]

    private static let beside: [NamelessTextTests.State] = [
        .init(name: "a question to the police", role: .secretariat, pages: ["/fast-track/2"]) { site in
            try await ask(site)
        },
        .init(name: "a question that is answered", role: .sspCoordinator, pages: ["/fast-track/2"]) { site in
            try await ask(site)
            try await write(site, .answer, as: .secretariat)
        },
        .init(name: "a question that is closed", role: .sspCoordinator, pages: ["/fast-track/2"]) { site in
            try await ask(site)
            try await write(site, .close, as: .sspCoordinator)
        },
        .init(name: "the upload of indicators", role: .secretariat, pages: ["/indicators/upload"]),
        .init(name: "the mapping", role: .sspCoordinator, pages: ["/mapping/1/259/ssp"]),
        .init(
            name: "a walk", role: .officer, pages: ["/community/walks/1/1", "/community/orders/1/1"]
        ) { site in try await walk(site) },
        .init(name: "the page of a local council", role: .secretariat, pages: ["/community/259/page"]) { site in
            try await walk(site)
            let who = try site.authorized(Acts.PublishLocally.self, as: .secretariat)
            let page = LocalPage(danish: "x", english: "", items: [], indicators: [])
            try await SaveLocalPage("259", page, revision: 0)(who, in: site.office)
            try await PublishLocalPage("259", revision: 1, isRead: true)(who, in: site.office)
        },
    ]

    // MARK: How they come about

    /// A seat of the SSP coordinator in body 1.
    @discardableResult
    private static func seat(_ site: TestSite) throws -> Int64 {
        let seat = BodySeat(
            side: .municipality, municipality: "259", title: "x", post: .member, account: Role.sspCoordinator.rawValue,
            from: TestSite.now.day, to: nil)
        return try site.database.blockingWrite { db in
            try BodyStore.add(seat, to: 1, by: TestSite.actor(.secretariat), at: TestSite.now, in: db)
        }
    }

    private static func decide(_ site: TestSite, _ decision: PlanProposal.State) async throws {
        try await DecideProposal(1, revision: 1, decision, reason: "x")(
            site.authorized(Acts.EditPlan.self, as: .secretariat), in: site.office)
    }

    private static func move(_ site: TestSite, to state: Plan.State) async throws {
        let revision = try site.database.blockingRead { try PlanStore.plan(1, in: $0)?.revision ?? 0 }
        try await MovePlan(1, revision: revision, to: state, on: TestSite.now.day, note: "x")(
            site.authorized(Acts.EditPlan.self, as: .secretariat), in: site.office)
    }

    private static func take(_ site: TestSite, to stages: [Initiative.Stage]) async throws {
        let who = try site.authorized(Acts.ProposePlan.self, as: .secretariat)
        for stage in stages {
            try await MoveInitiative(
                1, revision: try initiativeRevision(site), to: stage, anchor: .outside(.municipality, "x"), result: "x",
                learning: "x")(
                    who, in: site.office)
        }
    }

    private static func initiativeRevision(_ site: TestSite) throws -> Int {
        try site.database.blockingRead { try InitiativeStore.initiative(1, in: $0)?.revision ?? 0 }
    }

    private static func equip(_ site: TestSite) async throws {
        let who = try site.authorized(Acts.ProposePlan.self, as: .secretariat)
        try await SetInitiativeOwner(1, revision: try initiativeRevision(site), authority: "253", position: "x")(
            who, in: site.office)
        try await SetMilestone(1, .add(title: "x", due: TestSite.now.day + 30))(who, in: site.office)
    }

    /// Of the meeting that begins now.
    private static func change(_ site: TestSite, _ changes: [ChangeBodyMeeting.Change]) async throws {
        let who = try site.authorized(Acts.ReadPlan.self, as: .secretariat)
        for change in changes {
            let view = try await ReadBodyMeeting(1)(who, in: site.office)
            if case .sendMinutes = change, let topic = view.topics.first {
                try await WorkTopic(topic.id, revision: topic.revision, .minutes("x"))(who, in: site.office)
            }
            try await ChangeBodyMeeting(1, revision: view.opened.meeting.revision, change)(who, in: site.office)
        }
    }

    private static func ask(_ site: TestSite) async throws {
        _ = try await AskQuestion(title: "x", words: "y", parties: ["police"], body: nil, isChecked: true)(
            site.authorized(Acts.ProposePlan.self, as: .sspCoordinator), in: site.office)
    }

    private static func write(_ site: TestSite, _ kind: StoredFastTrackMessage.Kind, as role: Role) async throws {
        try await WriteToQuestion(2, revision: 1, kind, "x", isChecked: true)(
            site.authorized(Acts.ReadPlan.self, as: role), in: site.office)
    }

    /// A case with a walk and an order.
    private static func walk(_ site: TestSite) async throws {
        let officer = try site.authorized(Acts.WorkCases.self, as: .officer)
        let id = try await OpenCase(
            .insecurity, municipality: "259", fields: ["kind": "dark-place", "area": "x", "observed": "x"], parties: [],
            at: Instant("2026-02-09T09:00"))(officer, in: site.office)
        let walk = ChangeCase.Change.record(
            entry: "area-walk", at: Instant("2026-02-10T18:00"), fields: ["walk_found": "x"])
        try await ChangeCase(id, revision: 1, walk)(officer, in: site.office)
        let order = ["order_what": "light", "order_owner": "x", "order_detail": "x", "order_due": "2026-03-20"]
        try await OrderFinding(id, revision: 2, walk: 1, fields: order)(officer, in: site.office)
    }
}
