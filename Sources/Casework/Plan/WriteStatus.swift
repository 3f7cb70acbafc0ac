import Handbook
public import Prevention
import SQL
import Store

/// Begins a status for a meeting of the kredsråd.
public struct OpenStatus: Sendable {
    public let plan: Int64
    public let title: String
    public let day: LocalDate
    public let isConfirmed: Bool

    public init(_ plan: Int64, title: String, meetingOn day: LocalDate, isConfirmed: Bool = false) {
        self.plan = plan
        self.title = title
        self.day = day
        self.isConfirmed = isConfirmed
    }

    /// - Returns: the id of the status.
    /// - Throws: `Refused` with every reason; `NotFound`.
    @discardableResult
    public func callAsFunction(_ who: Authorized<Acts.EditPlan>, in office: Office) async throws -> Int64 {
        try await office.checkPlanTexts(
            [PlanTyped("title", title)], isConfirmed: isConfirmed,
            problems: PlanText.problems([("title", title, true)]),
            by: who.actor)
        let now = office.now
        return try await office.database.write { db in
            _ = try office.livePlan(plan, in: db)
            let meeting = try StatusMeeting.on(day, in: db)
            let id = try PlanStatusStore.insert(
                title: title, meetingOn: day, meeting: meeting?.id, of: plan, by: who.actor, at: now, in: db)
            try office.note(
                PlanNote(entity: .planStatus, id: id, act: "status-begun", new: title + "\n" + day.danish),
                by: who.actor, at: now, in: db)
            try office.noteHearing(of: id, title, from: nil, to: meeting, by: who.actor, in: db)
            return id
        }
    }
}

/// Writes what was promised, done and changed in an area, until the status is frozen.
public struct WriteStatusText: Sendable {
    public let status: Int64
    public let area: Int64
    public let text: PlanStatusText
    /// Of the text that the user saw; 0 where there was none.
    public let revision: Int
    public let isConfirmed: Bool

    public init(
        _ status: Int64, area: Int64, _ text: PlanStatusText, revision: Int, isConfirmed: Bool = false
    ) {
        self.status = status
        self.area = area
        self.text = text
        self.revision = revision
        self.isConfirmed = isConfirmed
    }

    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.EditPlan>, in office: Office) async throws {
        try await office.checkPlanTexts(
            [
                PlanTyped("promised", text.promised), PlanTyped("done", text.done),
                PlanTyped("changed", text.changed),
            ], isConfirmed: isConfirmed, problems: text.problems, by: who.actor)
        let now = office.now
        try await office.database.write { db in
            guard let found = try PlanStatusStore.status(status, in: db) else { throw NotFound() }
            guard found.frozenAt == nil else { throw Refused("plan.frozen") }
            _ = try office.livePlan(found.plan, in: db)
            guard let place = try FocusAreaStore.area(area, in: db), place.plan == found.plan else { throw NotFound() }
            let before = try PlanStatusStore.texts(of: status, in: db).first { $0.area == area }?.text
            guard
                try PlanStatusStore.setText(
                    text, of: area, in: status, revision: revision, by: who.actor, at: now, db)
            else { throw planChanged }
            try office.note(
                PlanNote(
                    entity: .planStatus, id: status, act: "status-written", old: before?.summary ?? "",
                    new: place.area.title + "\n" + text.summary), by: who.actor, at: now, in: db)
        }
    }
}

extension PlanStatusText {
    /// For its history.
    var summary: String { [promised, done, changed].filter { !$0.isEmpty }.joined(separator: "\n") }
}

/// Freezes a status when its meeting is held. From then on it never changes; what was wrong is said in an addendum.
public struct FreezeStatus: Sendable {
    public let id: Int64
    public let revision: Int
    /// Whether the user has said that what is not written stays unwritten.
    public let acceptsUnwritten: Bool

    public init(_ id: Int64, revision: Int, acceptsUnwritten: Bool = false) {
        self.id = id
        self.revision = revision
        self.acceptsUnwritten = acceptsUnwritten
    }

    /// - Throws: `Refused` with the reason, `changed-meanwhile` and `plan.unwritten` among them; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.EditPlan>, in office: Office) async throws {
        let now = office.now
        // Worked out before the transaction: the figures read all cases of two years.
        let body = try await office.database.read { db in
            guard let found = try PlanStatusStore.status(id, in: db) else { throw NotFound() }
            guard found.frozenAt == nil else { throw Refused("plan.frozen") }
            guard found.revision == revision else { throw planChanged }
            _ = try office.livePlan(found.plan, in: db)
            try StatusMeeting.requireHeld(for: found, on: now.day, in: db)
            let plan = try OpenedPlan.load(found.plan, in: db)
            let texts = try PlanStatusStore.texts(of: id, in: db)
            let made = try StatusMaking(found, plan, texts, office).body(in: db)
            if !acceptsUnwritten, !made.unwritten.isEmpty {
                let areas = made.unwritten.map(\.title).joined(separator: ", ")
                throw Refused("plan.unwritten", ["place": "unwritten", "areas": areas])
            }
            return try JSONText.encode(made)
        }
        try await office.database.write { db in
            guard let found = try PlanStatusStore.status(id, in: db) else { throw NotFound() }
            try StatusMeeting.requireHeld(for: found, on: now.day, in: db)
            guard
                try PlanStatusStore.freeze(id, body: body, revision: revision, by: who.actor, at: now, in: db)
            else { throw planChanged }
            try office.note(
                PlanNote(entity: .planStatus, id: id, act: "status-frozen"), by: who.actor, at: now, in: db)
        }
    }
}

/// Adds to a frozen status what was wrong or missing in it; the status itself stays as it is.
public struct AddToStatus: Sendable {
    public let id: Int64
    public let text: String
    public let isConfirmed: Bool

    public init(_ id: Int64, _ text: String, isConfirmed: Bool = false) {
        self.id = id
        self.text = text
        self.isConfirmed = isConfirmed
    }

    /// - Throws: `Refused` with every reason; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.EditPlan>, in office: Office) async throws {
        try await office.checkPlanTexts(
            [PlanTyped("text", text)], isConfirmed: isConfirmed, problems: PlanText.problems([("text", text, true)]),
            by: who.actor)
        let now = office.now
        try await office.database.write { db in
            guard let found = try PlanStatusStore.status(id, in: db) else { throw NotFound() }
            guard found.frozenAt != nil else { throw Refused("plan.not-frozen") }
            try PlanStatusStore.add(addendum: text, to: id, by: who.actor, at: now, in: db)
            try office.note(
                PlanNote(entity: .planStatus, id: id, act: "status-addendum", new: text), by: who.actor, at: now,
                in: db)
        }
    }
}
