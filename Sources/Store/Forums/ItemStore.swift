public import Prevention
public import SQL

/// An item on the agenda of a forum as it is stored, its texts opened (*dagsordenspunkt*).
public struct StoredItem: Sendable, Hashable {
    public let id: Int64
    public let forum: Int64
    /// The meeting that it is on; `nil` while it is on none.
    public let meeting: Int64?
    /// As printed: `PSP-D-2026-14`.
    public let number: String
    public let position: Int
    public let state: ItemState
    /// Row id in the register; `nil` for a theme, and for somebody who is not in it.
    public let person: Int64?
    /// Somebody who is not in the register, as they were named, with their CPR number.
    public let named: String
    public let cpr: String
    public let caseID: Int64?
    /// What it is about, where it is about nobody.
    public let theme: String
    /// Why it is brought up.
    public let reason: String
    /// What the others are asked.
    public let question: String
    /// Kinds of data that the proposal holds.
    public let categories: [Disclosure.Category]
    /// Why nr. 2 reaches the prison service; empty where nobody has said.
    public let assessment: String
    public let proposedBy: String
    public let proposedAt: Instant
    public let checkedBy: String
    public let checkedAt: Instant?
    public let checkReason: String
    public let followUpOn: LocalDate?
    public let closedAt: Instant?
    /// The day on which somebody has to look at whether it is to be deleted.
    public let reviewOn: LocalDate?
    public let revision: Int

    public var isAboutSomebody: Bool { person != nil || !named.isEmpty }

    /// The item without what was written about it.
    public var withoutWords: StoredItem {
        StoredItem(
            id: id, forum: forum, meeting: meeting, number: number, position: position, state: state, person: person,
            named: named, cpr: cpr, caseID: caseID, theme: theme, reason: "", question: "", categories: categories,
            assessment: "", proposedBy: proposedBy, proposedAt: proposedAt, checkedBy: checkedBy, checkedAt: checkedAt,
            checkReason: "", followUpOn: followUpOn, closedAt: closedAt, reviewOn: reviewOn, revision: revision)
    }
}

/// Something that happened to an item.
public struct ItemEvent: Sendable, Hashable {
    public enum Kind: String, Sendable {
        /// It has come to a state.
        case state
        /// It was moved to another meeting.
        case carried
        /// Somebody was let in, or taken out again.
        case joined, left
        /// Something was corrected.
        case corrected
    }

    public let kind: Kind
    /// The state, the account.
    public let code: String
    public let meeting: Int64?
    public let remark: String
    public let actor: String
    public let at: Instant

    /// That it happened, without what was written with it.
    public var withoutRemark: ItemEvent {
        ItemEvent(kind: kind, code: code, meeting: meeting, remark: "", actor: actor, at: at)
    }
}

/// Items with their participants and history.
public enum ItemStore {
    /// What a new item holds.
    public struct Draft: Sendable {
        public var person: Int64?
        public var named = ""
        public var cpr = ""
        public var caseID: Int64?
        public var theme = ""
        public var reason = ""
        public var question = ""
        public var assessment = ""
        public var categories: [Disclosure.Category] = [.identity]
        /// Looked at on that day if nobody has judged it by then.
        public var reviewOn: LocalDate?

        public init() {}
    }

    static let columns: SQL = """
        i.id, i.forum_id, i.meeting_id, i.number, i.position, i.state, i.person_id, i.named_sealed, i.cpr_sealed,
        i.case_id, i.theme, i.reason, i.question, i.assessment, i.proposed_by, i.proposed_at, i.checked_by, i.checked_at,
        i.check_reason, i.follow_up_on, i.closed_at, i.review_on, i.revision, i.categories
        """

    static func item(_ row: Row, _ keys: KeyRing) throws -> StoredItem {
        func instant(_ column: Int32) -> Instant? { row.int64OrNil(column).map { Instant(milliseconds: $0) } }
        return StoredItem(
            id: row.int64(0), forum: row.int64(1), meeting: row.int64OrNil(2), number: row.text(3),
            position: row.int(4), state: ItemState(rawValue: row.text(5)) ?? .proposed, person: row.int64OrNil(6),
            named: try keys.openedText(row.text(7)), cpr: try SealedCPR.opened(row.text(8), keys: keys),
            caseID: row.int64OrNil(9), theme: row.text(10), reason: try keys.openedText(row.text(11)),
            question: try keys.openedText(row.text(12)),
            categories: row.text(23).split(separator: " ").compactMap { Disclosure.Category(rawValue: String($0)) },
            assessment: try keys.openedText(row.text(13)),
            proposedBy: row.text(14), proposedAt: Instant(milliseconds: row.int64(15)), checkedBy: row.text(16),
            checkedAt: instant(17), checkReason: try keys.openedText(row.text(18)),
            followUpOn: LocalDate(row.text(19)), closedAt: instant(20), reviewOn: LocalDate(row.text(21)),
            revision: row.int(22))
    }

