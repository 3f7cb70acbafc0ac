/// An authority or organisation whose people work here (*myndighed*).
public struct Authority: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        /// The police district itself (*politikreds*).
        case police
        /// Another police district.
        case otherPolice = "other-police"
        case municipality
        /// The region's psychiatry (*regionspsykiatrien*).
        case psychiatry
        /// *Kriminalforsorgen*.
        case prisonService = "prison-service"
        case hospital
        /// *Boligorganisation*.
        case housing = "housing-association"
        /// Drug treatment centre (*behandlingscenter*).
        case treatment = "treatment-centre"
        /// Victim counselling (*offerrådgivning*).
        case counselling
        /// *Konfliktråd*.
        case mediation
        /// Self-governing institution with public tasks in the social, education or psychiatry field (*selvejende institution*,
        /// retsplejeloven § 115, stk. 3).
        case institution
    }

    /// A part of an authority (*enhed*): a sector, the secretariat, an island.
    public struct Unit: Sendable, Hashable {
        public let code: String
        /// Codes of the municipalities that it works in; empty for wherever its authority does.
        public let municipalities: [String]

        public init(code: String, municipalities: [String]) {
            self.code = code
            self.municipalities = municipalities
        }
    }

    /// `police`, or the code of a municipality: `259`.
    public let code: String
    public let kind: Kind
    /// Codes of the municipalities that it works in; empty for the whole district.
    public let municipalities: [String]
    public let units: [Unit]

    public init(code: String, kind: Kind, municipalities: [String] = [], units: [Unit] = []) {
        self.code = code
        self.kind = kind
        self.municipalities = municipalities
        self.units = units
    }

    public func unit(_ code: String) -> Unit? {
        units.first { $0.code == code }
    }
}

/// Where somebody works.
public enum Area: Sendable, Hashable {
    /// The whole district, and what comes to it from elsewhere.
    case district
    /// Only these municipalities, by code.
    case municipalities(Set<String>)
    /// Nowhere: whoever has not been placed sees nothing.
    case nowhere

    public func contains(_ municipality: String) -> Bool {
        switch self {
        case .district: return true
        case .municipalities(let codes): return codes.contains(municipality)
        case .nowhere: return false
        }
    }
}
