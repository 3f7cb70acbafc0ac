/// A child and a rule that triggered: these incidents, of these carers, under this rule. Facts for a person's judgement,
/// without a score and without a rank.
public struct ScreeningHit: Sendable, Hashable {
    /// Row id of the child.
    public let child: Int64
    public let rule: ScreeningRule
    /// Day of the first incident that triggered.
    public let firstTriggered: LocalDate
    /// Day of the last one.
    public let lastTriggered: LocalDate
    /// How many incidents triggered; of several on one day each counts.
    public let triggers: Int
    /// Row ids of the qualifying incidents in the window that ends on `firstTriggered`: by day, then by the source's id.
    public let incidents: [Int64]
    /// Row ids of the child's carers in these incidents, by the source's id; empty for a rule on the child's presence.
    public let carers: [Int64]

    public init(
        child: Int64, rule: ScreeningRule, firstTriggered: LocalDate, lastTriggered: LocalDate, triggers: Int,
        incidents: [Int64], carers: [Int64]
    ) {
        self.child = child
        self.rule = rule
        self.firstTriggered = firstTriggered
        self.lastTriggered = lastTriggered
        self.triggers = triggers
        self.incidents = incidents
        self.carers = carers
    }
}

/// What a run has found. Lists are ordered by the ids of the source, which only few rows are asked for: load the names of
/// `persons` and `incidents` at once, then ask for the hits.
public struct ScreeningRun: Sendable {
    /// A hit whose lists stand in the order of row ids.
    struct Finding: Sendable {
        let child: Int64
        let rule: ScreeningRule
        let firstTriggered: LocalDate
        let lastTriggered: LocalDate
        let triggers: Int
        let incidents: [(day: Int32, id: Int64)]
        let carers: [Int64]
    }

    let findings: [Finding]
    /// Void `same_as` pointers, ordered by row id of the incident.
    public let warnings: [Duplicates.Warning]

    /// How many hits.
    public var count: Int { findings.count }

    /// Row ids of the children and carers in hits, each once, ascending.
    public var persons: [Int64] {
        var found: Set<Int64> = []
        for finding in findings {
            found.insert(finding.child)
            found.formUnion(finding.carers)
        }
        return found.sorted()
    }

    /// Row ids of the incidents in hits, each once, ascending.
    public var incidents: [Int64] {
        var found: Set<Int64> = []
        for finding in findings {
            for incident in finding.incidents { found.insert(incident.id) }
        }
        return found.sorted()
    }

    /// The hits, ordered by the child's id, then by rule id. Ids are compared as plain bytes: `I10` before `I9`.
    ///
    /// - Parameters:
    ///   - person: the source's id of a person by row id; asked once for each of `persons`.
    ///   - incident: the source's id of an incident by row id; asked once for each of `incidents`.
    /// - Throws: what the two throw.
    public func hits(
        naming person: (Int64) throws -> String, incident: (Int64) throws -> String
    ) rethrows -> [ScreeningHit] {
        let personRanks = try ScreeningRun.ranks(persons, named: person)
        let incidentRanks = try ScreeningRun.ranks(incidents, named: incident)
        let ranked = findings.map { (rank: personRanks[$0.child, default: 0], finding: $0) }
        let ordered = ranked.sorted { left, right in
            if left.rank != right.rank { return left.rank < right.rank }
            let (left, right) = (left.finding.rule, right.finding.rule)
            if left.id != right.id { return left.id.utf8.lexicographicallyPrecedes(right.id.utf8) }
            return left.version < right.version
        }
        return ordered.map { _, finding in
            let incidents = finding.incidents.sorted { left, right in
                if left.day != right.day { return left.day < right.day }
                return incidentRanks[left.id, default: 0] < incidentRanks[right.id, default: 0]
            }
            return ScreeningHit(
                child: finding.child, rule: finding.rule, firstTriggered: finding.firstTriggered,
                lastTriggered: finding.lastTriggered, triggers: finding.triggers, incidents: incidents.map(\.id),
                carers: finding.carers.sorted { personRanks[$0, default: 0] < personRanks[$1, default: 0] })
        }
    }

    /// The place of each row in the byte order of the names; rows of one name (of two sources) by row id.
    private static func ranks(_ ids: [Int64], named name: (Int64) throws -> String) rethrows -> [Int64: Int] {
        let ordered = try ids.map { NamedRow(id: $0, name: try name($0)) }.sorted()
        return Dictionary(uniqueKeysWithValues: ordered.enumerated().map { ($0.element.id, $0.offset) })
    }
}

/// A row with its name, in the byte order of names.
private struct NamedRow: Comparable {
    let id: Int64
    let name: String
    /// The first eight bytes, the first of them the highest; zero after the end. They tell most names apart.
    private let beginning: UInt64

    init(id: Int64, name: String) {
        self.id = id
        self.name = name
        var beginning: UInt64 = 0
        var shift: UInt64 = 64
        for byte in name.utf8.prefix(8) {
            shift -= 8
            beginning |= UInt64(byte) << shift
        }
        self.beginning = beginning
    }

    static func < (left: NamedRow, right: NamedRow) -> Bool {
        if left.beginning != right.beginning { return left.beginning < right.beginning }
        if left.name.utf8.lexicographicallyPrecedes(right.name.utf8) { return true }
        if right.name.utf8.lexicographicallyPrecedes(left.name.utf8) { return false }
        return left.id < right.id
    }
}