    public static func item(_ id: Int64, keys: KeyRing, in db: any Connection) throws -> StoredItem? {
        try db.first("SELECT \(columns) FROM forum_item i WHERE i.id = \(id)") { try item($0, keys) }
    }

    /// Of a forum, those in one of the states, oldest first.
    public static func items(
        of forum: Int64, in states: [ItemState], keys: KeyRing, _ db: any Connection
    ) throws -> [StoredItem] {
        try db.fetch(
            """
            SELECT \(columns) FROM forum_item i
            WHERE i.forum_id = \(forum) AND i.state IN \(list: states.map(\.rawValue)) ORDER BY i.id
            """
        ) { try item($0, keys) }
    }

    /// Of a meeting, in the order of its agenda.
    public static func items(on meeting: Int64, keys: KeyRing, in db: any Connection) throws -> [StoredItem] {
        try db.fetch(
            "SELECT \(columns) FROM forum_item i WHERE i.meeting_id = \(meeting) ORDER BY i.position, i.id"
        ) { try item($0, keys) }
    }

    /// How many of a forum are in a state.
    public static func count(of forum: Int64, in state: ItemState, _ db: any Connection) throws -> Int {
        try db.count("SELECT COUNT(*) FROM forum_item WHERE forum_id = \(forum) AND state = \(state.rawValue)")
    }

    /// How many that somebody takes part in lie on an agenda without an answer of theirs.
    public static func unanswered(by account: String, in forum: Int64, _ db: any Connection) throws -> Int {
        try db.count(
            """
            SELECT COUNT(*) FROM forum_item i JOIN forum_participant p ON p.item_id = i.id
            WHERE i.forum_id = \(forum) AND i.state = 'on-agenda' AND p.account = \(account)
                AND NOT EXISTS (SELECT 1 FROM forum_contribution c
                    WHERE c.item_id = i.id AND c.author = \(account) AND c.withdrawn_at IS NULL)
            """)
    }

    /// Out of a case, newest first.
    public static func items(ofCase caseID: Int64, keys: KeyRing, in db: any Connection) throws -> [StoredItem] {
        try db.fetch("SELECT \(columns) FROM forum_item i WHERE i.case_id = \(caseID) ORDER BY i.id DESC") {
            try item($0, keys)
        }
    }

    /// About somebody in the register, or with a CPR number, newest first.
    public static func items(
        about person: Int64, cpr: String, keys: KeyRing, in db: any Connection
    ) throws -> [StoredItem] {
        let hashes = cpr.isEmpty ? [] : keys.hashes(of: cpr, for: .cprLookUp)
        return try db.fetch(
            """
            SELECT \(columns) FROM forum_item i
            WHERE i.person_id = \(person) OR (i.cpr_hash <> '' AND i.cpr_hash IN \(list: hashes)) ORDER BY i.id DESC
            """
        ) { try item($0, keys) }
    }

