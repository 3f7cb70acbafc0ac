public import Prevention
public import SQL

extension DisclosureStore {
    /// How a record stands in the log, beside those who get it: its id, what it rests on, what came of it, and its hash.
    public static func logged(_ id: Int64, _ basis: Basis, _ outcome: Disclosure.Outcome, digest: String) -> String {
        "disclosure \(id) \(basis.rawValue) \(outcome.rawValue) \(digest)"
    }

    /// How an addendum stands in the log, with the record.
    public static func logged(addendum id: Int64, digest: String) -> String {
        "addendum \(id) \(digest)"
    }

    /// Holds every record against its hash, its words, its addenda and the log, and the log against the records.
    ///
    /// - Returns: how many there are, and the ids of those that are others than when they were made, that the log does not
    ///   know so, or that the log knows and that are gone. Words that were deleted when their time was over are not missed.
    public static func verify(keys: KeyRing, in db: any Connection) throws -> (count: Int, broken: [Int64]) {
        let log = try LoggedRecords(in: db)
        var there: Set<Int64> = []
        var broken: Set<Int64> = []
        var last: Int64 = 0
        while true {
            let rows = try db.fetch(
                """
                SELECT d.id, d.form, d.digest, w.body, w.cpr_sealed, \(RecordText.columns)
                FROM disclosure d LEFT JOIN disclosure_words w ON w.disclosure_id = d.id
                WHERE d.id > \(last) ORDER BY d.id LIMIT 500
                """
            ) { row in
                Checked(
                    id: row.int64(0), form: row.int64(1), digest: row.text(2), body: row.textOrNil(3),
                    cpr: row.text(4), text: RecordText(row, from: 5))
            }
            guard let end = rows.last?.id else { break }
            last = end
            let ids = rows.map(\.id)
            let recipients = try recipients(of: ids, in: db)
            let named = try named(in: ids, in: db)
            let addenda = try readable(ids, keys, in: db)
            for var row in rows {
                row.text.recipients = recipients[row.id] ?? []
                row.text.named = named[row.id] ?? []
                there.insert(row.id)
                if try row.isWhole(log, keys), let added = addenda[row.id],
                    log.knows(added, of: row.id, isForgotten: row.body == nil)
                {
                    continue
                }
                broken.insert(row.id)
            }
        }
        broken.formUnion(log.ids.subtracting(there))
        return (there.count, broken.sorted())
    }

    /// The addenda of each of the records whose addenda can all be opened.
    private static func readable(
        _ ids: [Int64], _ keys: KeyRing, in db: any Connection
    ) throws -> [Int64: [KeptAddendum]] {
        if let all = try? addenda(to: ids, keys, in: db) {
            return Dictionary(uniqueKeysWithValues: ids.map { ($0, all[$0] ?? []) })
        }
        return Dictionary(
            uniqueKeysWithValues: ids.compactMap { id in
                (try? addenda(to: [id], keys, in: db)).map { (id, $0[id] ?? []) }
            })
    }

    /// A record as it is held against its hash.
    private struct Checked {
        let id: Int64
        let form: Int64
        let digest: String
        let body: String?
        let cpr: String
        var text: RecordText

        func isWhole(_ log: LoggedRecords, _ keys: KeyRing) throws -> Bool {
            let line = "disclosure \(id) \(text.basis) \(text.outcome) \(digest)"
            guard log.recipients[line] == Set(text.recipients.map { $0[2] }) else { return false }
            if form == 2, try text.digest != digest { return false }
            guard let body else { return log.forgotten.contains(id) }
            guard let words = try? keys.opened(body, for: .disclosure),
                let number = try? SealedCPR.opened(cpr, keys: keys)
            else { return false }
            return form == 2
                ? RecordText.digest(ofWords: words, cpr: number) == text.wordsDigest
                : RecordText.digest(of: words) == digest
        }
    }
}

/// What the log says of records.
private struct LoggedRecords {
    /// The authorities that got it, by the line of the record.
    var recipients: [String: Set<String>] = [:]
    /// Every record that a line tells of.
    var ids: Set<Int64> = []
    /// Those whose words were deleted when their time was over.
    var forgotten: Set<Int64> = []
    /// The lines of the addenda of a record.
    var addenda: [Int64: Set<String>] = [:]

    init(in db: any Connection) throws {
        try db.forEach("SELECT reason, recipient FROM ledger_entry WHERE reason LIKE 'disclosure %'") { row in
            let parts = row.text(0).split(separator: " ")
            guard parts.count == 5, let id = Int64(parts[1]) else { return }
            recipients[row.text(0), default: []].insert(row.text(1))
            ids.insert(id)
        }
        try db.forEach(
            """
            SELECT entity_id, action, reason FROM ledger_entry
            WHERE entity = 'disclosure' AND entity_id IS NOT NULL
                AND (action = 'delete' AND reason LIKE 'deletion %' OR action = 'change' AND reason LIKE 'addendum %')
            """
        ) { row in
            if row.text(1) == "delete" {
                forgotten.insert(row.int64(0))
            } else {
                addenda[row.int64(0), default: []].insert(row.text(2))
            }
        }
    }

    /// Whether the addenda are those that the log tells of, each as it was written. One from before there was a hash has none.
    func knows(_ found: [DisclosureStore.KeptAddendum], of id: Int64, isForgotten: Bool) -> Bool {
        let held = found.filter { !$0.kept.isEmpty }
        let lines = Set(held.map { DisclosureStore.logged(addendum: $0.id, digest: $0.digest) })
        let known = addenda[id] ?? []
        return held.allSatisfy { $0.digest == $0.kept } && (isForgotten ? lines.isEmpty : lines == known)
    }
}
