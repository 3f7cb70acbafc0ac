/// What a municipality has for a focus area (*kortlægning af indsatser*): a measure or a forum of one kind, filled in by the
/// municipality itself. It names nobody: the contact is a function.
public struct Measure: Sendable, Hashable {
    /// The columns of the grid.
    public enum Kind: String, Sendable, CaseIterable {
        /// Oplysning til unge og forældre.
        case information
        /// Tidlig opsporing.
        case detection
        /// Opsøgende arbejde.
        case outreach
        /// Hjælp og behandling.
        case support
        /// Kontrol og tilsyn.
        case control
        /// Digital tilstedeværelse.
        case digital
        /// Lokalråd.
        case localCouncil = "local-council"
        /// SSP-netværk.
        case ssp
        /// § 115-forum.
        case section115 = "section-115"
        /// Andet forum eller netværk.
        case network

        public static let measures: [Kind] = allCases.filter { !$0.isForum }
        public static let forums: [Kind] = allCases.filter(\.isForum)

        /// Whether it is a place to meet in, instead of something that is done.
        public var isForum: Bool {
            switch self {
            case .localCouncil, .ssp, .section115, .network: return true
            default: return false
            }
        }
    }

    public enum State: String, Sendable, CaseIterable {
        case has, planned, none
    }

    public static let longestName = 120
    public static let longestRemark = 600
    public static let longestContact = 120
    public static let longestLink = 300

    public var state: State
    /// What it is called there.
    public var name: String
    public var remark: String
    /// A function, not a person: `SSP-konsulenten`.
    public var contact: String
    /// Where more is written, or empty.
    public var link: String

    public init(state: State, name: String = "", remark: String = "", contact: String = "", link: String = "") {
        self.state = state
        self.name = name
        self.remark = remark
        self.contact = contact
        self.link = link
    }

    /// Its texts, each with the field that it stands in.
    public var texts: [(place: String, text: String)] {
        [("name", name), ("remark", remark), ("contact", contact), ("link", link)]
    }

    /// What is wrong with it as such, each with the field as `place`.
    public var problems: [Refusal] {
        var found: [Refusal] = []
        if state != .none, name.isEmpty { found.append(Refusal("plan.required", ["place": "name"])) }
        for (text, most, place) in [
            (name, Measure.longestName, "name"), (remark, Measure.longestRemark, "remark"),
            (contact, Measure.longestContact, "contact"), (link, Measure.longestLink, "link"),
        ] where text.count > most {
            found.append(Refusal("plan.too-long", ["place": place, "most": String(most)]))
        }
        if !link.isEmpty, link.wholeMatch(of: #/https:\/\/[A-Za-z0-9.-]+(\/[^\s"<>\\]*)?/#) == nil {
            found.append(Refusal("measure.link", ["place": "link"]))
        }
        return found
    }
}
