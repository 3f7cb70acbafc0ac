public import Prevention
public import SQL

extension ItemStore {
    /// Writes the proposal anew, and what stood there before into its history; false if somebody has changed the item since it
    /// was read.
    public static func correct(
        _ item: StoredItem, reason: String, question: String, keys: KeyRing, by actor: Actor, at: Instant,
        in db: any Connection
    ) throws -> Bool {
        let done = try db.execute(
            """
            UPDATE forum_item SET reason = \(try keys.sealedText(reason)), question = \(try keys.sealedText(question)),
                revision = revision + 1
            WHERE id = \(item.id) AND revision = \(item.revision)
            """)
        if done != 1 { return false }
        let before = [item.reason, item.question].filter { !$0.isEmpty }.joined(separator: "\n")
        try record(
            .corrected, "proposal", of: item.id, meeting: item.meeting, remark: before, keys: keys, by: actor, at: at,
            in: db)
        return true
    }

    /// Whether it is about nobody.
    public static func isTheme(_ item: Int64, in db: any Connection) throws -> Bool {
        try db.count("SELECT COUNT(*) FROM forum_item WHERE id = \(item) AND theme <> ''") == 1
    }

    /// Whether an item out of a case is proposed or worked on.
    public static func isOnItsWay(ofCase caseID: Int64, in db: any Connection) throws -> Bool {
        let states = [ItemState.proposed] + ItemState.allCases.filter(\.isLive)
        return try db.count(
            "SELECT COUNT(*) FROM forum_item WHERE case_id = \(caseID) AND state IN \(list: states.map(\.rawValue))")
            > 0
    }
}
