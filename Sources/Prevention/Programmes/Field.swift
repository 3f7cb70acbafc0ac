/// A field of a programme's form. Values are stored as text, in one form for each kind.
public struct Field: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case text
        case longText
        case date
        /// Date and time of day.
        case moment
        /// Yes or no; stored as `yes`, absent when no.
        case flag
        /// A whole number.
        case number(ClosedRange<Int>)
        /// A place on the map, `55.45663,12.18214`: latitude and longitude in degrees (WGS 84).
        case position
        case choice([String])
        /// As many as apply, stored in the order of the definition with commas between.
        case choices([String])
        /// One of those who take part in the case, by their id in the register (`Party.reference`).
        case party
    }

    public let code: String
    public let kind: Kind
    /// Asked when a case is opened, as well as in the transitions that name it.
    public let atOpening: Bool
    /// A case cannot be opened, an entry not recorded, without it.
    public let isRequired: Bool
    /// Id of the rule in law.yaml that must be in force for it to be asked; `nil` for always.
    public let onlyUnder: String?
    /// On which day that rule must be in force.
    public let judgedOn: JudgedOn
    /// Says who somebody outside the case is, such as a notifier: left out of what its persons are given about themselves.
    public let isOfThirdParty: Bool

    /// The day whose law a field stands under. It is the case's own, never today's.
    public enum JudgedOn: Sendable, Hashable {
        /// On which the step is taken, or the entry made.
        case step
        /// On which the case was opened: what was begun under one version of an act is finished under it.
        case opening
    }

    public init(
        _ code: String, _ kind: Kind, atOpening: Bool = false, required: Bool = false, onlyUnder: String? = nil,
        judgedOn: JudgedOn = .step, ofThirdParty: Bool = false
    ) {
        self.onlyUnder = onlyUnder
        self.judgedOn = judgedOn
        isOfThirdParty = ofThirdParty
        self.code = code
        self.kind = kind
        self.atOpening = atOpening || required
        self.isRequired = required
    }

    /// Whether it is asked in a case opened on `opening`, in a step on `day`.
    public func isAsked(on day: LocalDate, openedOn opening: LocalDate?, law: LawBook) -> Bool {
        guard let onlyUnder else { return true }
        return law.isInForce(onlyUnder, on: judgedOn == .opening ? opening ?? day : day)
    }

    /// The codes that may be chosen; empty where nothing is.
    public var options: [String] {
        switch kind {
        case .choice(let codes), .choices(let codes): return codes
        default: return []
        }
    }

    /// The codes in the stored value of a field with several choices.
    public static func chosen(_ value: String) -> [String] {
        value.split(separator: ",").map(String.init)
    }

    /// What is wrong with a stored value; `nil` where nothing is. An empty one is never wrong.
    public func problem(with value: String) -> Refusal? {
        if value.isEmpty { return nil }
        var arguments = ["field": code, "value": value]
        switch kind {
        case .text, .longText, .party:
            return nil
        case .date:
            return LocalDate(value) == nil ? Refusal("not-a-date", arguments) : nil
        case .moment:
            return Instant(value) == nil ? Refusal("not-a-moment", arguments) : nil
        case .flag:
            return value == "yes" ? nil : Refusal("not-a-choice", arguments)
        case .number(let range):
            if let number = Int(value), range.contains(number), String(number) == value { return nil }
            arguments["least"] = String(range.lowerBound)
            arguments["most"] = String(range.upperBound)
            return Refusal("not-a-number", arguments)
        case .position:
            return Position(value) == nil ? Refusal("not-a-position", arguments) : nil
        case .choice(let codes):
            return codes.contains(value) ? nil : Refusal("not-a-choice", arguments)
        case .choices(let codes):
            let chosen = Field.chosen(value)
            return chosen == codes.filter(chosen.contains) ? nil : Refusal("not-a-choice", arguments)
        }
    }
}

/// A place on the map: latitude and longitude in degrees (WGS 84), within Denmark.
public struct Position: Sendable, Hashable, LosslessStringConvertible {
    public let latitude: Double
    public let longitude: Double

    /// `nil` outside Denmark: latitude 54 to 58, longitude 7 to 16.
    public init?(latitude: Double, longitude: Double) {
        guard (54...58).contains(latitude), (7...16).contains(longitude) else { return nil }
        self.latitude = latitude
        self.longitude = longitude
    }

    /// Reads `55.45663,12.18214`.
    public init?(_ text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map {
            $0.trimmingPrefix { $0 == " " }
        }
        guard parts.count == 2, let latitude = Double(parts[0]), let longitude = Double(parts[1]) else { return nil }
        self.init(latitude: latitude, longitude: longitude)
    }

    public var description: String { "\(latitude),\(longitude)" }
}
