/// How far something that is coming has come: a law, an agreement, an order (*politikovervågning*).
public enum PolicyStage: String, Sendable, CaseIterable {
    case announced
    /// In consultation (*i høring*).
    case hearing
    /// *Vedtaget*.
    case adopted
    case inForce = "in-force"
    case dropped

    /// Where it may go from here; a step back mends a slip.
    public var next: [PolicyStage] {
        switch self {
        case .announced: return [.hearing, .adopted, .inForce, .dropped]
        case .hearing: return [.announced, .adopted, .inForce, .dropped]
        case .adopted: return [.hearing, .inForce, .dropped]
        case .inForce: return [.adopted]
        case .dropped: return [.announced]
        }
    }

    /// Whether law.yaml must know of it, where it changes a number there.
    public var needsRule: Bool { self == .adopted || self == .inForce }
}

/// What it is.
public enum PolicyKind: String, Codable, Sendable, CaseIterable {
    case law
    /// *Bekendtgørelse*.
    case order
    /// Multi-year agreement (*flerårsaftale*).
    case agreement
    /// Report of a commission (*kommissionsrapport*).
    case commission
    case programme
}

/// A date that may be known to the year or the quarter only: `2027`, `2027-K3`, `2027-07-01`.
public struct RoughDate: Sendable, Hashable, CodedAsText {
    public enum Precision: String, Sendable, CaseIterable {
        case year, quarter, day
    }

    public let precision: Precision
    /// The first day that it may be.
    public let first: LocalDate

    /// As stored, or as typed in a day of the usual forms.
    public init?(_ text: String) {
        if let day = LocalDate(text) {
            (precision, first) = (.day, day)
        } else if let found = text.wholeMatch(of: #/(20\d\d)(?:[- ][KQkq]([1-4]))?/#), let year = Int(found.1) {
            let quarter = found.2.flatMap { Int($0) }
            precision = quarter == nil ? .year : .quarter
            guard let day = LocalDate(year: year, month: ((quarter ?? 1) - 1) * 3 + 1, day: 1) else { return nil }
            first = day
        } else {
            return nil
        }
    }

    /// The last day that it may be.
    public var last: LocalDate {
        switch precision {
        case .year: return first.adding(months: 12) + -1
        case .quarter: return first.adding(months: 3) + -1
        case .day: return first
        }
    }

    public var quarter: Int { (first.parts.month - 1) / 3 + 1 }

    public var description: String {
        switch precision {
        case .year: return String(first.year)
        case .quarter: return "\(first.year)-K\(quarter)"
        case .day: return first.description
        }
    }
}

extension LawBook {
    /// A version of a rule that begins or ends soon.
    public struct Waiting: Sendable, Hashable {
        public let rule: Rule
        /// Whether it begins then; else it ends.
        public let begins: Bool
        public let day: LocalDate
    }

    /// The versions that wait for their date: those that begin later than `today`, and those that end within `near` days without
    /// another that follows.
    public func waiting(on today: LocalDate, near: Int) -> [Waiting] {
        let found = rules.flatMap { rule -> [Waiting] in
            var one: [Waiting] = []
            if rule.validFrom > today { one.append(Waiting(rule: rule, begins: true, day: rule.validFrom)) }
            if let end = rule.validTo, end > today, end <= today + near,
                !rules.contains(where: { $0.id == rule.id && $0.validFrom == end })
            {
                one.append(Waiting(rule: rule, begins: false, day: end))
            }
            return one
        }
        return found.sorted { ($0.day, $0.rule.id) < ($1.day, $1.rule.id) }
    }
}
