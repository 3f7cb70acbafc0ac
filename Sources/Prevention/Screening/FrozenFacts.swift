/// The facts of a hit as they were when it was found: what a person was told of, whatever the sources say later.
public struct FrozenFacts: Codable, Sendable, Hashable {
    /// An incident of the hit, duplicates included.
    public struct Incident: Codable, Sendable, Hashable {
        /// Row id.
        public let id: Int64
        public let day: LocalDate
        public let type: String
        /// Who of the child and its carers was what, by person, then by role.
        public let parts: [Part]

        public init(id: Int64, day: LocalDate, type: String, parts: [Part]) {
            self.id = id
            self.day = day
            self.type = type
            self.parts = parts
        }
    }

    public struct Part: Codable, Sendable, Hashable {
        public let person: Int64
        public let role: IncidentRole

        public init(person: Int64, role: IncidentRole) {
            self.person = person
            self.role = role
        }
    }

    /// A row of a relation between the child and a carer of the hit.
    public struct Care: Codable, Sendable, Hashable {
        public let carer: Int64
        /// `parent` or `caregiver`.
        public let kind: String
        /// First day; `nil` = always.
        public let from: LocalDate?
        /// First day after; `nil` = still.
        public let to: LocalDate?

        public init(carer: Int64, kind: String, from: LocalDate?, to: LocalDate?) {
            self.carer = carer
            self.kind = kind
            self.from = from
            self.to = to
        }
    }

    /// Of the rule.
    public let version: Int
    public let birthDate: LocalDate?
    /// By day, then by row id.
    public let incidents: [Incident]
    /// By carer, then by first day.
    public let care: [Care]

    public init(version: Int, birthDate: LocalDate?, incidents: [Incident], care: [Care]) {
        self.version = version
        self.birthDate = birthDate
        self.incidents = incidents
        self.care = care
    }

    /// Without what it says of an incident that is deleted.
    public func without(incident id: Int64) -> FrozenFacts {
        FrozenFacts(version: version, birthDate: birthDate, incidents: incidents.filter { $0.id != id }, care: care)
    }

    /// The same, with each role as it may be said of the person on that day.
    public func saying(_ role: (Part, LocalDate) -> IncidentRole) -> FrozenFacts {
        let said = incidents.map { incident in
            var parts: [Part] = []
            for part in incident.parts {
                let shown = Part(person: part.person, role: role(part, incident.day))
                if !parts.contains(shown) { parts.append(shown) }
            }
            return Incident(id: incident.id, day: incident.day, type: incident.type, parts: parts)
        }
        return FrozenFacts(version: version, birthDate: birthDate, incidents: said, care: care)
    }

    /// The same, with each record's rows counted for the person whom it belongs to today.
    public func counting(for person: (Int64) throws -> Int64) rethrows -> FrozenFacts {
        let told = try incidents.map { incident in
            let parts = try incident.parts.map { Part(person: try person($0.person), role: $0.role) }
            return Incident(
                id: incident.id, day: incident.day, type: incident.type,
                parts: Set(parts).sorted { ($0.person, $0.role.rawValue) < ($1.person, $1.role.rawValue) })
        }
        let care = try care.map { Care(carer: try person($0.carer), kind: $0.kind, from: $0.from, to: $0.to) }
        return FrozenFacts(
            version: version, birthDate: birthDate, incidents: told,
            care: care.sorted {
                ($0.carer, $0.from?.dayNumber ?? .min, $0.kind) < ($1.carer, $1.from?.dayNumber ?? .min, $1.kind)
            })
    }

    /// Whose relations to the child were kept, each once, ascending.
    public var carers: [Int64] { Set(care.map(\.carer)).sorted() }
}

/// What is said otherwise today than when a hit was found.
public enum FactChange: Sendable, Hashable {
    case rule(was: Int, is: Int)
    case birthDate(was: LocalDate?, is: LocalDate?)
    /// It is no longer there, or repeats another report now.
    case incidentGone(FrozenFacts.Incident)
    case day(incident: Int64, was: LocalDate, is: LocalDate)
    case type(incident: Int64, was: String, is: String)
    case roles(incident: Int64, person: Int64, was: [IncidentRole], is: [IncidentRole])
    case care(carer: Int64, was: [FrozenFacts.Care], is: [FrozenFacts.Care])
}

extension FrozenFacts {
    /// How `today`, read of the same incidents and carers, differs.
    public func changes(to today: FrozenFacts) -> [FactChange] {
        var changes: [FactChange] = []
        if version != today.version { changes.append(.rule(was: version, is: today.version)) }
        if birthDate != today.birthDate { changes.append(.birthDate(was: birthDate, is: today.birthDate)) }
        let now = Dictionary(today.incidents.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for was in incidents {
            guard let incident = now[was.id] else {
                changes.append(.incidentGone(was))
                continue
            }
            if was.day != incident.day { changes.append(.day(incident: was.id, was: was.day, is: incident.day)) }
            if was.type != incident.type { changes.append(.type(incident: was.id, was: was.type, is: incident.type)) }
            let before = Dictionary(grouping: was.parts, by: \.person).mapValues { $0.map(\.role) }
            let after = Dictionary(grouping: incident.parts, by: \.person).mapValues { $0.map(\.role) }
            for person in Set(before.keys).union(after.keys).sorted() {
                let (old, new) = (before[person] ?? [], after[person] ?? [])
                if old != new { changes.append(.roles(incident: was.id, person: person, was: old, is: new)) }
            }
        }
        let before = Dictionary(grouping: care, by: \.carer)
        let after = Dictionary(grouping: today.care, by: \.carer)
        for carer in Set(before.keys).union(after.keys).sorted() {
            let (old, new) = (before[carer] ?? [], after[carer] ?? [])
            if old != new { changes.append(.care(carer: carer, was: old, is: new)) }
        }
        return changes
    }
}
