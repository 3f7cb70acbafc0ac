public import Prevention

/// Invented observations over the last quarters, so that some cells of the table have enough and others too few. They name nobody.
public enum TrendSamples {
    /// What is seen where, how often in a quarter, and by whom.
    private struct Pattern {
        let topic: String
        let municipality: String
        let areas: [String]
        let source: Observation.Source
        let part: Observation.Part
        /// In the quarter under way, and in each of those before.
        let counts: [Int]
        let remarks: [String]
    }

    private static let patterns = [
        Pattern(
            topic: "opioids", municipality: "259", areas: ["Hastrupparken", "Køge Station"], source: .police,
            part: .evening, counts: [8, 6, 5, 3],
            remarks: ["Tomme blistre ved bænkene.", "Flere unge spørger efter smertestillende.", ""]),
        Pattern(
            topic: "opioids", municipality: "265", areas: ["Æblehaven", "Trekroner"], source: .social, part: .day,
            counts: [6, 7, 4, 2], remarks: ["Tages op i klubberne.", ""]),
        Pattern(
            topic: "puff-bars", municipality: "253", areas: ["Hundige skoledistrikt"], source: .school, part: .day,
            counts: [9, 11, 8, 6], remarks: ["Sælges i frikvarteret.", "Tomme puff bars i skolegården.", ""]),
        Pattern(
            topic: "puff-bars", municipality: "316", areas: ["Holbæk midtby", "Tuse skoledistrikt"], source: .school,
            part: .morning, counts: [7, 6, 6, 5], remarks: ["Smag af mentol og frugt.", ""]),
        Pattern(
            topic: "puff-bars", municipality: "259", areas: ["Herfølge skoledistrikt"], source: .club, part: .evening,
            counts: [5, 3, 6, 2], remarks: ["", "Klubben har talt med de ældste."]),
        Pattern(
            topic: "unrest", municipality: "316", areas: ["Vangkvarteret", "Havnen"], source: .residents, part: .night,
            counts: [10, 8, 9, 12], remarks: ["Knallerter efter midnat.", "Fyrværkeri på parkeringspladsen.", ""]),
        Pattern(
            topic: "unrest", municipality: "326", areas: ["Kalundborg Station"], source: .police, part: .evening,
            counts: [4, 5, 3, 6], remarks: ["Høj musik og knust glas.", ""]),
        Pattern(
            topic: "unrest", municipality: "329", areas: ["Torvet"], source: .residents, part: .evening,
            counts: [6, 4, 5, 5], remarks: ["Uro ved busholdepladsen.", ""]),
        Pattern(
            topic: "digital-harm", municipality: "265", areas: [""], source: .school, part: .night,
            counts: [7, 9, 5, 4], remarks: ["Billeder delt i en klassechat.", ""]),
        Pattern(
            topic: "digital-harm", municipality: "269", areas: ["Havdrup skoledistrikt"], source: .school, part: .day,
            counts: [3, 2, 4, 1], remarks: ["", "Falske profiler."]),
        Pattern(
            topic: "bring-your-own", municipality: "306", areas: ["Rørvig", "Nykøbing"], source: .club, part: .night,
            counts: [6, 12, 7, 2], remarks: ["Store fester i sommerhuse.", "Meget spiritus, ingen voksne.", ""]),
        Pattern(
            topic: "bring-your-own", municipality: "336", areas: ["Rødvig"], source: .residents, part: .night,
            counts: [2, 6, 3, 1], remarks: ["", "Fest på stranden."]),
        Pattern(
            topic: "bring-your-own", municipality: "350", areas: ["Lejre"], source: .club, part: .evening,
            counts: [5, 5, 6, 2], remarks: ["Aftalt på telefonen samme aften.", ""]),
    ]

    /// Up to a day, the same for the same day.
    public static func observations(through today: LocalDate) -> [Observation] {
        patterns.flatMap { pattern in
            pattern.counts.enumerated().flatMap { back, count in
                let quarter = Quarter(of: today) + -back
                let days = min(quarter.last, today) - quarter.first + 1
                return (0..<count).map { number in
                    Observation(
                        topic: pattern.topic, municipality: pattern.municipality,
                        area: pattern.areas[number % pattern.areas.count],
                        day: quarter.first + number * 11 % max(1, days), part: pattern.part, source: pattern.source,
                        remark: pattern.remarks[number % pattern.remarks.count])
                }
            }
        }
    }

    /// How far the Køge model has come elsewhere, oldest first.
    public static func rollOut(through today: LocalDate) -> [RollOut] {
        let steps: [(String, RollOut.State, Int, String, String)] = [
            ("269", .inDialogue, 300, "Afdelingsleder, voksenområdet", ""),
            ("269", .agreed, 180, "Afdelingsleder, voksenområdet", "Aftalen er godkendt i udvalget."),
            ("269", .started, 90, "Afdelingsleder, voksenområdet", "Forummet mødes hver anden uge."),
            ("265", .inDialogue, 210, "Socialchef", "Møde om ressourcer."),
            ("265", .agreed, 40, "Socialchef", ""),
            ("253", .inDialogue, 120, "Leder af familieafdelingen", "Ønsker at se evalueringen."),
            ("336", .inDialogue, 60, "Voksenchef", ""),
            ("316", .started, 200, "Leder af borgerservice", "To pladser på krisecenter er afsat."),
            ("316", .evaluated, 20, "Leder af borgerservice", "Evalueret efter et halvt år."),
        ]
        return steps.map { code, state, ago, contact, remark in
            RollOut(municipality: code, state: state, day: today + -ago, contact: contact, remark: remark)
        }
    }
}
