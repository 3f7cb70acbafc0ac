import Casework
import Handbook
import Prevention

/// The form of an observation, made and read.
enum ObservationForm {
    static let fields = ["topic", "municipality", "area", "day", "part", "source", "remark"]

    /// - Throws: `Refused` with what is no value at all; the rest is for the observation itself to say.
    static func read(_ form: Form) throws(Refused) -> Observation {
        var problems: [Refusal] = []
        func miss(_ place: String) { problems.append(Refusal("trend.required", ["place": place])) }
        for name in ["topic", "municipality"] where form[name].isEmpty { miss(name) }
        let typed = TypedValue.normal(form["day"], .date)
        let day = LocalDate(typed)
        if typed.isEmpty {
            miss("day")
        } else if day == nil {
            problems.append(Refusal("trend.not-a-date", ["place": "day", "value": typed]))
        }
        let part = Observation.Part(rawValue: form["part"])
        if part == nil { miss("part") }
        let source = Observation.Source(rawValue: form["source"])
        if source == nil { miss("source") }
        guard problems.isEmpty, let day, let part, let source else { throw Refused(problems) }
        return Observation(
            topic: form["topic"], municipality: form["municipality"], area: form["area"], day: day, part: part,
            source: source, remark: form["remark"])
    }

    /// - Parameter one: what is filled in before anything is typed.
    static func form(
        action: String, title: String, _ one: [String: String], revision: Int?, _ refused: RefusedForm?,
        _ actor: Actor, _ texts: CaseTexts
    ) -> CaseForm {
        let words = texts.words
        let topics = texts.handbook.trendTopics.map {
            ($0.code, texts.handbook.trendTopicName($0.code, words.language))
        }
        let places = texts.handbook.municipalities.filter { $0.isOwn && actor.mayObserve(in: $0.code) }
            .sorted { $0.name < $1.name }.map { ($0.code, $0.name) }
        return CaseForm(
            "observation", action: action, title: title, revision: revision, refused, isPlain: true
        ) { typed in
            func input(
                _ name: String, _ kind: Field.Kind, isRequired: Bool = true, _ options: [(String, String)] = []
            ) -> FieldInput {
                let help = "trend.help." + name
                return typed.input(
                    name, kind, words("trend.field." + name), value: one[name] ?? "",
                    help: words.has(help) ? words(help) : nil, isRequired: isRequired,
                    options: options.map { (code: $0.0, label: $0.1) })
            }
            let parts = Observation.Part.allCases.map { ($0.rawValue, words("trend.part." + $0.rawValue)) }
            let sources = Observation.Source.allCases.map { ($0.rawValue, words("trend.source." + $0.rawValue)) }
            return [
                input("topic", .choice(topics.map(\.0)), topics),
                input("municipality", .choice(places.map(\.0)), places),
                input("area", .text, isRequired: false), input("day", .date),
                input("part", .choice(parts.map(\.0)), parts), input("source", .choice(sources.map(\.0)), sources),
                input("remark", .longText, isRequired: false),
            ]
        }
    }

    static func values(_ one: Observation) -> [String: String] {
        [
            "topic": one.topic, "municipality": one.municipality, "area": one.area, "day": one.day.description,
            "part": one.part.rawValue, "source": one.source.rawValue, "remark": one.remark,
        ]
    }

    static func refused(_ form: Form, _ why: Refused, _ name: String, _ words: Words) -> RefusedForm {
        RefusedForm(
            name: name, typed: form,
            problems: FormProblems(placed: why, prefix: name, words) { words("trend.field." + $0) },
            isConflict: why.refusals.contains { $0.code == "changed-meanwhile" })
    }
}
