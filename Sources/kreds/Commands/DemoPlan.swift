import Casework
import Handbook
import Prevention
import SQL
import Store
import Synthetic

/// Fills the cooperation plan of the demo through the same verbs as its users: proposals, matrix, decisions, adoption, initiatives,
/// and a status that was frozen at a meeting, with the next one under way.
struct DemoPlan {
    let office: Office
    /// The secretariat.
    let secretariat: Actor

    private var editor: Authorized<Acts.EditPlan> {
        get throws { try Policy.authorize(secretariat, Acts.EditPlan.self) }
    }
    private var proposer: Authorized<Acts.ProposePlan> {
        get throws { try Policy.authorize(secretariat, Acts.ProposePlan.self) }
    }

    /// The first day of the plan: it runs over last year and this one.
    private var start: LocalDate { LocalDate.firstDay(of: office.now.day.year - 1) }
    private var adoptedOn: LocalDate { start + 50 }
    /// Of the kredsråd, at the end of the first year.
    private var meeting: LocalDate { start + 337 }

    /// The office at ten o'clock on a day, or now where the day is not over.
    private func at(_ day: LocalDate) -> Office {
        let instant = min(Instant(day: day, secondOfDay: 10 * 3_600), office.now)
        return Office(database: office.database, handbook: office.handbook, keys: office.keys, clock: { instant })
    }

    /// What the plan has when it is adopted: initiatives are anchored in bodies, and working groups need areas.
    struct Adopted {
        let id: Int64
        /// Ids of the areas by the key of their proposal.
        let areas: [String: Int64]
    }

    /// From proposals to the adopted plan.
    func adopt() async throws -> Adopted {
        let period = "\(start.year)/\((start.year + 1) % 100)"
        let plan = Plan(
            title: "Samarbejdsplan " + period, from: start, to: LocalDate.firstDay(of: start.year + 2) + -1,
            foreword: PlanSamples.foreword, cap: PlanSamples.cap, capSource: PlanSamples.capSource)
        let id = try await WritePlan(plan)(editor, in: at(start + -90))
        for criterion in PlanSamples.criteria {
            try await SetCriterion(id, .add(criterion))(editor, in: at(start + -90))
        }
        let proposals = try await propose(id)
        try await weigh(id, proposals)
        let areas = try await decide(proposals)
        try await move(id, to: .proposed, on: start + -10, note: "Forelagt til mødet i kredsrådet.")
        try await move(id, to: .adopted, on: adoptedOn, note: "Vedtaget på mødet i kredsrådet.")
        return Adopted(id: id, areas: areas)
    }

    /// The initiatives and the statuses of an adopted plan.
    func follow(_ plan: Adopted) async throws {
        let (id, areas) = (plan.id, plan.areas)
        var begun: [(id: Int64, sample: PlanSamples.Sample)] = []
        for sample in PlanSamples.initiatives { begun.append((try await begin(sample, id, areas), sample)) }
        // What a status freezes had happened by then.
        for one in begun { try await follow(one.id, one.sample, through: meeting) }
        try await report(id, areas)
        for one in begun { try await finish(one.id, one.sample) }
    }

    private func move(_ id: Int64, to state: Plan.State, on day: LocalDate, note: String) async throws {
        let revision = try await office.database.read { try PlanStore.plan(id, in: $0)?.revision ?? 0 }
        try await MovePlan(id, revision: revision, to: state, on: day, note: note)(editor, in: at(day))
    }

    /// - Returns: ids by key.
    private func propose(_ plan: Int64) async throws -> [String: Int64] {
        var ids: [String: Int64] = [:]
        for (number, sample) in PlanSamples.proposals.enumerated() {
            let then = at(start + -80 + number)
            let proposal = PlanProposal(municipality: sample.municipality, title: sample.title, body: sample.body)
            let id = try await WriteProposal(proposal, in: plan)(proposer, in: then)
            for municipality in sample.support {
                try await SupportProposal(id, by: municipality, true)(proposer, in: then)
            }
            ids[sample.key] = id
        }
        return ids
    }

    private func proposal(_ id: Int64) async throws -> Int {
        try await office.database.read { try ProposalStore.proposal(id, in: $0)?.revision ?? 0 }
    }

