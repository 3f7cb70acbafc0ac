/// Why a look-up is drawn for review (*stikprøve*): Danish municipalities have been criticised for logs that nobody looks at.
public enum ReviewRisk: String, Sendable, CaseIterable {
    /// Drawn by lot.
    case random
    /// Done under emergency access.
    case emergency
    /// Somebody tried to look up themselves or their own family, and was refused.
    case ownFamily = "own-family"
    /// The person has the family name of whoever looked.
    case ownName = "own-name"
    /// The person lives where whoever looked lives.
    case ownAddress = "own-address"
    /// The person has name and address protection.
    case protected
    /// It belongs to a sealed case.
    case sealed
    /// The person takes part in no open case, and the purpose names none.
    case noCase = "no-case"
    /// Outside the hours of the day.
    case afterHours = "after-hours"
    /// Of somebody who has looked up unusually many persons on that day.
    case volume
}

/// A look-up as the review judges it: somebody has read a person, on a day.
public struct LookUpFacts: Sendable, Hashable {
    public let at: Instant
    /// Under emergency access.
    public let isEmergency: Bool
    public let isSealed: Bool
    /// Whether the purpose names a case or an incident.
    public let namesReference: Bool
    /// A try at one's own family.
    public let isOwnFamily: Bool
    public let isProtected: Bool
    /// Whether the person takes part in an open case.
    public let hasOpenCase: Bool
    public let sharesName: Bool
    public let sharesAddress: Bool
    /// How many persons the same user read on that day.
    public let personsThatDay: Int

    public init(
        at: Instant, isEmergency: Bool, isSealed: Bool, namesReference: Bool, isOwnFamily: Bool, isProtected: Bool,
        hasOpenCase: Bool,
        sharesName: Bool, sharesAddress: Bool, personsThatDay: Int
    ) {
        self.at = at
        self.isEmergency = isEmergency
        self.isSealed = isSealed
        self.namesReference = namesReference
        self.isOwnFamily = isOwnFamily
        self.isProtected = isProtected
        self.hasOpenCase = hasOpenCase
        self.sharesName = sharesName
        self.sharesAddress = sharesAddress
        self.personsThatDay = personsThatDay
    }

    /// The risks in it, by the numbers of law.yaml (`review.day-start`, `review.day-end`, `review.volume`).
    ///
    /// - Throws: where law.yaml lacks one on that day.
    public func risks(_ law: LawBook) throws(LawBook.MissingRule) -> Set<ReviewRisk> {
        let day = at.day
        let hour = at.timeOfDay.hour
        var risks: Set<ReviewRisk> = []
        if isEmergency { risks.insert(.emergency) }
        if isOwnFamily { risks.insert(.ownFamily) }
        if isSealed { risks.insert(.sealed) }
        if isProtected { risks.insert(.protected) }
        if sharesName { risks.insert(.ownName) }
        if sharesAddress { risks.insert(.ownAddress) }
        if !hasOpenCase, !namesReference { risks.insert(.noCase) }
        let start = try law.value("review.day-start", on: day)
        let end = try law.value("review.day-end", on: day)
        if hour < start || hour >= end { risks.insert(.afterHours) }
        if personsThatDay > (try law.value("review.volume", on: day)) { risks.insert(.volume) }
        return risks
    }
}
