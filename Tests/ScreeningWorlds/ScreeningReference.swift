package import Prevention

/// `screening.md`, sentence by sentence, as slowly as it reads. Shares no code with `Screening`.
extension ScreeningWorld {
    package func screenedSlowly(_ rules: [ScreeningRule], asOf: LocalDate? = nil) -> [String] {
        var lines: [(child: String, rule: String, text: String)] = []
        for child in births.keys {
            for rule in rules {
                guard let text = slowHit(child, rule, asOf) else { continue }
                lines.append((child, rule.id, text))
            }
        }
        lines.sort { $0.child == $1.child ? before($0.rule, $1.rule) : before($0.child, $1.child) }
        let warnings = reports.map(\.id).filter { sameAs[$0] != nil }.sorted().compactMap { id -> String? in
            if pointsToUnknown(id) { return "unknown " + id }
            return isInCircle(id) ? "circular " + id : nil
        }
        return lines.map(\.text) + warnings
    }

    private func before(_ left: String, _ right: String) -> Bool {
        Array(left.utf8).lexicographicallyPrecedes(Array(right.utf8))
    }

    // "A pointer to an unknown incident, or one that is itself part of a circle, is void"
    private func pointsToUnknown(_ id: String) -> Bool {
        guard let target = sameAs[id] else { return false }
        return !reports.contains { $0.id == target }
    }

    private func isInCircle(_ id: String) -> Bool {
        var current = id
        for _ in reports {
            guard let next = sameAs[current] else { return false }
            if next == id { return true }
            current = next
        }
        return false
    }

    private func root(_ id: String) -> String {
        guard let target = sameAs[id], !pointsToUnknown(id), !isInCircle(id) else { return id }
        return root(target)
    }

    // "birth_date <= day, and day before the 18th birthday (born 29 February: 1 March)"
    private func isChild(_ person: String, _ day: LocalDate) -> Bool {
        guard let known = births[person], let birth = known else { return false }
        let (year, month, dayOfMonth) = birth.parts
        let eighteen =
            month == 2 && dayOfMonth == 29 ? (year + 18, 3, 1) : (year + 18, month, dayOfMonth)
        return birth <= day && day.parts < eighteen
    }

    private func isCarer(_ person: String, of child: String, _ day: LocalDate) -> Bool {
        for row in care where row.carer == person && row.child == child {
            let hasBegun = row.from.map { $0 <= day } ?? true
            let isOver = row.to.map { $0 <= day } ?? false
            if hasBegun && !isOver { return true }
        }
        return false
    }

    private func roles(_ incident: Report, _ wanted: Set<IncidentRole>) -> Set<String> {
        Set(parts.filter { root($0.incident) == incident.id && wanted.contains($0.role) }.map(\.person))
    }

    private func riskCarers(_ incident: Report, _ child: String) -> Set<String> {
        roles(incident, [.suspect, .charged, .involved]).filter { isCarer($0, of: child, incident.day) }
    }

    private func slowHit(_ child: String, _ rule: ScreeningRule, _ asOf: LocalDate?) -> String? {
        let present: Bool
        let count: Int
        let window: Int
        switch rule.kind {
        case .singleByCarer: (present, count, window) = (false, 1, 0)
        case .repeatedByCarer(let number, let days): (present, count, window) = (false, number, days)
        case .repeatedChildPresent(let number, let days): (present, count, window) = (true, number, days)
        }
        var qualifying: [Report] = []
        for incident in reports where root(incident.id) == incident.id {
            guard rule.types.contains(incident.type), isChild(child, incident.day) else { continue }
            if let asOf, incident.day > asOf { continue }
            let counts =
                present
                ? roles(incident, [.childPresent]).contains(child) : !riskCarers(incident, child).isEmpty
            if counts { qualifying.append(incident) }
        }
        func inWindow(endingOn day: LocalDate) -> [Report] {
            qualifying.filter { $0.day <= day && day - $0.day <= window }
        }
        let triggering = qualifying.filter { inWindow(endingOn: $0.day).count >= count }
        guard let first = triggering.map(\.day).min(), let last = triggering.map(\.day).max() else { return nil }
        let listed = inWindow(endingOn: first).sorted { $0.day == $1.day ? before($0.id, $1.id) : $0.day < $1.day }
        var carers: Set<String> = []
        if !present { for incident in listed { carers.formUnion(riskCarers(incident, child)) } }
        return ScreeningWorld.line(
            child, rule.id, first, last, triggering.count, listed.map(\.id), carers.sorted(by: before))
    }
}