    private func weigh(_ plan: Int64, _ ids: [String: Int64]) async throws {
        let criteria = try await office.database.read { try PlanStore.criteria(of: plan, in: $0) }
        let judged = criteria.filter { !$0.criterion.isCounted }.map(\.id)
        for sample in PlanSamples.proposals {
            guard let id = ids[sample.key] else { continue }
            for (criterion, mark) in zip(judged, sample.marks) {
                try await MarkProposal(id, by: criterion, mark.mark, comment: mark.comment, revision: 0)(
                    editor, in: at(start + -40))
            }
            guard let target = sample.mergedInto.flatMap({ ids[$0] }) else { continue }
            try await MergeProposal(id, revision: try await proposal(id), into: target)(editor, in: at(start + -40))
        }
    }

    /// - Returns: ids of the areas by the key of their proposal.
    private func decide(_ ids: [String: Int64]) async throws -> [String: Int64] {
        var areas: [String: Int64] = [:]
        let then = at(start + -20)
        for sample in PlanSamples.proposals {
            guard let id = ids[sample.key], let decision = sample.decision else { continue }
            try await DecideProposal(id, revision: try await proposal(id), decision, reason: sample.reason)(
                editor, in: then)
            let result = try await office.database.read { db in
                try ProposalStore.proposal(id, in: db)?.result.flatMap { try FocusAreaStore.area($0, in: db) }
            }
            guard let result, decision != .local else { continue }
            areas[sample.key] = result.id
            var area = result.area
            (area.aims, area.figures, area.indicators) = (sample.aims, sample.figures, sample.indicators)
            try await WriteFocusArea(area, in: result.plan, of: (result.id, result.revision))(editor, in: then)
        }
        return areas
    }

    /// - Returns: its id.
    private func begin(
        _ sample: PlanSamples.Sample, _ plan: Int64, _ areas: [String: Int64]
    ) async throws -> Int64 {
        let one = Initiative(
            area: areas[sample.area], municipality: sample.municipality, title: sample.title, body: sample.body,
            resources: sample.resources, figures: sample.figures, indicators: sample.indicators,
            activities: try await activities(sample))
        let then = at(adoptedOn + 20)
        let id = try await WriteInitiative(one, in: plan)(proposer, in: then)
        for owner in sample.owners {
            try await SetInitiativeOwner(
                id, revision: try await initiative(id), authority: owner.authority, position: owner.position)(
                    proposer, in: then)
        }
        for step in sample.steps {
            try await SetMilestone(id, .add(title: step.title, due: adoptedOn + step.due))(proposer, in: then)
        }
        let way: [Initiative.Stage] = [.chosen, .anchored, .running]
        for stage in way
        where sample.stage == .done || way.firstIndex(of: sample.stage) ?? -1 >= way.firstIndex(of: stage) ?? 0 {
            try await take(id, to: stage, sample, at(adoptedOn + 40))
        }
        return id
    }

    /// What came after the meeting.
    private func finish(_ id: Int64, _ sample: PlanSamples.Sample) async throws {
        try await reach(id, sample.steps, after: meeting)
        if sample.stage == .done { try await take(id, to: .done, sample, at(adoptedOn + 400)) }
        guard let spread = sample.spread else { return }
        try await SpreadInitiative(
            id, revision: try await initiative(id), to: spread.municipality, position: spread.position,
            from: min(adoptedOn + 420, office.now.day), .takenOver)(
                proposer, in: at(adoptedOn + 420))
    }

    private func take(
        _ id: Int64, to stage: Initiative.Stage, _ sample: PlanSamples.Sample, _ then: Office
    ) async throws {
        try await MoveInitiative(
            id, revision: try await initiative(id), to: stage, reason: stage == .chosen ? sample.overCap : "",
            anchor: stage == .anchored ? try await anchor(id, sample.anchor) : nil,
            result: stage == .done ? sample.result : "", learning: stage == .done ? sample.learning : "")(
                proposer, in: then)
    }

