import Prevention
import SQL

extension Migration {
    /// Social reports that had led to what they were to lead to before there was an entry for it get that entry, and their
    /// clock has stopped.
    static let leads = Migration(number: 29, name: "leads", fill: fillLeads) { _ in [] }

    private struct Tie {
        let report: Int64
        let other: Int64
        let programme: String
        let at: Int64
        let actor: String
    }

    @Sendable private static func fillLeads(_ db: any Connection, _ keys: KeyRing) throws {
        let ties = try db.fetch(
            """
            SELECT r.to_id, r.from_id, c.programme, r.at, r.actor FROM case_relation r
            JOIN case_file c ON c.id = r.from_id JOIN case_file s ON s.id = r.to_id
            WHERE r.kind = 'refers' AND r.removed_at IS NULL AND s.programme = 'social-report' AND s.stage = 'sent'
                AND c.programme IN ('concern-notice', 'psp-k')
                AND NOT EXISTS (SELECT 1 FROM case_event e
                    WHERE e.case_id = s.id AND e.kind = 'recorded' AND e.code = 'led-on')
            ORDER BY r.id
            """
        ) { Tie(report: $0.int64(0), other: $0.int64(1), programme: $0.text(2), at: $0.int64(3), actor: $0.text(4)) }
        for (report, ties) in Dictionary(grouping: ties, by: \.report).sorted(by: { $0.key < $1.key }) {
            let group = ties.last { $0.programme == "psp-k" }
            guard let last = group ?? ties.last else { continue }
            let notices = ties.filter { $0.programme == "concern-notice" }.map(\.other)
            guard try group != nil || reachesAll(report, notices, on: Instant(milliseconds: last.at).day, db) else {
                continue
            }
            let fields = JSONText.text(of: ["led_how": group == nil ? "notice" : "psp-k"])
            let newest = try db.first("SELECT MAX(at) FROM case_event WHERE case_id = \(report)") { $0.int64(0) }
            try db.execute("UPDATE case_file SET revision = revision + 1 WHERE id = \(report)")
            try db.execute(
                """
                INSERT INTO case_event (case_id, kind, code, at, day_only, note, fields, actor, recorded_at, revision)
                SELECT id, 'recorded', 'led-on', \(max(last.at, newest ?? last.at)), 0, '', \(fields), \(last.actor),
                    \(last.at), revision
                FROM case_file WHERE id = \(report)
                """)
            // The only clock of a report.
            try db.execute("UPDATE case_file SET due_at = NULL, due_clock = '', handled_here = 1 WHERE id = \(report)")
        }
    }

    /// Whether every child of the report takes part in one of the notices; a grown-up counts where there is no child.
    private static func reachesAll(
        _ report: Int64, _ notices: [Int64], on day: LocalDate, _ db: any Connection
    ) throws -> Bool {
        let parties = try db.fetch(
            """
            SELECT y.person_id, y.role, p.birth_date FROM case_party y JOIN person p ON p.id = y.person_id
            WHERE y.case_id = \(report) AND y.role IN ('subject', 'child')
            """
        ) { (person: $0.int64(0), isChild: $0.text(1) == "child", birth: $0.textOrNil(2).flatMap { LocalDate($0) }) }
        let hasChild = parties.contains { $0.isChild }
        let waiting = parties.filter { party in
            let age = party.birth.flatMap { Age.years(bornOn: $0, on: day) } ?? 0
            return party.isChild || age < 18 || !hasChild
        }
        let reached = try db.fetch("SELECT person_id FROM case_party WHERE case_id IN \(list: notices)") { $0.int64(0) }
        return Set(reached).isSuperset(of: waiting.map(\.person))
    }
}
