/// How far the Køge model (*Køge-modellen*) has come in another municipality.
public struct RollOut: Sendable, Hashable {
    public enum State: String, Sendable, CaseIterable {
        case notStarted = "not-started"
        case inDialogue = "in-dialogue"
        case agreed, started, evaluated
    }

    /// Where the model comes from, and so is not rolled out to (Køge).
    public static let origin = "259"

    public static let longestContact = 80
    public static let longestRemark = 300

    public let municipality: String
    public let state: State
    /// Since when.
    public let day: LocalDate
    /// A function, not a person: `Afdelingsleder, voksenområdet`.
    public let contact: String
    public let remark: String

    public init(municipality: String, state: State, day: LocalDate, contact: String, remark: String) {
        self.municipality = municipality
        self.state = state
        self.day = day
        self.contact = contact
        self.remark = remark
    }

    /// What is wrong with it, each with the field as `place`; empty where nothing is.
    public func problems(today: LocalDate) -> [Refusal] {
        var found: [Refusal] = []
        if day > today { found.append(Refusal("trend.in-future", ["place": "day", "today": today.danish])) }
        for (text, longest, place) in [
            (contact, RollOut.longestContact, "contact"), (remark, RollOut.longestRemark, "remark"),
        ] {
            found += NamelessText.problems(text).map { Refusal($0, ["place": place]) }
            if text.count > longest {
                found.append(Refusal("trend.too-long", ["place": place, "most": String(longest)]))
            }
        }
        return found
    }
}
