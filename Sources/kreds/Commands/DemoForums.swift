import Casework
import Handbook
import Prevention
import SQL
import Store

/// Fills the forums of the demo: a PSP-K practice group and an SSP forum in two municipalities, with a meeting that is over and
/// approved, one to come, items and an action.
struct DemoForums {
    let office: Office

    func fill() async throws {
        for plan in DemoForums.plans { try await fill(plan) }
        for plan in DemoForums.others {
            let forum = try await open(plan, office)
            guard !plan.kind.isAboutPersons, let proposer = plan.members.dropFirst().first else { continue }
            // It waits for the chair's judgement.
            let theme = ProposeItem(
                to: forum, .theme("Ventetid på hjælp til unge voksne"), reason: "Flere myndigheder møder det.",
                question: "Ser I det samme?")
            _ = try await theme(try await member(proposer), in: office)
        }
    }

    private func fill(_ plan: Plan) async throws {
        let today = office.now.day
        let past = office.law.workingDays.adding(1, to: today + -28)
        let coming = office.law.workingDays.adding(1, to: today + 6)
        let before = at(Instant(day: past + -14, secondOfDay: 9 * 3_600))
        let forum = try await open(plan, before)
        let chair = try await chair(plan)
        let place = "Mødelokale 2, rådhuset"
        let nine = MeetingTime(day: past, starts: DailyTime("09:00"), minutes: 120, place: place)
        let held = try await PlanMeeting(in: forum, nine)(chair, in: before)
        let next = try await PlanMeeting(
            in: forum, MeetingTime(day: coming, starts: DailyTime("09:00"), minutes: 120, place: place))(
                chair, in: before)
        let persons = try await subjects(plan)
        var items: [Int64] = []
        for (index, subject) in persons.enumerated() {
            items.append(try await propose(subject, plan, forum, on: index == 0 ? held : nil, before))
        }
        guard let first = items.first else { return }
        try await hold(held, first, plan, chair, on: past)
        for item in items.dropFirst().prefix(2) {
            let revision = try await office.database.read { [office] db in
                try ItemStore.item(item, keys: office.keys, in: db)?.revision ?? 0
            }
            try await ArrangeAgenda(next, .put(item: item, revision: revision))(chair, in: office)
        }
    }

    /// The same office at another time.
    func at(_ instant: Instant) -> Office {
        Office(database: office.database, handbook: office.handbook, keys: office.keys, clock: { instant })
    }

    private func open(_ plan: Plan, _ before: Office) async throws -> Int64 {
        let now = before.now
        return try await before.database.write { db in
            let maker = Actor.operatingSystemUser
            let id = try ForumStore.add(
                plan.kind, municipality: plan.municipality, purpose: plan.purpose, by: maker, at: now, in: db)
            guard let id else { throw DatabaseFailure(.other, detail: "the forum is there already") }
            for (index, name) in plan.members.enumerated() {
                _ = try ForumStore.addMember(name, isChair: index == 0, to: id, by: maker, at: now, in: db)
            }
            try before.ledger.record(.change, .forum, id: id, reason: "demo", by: maker, at: now, in: db)
            return id
        }
    }

    private func chair(_ plan: Plan) async throws -> Authorized<Acts.WorkForums> {
        try await member(plan.members.first ?? "")
    }

    func member(_ name: String) async throws -> Authorized<Acts.WorkForums> {
        let account = try await office.database.read { db in try AccountStore.account(named: name, in: db) }
        guard let account else { throw NotFound() }
        return try Policy.authorize(office.handbook.placed(account.actor), Acts.WorkForums.self)
    }

    /// Four persons: those of the municipality's open cases with the case, then others of the age, the nearest first.
    private func subjects(_ plan: Plan) async throws -> [(person: Int64, caseID: Int64?)] {
        let programme = plan.kind.programmes.first ?? ""
        let isAdult = plan.kind.code == "psp-k"
        let stages = isAdult ? ["selected", "discussed", "follow-up"] : ["open", "reviewed"]
        let years = isAdult ? -50 ... -20 : -16 ... -12
        let today = office.now.day
        let from = today.adding(years: years.lowerBound).description
        let to = today.adding(years: years.upperBound).description
        return try await office.database.read { db in
            let cases = try db.fetch(
                """
                SELECT MIN(p.person_id), c.id FROM case_file c JOIN case_party p ON p.case_id = c.id
                WHERE c.programme = \(programme) AND c.municipality = \(plan.municipality)
                    AND c.stage IN \(list: stages) AND p.role = 'subject'
                GROUP BY c.id ORDER BY c.id LIMIT 4
                """
            ) { (person: $0.int64(0), caseID: $0.int64OrNil(1)) }
            let others = try db.fetch(
                """
                SELECT id FROM person WHERE birth_date >= \(from) AND birth_date < \(to) AND protected = 0
                    AND id NOT IN \(list: [0] + cases.map(\.person))
                ORDER BY (municipality <> \(plan.municipality)), id LIMIT 4
                """
            ) { (person: $0.int64(0), caseID: Int64?.none) }
            return Array((cases + others).prefix(4))
        }
    }

    private func propose(
        _ subject: (person: Int64, caseID: Int64?), _ plan: Plan, _ forum: Int64, on meeting: Int64?, _ before: Office
    ) async throws -> Int64 {
        let now = before.now
        return try await before.database.write { db in
            let maker = Actor.operatingSystemUser
            var draft = ItemStore.Draft()
            draft.person = subject.person
            draft.caseID = subject.caseID
            draft.reason = "Gentagne henvendelser de seneste måneder."
            draft.question = "Hvad kan vi gøre sammen?"
            let id = try ItemStore.add(
                draft, to: forum, prefix: plan.kind.prefix, keys: before.keys, by: maker, at: now, in: db)
            for name in plan.members.prefix(4) {
                _ = try ParticipantStore.add(name, to: id, by: maker, at: now, in: db)
            }
            guard let item = try ItemStore.item(id, keys: before.keys, in: db) else { throw NotFound() }
            var step = ItemStore.Step(.onAgenda, meeting: meeting)
            step.remark = "Hører til i forummet."
            _ = try ItemStore.take(step, item, keys: before.keys, by: maker, at: now, in: db)
            try before.ledger.record(
                .change, .forumItem, id: id, reason: item.number + " demo", by: maker, at: now, in: db)
            return id
        }
    }
}