    /// Adds an item as proposed, with its first event.
    ///
    /// - Parameter prefix: the start of its number.
    public static func add(
        _ draft: Draft, to forum: Int64, prefix: String, keys: KeyRing, by actor: Actor, at: Instant,
        in db: any Connection
    ) throws -> Int64 {
        let number = try nextNumber("\(prefix)-\(at.day.year)", in: db)
        let cpr = try SealedCPR(draft.cpr, keys: keys)
        let person = try draft.person.map { try IdentityStore.person(of: $0, in: db) }
        let id = try db.insert(
            """
            INSERT INTO forum_item (forum_id, number, position, state, person_id, named_sealed, cpr_sealed, cpr_hash,
                case_id, theme, reason, question, categories, assessment, proposed_by, proposed_at, review_on,
                revision)
            VALUES (\(forum), \(number), 0, 'proposed', \(person),
                \(try keys.sealedText(draft.named)), \(cpr.sealed), \(cpr.hash), \(draft.caseID), \(draft.theme),
                \(try keys.sealedText(draft.reason)), \(try keys.sealedText(draft.question)),
                \(draft.categories.map(\.rawValue).joined(separator: " ")),
                \(try keys.sealedText(draft.assessment)), \(actor.name), \(at.milliseconds),
                \(draft.reviewOn?.description ?? ""), 1) RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a new item") }
        try record(.state, ItemState.proposed.rawValue, of: id, keys: keys, by: actor, at: at, in: db)
        return id
    }

    /// None is given out twice, nor again after its item is gone.
    private static func nextNumber(_ series: String, in db: any Connection) throws -> String {
        let last = try db.insert(
            """
            INSERT INTO forum_number (series, last) VALUES (\(series), 1)
            ON CONFLICT (series) DO UPDATE SET last = forum_number.last + 1 RETURNING last
            """)
        guard let last else { throw DatabaseFailure(.other, detail: "no number for a new item") }
        return "\(series)-\(last)"
    }

    /// What changes with a step.
    public struct Step: Sendable {
        public let state: ItemState
        /// The meeting that it is on from now on.
        public var meeting: Int64?
        public var remark = ""
        public var followUpOn: LocalDate?
        public var reviewOn: LocalDate?

        public init(_ state: ItemState, meeting: Int64?) {
            self.state = state
            self.meeting = meeting
        }
    }

    /// Takes an item on, with the event that says so; false if somebody has changed it since it was read.
    public static func take(
        _ step: Step, _ item: StoredItem, keys: KeyRing, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Bool {
        var more: SQL = ""
        if item.state == .proposed {
            more += """
                , checked_by = \(actor.name), checked_at = \(at.milliseconds),
                    check_reason = \(try keys.sealedText(step.remark))
                """
        }
        if step.meeting != item.meeting {
            let last = try db.count(
                "SELECT COALESCE(MAX(position), 0) FROM forum_item WHERE meeting_id = \(step.meeting)")
            more += ", meeting_id = \(step.meeting), position = \(last + 1)"
        }
        if step.state == .closed || step.state == .notRelevant { more += ", closed_at = \(at.milliseconds)" }
        let done = try db.execute(
            """
            UPDATE forum_item SET state = \(step.state.rawValue), follow_up_on = \(step.followUpOn?.description ?? ""),
                review_on = \(step.reviewOn?.description ?? ""), revision = revision + 1\(more)
            WHERE id = \(item.id) AND revision = \(item.revision)
            """)
        if done != 1 { return false }
        if step.meeting != item.meeting {
            try MeetingStore.raise([item.meeting, step.meeting].compactMap(\.self), in: db)
        }
        let isCarried = step.state == item.state && step.meeting != item.meeting
        try record(
            isCarried ? .carried : .state, step.state.rawValue, of: item.id, meeting: step.meeting, remark: step.remark,
            keys: keys, by: actor, at: at, in: db)
        return true
    }

    /// Writes the order of an agenda: the items in it, first to last.
    public static func order(_ items: [Int64], of meeting: Int64, in db: any Connection) throws {
        for (index, id) in items.enumerated() {
            try db.execute(
                "UPDATE forum_item SET position = \(index + 1) WHERE id = \(id) AND meeting_id = \(meeting)")
        }
    }

    /// Writes why nr. 2 reaches the prison service; false if somebody has changed the item since it was read.
    public static func setAssessment(
        _ text: String, of item: StoredItem, keys: KeyRing, by actor: Actor, at: Instant, in db: any Connection
    ) throws -> Bool {
        let done = try db.execute(
            """
            UPDATE forum_item SET assessment = \(try keys.sealedText(text)), revision = revision + 1
            WHERE id = \(item.id) AND revision = \(item.revision)
            """)
        if done != 1 { return false }
        try record(
            .corrected, "assessment", of: item.id, meeting: item.meeting, keys: keys, by: actor, at: at, in: db)
        return true
    }

    // MARK: History

    public static func record(
        _ kind: ItemEvent.Kind, _ code: String, of item: Int64, meeting: Int64? = nil, remark: String = "",
        keys: KeyRing, by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO forum_item_event (item_id, meeting_id, kind, code, remark, actor, at)
            VALUES (\(item), \(meeting), \(kind.rawValue), \(code), \(try keys.sealedText(remark)), \(actor.name),
                \(at.milliseconds))
            """)
    }

    /// Oldest first.
    public static func events(of item: Int64, keys: KeyRing, in db: any Connection) throws -> [ItemEvent] {
        try db.fetch(
            """
            SELECT kind, code, meeting_id, remark, actor, at FROM forum_item_event WHERE item_id = \(item) ORDER BY id
            """
        ) { row in
            ItemEvent(
                kind: ItemEvent.Kind(rawValue: row.text(0)) ?? .state, code: row.text(1), meeting: row.int64OrNil(2),
                remark: try keys.openedText(row.text(3)), actor: row.text(4), at: Instant(milliseconds: row.int64(5)))
        }
    }
}
