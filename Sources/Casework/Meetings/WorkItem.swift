public import Prevention
import SQL
public import Store

/// Writes down what a meeting does with an item: who was there, what was said, what was agreed on.
public struct WorkItem: Sendable {
    public enum Change: Sendable {
        /// By account name; participants alone. The chair writes it.
        case attendance([String: Attendance])
        /// What the minutes say about it, and the revision of what was read: 0 where nothing was written. Any participant
        /// writes it.
        case minutes(String, revision: Int)
        /// A decision or an action, for a participant to carry out by a day. The chair writes it.
        case agree(StoredAction.Kind, body: String, owner: String, dueOn: LocalDate?)
    }

    public let meeting: Int64
    public let item: Int64
    public let change: Change

    public init(_ item: Int64, at meeting: Int64, _ change: Change) {
        self.item = item
        self.meeting = meeting
        self.change = change
    }

    /// - Throws: `Refused` with every reason, `minutes-changed` among them; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws {
        try await office.checkTheme(of: item, [change.text], by: who.actor)
        try await office.writing(item: item, as: who) { db, opened in
            guard opened.item.meeting == meeting else { throw NotFound() }
            let now = office.now
            let room = try OpenedMeeting(meeting, who, in: db)
            try room.requireRunning(at: now)
            switch change {
            case .attendance(let found):
                try opened.opened.requireChair()
                for (account, state) in found.sorted(by: { $0.key < $1.key })
                where opened.participants.contains(account) {
                    try ParticipantStore.setAttendance(state, of: account, item: item, meeting: meeting, in: db)
                }
            case .minutes(let body, let revision):
                try room.requireAlone(opened.participants, db)
                guard opened.isParticipant || opened.isChair else { throw NotFound() }
                try opened.refuseNumber(in: body)
                if body.isEmpty { throw Refused("meeting.minutes-empty") }
                let isWritten = try MinutesStore.set(
                    body, of: item, at: meeting, revision: revision, keys: office.keys, by: who.actor, at: now, in: db)
                guard isWritten else { throw Refused("minutes-changed") }
            case .agree(let kind, let body, let owner, let dueOn):
                try opened.opened.requireChair()
                try room.requireAlone(opened.participants, db)
                try check(kind, body, owner, dueOn, opened, office)
                // Sent twice, it is agreed on once.
                let isThere = try ActionStore.actions(of: item, keys: office.keys, in: db).contains {
                    $0.meeting == meeting && $0.kind == kind && $0.body == body && $0.owner == owner
                        && $0.dueOn == dueOn && $0.state == .open
                }
                if isThere { return }
                _ = try ActionStore.add(
                    kind, body, owner: owner, dueOn: dueOn, to: item, meeting: meeting, keys: office.keys,
                    by: who.actor, at: now, in: db)
            }
            let entry = LedgerEntry(.change, .forumItem, id: item, reason: opened.item.number + " " + verb)
            try office.ledger.record([entry], by: who.actor, at: now, in: db)
        }
    }

    private func check(
        _ kind: StoredAction.Kind, _ body: String, _ owner: String, _ dueOn: LocalDate?, _ opened: OpenedItem,
        _ office: Office
    ) throws {
        var problems: [Refusal] = []
        if body.isEmpty { problems.append(Refusal("meeting.action-body")) }
        if !opened.item.isAboutSomebody, CPRNumber.isIn(body) { problems.append(Refusal("meeting.number-in-theme")) }
        if owner.isEmpty, kind == .action { problems.append(Refusal("meeting.action-owner")) }
        if !owner.isEmpty, !opened.participants.contains(owner) {
            problems.append(Refusal("meeting.action-owner"))
        }
        if kind == .action, dueOn == nil { problems.append(Refusal("meeting.action-due")) }
        if let dueOn, dueOn < office.now.day {
            problems.append(Refusal("meeting.action-past", ["today": office.now.day.danish]))
        }
        guard problems.isEmpty else { throw Refused(problems) }
    }

    /// For the log.
    private var verb: String {
        switch change {
        case .attendance: return "attendance"
        case .minutes: return "minutes"
        case .agree(let kind, _, _, _): return kind.rawValue
        }
    }
}

extension OpenedItem {
    /// - Throws: `Refused("meeting.number-in-theme")` for a CPR number in what is about nobody.
    func refuseNumber(in text: String) throws {
        if !item.isAboutSomebody, CPRNumber.isIn(text) { throw Refused("meeting.number-in-theme") }
    }
}

extension WorkItem.Change {
    /// What is written with it.
    fileprivate var text: String {
        switch self {
        case .attendance: return ""
        case .minutes(let body, _): return body
        case .agree(_, let body, _, _): return body
        }
    }
}