    private func anchor(_ id: Int64, _ anchor: PlanSamples.Anchor) async throws -> Initiative.Anchor {
        try await office.database.read { db in
            let area = try InitiativeStore.initiative(id, in: db)?.initiative.area
            func body(_ kind: BodyKind, where fits: (StoredBody) -> Bool) throws -> Initiative.Anchor? {
                try BodyStore.bodies(in: db).first { $0.isOpen && $0.kindCode == kind.code && fits($0) }.map {
                    .body($0.id)
                }
            }
            switch anchor {
            case .localCouncil(let place):
                return try body(.localCouncil) { $0.municipality == place } ?? .outside(.other, "Lokalrådet")
            case .workingGroup:
                return try body(.workingGroup) { $0.area == area } ?? .outside(.other, "Arbejdsgruppen")
            case .forum(let code, let place):
                let forum = try ForumKind.kind(code).flatMap { try ForumStore.open($0, municipality: place, in: db) }
                return forum.map { .forum($0.id) } ?? .outside(.other, "Et forum")
            case .outside(let outside, let words): return .outside(outside, words)
            }
        }
    }

    /// Numbers of cases that belong to a sample: the latest one of each programme and municipality.
    private func activities(_ sample: PlanSamples.Sample) async throws -> [String] {
        let scope = CaseScope(of: secretariat)
        // The first status tells of them too.
        let last = meeting
        return try await office.database.read { db in
            try sample.activities.compactMap { wanted in
                var latest: Int64?
                try CaseStore.forEachFile(
                    programmes: [Catalogue.programme(wanted.programme)].compactMap(\.self), changedFrom: start,
                    openedThrough: last, scope: scope, in: db
                ) { file in
                    if wanted.municipality.isEmpty || file.municipality == wanted.municipality { latest = file.id }
                }
                return try latest.flatMap { try CaseStore.row($0, in: db)?.number }
            }
        }
    }

    private func initiative(_ id: Int64) async throws -> Int {
        try await office.database.read { try InitiativeStore.initiative(id, in: $0)?.revision ?? 0 }
    }

    /// What became of its milestones until a day, and how it stood then.
    private func follow(_ id: Int64, _ sample: PlanSamples.Sample, through day: LocalDate) async throws {
        try await reach(id, sample.steps, through: day)
        guard let light = sample.light else { return }
        try await ReportInitiative(id, revision: try await initiative(id), light.light, text: light.text)(
            proposer, in: at(day + -14))
    }

    private func reach(
        _ id: Int64, _ steps: [PlanSamples.Step], after first: LocalDate? = nil, through last: LocalDate? = nil
    ) async throws {
        let stored = try await office.database.read { try InitiativeStore.milestones(of: id, in: $0) }
        for step in steps {
            guard let found = stored.first(where: { $0.milestone.title == step.title }) else { continue }
            let day = adoptedOn + (step.done ?? step.due)
            guard first.map({ day > $0 }) ?? true, last.map({ day <= $0 }) ?? true else { continue }
            let change: SetMilestone.Change
            if let moved = step.moved {
                change = .move(found.id, revision: found.revision, to: adoptedOn + moved.to, reason: moved.reason)
            } else if step.done != nil {
                change = .done(found.id, revision: found.revision, on: min(day, at(day).now.day))
            } else {
                continue
            }
            try await SetMilestone(id, change)(proposer, in: at(day))
        }
    }

    /// A status that was frozen at last year's meeting, and one for the next.
    private func report(_ plan: Int64, _ areas: [String: Int64]) async throws {
        let first = try await OpenStatus(plan, title: "Status til kredsrådet, december", meetingOn: meeting)(
            editor, in: at(meeting + -14))
        for (key, text) in PlanSamples.firstStatus.sorted(by: { $0.key < $1.key }) {
            guard let area = areas[key] else { continue }
            try await WriteStatusText(first, area: area, text, revision: 0)(editor, in: at(meeting + -7))
        }
        let revision = try await office.database.read { try PlanStatusStore.status(first, in: $0)?.revision ?? 0 }
        try await FreezeStatus(first, revision: revision, acceptsUnwritten: true)(editor, in: at(meeting))
        let coming = try await DemoBodies(office: office).comingCouncil()?.meeting.startsAt.day
        try await OpenStatus(plan, title: "Status til kredsrådet", meetingOn: coming ?? office.now.day + 14)(
            editor, in: office)
    }
}
