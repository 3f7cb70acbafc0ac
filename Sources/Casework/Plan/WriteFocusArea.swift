import Handbook
public import Prevention
import SQL
import Store

/// Adds an area to a plan, or corrects one. Figures and indicators may be chosen as long as the plan lives, texts only until it is
/// adopted.
public struct WriteFocusArea: Sendable {
    public let plan: Int64
    /// `nil` for a new one, with the revision that the user saw.
    public let of: (id: Int64, revision: Int)?
    public let area: FocusArea
    public let isConfirmed: Bool

    public init(
        _ area: FocusArea, in plan: Int64, of: (id: Int64, revision: Int)? = nil, isConfirmed: Bool = false
    ) {
        self.plan = plan
        self.of = of
        self.area = area
        self.isConfirmed = isConfirmed
    }

    /// - Returns: the id of the area.
    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    @discardableResult
    public func callAsFunction(_ who: Authorized<Acts.EditPlan>, in office: Office) async throws -> Int64 {
        try office.checkCodes(figures: area.figures, indicators: area.indicators)
        try await office.checkPlanTexts(
            [PlanTyped("title", area.title), PlanTyped("body", area.body), PlanTyped("aims", area.aims)],
            isConfirmed: isConfirmed, problems: area.problems, by: who.actor)
        let now = office.now
        return try await office.database.write { db in
            guard let of else {
                _ = try office.openPlan(plan, in: db)
                let id = try FocusAreaStore.insert(area, into: plan, proposal: nil, by: who.actor, at: now, in: db)
                try office.note(
                    PlanNote(entity: .focusArea, id: id, act: "added", new: area.kept), by: who.actor, at: now,
                    in: db)
                return id
            }
            guard let before = try FocusAreaStore.area(of.id, in: db), before.plan == plan else { throw NotFound() }
            let stored = try office.livePlan(plan, in: db)
            if before.area.summary != area.summary || before.area.kind != area.kind, !stored.state.isOpen {
                throw Refused(stored.state.refusal)
            }
            guard try FocusAreaStore.update(of.id, to: area, revision: of.revision, in: db) else { throw planChanged }
            try office.note(
                PlanNote(
                    entity: .focusArea, id: of.id, act: "corrected", old: before.area.kept, new: area.kept),
                by: who.actor, at: now, in: db)
            return of.id
        }
    }
}

extension FocusArea {
    /// Its texts.
    var summary: String { [title, body, aims].filter { !$0.isEmpty }.joined(separator: "\n") }

    /// For its history: the texts, and a line of codes for what it is linked to.
    var kept: String { summary + "\n" + PlanLinkLine(self).text }
}

/// Ends an area before its plan, with the reason, or takes that back.
public struct EndFocusArea: Sendable {
    public let id: Int64
    public let revision: Int
    /// `nil` takes the end back.
    public let reason: String?
    public let isConfirmed: Bool

    public init(_ id: Int64, revision: Int, reason: String?, isConfirmed: Bool = false) {
        self.id = id
        self.revision = revision
        self.reason = reason
        self.isConfirmed = isConfirmed
    }

    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.EditPlan>, in office: Office) async throws {
        if let reason {
            try await office.checkPlanTexts(
                [PlanTyped("reason", reason)], isConfirmed: isConfirmed,
                problems: PlanText.problems([("reason", reason, true)]), by: who.actor)
        }
        let now = office.now
        try await office.database.write { db in
            guard let found = try FocusAreaStore.area(id, in: db) else { throw NotFound() }
            let plan = try office.livePlan(found.plan, in: db)
            guard plan.state != .proposed else { throw Refused(plan.state.refusal) }
            guard (found.endedOn == nil) == (reason != nil) else { throw planChanged }
            guard
                try FocusAreaStore.end(
                    id, on: reason == nil ? nil : now.day, reason: reason ?? "", revision: revision, in: db)
            else { throw planChanged }
            try office.note(
                PlanNote(
                    entity: .focusArea, id: id, act: reason == nil ? "end-taken-back" : "ended", new: reason ?? ""),
                by: who.actor, at: now, in: db)
        }
    }
}
