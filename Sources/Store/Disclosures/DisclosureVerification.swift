public import Prevention
public import SQL

extension DisclosureStore {
    /// How a record stands in the log, beside those who get it: its id, what it rests on, what came of it, and the hash of its
    /// words.
    public static func logged(_ id: Int64, _ basis: Basis, _ outcome: Disclosure.Outcome, digest: String) -> String {
        "disclosure \(id) \(basis.rawValue) \(outcome.rawValue) \(digest)"
    }

    /// Holds every record against its words and against the log.
    ///
    /// - Returns: how many there are, and the ids of those whose words are others than when it was made, or that the log does
    ///   not know so. Words that were deleted when their time was over are not missed.
    public static func verify(keys: KeyRing, in db: any Connection) throws -> (count: Int, broken: [Int64]) {
        var known: [String: Set<String>] = [:]
        try db.forEach("SELECT reason, recipient FROM ledger_entry WHERE reason LIKE 'disclosure %'") { row in
            known[row.text(0), default: []].insert(row.text(1))
        }
        var recipients: [Int64: Set<String>] = [:]
        try db.forEach("SELECT disclosure_id, authority FROM disclosure_recipient") { row in
            recipients[row.int64(0), default: []].insert(row.text(1))
        }
        var count = 0
        var broken: [Int64] = []
        try db.forEach(
            """
            SELECT d.id, d.basis, d.outcome, d.digest, w.body
            FROM disclosure d LEFT JOIN disclosure_words w ON w.disclosure_id = d.id ORDER BY d.id
            """
        ) { row in
            count += 1
            let id = row.int64(0)
            let line = "disclosure \(id) \(row.text(1)) \(row.text(2)) \(row.text(3))"
            let isLogged = known[line] == recipients[id] && known[line] != nil
            let isWhole = row.textOrNil(4).map { text in
                (try? keys.opened(text, for: .disclosure)).map { digest(of: $0) } == row.text(3)
            }
            if !isLogged || isWhole == false { broken.append(id) }
        }
        return (count, broken)
    }
}
