import Prevention
import SQL

/// The records as they are read: a query for the rows, and one for each kind of what belongs to them.
extension DisclosureStore {
    static func about(_ person: Int64?, cpr: String, _ keys: KeyRing) -> SQL {
        let hashes = cpr.isEmpty ? [] : keys.hashes(of: cpr, for: .cprLookUp)
        // A record is never rewritten: it is about the record of the person that stood for them when it was made.
        let records: SQL = "(SELECT id FROM person WHERE id = \(person) OR merged_into = \(person))"
        return """
            o.id IN (SELECT d.id FROM disclosure d WHERE d.person_id IN \(records)
                UNION SELECT n.disclosure_id FROM disclosure_named n WHERE n.person_id IN \(records)
                UNION SELECT w.disclosure_id FROM disclosure_words w
                WHERE w.cpr_hash <> '' AND w.cpr_hash IN \(list: hashes))
            """
    }

    /// - Parameter condition: on the record as `o`.
    static func read(
        _ condition: SQL, isNewestFirst: Bool = false, keys: KeyRing, in db: any Connection
    ) throws -> [StoredDisclosure] {
        let order: SQL = isNewestFirst ? "d.id DESC" : "d.id"
        let rows = try db.fetch(
            """
            SELECT d.id, w.body, w.cpr_sealed, CASE WHEN \(hidesPlace) THEN 1 ELSE 0 END, \(RecordText.columns)
            FROM disclosure d LEFT JOIN disclosure_words w ON w.disclosure_id = d.id
            WHERE d.id IN (SELECT o.id FROM disclosure o WHERE \(condition)) ORDER BY \(order)
            """
        ) { row in
            (
                id: row.int64(0), words: row.textOrNil(1), cpr: row.text(2), hidesPlace: row.bool(3),
                text: RecordText(row, from: 4)
            )
        }
        let ids = rows.map(\.id)
        let recipients = try recipients(of: ids, in: db)
        let named = try named(in: ids, in: db)
        let addenda = try addenda(to: ids, keys, in: db)
        return try rows.map { row in
            let words = try row.words.map {
                try JSONText.decode(RecordWords.self, from: keys.opened($0, for: .disclosure))
            }
            var text = row.text
            text.recipients = recipients[row.id] ?? []
            text.named = named[row.id] ?? []
            return StoredDisclosure(
                id: row.id,
                disclosure: text.disclosure(words ?? RecordWords(), cpr: try SealedCPR.opened(row.cpr, keys: keys)),
                contribution: text.contribution, isForgotten: words == nil, hidesPlace: row.hidesPlace,
                addenda: (addenda[row.id] ?? []).map(\.said))
        }
    }

    /// Account, role and authority of each, in their order.
    static func recipients(of ids: [Int64], in db: any Connection) throws -> [Int64: [[String]]] {
        var found: [Int64: [[String]]] = [:]
        for some in ids.portions {
            try db.forEach(
                """
                SELECT disclosure_id, account, role, authority FROM disclosure_recipient
                WHERE disclosure_id IN \(list: some) ORDER BY disclosure_id, ordinal
                """
            ) { found[$0.int64(0), default: []].append([$0.text(1), $0.text(2), $0.text(3)]) }
        }
        return found
    }

    static func named(in ids: [Int64], in db: any Connection) throws -> [Int64: [Int64]] {
        var found: [Int64: [Int64]] = [:]
        for some in ids.portions {
            try db.forEach(
                """
                SELECT disclosure_id, person_id FROM disclosure_named
                WHERE disclosure_id IN \(list: some) ORDER BY disclosure_id, person_id
                """
            ) { found[$0.int64(0), default: []].append($0.int64(1)) }
        }
        return found
    }
}

extension RecordText {
    func disclosure(_ words: RecordWords, cpr: String) -> Disclosure {
        func at<Value>(_ values: [Value], _ index: Int) -> Value? {
            values.indices.contains(index) ? values[index] : nil
        }
        let parts = categories.split(separator: " ").compactMap { Disclosure.Category(rawValue: String($0)) }
        var one = Disclosure(
            giver: .init(account: giver, name: words.giver, role: role, authority: authority),
            recipients: recipients.enumerated().map { index, side in
                .init(account: side[0], name: at(words.recipients, index) ?? "", role: side[1], authority: side[2])
            },
            subject: person.map { .person($0) } ?? .unregistered(name: words.subject, cpr: cpr),
            reference: words.reference, basis: Basis(rawValue: basis) ?? .notification, purpose: words.purpose,
            necessity: words.necessity, whyNotLess: words.whyNotLess,
            parts: parts.enumerated().map { .init($1, detail: at(words.details, $0) ?? "") },
            consent: .init(rawValue: consent) ?? .notAsked, at: Instant(milliseconds: self.at),
            channel: .init(rawValue: channel) ?? .kreds, outcome: .init(rawValue: outcome) ?? .declined)
        one.forum = forum
        one.meeting = meeting
        one.item = item
        one.caseID = caseID
        one.event = event
        one.named = named
        one.assessment = words.assessment
        one.isSealed = isSealed
        return one
    }
}
