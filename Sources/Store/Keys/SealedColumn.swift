import SQL

/// A column that holds what was sealed with a key of the ring. Whoever adds one adds it here, so that a rotation seals it anew.
struct SealedColumn: Sendable {
    let table: SQL
    /// The primary key, a number.
    let key: SQL
    let column: SQL
    let use: KeyRing.Use
    /// The column with the keyed hash of the same text, and what it is used for.
    var hash: (column: SQL, use: KeyRing.Use)?
    /// Whether the column holds named fields, of which one is sealed.
    var isInFields = false
    /// What its text is bound to, as `KeyRing.sealed` was told.
    var place: SQL = "''"
    /// Rows that are read at once, where they are large.
    var mostRows = Int.max

    static let all = [
        SealedColumn(
            table: "person", key: "id", column: "cpr_sealed", use: .cpr, hash: ("cpr_hash", .cprLookUp)),
        SealedColumn(
            table: "incident_person", key: "id", column: "cpr_sealed", use: .cpr, hash: ("cpr_hash", .cprLookUp)),
        SealedColumn(table: "change", key: "id", column: "old_value", use: .cpr, isInFields: true),
        SealedColumn(table: "change", key: "id", column: "new_value", use: .cpr, isInFields: true),
        SealedColumn(table: "account", key: "id", column: "factor", use: .secondFactor),
        SealedColumn(table: "ledger_words", key: "entry", column: "text", use: .ledgerWords),
        SealedColumn(
            table: "document_part", key: "id", column: "content", use: .document, place: DocumentStore.place,
            mostRows: 8),
        SealedColumn(
            table: "forum_item", key: "id", column: "cpr_sealed", use: .cpr, hash: ("cpr_hash", .cprLookUp)),
        SealedColumn(table: "forum_item", key: "id", column: "named_sealed", use: .forum),
        SealedColumn(table: "forum_item", key: "id", column: "reason", use: .forum),
        SealedColumn(table: "forum_item", key: "id", column: "question", use: .forum),
        SealedColumn(table: "forum_item", key: "id", column: "assessment", use: .forum),
        SealedColumn(table: "forum_item", key: "id", column: "check_reason", use: .forum),
        SealedColumn(table: "forum_item_event", key: "id", column: "remark", use: .forum),
        SealedColumn(table: "forum_contribution", key: "id", column: "body", use: .forum),
        SealedColumn(table: "forum_minutes", key: "id", column: "body", use: .forum),
        SealedColumn(table: "forum_approval", key: "id", column: "remark", use: .forum),
        SealedColumn(table: "forum_action", key: "id", column: "body", use: .forum),
        SealedColumn(table: "forum_action", key: "id", column: "remark", use: .forum),
        SealedColumn(
            table: "disclosure_words", key: "disclosure_id", column: "cpr_sealed", use: .cpr,
            hash: ("cpr_hash", .cprLookUp)),
        SealedColumn(table: "disclosure_words", key: "disclosure_id", column: "body", use: .disclosure),
        SealedColumn(table: "disclosure_addendum", key: "id", column: "body", use: .disclosure),
    ]

    /// Selects key, text and place of the rows behind `last` that no key, or another key than `number`, has sealed. Of fields, those
    /// that may hold something sealed.
    ///
    /// - Parameter limit: how many at most; `nil` for all of them.
    func rows(after last: Int64, notSealedWith number: Int, limit: Int? = nil) -> SQL {
        let isOld: SQL
        if isInFields {
            let field = "%\"" + SealedFields.name + "\":\""
            isOld = """
                \(column) LIKE \(field + "%") AND \(column) NOT LIKE \(field + "\"%")
                    AND \(column) NOT LIKE \(field + "\(number):%")
                """
        } else {
            isOld = "\(column) <> '' AND \(column) NOT LIKE \("\(number):%")"
        }
        return """
            SELECT \(key), \(column), \(place) FROM \(table) WHERE \(key) > \(last) AND \(isOld)
            ORDER BY \(key) LIMIT \(limit.map { min($0, mostRows) } ?? .max)
            """
    }

    /// The same text, sealed with the newest key.
    ///
    /// - Throws: `KeyRing.CannotOpen`.
    func resealed(_ text: String, at place: String, keys: KeyRing) throws -> (text: String, hash: String?) {
        if isInFields {
            let changed = try SealedFields.replacing(text) { try keys.sealed(keys.opened($0, for: use), for: use) }
            return (changed ?? text, nil)
        }
        let plain = try keys.opened(text, for: use, boundTo: place)
        let sealed = try keys.sealed(plain, for: use, boundTo: place)
        return (sealed, hash.map { keys.hash(of: String(decoding: plain, as: UTF8.self), for: $0.use) })
    }
}
