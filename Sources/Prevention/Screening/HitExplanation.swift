/// What is known around a child: the incidents of the child and of everybody who has ever been a carer, duplicates once. Parts
/// of which it is in doubt whose they are stand as a number alone.
public struct HitEvidence: Sendable, Hashable {
    public let child: Int64
    public let birthDate: LocalDate?
    /// Relations of care, those too that have ended or begin later.
    public let care: [FrozenFacts.Care]
    /// By day, then by row id.
    public let incidents: [FrozenFacts.Incident]
    /// How many reports an incident has, where it has more than one.
    public let reports: [Int64: Int]
    /// Parts in doubt (*usikker identitet*).
    public let held: Int

    public init(
        child: Int64, birthDate: LocalDate?, care: [FrozenFacts.Care], incidents: [FrozenFacts.Incident],
        reports: [Int64: Int], held: Int
    ) {
        self.child = child
        self.birthDate = birthDate
        self.care = care
        self.incidents = incidents
        self.reports = reports
        self.held = held
    }
}

/// Why a rule points at a child (*hvorfor*): each incident with the facts that let it count, and what was near and did not.
/// It judges as `Screening` does, which a test compares, and weighs nothing.
public struct HitExplanation: Sendable, Hashable {
    /// An incident that counts.
    public struct Met: Sendable, Hashable {
        public let incident: FrozenFacts.Incident
        /// Roles in which a carer of that day, or the child itself, took part.
        public let parts: [FrozenFacts.Part]
        /// Relations that held on the day, of the carers in it.
        public let care: [FrozenFacts.Care]
        /// Why the parts of others in it do not count.
        public let beside: [Reason]
        /// Of the child on the day, in whole years.
        public let age: Int?
        public let reports: Int
        /// Whether it lies in the days before `firstTriggered`.
        public let isInFirstWindow: Bool
        /// How many lie in the days that end with it.
        public let countInWindow: Int
        /// Whether that is enough.
        public let isTrigger: Bool
    }

    /// Why an incident does not count.
    public enum Reason: Sendable, Hashable {
        /// The rule does not look at incidents of its type.
        case type
        case noBirthDate
        case unborn
        /// The child had turned 18.
        case grown(on: LocalDate)
        case careEnded(carer: Int64, on: LocalDate)
        case careNotBegun(carer: Int64, from: LocalDate)
        /// A victim's or witness's role never counts against a carer.
        case role(person: Int64, IncidentRole)
        /// What the child itself was is not what this rule looks at.
        case child(IncidentRole)
        /// The rule looks at the child's presence, not at carers.
        case carer(person: Int64, IncidentRole)
        /// It would count, but too few lie within as many days of it.
        case alone
    }

    public struct Near: Sendable, Hashable {
        public let incident: FrozenFacts.Incident
        public let reasons: [Reason]
        public let reports: Int
    }

    /// By day.
    public let met: [Met]
    /// By day.
    public let near: [Near]

    /// Those near in which nobody took part but carers whose relation had ended or not begun.
    public var outsideCare: [Int64] {
        near.filter { one in
            one.reasons.allSatisfy { reason in
                switch reason {
                case .careEnded, .careNotBegun: return true
                default: return false
                }
            }
        }
        .map(\.incident.id)
    }

    /// Those near of a type that the rule looks at (*tæt på*).
    public var close: [Near] { near.filter { $0.reasons != [.type] } }

    /// How many different incidents the rule asks for, and within how many days; one in no days for a single rule.
    public let needed: Int
    public let windowDays: Int
    /// `nil` where the rule does not point at the child any more.
    public let firstTriggered: LocalDate?
    public let held: Int

    /// Incidents that would count by themselves, whether or not enough lie together.
    public var qualifying: [Int64] {
        met.map(\.incident.id) + near.filter { $0.reasons == [.alone] }.map(\.incident.id)
    }

    /// Carers in those that count, ascending.
    public var carers: [Int64] { Set(met.flatMap { $0.care.map(\.carer) }).sorted() }

    public init(_ rule: ScreeningRule, _ evidence: HitEvidence) {
        let judge = IncidentJudge(rule: rule, evidence: evidence)
        let (least, span) = rule.kind.threshold
        needed = least
        windowDays = span
        held = evidence.held
        var counting: [(incident: FrozenFacts.Incident, parts: [FrozenFacts.Part], care: [FrozenFacts.Care])] = []
        var near: [Near] = []
        for incident in evidence.incidents.sorted(by: { ($0.day, $0.id) < ($1.day, $1.id) }) {
            let (parts, care) = judge.what(counts: incident)
            if parts.isEmpty {
                let reasons = judge.reasons(against: incident)
                if reasons.isEmpty { continue }
                near.append(Near(incident: incident, reasons: reasons, reports: evidence.reports[incident.id] ?? 1))
            } else {
                counting.append((incident, parts, care))
            }
        }
        let days = counting.map(\.incident.day.dayNumber)
        func isWithin(_ day: Int32, _ end: Int32) -> Bool { day <= end && Int(day) >= Int(end) - span }
        // In order of days both ends of the window only go forward.
        var (start, end) = (0, 0)
        let counts = days.map { day in
            while end < days.count, days[end] <= day { end += 1 }
            while Int(days[start]) < Int(day) - span { start += 1 }
            return end - start
        }
        let triggers = days.indices.filter { counts[$0] >= least }.map { days[$0] }
        let first = triggers.first
        var met: [Met] = []
        // The first trigger on the day or after it.
        var next = 0
        for (place, one) in counting.enumerated() {
            let day = days[place]
            let reports = evidence.reports[one.incident.id] ?? 1
            while next < triggers.count, triggers[next] < day { next += 1 }
            guard next < triggers.count, isWithin(day, triggers[next]) else {
                near.append(Near(incident: one.incident, reasons: [.alone], reports: reports))
                continue
            }
            met.append(
                Met(
                    incident: one.incident, parts: one.parts, care: one.care,
                    beside: judge.reasons(beside: one.parts, in: one.incident),
                    age: evidence.birthDate.flatMap { Age.years(bornOn: $0, on: one.incident.day) }, reports: reports,
                    isInFirstWindow: first.map { isWithin(day, $0) } ?? false, countInWindow: counts[place],
                    isTrigger: triggers[next] == day))
        }
        self.met = met
        self.near = near.sorted { ($0.incident.day, $0.incident.id) < ($1.incident.day, $1.incident.id) }
        firstTriggered = first.map { LocalDate(dayNumber: $0) }
    }
}

