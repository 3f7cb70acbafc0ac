import Casework
import Handbook
import Prevention

/// The form of an assessment, read.
enum AreaForm {
    /// - Throws: `Refused` with what is no value at all; the rest is for the assessment itself to say.
    static func assessment(_ form: Form, law: LawBook, today: LocalDate) throws -> AreaAssessment {
        var problems: [Refusal] = []
        func date(_ name: String) -> LocalDate {
            let typed = TypedValue.normal(form[name], .date)
            if let day = LocalDate(typed) { return day }
            problems.append(
                typed.isEmpty
                    ? Refusal("area.required", ["place": name])
                    : Refusal("area.not-a-date", ["place": name, "value": typed]))
            return LocalDate(dayNumber: 0)
        }
        for name in ["name", "municipality", "reason", "decided_by"] where form[name].isEmpty {
            problems.append(Refusal("area.required", ["place": name]))
        }
        let (from, to) = (date("valid_from"), date("valid_to"))
        let centre = Position(form["position"])
        if centre == nil {
            problems.append(
                form["position"].isEmpty
                    ? Refusal("area.required", ["place": "position"])
                    : Refusal("area.not-a-position", ["place": "position", "value": form["position"]]))
        }
        let radius = Int(form["radius"]) ?? 0
        let start = LocalDate(TypedValue.normal(form["valid_from"], .date)) ?? today
        if let most = try? AreaAssessment.longestRadius(on: start, law: law), radius < 1 || radius > most {
            problems.append(Refusal("area.radius", ["most": String(most)]))
        }
        guard let centre, problems.isEmpty else { throw Refused(problems) }
        return AreaAssessment(
            name: form["name"], municipality: form["municipality"], centre: centre, radius: radius,
            reason: form["reason"], decidedBy: form["decided_by"], validFrom: from, validTo: to)
    }

    /// The reasons, each at its field.
    static func problems(_ refused: Refused, prefix: String, otherwise: String, _ words: Words) -> FormProblems {
        let items = refused.refusals.map { refusal in
            let place = refusal.arguments["place"] ?? places[refusal.code]
            let named = refusal.arguments["place"].map { words("area.field." + $0.replacing("_", with: "-")) }
            let arguments = refusal.arguments.merging(named.map { ["place": $0] } ?? [:]) { $1 }
            return FormProblems.Item(
                problemText: words.refusal(Refusal(refusal.code, arguments), programme: nil),
                problemTarget: place.map { prefix + "-" + $0 } ?? otherwise)
        }
        return FormProblems(items, words: words)
    }

    private static let places = [
        "area.radius": "radius", "area.ends-before-start": "valid_to", "area.too-long": "valid_to",
        "area.no-law": "valid_from", "unknown-municipality": "municipality", "area.end-outside": "day",
        "area.end-backdated": "day",
        "area.end-reason": "reason", "not-a-date": "day",
    ]
}
