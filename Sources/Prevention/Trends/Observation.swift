/// Something that was seen in a place, of which nobody is named (*observation*): a topic, where, when, by what kind of source.
/// It stands under no regime of personal data.
public struct Observation: Sendable, Hashable {
    /// Part of the day (*tidspunkt på dagen*).
    public enum Part: String, Sendable, CaseIterable {
        case morning, day, evening, night
    }

    /// What kind of source it comes from; never a person.
    public enum Source: String, Sendable, CaseIterable {
        case police, school, social, club, residents
    }

    /// Code of trend-topics.yaml.
    public let topic: String
    /// Municipality code.
    public let municipality: String
    /// A named area or school district, in short; empty for the municipality as such.
    public let area: String
    public let day: LocalDate
    public let part: Part
    public let source: Source
    /// In short, of nobody; may be empty.
    public let remark: String

    public static let longestArea = 60
    public static let longestRemark = 300

    public init(
        topic: String, municipality: String, area: String, day: LocalDate, part: Part, source: Source, remark: String
    ) {
        self.topic = topic
        self.municipality = municipality
        self.area = area
        self.day = day
        self.part = part
        self.source = source
        self.remark = remark
    }

    /// The last day on which it may be there. It goes with its quarter, so that no quarter is shown in part.
    public func lastDay(law: LawBook, on today: LocalDate) throws(LawBook.MissingRule) -> LocalDate {
        try Observation.rule(law, on: today).end(from: Quarter(of: day).last)
    }

    /// The first quarter of which anything may still be there on a day.
    public static func firstQuarter(on today: LocalDate, law: LawBook) throws(LawBook.MissingRule) -> Quarter {
        let rule = try rule(law, on: today)
        var quarter = Quarter(of: today)
        while rule.end(from: (quarter + -1).last) >= today { quarter = quarter + -1 }
        return quarter
    }

    private static func rule(_ law: LawBook, on today: LocalDate) throws(LawBook.MissingRule) -> LawBook.Rule {
        try law.rule("retention.trend", on: today)
    }

    /// What is wrong with it as such, each with the field as `place`; empty where nothing is. Names are looked for elsewhere, in
    /// the register. The words are in the locales under `refusal.trend.*`.
    ///
    /// - Parameters:
    ///   - topics: the codes there are.
    ///   - municipalities: the codes of the district's own.
    public func problems(
        topics: Set<String>, municipalities: Set<String>, today: LocalDate, law: LawBook
    ) throws(LawBook.MissingRule) -> [Refusal] {
        var found: [Refusal] = []
        if !topics.contains(topic) { found.append(Refusal("trend.topic", ["place": "topic"])) }
        if !municipalities.contains(municipality) {
            found.append(Refusal("trend.municipality", ["place": "municipality"]))
        }
        if day > today { found.append(Refusal("trend.in-future", ["place": "day", "today": today.danish])) }
        let first = try Observation.firstQuarter(on: today, law: law).first
        if day < first { found.append(Refusal("trend.too-old", ["place": "day", "first": first.danish])) }
        found += Observation.problems(of: area, longest: Observation.longestArea, at: "area")
        found += Observation.problems(of: remark, longest: Observation.longestRemark, at: "remark")
        return found
    }

    private static func problems(of text: String, longest: Int, at place: String) -> [Refusal] {
        var found = NamelessText.problems(text).map { Refusal($0, ["place": place]) }
        if text.count > longest {
            found.append(Refusal("trend.too-long", ["place": place, "most": String(longest)]))
        }
        return found
    }
}
