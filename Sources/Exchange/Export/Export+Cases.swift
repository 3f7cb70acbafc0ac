import Prevention
import SQL
import Store

extension Export {
    private struct CaseHead {
        let id: Int64
        let externalID: String
        let programme: String
        let municipality: String
        let fields: String
    }

    func cases(within scope: CaseScope) throws {
        // Opened here: no source, and nobody in it whom the file could not name.
        let isOurs: SQL = """
            (c.source_id = \(source) OR (c.source_id IS NULL AND NOT EXISTS (
                SELECT 1 FROM case_party y JOIN person p ON p.id = y.person_id
                WHERE y.case_id = c.id AND p.source_id <> \(source))))
            """
        try portions { last in
            try db.fetch(
                """
                SELECT c.id, c.external_id, c.programme, c.municipality, c.fields, c.opened_on FROM case_file c
                WHERE c.id > \(last) AND \(isOurs) AND c.programme IN \(list: scope.programmes)
                ORDER BY c.id LIMIT \(Export.portion)
                """
            ) { row in
                let opened = LocalDate(row.text(5)) ?? LocalDate(dayNumber: 0)
                let number = CaseNumber.text(programme: row.text(2), openedOn: opened, id: row.int64(0))
                let head = CaseHead(
                    id: row.int64(0), externalID: row.textOrNil(1) ?? number, programme: row.text(2),
                    municipality: row.text(3), fields: row.text(4))
                return (head.id, head)
            }
        } _: { heads in
            try write(heads)
        }
    }

    private func write(_ heads: [CaseHead]) throws {
        guard let first = heads.first?.id, let last = heads.last?.id else { return }
        var parties: [Int64: [CaseRecord.Party]] = [:]
        try db.forEach(
            """
            SELECT y.case_id, p.external_id, y.role FROM case_party y JOIN person p ON p.id = y.person_id
            WHERE y.case_id BETWEEN \(first) AND \(last) AND p.source_id = \(source)
            ORDER BY y.case_id, y.role DESC, y.person_id
            """
        ) { row in
            parties[row.int64(0), default: []].append(.init(person: row.text(1), role: row.text(2)))
        }
        var events: [Int64: [CaseRecord.Event]] = [:]
        try db.forEach(
            """
            SELECT case_id, code, at, day_only FROM case_event
            WHERE case_id BETWEEN \(first) AND \(last) AND kind = 'entered' ORDER BY case_id, at, id
            """
        ) { row in
            let at = Instant(milliseconds: row.int64(2))
            events[row.int64(0), default: []].append(
                .init(stage: row.text(1), at: row.bool(3) ? at.day.description : at.exact))
        }
        for head in heads {
            let fields = try JSONText.fields(head.fields)
            try writer.write(
                CaseRecord(
                    id: head.externalID, programme: head.programme,
                    municipality: head.municipality.isEmpty ? nil : head.municipality, parties: parties[head.id],
                    fields: fields.isEmpty ? nil : fields, events: events[head.id] ?? []))
        }
    }
}

extension Instant {
    /// Danish wall-clock time with its offset; milliseconds where there are any.
    fileprivate var exact: String {
        let fraction = Int(((milliseconds % 1000) + 1000) % 1000)
        guard fraction != 0 else { return local }
        let digits = String(String(1000 + fraction).dropFirst())
        return String(local.prefix(19)) + "." + digits + String(local.dropFirst(19))
    }
}
