import Prevention
import SQL

/// How many cases stand where, as the table `case_tally` keeps it with every write. It names nobody and knows no days.
struct CaseTally: Sendable {
    /// A stage of a programme.
    struct Part: Sendable, Hashable {
        let programme: String
        let stage: String
        /// `nil` for all of them.
        let municipality: String?
        let cases: Int

        func with(cases: Int) -> Part {
            Part(programme: programme, stage: stage, municipality: municipality, cases: cases)
        }
    }

    /// Those that hold anything, the fullest first.
    let parts: [Part]
    /// Of the parts.
    let total: Int
    /// Whether walking the register and leaving out what is not in the parts is less work than to ask each part.
    let isLarge: Bool

    static let none = CaseTally(parts: [], of: 0)

    init(parts: [Part], of all: Int) {
        self.parts = parts
        total = parts.reduce(0) { $0 + $1.cases }
        // For each row shown so many are passed by; to ask a part takes longer than to pass by two.
        isLarge = total > 0 && all / total * 2 <= parts.count
    }

    /// The parts that a query asks for, within scope; not those of which somebody sees only their own cases.
    init(_ query: CaseQuery, scope: CaseScope, in db: any Connection) throws {
        let parts = try CaseTally.parts(query, scope: scope, in: db)
        let walked: SQL = query.isOpen == true ? "is_open = 1" : "1 = 1"
        self.init(
            parts: parts, of: try db.count("SELECT COALESCE(SUM(cases), 0) FROM case_tally WHERE \(walked)"))
    }

    private static func parts(_ query: CaseQuery, scope: CaseScope, in db: any Connection) throws -> [Part] {
        var conditions: [SQL] = [scope.sharedCondition]
        if let programme = query.programme { conditions.append("c.programme = \(programme)") }
        if let stage = query.stage { conditions.append("c.stage = \(stage)") }
        if let municipality = query.municipality { conditions.append("c.municipality = \(municipality)") }
        if let isOpen = query.isOpen { conditions.append("c.is_open = \(isOpen)") }
        if query.owner == "" { conditions.append("c.is_owned = 0") }
        let condition = SQL.joined(conditions, separator: " AND ")
        if query.municipality == nil, !scope.isLocal {
            return try db.fetch(
                """
                SELECT c.programme, c.stage, SUM(c.cases) FROM case_tally c WHERE \(condition)
                GROUP BY c.programme, c.stage ORDER BY 3 DESC, 1, 2
                """
            ) { Part(programme: $0.text(0), stage: $0.text(1), municipality: nil, cases: $0.int(2)) }
        }
        let parts = try db.fetch(
            """
            SELECT c.programme, c.stage, c.municipality, SUM(c.cases) FROM case_tally c WHERE \(condition)
            GROUP BY c.programme, c.stage, c.municipality ORDER BY 4 DESC, 1, 2, 3
            """
        ) { Part(programme: $0.text(0), stage: $0.text(1), municipality: $0.text(2), cases: $0.int(3)) }
        guard let municipality = query.municipality, query.leavesOutHidden(from: scope) else { return parts }
        let hidden = try hidden(query, in: municipality, db)
        return parts.compactMap { part in
            let left = part.cases - (hidden[StageKey(programme: part.programme, stage: part.stage)] ?? 0)
            return left == 0 ? nil : part.with(cases: left)
        }
    }

    /// How many of a municipality's cases hide where they lie; they are few, and counted along an index of their own.
    private static func hidden(
        _ query: CaseQuery, in municipality: String, _ db: any Connection
    ) throws -> [StageKey: Int] {
        var conditions: [SQL] = ["c.hides_place = 1", "c.municipality = \(municipality)"]
        if let isOpen = query.isOpen { conditions.append("COALESCE(c.is_open, 0) = \(isOpen)") }
        if query.owner == "" { conditions.append("COALESCE(c.owner, '') = ''") }
        let rows = try db.fetch(
            """
            SELECT c.programme, c.stage, COUNT(*) FROM case_file c WHERE \(SQL.joined(conditions, separator: " AND "))
            GROUP BY c.programme, c.stage
            """
        ) { (StageKey(programme: $0.text(0), stage: $0.text(1)), $0.int(2)) }
        return Dictionary(uniqueKeysWithValues: rows)
    }
}
