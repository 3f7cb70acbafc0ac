/// Something concrete that is done under a focus area, or by one municipality beside the plan (*indsats*).
public struct Initiative: Sendable, Hashable {
    public enum Stage: String, Sendable, CaseIterable {
        case proposed
        case chosen
        /// A forum or body has taken it on (*forankret*).
        case anchored
        case running
        case done
        case stopped
        case withdrawn

        /// Where it may go from here; back included, where somebody may have slipped.
        public var next: [Stage] {
            switch self {
            case .proposed: return [.chosen, .withdrawn]
            case .chosen: return [.anchored, .stopped, .proposed]
            case .anchored: return [.running, .stopped, .chosen]
            case .running: return [.done, .stopped, .anchored]
            case .done: return [.running]
            case .stopped: return [.chosen]
            case .withdrawn: return [.proposed]
            }
        }

        /// Whether it takes one of the places that an area has.
        public var countsTowardsCap: Bool { self == .chosen || self == .anchored || self == .running }

        /// Whether something carries it, or has carried it.
        public var isCarried: Bool { self == .anchored || self == .running || self == .done || self == .stopped }

        /// Whether it has been taken on at all.
        public var isTakenOn: Bool { countsTowardsCap || self == .done || self == .stopped }
    }

    /// What carries it (*forankring*): a body or a forum of the system by its id, or in words what is neither.
    public enum Anchor: Sendable, Hashable {
        case body(Int64)
        case forum(Int64)
        case outside(Outside, String)

        public enum Outside: String, Sendable, CaseIterable {
            /// Another committee under retsplejeloven § 115.
            case section115 = "section-115"
            case municipality
            case other
        }

        /// `nil` for a code that is none.
        ///
        /// - Parameter words: of what is neither a body nor a forum.
        public init?(code: String, words: String) {
            let parts = code.split(separator: " ")
            if let outside = Outside(rawValue: code) {
                self = .outside(outside, words)
            } else if parts.count == 2, parts[0] == "body", let id = Int64(parts[1]) {
                self = .body(id)
            } else if parts.count == 2, parts[0] == "forum", let id = Int64(parts[1]) {
                self = .forum(id)
            } else {
                return nil
            }
        }

        /// `body 3`, `forum 2`, `municipality`.
        public var code: String {
            switch self {
            case .body(let id): return "body \(id)"
            case .forum(let id): return "forum \(id)"
            case .outside(let outside, _): return outside.rawValue
            }
        }

        /// Empty for a body or a forum, which have names of their own.
        public var words: String {
            if case .outside(_, let words) = self { return words }
            return ""
        }
    }

    /// How it stands, in a word, a shape and a colour (*trafiklys*).
    public enum Light: String, Sendable, CaseIterable {
        case green, yellow, red
    }

    /// The focus area; `nil` for a local one of a municipality beside the plan.
    public var area: Int64?
    /// Who has proposed it; empty for the police.
    public var municipality: String
    public var title: String
    public var body: String
    /// What it takes in hands and rooms, without money.
    public var resources: String
    /// Ids of figures of the annual report.
    public var figures: [String]
    /// Codes of external indicators.
    public var indicators: [String]
    /// Numbers of cases without personal data that belong to it: activities, projects.
    public var activities: [String]

    public init(
        area: Int64?, municipality: String, title: String, body: String, resources: String = "",
        figures: [String] = [], indicators: [String] = [], activities: [String] = []
    ) {
        self.area = area
        self.municipality = municipality
        self.title = title
        self.body = body
        self.resources = resources
        self.figures = figures
        self.indicators = indicators
        self.activities = activities
    }

    /// Whether it stands beside the plan (*lokal indsats*).
    public var isLocal: Bool { area == nil }

    /// What is wrong with it as such. The words are in the locales under `refusal.plan.*`.
    public var problems: [Refusal] {
        var found = PlanText.problems([
            ("title", title, true), ("body", body, true), ("resources", resources, false),
        ])
        if isLocal, municipality.isEmpty { found.append(Refusal("plan.local-whose", ["place": "municipality"])) }
        return found
    }
}

/// A step of an initiative with a day (*milepæl*).
public struct Milestone: Sendable, Hashable {
    public enum State: String, Sendable, CaseIterable {
        case planned, late, done
    }

    public var title: String
    public var due: LocalDate
    /// The day that was promised first.
    public var firstDue: LocalDate
    public var doneOn: LocalDate?
    /// How often it has been moved.
    public var moves: Int
    /// Why it was moved last.
    public var lastReason: String

    public init(
        title: String, due: LocalDate, firstDue: LocalDate? = nil, doneOn: LocalDate? = nil, moves: Int = 0,
        lastReason: String = ""
    ) {
        self.title = title
        self.due = due
        self.firstDue = firstDue ?? due
        self.doneOn = doneOn
        self.moves = moves
        self.lastReason = lastReason
    }

    public func state(on day: LocalDate) -> State {
        if doneOn != nil { return .done }
        return due < day ? .late : .planned
    }

    /// The same on another day.
    public func moved(to day: LocalDate, reason: String) -> Milestone {
        Milestone(
            title: title, due: day, firstDue: firstDue, doneOn: doneOn, moves: moves + 1, lastReason: reason)
    }
}

/// How an initiative is taken over elsewhere (*spredning*).
public enum SpreadState: String, Sendable, CaseIterable {
    case planned
    case takenOver = "taken-over"
    case givenUp = "given-up"
}
