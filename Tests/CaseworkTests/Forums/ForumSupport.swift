import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// A PSP-K practice group in Køge, with people of five authorities, and one of a sixth who has nothing to do with it.
struct TestForum {
    let test: TestOffice
    let forum: Int64
    var office: Office { test.office }

    static let people: [(name: String, authority: String, role: Role)] = [
        ("chair", "police", .secretariat), ("officer", "police", .officer), ("koege", "259", .socialWorker),
        ("psychiatry", "psychiatry", .pspkMember), ("prison", "prison-service", .pspkMember),
        ("roskilde", "265", .socialWorker), ("school", "institutions", .recipient),
        ("home", "institutions", .recipient),
    ]
    static let members = ["officer", "koege", "psychiatry", "prison", "school"]

    init(_ code: String = "psp-k", municipality: String = "259", members: [String] = TestForum.members) async throws {
        let test = try TestOffice()
        self.test = test
        let now = test.now
        try await test.database.write { db in
            for person in TestForum.people {
                let actor = Actor(
                    name: person.name, displayName: "Test " + person.name, authority: person.authority,
                    unit: person.role == .officer ? "sector-oest" : "", roles: [person.role])
                _ = try AccountStore.add(actor, password: "none", at: now, in: db)
            }
        }
        let kind = try #require(ForumKind.kind(code))
        let who = try await TestForum.who("chair", Acts.ManageForums.self, test.office)
        forum = try await SetUpForum(kind, municipality: kind.isLocal ? municipality : "", purpose: "Fælles indsats")(
            who, in: test.office)
        try await seat(.add("chair", isChair: true))
        for member in members { try await seat(.add(member, isChair: false)) }
    }

    static func who<Permitted: Act>(_ name: String, _ act: Permitted.Type, _ office: Office) async throws -> Authorized<
        Permitted
    > {
        let account = try await office.database.read { try AccountStore.account(named: name, in: $0) }
        return try Policy.authorize(office.handbook.placed(try #require(account).actor), act)
    }

    func may(_ name: String) async throws -> Authorized<Acts.WorkForums> {
        try await TestForum.who(name, Acts.WorkForums.self, office)
    }

    func seat(_ change: SeatMembers.Change, as name: String = "chair") async throws {
        try await SeatMembers(in: forum, change)(try await may(name), in: office)
    }

    /// An item about somebody in the register, proposed by the chair.
    func propose(_ subject: ProposeItem.Subject, as name: String = "chair", reason: String = "Gentagen uro")
        async throws
        -> Int64
    {
        try await ProposeItem(to: forum, subject, reason: reason, question: "Hvad ved I?")(
            try await may(name), in: office)
    }

    func judge(
        _ item: Int64, participants: [String], meeting: Int64? = nil, as name: String = "chair"
    ) async throws {
        try await JudgeItem(
            item, revision: 1, .relevant(meeting: meeting, participants: participants), reason: "Hører til her")(
                try await may(name), in: office)
    }

    /// A meeting in a week.
    func meet(_ state: MeetingState = .planned) async throws -> Int64 {
        let now = test.now
        let who = try await may("chair")
        return try await office.database.write { [forum] db in
            let id = try MeetingStore.add(
                to: forum, startsAt: now.adding(hours: 168), endsAt: now.adding(hours: 169), place: "Mødelokale 1",
                by: who.actor, at: now, in: db)
            if state != .planned {
                _ = try MeetingStore.set(.sent, of: id, revision: 1, by: who.actor, at: now, in: db)
            }
            return id
        }
    }

    func set(_ state: MeetingState, of meeting: Int64) async throws {
        let now = test.now
        let who = try await may("chair")
        try await office.database.write { db in
            let revision = try MeetingStore.meeting(meeting, in: db)?.revision ?? 0
            _ = try MeetingStore.set(state, of: meeting, revision: revision, by: who.actor, at: now, in: db)
        }
    }

    func content(_ recipients: [String], _ body: String = "Er flyttet fra sin bolig") -> ShareWithItem.Content {
        var content = ShareWithItem.Content()
        content.body = body
        content.parts = [.init(.housing)]
        content.purpose = "Drøftelse"
        content.necessity = "Uden det kan ingen hjælpe"
        content.whyNotLess = "Mindre siger ikke hvor"
        content.recipients = recipients
        return content
    }

    func share(_ item: Int64, _ content: ShareWithItem.Content, as name: String) async throws {
        try await ShareWithItem(item, content)(try await may(name), in: office)
    }

    func read(_ item: Int64, as name: String) async throws -> ItemPage {
        try await ReadItem(item)(try await may(name), in: office)
    }

    /// What of the contributions somebody can read.
    func texts(_ item: Int64, as name: String) async throws -> [String] {
        try await read(item, as: name).answers.map(\.contribution.body).filter { !$0.isEmpty }
    }

    /// The records of what was shared with an item, but for that of the proposal itself.
    func disclosures(_ item: Int64) async throws -> [StoredDisclosure] {
        try await records(item).filter { $0.contribution != nil || $0.disclosure.caseID != nil }
    }

    /// Those of the proposal: who was let in, and what they got by that.
    func proposals(_ item: Int64) async throws -> [Disclosure] {
        try await records(item).filter { $0.contribution == nil && $0.disclosure.caseID == nil }.map(\.disclosure)
    }

    private func records(_ item: Int64) async throws -> [StoredDisclosure] {
        try await office.database.read { [office] db in
            try DisclosureStore.disclosures(ofItem: item, keys: office.keys, in: db)
        }
    }
}
