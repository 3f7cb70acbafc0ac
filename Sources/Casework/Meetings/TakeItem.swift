import Handbook
public import Prevention
import SQL
import Store

/// Takes an item on in a meeting: spoken of, agreed on, to come up again, closed. The chair of its forum does.
public struct TakeItem: Sendable {
    public let id: Int64
    /// The revision of the item that the user saw.
    public let revision: Int
    public let state: ItemState
    /// The day from which it comes up again.
    public let followUpOn: LocalDate?
    public let remark: String

    /// What became of the case that the item came from.
    public enum CaseMove: String, Sendable {
        /// It came from none, or from one that discussions are not counted in.
        case none
        /// It has come to `discussed`.
        case moved
        /// It stands where it cannot come there from.
        case stage
        /// The chair does not work with it.
        case forbidden
        /// The step is refused there: it may lack something, or be another's to take.
        case refused
    }

    public init(
        _ id: Int64, revision: Int, to state: ItemState, followUpOn: LocalDate? = nil, remark: String = ""
    ) {
        self.id = id
        self.revision = revision
        self.state = state
        self.followUpOn = followUpOn
        self.remark = remark
    }

    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws -> CaseMove {
        try await office.checkTheme(of: id, [remark], by: who.actor)
        return try await office.writing(as: who.actor) { db, sight in
            let opened = try OpenedItem(id, who, sight, office, in: db)
            try opened.opened.requireChair()
            let item = opened.item
            guard item.revision == revision else { throw Refused("changed-meanwhile") }
            try check(opened, office)
            try checkRoom(opened, who, db)
            let isFirst =
                state == .discussed
                ? try !ItemStore.isDiscussed(id, at: item.meeting, in: db) : false
            var step = ItemStore.Step(state, meeting: meeting(of: opened))
            step.remark = remark
            if state == .followUp { step.followUpOn = followUpOn }
            if state == .closed {
                let months = try office.law.value("forum.deletion-review", on: office.now.day)
                step.reviewOn = office.now.day.adding(months: months)
            }
            guard try ItemStore.take(step, item, keys: office.keys, by: who.actor, at: office.now, in: db) else {
                throw Refused("changed-meanwhile")
            }
            if state == .closed { try UnreadSharings(item: id).note(leaver: nil, by: who.actor, office, db) }
            let entry = LedgerEntry(.change, .forumItem, id: id, reason: item.number + " " + state.rawValue)
            try office.ledger.record([entry], by: who.actor, at: office.now, in: db)
            return isFirst ? try moveCase(of: item, in: opened.forum.kind, who.actor, sight, office, db) : .none
        }
    }

    private func check(_ opened: OpenedItem, _ office: Office) throws {
        let (item, now) = (opened.item, office.now)
        guard ItemState.isAllowed(from: item.state, to: state), item.state.isLive else {
            throw Refused("meeting.item-state")
        }
        let isRunning = opened.meeting.map { $0.state == .held || $0.state == .sent && $0.startsAt <= now } ?? false
        var problems: [Refusal] = []
        if !isRunning {
            // What waits may be closed without a meeting; what was said is written down before the minutes go out.
            guard state == .closed, opened.meeting?.state != .minutesSent else { throw Refused("meeting.not-running") }
        }
        if state == .followUp, followUpOn.map({ $0 <= now.day }) ?? true {
            problems.append(Refusal("meeting.follow-up-day", ["today": now.day.danish]))
        }
        if state == .closed, item.state == .onAgenda || !isRunning, remark.isEmpty {
            problems.append(Refusal("meeting.close-reason"))
        }
        if !item.isAboutSomebody, CPRNumber.isIn(remark) { problems.append(Refusal("meeting.number-in-theme")) }
        guard problems.isEmpty else { throw Refused(problems) }
    }

    /// Once a meeting it is spoken of, and only among those who may hear of it.
    private func checkRoom(_ opened: OpenedItem, _ who: Authorized<Acts.WorkForums>, _ db: any Connection) throws {
        guard let meeting = opened.item.meeting else { return }
        if state == .discussed, opened.item.state == .discussed, try ItemStore.isDiscussed(id, at: meeting, in: db) {
            throw Refused("meeting.item-state")
        }
        try OpenedMeeting(meeting, who, in: db).requireAlone(opened.participants, db)
    }

    /// An item that is closed before its meeting is not on it.
    private func meeting(of opened: OpenedItem) -> Int64? {
        state == .closed && opened.meeting?.state == .planned ? nil : opened.item.meeting
    }

    /// A PSP-K case that is discussed is so in its own history as well, once for each meeting: discussions are counted there.
    private func moveCase(
        of item: StoredItem, in kind: ForumKind, _ actor: Actor, _ sight: Sight, _ office: Office, _ db: any Connection
    ) throws -> CaseMove {
        let discussed: Stage = "discussed"
        guard let caseID = item.caseID, kind.programmes.contains(where: { $0 == "psp-k" }) else { return .none }
        guard let may = try? Policy.authorize(actor, Acts.WorkCases.self),
            let (row, file, _) = try CaseStore.load(caseID, scope: may.scope, in: db)
        else { return .forbidden }
        guard file.programme.transitions.contains(where: { $0.to == discussed && $0.from.contains(Stage(row.stage)) })
        else { return .stage }
        do {
            let change = ChangeCase(
                caseID, revision: row.revision, .move(to: discussed, at: nil, fields: [:], note: ""))
            try change.run(may, sight, office, db)
            return .moved
        } catch is Refused {
            // It looks before it writes: nothing of the step is left behind.
            return .refused
        }
    }
}