/// Holds one rule against one incident at a time.
private struct IncidentJudge {
    let rule: ScreeningRule
    let evidence: HitEvidence

    private func isCare(_ care: FrozenFacts.Care, on day: LocalDate) -> Bool {
        (care.from.map { $0 <= day } ?? true) && (care.to.map { day < $0 } ?? true)
    }

    /// Why nobody is a child on the day; `nil` where the child is one.
    private func noChild(on day: LocalDate) -> HitExplanation.Reason? {
        guard let birth = evidence.birthDate else { return .noBirthDate }
        if day < birth { return .unborn }
        let grown = birth.adding(years: 18)
        return day < grown ? nil : .grown(on: grown)
    }

    /// The parts that let it count, with the relations; none where it does not.
    func what(counts incident: FrozenFacts.Incident) -> ([FrozenFacts.Part], [FrozenFacts.Care]) {
        guard rule.types.contains(incident.type), noChild(on: incident.day) == nil else { return ([], []) }
        if rule.kind.isPresence {
            return (incident.parts.filter { $0.person == evidence.child && $0.role == .childPresent }, [])
        }
        let care = evidence.care.filter { isCare($0, on: incident.day) }
        let carers = Set(care.map(\.carer))
        let parts = incident.parts.filter { $0.role.isRisk && carers.contains($0.person) }
        let persons = Set(parts.map(\.person))
        return (parts, care.filter { persons.contains($0.carer) })
    }

    func reasons(against incident: FrozenFacts.Incident) -> [HitExplanation.Reason] {
        guard rule.types.contains(incident.type) else { return [.type] }
        if let reason = noChild(on: incident.day) { return [reason] }
        return incident.parts.map { reason($0, incident) }
    }

    /// The same of those alone who have no part that counts.
    func reasons(beside counting: [FrozenFacts.Part], in incident: FrozenFacts.Incident) -> [HitExplanation.Reason] {
        let persons = Set(counting.map(\.person))
        return incident.parts.filter { !persons.contains($0.person) }.map { reason($0, incident) }
    }

    private func reason(_ part: FrozenFacts.Part, _ incident: FrozenFacts.Incident) -> HitExplanation.Reason {
        if part.person == evidence.child { return .child(part.role) }
        if rule.kind.isPresence { return .carer(person: part.person, part.role) }
        let own = evidence.care.filter { $0.carer == part.person }
        if own.contains(where: { isCare($0, on: incident.day) }) {
            return .role(person: part.person, part.role)
        }
        if let ended = own.compactMap(\.to).filter({ $0 <= incident.day }).max() {
            return .careEnded(carer: part.person, on: ended)
        }
        let begins = own.compactMap(\.from).filter { incident.day < $0 }.min() ?? incident.day
        return .careNotBegun(carer: part.person, from: begins)
    }
}

/// What was known of a hit when somebody decided on it or put it off, so that what has come since can be told.
public struct HitKnown: Codable, Sendable, Hashable {
    public let on: LocalDate
    /// Row ids of the incidents that counted then.
    public let incidents: [Int64]
    /// Row ids of the carers in them.
    public let carers: [Int64]

    public init(on day: LocalDate, incidents: [Int64], carers: [Int64]) {
        on = day
        self.incidents = incidents
        self.carers = carers
    }

    public init(_ explanation: HitExplanation, on day: LocalDate) {
        self.init(on: day, incidents: explanation.qualifying.sorted(), carers: explanation.carers)
    }

    /// Without an incident that is deleted.
    public func without(incident: Int64) -> HitKnown {
        HitKnown(on: on, incidents: incidents.filter { $0 != incident }, carers: carers)
    }

    /// The same, with each carer as the person whom the record counts for today.
    public func counting(for person: (Int64) throws -> Int64) rethrows -> HitKnown {
        HitKnown(on: on, incidents: incidents, carers: try carers.map(person))
    }

    /// What has come since: incidents that count now, and carers in them.
    public func news(in now: HitExplanation) -> (incidents: [Int64], carers: [Int64]) {
        (now.qualifying.filter { !incidents.contains($0) }.sorted(), now.carers.filter { !carers.contains($0) })
    }
}
