import Casework
import Handbook
import Prevention
import Store

/// The incidents of a hit and the others around it, as tables; the marks are those of the time axis.
struct IncidentTable: Sendable {
    struct Line: Sendable {
        let anchor: String
        /// `1`, `2` … for those that count, `a`, `b` … for the others.
        let mark: String
        let day: LocalDate
        let dayText: String
        let dayCode: String
        let type: String
        let place: String
        let roles: String
        let summary: String
    }

    let incidents: [Line]
    let outside: [Line]
    /// By row id.
    let marks: [Int64: String]

    init(_ page: HitPage, _ naming: PersonNaming, _ language: Language) {
        let shown = IncidentNaming(words: naming.words, masked: page.masked)
        func line(_ incident: StoredIncident, _ mark: String) -> Line {
            let isOfOthers = page.ofOthers.contains(incident.id)
            let roles = page.participants.filter { $0.incident == incident.id }.compactMap { participant in
                page.persons[participant.person].map { person in
                    naming.words(
                        "screening.incident.role-of",
                        [
                            "name": naming.label(person),
                            "role": naming.words("incident-role." + participant.role.rawValue).lowercased(),
                        ])
                }
            }
            return Line(
                anchor: "incident-\(incident.id)", mark: mark, day: incident.day, dayText: incident.day.danish,
                dayCode: incident.day.description, type: naming.handbook.incidentTypeName(incident.type, language),
                place: isOfOthers ? naming.words("screening.incident.of-others") : shown.place(incident),
                roles: roles.joined(separator: "; "), summary: isOfOthers ? "" : shown.summary(incident))
        }
        let own = page.incidents.enumerated().map { ($0.element.id, String($0.offset + 1)) }
        let others = page.others.enumerated().map { ($0.element.id, IncidentTable.letters($0.offset)) }
        marks = Dictionary(own + others, uniquingKeysWith: { first, _ in first })
        incidents = page.incidents.enumerated().map { line($0.element, String($0.offset + 1)) }
        outside = page.others.enumerated().map { line($0.element, IncidentTable.letters($0.offset)) }
    }

    /// `a` … `z`, `aa` … `zz`.
    static func letters(_ index: Int) -> String {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz")
        let last = String(alphabet[index % 26])
        return index < 26 ? last : String(alphabet[(index / 26 - 1) % 26]) + last
    }
}

/// The time axis of a hit: the window that first triggered, the incidents that count in it or later, and the others.
enum HitAxis {
    /// - Parameter today: where the axis ends, so that it shows how long ago it all was.
    static func svg(_ page: HitPage, _ table: IncidentTable, _ words: Words, today: LocalDate) -> String {
        let last = page.hit.firstTriggered
        let window = page.rule.flatMap(RuleWords.windowDays).map { days in
            TimeAxis.Window(
                from: last + -days, to: last,
                label: words("screening.axis.window", ["days": words.number(days), "last": last.danish]))
        }
        let lines = table.incidents + table.outside
        let days = lines.map(\.day) + [last]
        let inHit = Set(table.incidents.map(\.anchor))
        let points = lines.map { line in
            let isInHit = inHit.contains(line.anchor)
            return TimeAxis.Point(
                date: line.day,
                label: words(
                    isInHit ? "screening.axis.inside" : "screening.axis.outside",
                    ["mark": line.mark, "date": line.dayText, "type": line.type]),
                mark: line.mark, marker: isInHit ? .circle : .square, isInHit: isInHit, href: "#" + line.anchor)
        }
        let caption = Caption(
            id: "axis", title: words("screening.axis.title"),
            description: words(
                "screening.axis.description",
                ["inside": words.number(table.incidents.count), "outside": words.number(table.outside.count)]),
            emptyText: words("screening.axis.none"))
        // A month of air before the first, so that one incident of today has an axis too.
        let first = (days + (window.map { [$0.from] } ?? [])).min() ?? last
        let axis = TimeAxis(caption: caption, from: first + -30, to: today, points: points, window: window)
        return axis.svg()
    }
}
