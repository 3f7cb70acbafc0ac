public import Prevention
import SQL
import Store

/// Sets up a body: the secretariat.
public struct SetUpBody: Sendable {
    public let kind: BodyKind
    /// Code; for a body of a municipality alone.
    public let municipality: String
    /// Focus area; for a working group alone.
    public let area: Int64?
    public let purpose: String
    public let isChecked: Bool

    /// - Parameter isChecked: whether the user has been warned that a text seems to name somebody.
    public init(_ kind: BodyKind, municipality: String = "", area: Int64? = nil, purpose: String, isChecked: Bool) {
        self.kind = kind
        self.municipality = kind.reach == .municipality ? municipality : ""
        self.area = kind.reach == .focusArea ? area : nil
        self.purpose = purpose
        self.isChecked = isChecked
    }

    /// - Returns: its id.
    /// - Throws: `Refused` with every reason.
    public func callAsFunction(_ who: Authorized<Acts.EditPlan>, in office: Office) async throws -> Int64 {
        var problems = PlanText.problems([("purpose", purpose, true)])
        if kind.reach == .municipality, !office.ownMunicipalityCodes.contains(municipality) {
            problems.append(Refusal("body.municipality", ["place": "municipality"]))
        }
        if kind.reach == .focusArea, area == nil { problems.append(Refusal("body.area", ["place": "area"])) }
        try await office.checkPlanTexts(
            [PlanTyped("purpose", purpose)], isConfirmed: isChecked, problems: problems, by: who.actor)
        let now = office.now
        return try await office.database.write { db in
            if let area, try FocusAreaStore.area(area, in: db) == nil {
                throw Refused("body.area", ["place": "area"])
            }
            let id = try BodyStore.add(
                kind, municipality: municipality, area: area ?? 0, purpose: purpose, by: who.actor, at: now, in: db)
            guard let id else { throw Refused("body.exists", ["place": "kind"]) }
            try ChangeLog.record(.body, id: id, old: "", new: purpose, reason: "set-up", by: who.actor, at: now, in: db)
            let entry = LedgerEntry(.change, .body, id: id, reason: "set up " + kind.code)
            try office.ledger.record([entry], by: who.actor, at: now, in: db)
            return id
        }
    }
}

/// Changes a body or its seats: the secretariat. What is wrong with a seat by the rules of the kind is refused.
public struct ManageBody: Sendable {
    public enum Change: Sendable {
        case purpose(String, revision: Int)
        case end(revision: Int)
        /// Takes an end back.
        case reopen(revision: Int)
        case addSeat(BodySeat)
        /// The same seat with other words, post, account or term; side and municipality stay.
        case setSeat(Int64, BodySeat, revision: Int)
    }

    public let id: Int64
    public let change: Change
    public let isChecked: Bool

    public init(_ id: Int64, _ change: Change, isChecked: Bool = false) {
        self.id = id
        self.change = change
        self.isChecked = isChecked
    }

    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.EditPlan>, in office: Office) async throws {
        var texts: [PlanTyped] = []
        switch change {
        case .purpose(let text, _): texts = [PlanTyped("purpose", text)]
        case .addSeat(let seat), .setSeat(_, let seat, _): texts = [PlanTyped("title", seat.title)]
        case .end, .reopen: break
        }
        try await office.checkPlanTexts(texts, isConfirmed: isChecked, by: who.actor)
        try await office.writing(body: id, by: who.actor) { db, opened in
            try run(opened, who.actor, office, db)
            try office.ledger.record([opened.changeEntry(change.name)], by: who.actor, at: office.now, in: db)
        }
    }

    private func run(_ opened: OpenedBody, _ actor: Actor, _ office: Office, _ db: any Connection) throws {
        func set(_ purpose: String, endedAt: Instant?, _ revision: Int) throws {
            guard try BodyStore.set(purpose: purpose, endedAt: endedAt, of: id, revision: revision, in: db) else {
                throw Refused("changed-meanwhile")
            }
        }
        if case .reopen(let revision) = change {
            let body = opened.body
            let isTaken = try BodyStore.bodies(in: db).contains { other in
                other.isOpen && other.kindCode == body.kindCode && other.municipality == body.municipality
                    && other.area == body.area
            }
            if isTaken { throw Refused("body.exists") }
            try set(body.purpose, endedAt: nil, revision)
            return try opened.keep("reopened", by: actor, at: office.now, in: db)
        }
        try opened.requireOpen()
        switch change {
        case .reopen: break
        case .purpose(let text, let revision):
            let problems = PlanText.problems([("purpose", text, true)])
            guard problems.isEmpty else { throw Refused(problems) }
            try set(text, endedAt: nil, revision)
            try opened.keep("purpose", old: opened.body.purpose, new: text, by: actor, at: office.now, in: db)
        case .end(let revision):
            try set(opened.body.purpose, endedAt: office.now, revision)
            try opened.keep("ended", by: actor, at: office.now, in: db)
        case .addSeat(let seat):
            try check(seat, beside: opened.seats.map(\.seat), opened, office, db)
            _ = try BodyStore.add(seat, to: id, by: actor, at: office.now, in: db)
            try opened.keep("seat-added", new: seat.line, by: actor, at: office.now, in: db)
        case .setSeat(let number, let seat, let revision):
            guard let stored = opened.seat(number) else { throw NotFound() }
            let seat = BodySeat(
                side: stored.seat.side, municipality: stored.seat.municipality, title: seat.title, post: seat.post,
                account: seat.account, from: seat.from, to: seat.to)
            try check(seat, beside: opened.seats.filter { $0.id != number }.map(\.seat), opened, office, db)
            guard try BodyStore.set(number, to: seat, revision: revision, in: db) else {
                throw Refused("changed-meanwhile")
            }
            try opened.keep(
                "seat-changed", old: stored.seat.line, new: seat.line, by: actor, at: office.now, in: db)
        }
    }

    private func check(
        _ seat: BodySeat, beside others: [BodySeat], _ opened: OpenedBody, _ office: Office, _ db: any Connection
    ) throws {
        var problems = seat.problems(
            in: opened.body.kind, beside: others, reaches: Set(office.reach(of: opened.body)))
        if !seat.account.isEmpty {
            let account = try AccountStore.account(named: seat.account, in: db)
            if !(account.map { seat.mayBeHeld(by: $0.actor) } ?? false) {
                problems.append(Refusal("body.account", ["place": "account"]))
            }
        }
        guard problems.isEmpty else { throw Refused(problems) }
    }
}

extension ManageBody.Change {
    /// For the log.
    fileprivate var name: String {
        switch self {
        case .purpose: return "purpose"
        case .end: return "ended"
        case .reopen: return "reopened"
        case .addSeat(let seat): return "seat added " + seat.authority
        case .setSeat(let id, _, _): return "seat changed \(id)"
        }
    }
}
