/// Texts of the plan and its bodies, which are about nobody: what in them would number somebody, and how long they may be.
public enum PlanText {
    /// The longest title and the longest text, in characters.
    public static let longestTitle = 200
    public static let longest = 6000

    /// Codes of what stands in a text and must not: `plan-text.number`, `plan-text.phone`, `plan-text.mail`.
    public static func forbidden(in text: String) -> [String] {
        // Years and days of a plan would be taken for telephone numbers.
        NamelessText.problems(text, allowingYears: true).map { $0.replacing("trend.", with: "plan-text.") }
    }

    /// What is missing or too long. A field named `title` is a line, others are texts.
    public static func problems(_ fields: [(place: String, text: String, isRequired: Bool)]) -> [Refusal] {
        fields.compactMap { place, text, isRequired in
            if isRequired, text.isEmpty { return Refusal("plan.required", ["place": place]) }
            let most = place == "title" ? longestTitle : longest
            return text.count > most ? Refusal("plan.too-long", ["place": place, "most": String(most)]) : nil
        }
    }

    /// The words of a text that may be a name, in the order they stand in, a sentence or line at a time.
    public static func lines(of text: String) -> [[String]] {
        text.split { ".;:!?\n()\"/".contains($0) }.map { line in
            line.split { !$0.isLetter && $0 != "-" && $0 != "'" }.map(String.init)
        }
    }
}
