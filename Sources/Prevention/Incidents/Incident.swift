/// What a person was in one incident. It belongs to the incident, never to the person.
public enum IncidentRole: String, Sendable, CaseIterable, Codable {
    case suspect, charged, involved, victim, witness
    case childPresent = "child-present"

    /// The roles that may count for a person in screening and monitoring; a victim's or witness's never does.
    public var isRisk: Bool { self == .suspect || self == .charged || self == .involved }

    /// The role as it may be said of somebody born on `birthDate`: a child under the age of criminal responsibility
    /// (*kriminel lavalder*, law.yaml `ukn.charge-age-from`) on the day of the incident is never called charged, whatever
    /// the source says. A day for which law.yaml has no age is judged like that of a child; somebody whose birth date
    /// nobody knows, as the source says.
    public func shown(birthDate: LocalDate?, on day: LocalDate, law: LawBook) -> IncidentRole {
        guard self == .charged, let birthDate else { return self }
        guard let limit = try? law.value("ukn.charge-age-from", on: day),
            let age = Age.years(bornOn: birthDate, on: day), age >= limit
        else { return .suspect }
        return self
    }
}

/// Duplicate reports of one incident (`same_as`), resolved to the first report.
public struct Duplicates: Sendable {
    /// Pointers that hold nothing: the incident, and why.
    public enum Warning: Sendable, Hashable {
        /// Points to an incident that is not there.
        case unknown(incident: Int64)
        /// Is part of a circle of pointers.
        case circular(incident: Int64)
    }

    /// Root of every incident that is a valid duplicate of another one.
    public let roots: [Int64: Int64]
    /// Ordered by incident.
    public let warnings: [Warning]

    /// - Parameter pointers: incident → the incident it points to; `nil` for one that is unknown.
    ///
    /// A pointer to an unknown incident, or one that is itself part of a circle, is void; every other pointer holds, also
    /// one that leads to such an incident.
    public init(pointers: [Int64: Int64?]) {
        var void: Set<Int64> = []
        var warnings: [Warning] = []
        for (incident, target) in pointers where target == nil {
            void.insert(incident)
            warnings.append(.unknown(incident: incident))
        }
        // Each incident has at most one pointer, so a walk that comes back to one of its own steps has found a circle.
        var finished: Set<Int64> = []
        for (start, target) in pointers where !finished.contains(start) {
            // Most lead at once to an incident without a pointer, which is in no circle.
            guard let target, pointers[target] != nil else { continue }
            var path: [Int64] = []
            var place: [Int64: Int] = [:]
            var current = start
            while !finished.contains(current), place[current] == nil {
                guard let pointer = pointers[current], let next = pointer else { break }
                place[current] = path.count
                path.append(current)
                current = next
            }
            if let first = place[current] {
                for incident in path[first...] {
                    void.insert(incident)
                    warnings.append(.circular(incident: incident))
                }
            }
            finished.formUnion(path)
        }
        var roots: [Int64: Int64] = [:]
        roots.reserveCapacity(pointers.count)
        for (start, target) in pointers where !void.contains(start) {
            // Most lead there at once.
            if let target, pointers[target] == nil {
                roots[start] = target
                continue
            }
            var path: [Int64] = []
            var current = start
            while roots[current] == nil, !void.contains(current), let pointer = pointers[current], let next = pointer {
                path.append(current)
                current = next
            }
            let root = roots[current] ?? current
            for incident in path { roots[incident] = root }
        }
        self.roots = roots
        self.warnings = warnings.sorted { $0.incident < $1.incident }
    }

    /// The first report of what `incident` reports.
    public func root(of incident: Int64) -> Int64 {
        roots[incident] ?? incident
    }
}

extension Duplicates.Warning {
    public var incident: Int64 {
        switch self {
        case .unknown(let incident), .circular(let incident): return incident
        }
    }
}
