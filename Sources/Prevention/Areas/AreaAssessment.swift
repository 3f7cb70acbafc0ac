/// The assessment that an area is generally plagued by insecurity (*vurdering af et område som utryghedsplaget*), without
/// which nobody may be banned from it (politiloven § 6 g, stk. 1, 2. pkt.). It says nothing of anybody.
public struct AreaAssessment: Sendable, Hashable {
    public let name: String
    /// Municipality code.
    public let municipality: String
    public let centre: Position
    /// Metres from the centre to the edge.
    public let radius: Int
    /// Why the area is assessed so.
    public let reason: String
    /// Who has decided it: a name or a title.
    public let decidedBy: String
    public let validFrom: LocalDate
    /// The last day.
    public let validTo: LocalDate
    /// The last day where it was ended before its time, with the reason.
    public let endedOn: LocalDate?
    public let endReason: String

    public init(
        name: String, municipality: String, centre: Position, radius: Int, reason: String, decidedBy: String,
        validFrom: LocalDate, validTo: LocalDate, endedOn: LocalDate? = nil, endReason: String = ""
    ) {
        self.name = name
        self.municipality = municipality
        self.centre = centre
        self.radius = radius
        self.reason = reason
        self.decidedBy = decidedBy
        self.validFrom = validFrom
        self.validTo = validTo
        self.endedOn = endedOn
        self.endReason = endReason
    }

    /// The largest radius that one can have from a day on, in metres: a quarter, not a town.
    public static func longestRadius(on day: LocalDate, law: LawBook) throws(LawBook.MissingRule) -> Int {
        try law.value("area.longest-radius", on: day)
    }

    public var lastDay: LocalDate { min(validTo, endedOn ?? validTo) }

    public func isLive(on day: LocalDate) -> Bool {
        validFrom <= day && day <= lastDay
    }

    /// Whether a place lies within.
    public func covers(_ place: Position) -> Bool {
        place.metres(to: centre) <= Double(radius)
    }

    /// What is wrong with it as such; empty where nothing is. The words are in the locales under `refusal.area.*`.
    public func problems(law: LawBook) throws(LawBook.MissingRule) -> [Refusal] {
        var found: [Refusal] = []
        for (value, field) in [(name, "name"), (reason, "reason"), (decidedBy, "decided_by")] where value.isEmpty {
            found.append(Refusal("area.required", ["place": field]))
        }
        let most = try AreaAssessment.longestRadius(on: validFrom, law: law)
        if radius < 1 || radius > most { found.append(Refusal("area.radius", ["most": String(most)])) }
        if validTo < validFrom {
            found.append(Refusal("area.ends-before-start"))
        } else {
            let longest = try law.value("area.months", on: validFrom)
            if validTo > validFrom.adding(months: longest) {
                found.append(Refusal("area.too-long", ["months": String(longest)]))
            }
        }
        if let endedOn {
            if endedOn < validFrom || endedOn > validTo { found.append(Refusal("area.end-outside")) }
            if endReason.isEmpty { found.append(Refusal("area.end-reason")) }
        }
        return found
    }
}
