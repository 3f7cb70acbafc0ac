import Casework
import Handbook
import Prevention
import Store

/// The forms of the policy watch, made and read.
enum PolicyForms {
    static func new(_ areas: [StoredFocusArea], _ refused: RefusedForm?, _ texts: CaseTexts) -> CaseForm {
        let words = texts.words
        let stages = PolicyStage.allCases.map { (code: $0.rawValue, label: words("policy.stage." + $0.rawValue)) }
        return CaseForm("policy", action: "/policy/new", title: words("policy.new"), refused, isPlain: true) { typed in
            let stage = typed.input(
                "stage", .choice(stages.map(\.code)), words("body-field.stage"), value: "announced", isRequired: true,
                options: stages)
            return inputs(typed, nil, areas, refused, "policy", texts) + [stage] + typed.nameTick(words)
        }
    }

    static func edit(_ page: PolicyPage, _ refused: RefusedForm?, _ texts: CaseTexts) -> CaseForm {
        let policy = page.line.policy
        return CaseForm(
            "set", action: "/policy/\(policy.id)/set", title: texts.words("policy.change"), revision: policy.revision,
            refused
        ) { typed in
            inputs(typed, policy.entry, page.areas, refused, "set", texts) + typed.nameTick(texts.words)
        }
    }

    private static func inputs(
        _ typed: CaseForm.Typed, _ entry: PolicyEntry?, _ areas: [StoredFocusArea], _ refused: RefusedForm?,
        _ form: String, _ texts: CaseTexts
    ) -> [FieldInput] {
        let words = texts.words
        let kinds = PolicyKind.allCases.map { (code: $0.rawValue, label: words("policy.kind." + $0.rawValue)) }
        let rules = Set(texts.handbook.law.rules.map(\.id)).sorted().map { (code: $0, label: $0) }
        let sent = refused.flatMap { $0.name == form ? $0.typed : nil }
        func boxes(_ name: String, _ options: [(code: String, label: String)], _ chosen: [String]) -> FieldInput {
            FieldInput(
                id: form + "-" + name, name: name, kind: .choices(options.map(\.code)),
                label: words("body-field." + name), value: "",
                options: options.map { option in
                    .init(
                        optionValue: option.code, optionLabel: option.label,
                        isChosen: sent.map { $0[name + "." + option.code] == "yes" } ?? chosen.contains(option.code))
                }, problems: nil)
        }
        let focus = areas.map { (code: String($0.id), label: $0.area.title) }
        return [
            typed.input("title", .text, words("body-field.title"), value: entry?.title ?? "", isRequired: true),
            typed.input(
                "kind", .choice(kinds.map(\.code)), words("body-field.kind-policy"),
                value: entry?.kind.rawValue ?? "law",
                isRequired: true, options: kinds),
            typed.input(
                "due", .text, words("body-field.due"), value: entry?.due?.description ?? "",
                help: words("body-help.due")),
            typed.input(
                "source", .text, words("body-field.source"), value: entry?.source ?? "",
                help: words("body-help.source"), isRequired: true),
            typed.input(
                "rule", .choice(rules.map(\.code)), words("body-field.rule"), value: entry?.rule ?? "",
                help: words("body-help.rule"), options: rules, none: words("policy.no-rule")),
            boxes(
                "programmes", Catalogue.all.filter { !$0.isSealed }.map { ($0.code, texts.programme($0)) },
                entry?.programmes ?? []),
        ] + (focus.isEmpty ? [] : [boxes("areas", focus, entry?.areas.map { String($0) } ?? [])])
    }

    static func entry(_ form: Form) -> PolicyEntry {
        PolicyEntry(
            title: form["title"], kind: PolicyKind(rawValue: form["kind"]) ?? .law,
            due: RoughDate(TypedValue.normal(form["due"], .date)), source: form["source"], rule: form["rule"],
            programmes: Catalogue.all.map(\.code).filter { form["programmes." + $0] == "yes" },
            areas: form.fields(startingWith: "areas.").keys.compactMap { Int64($0) }.sorted())
    }

    static func change(_ act: String, _ form: Form) throws -> ChangePolicy.Change {
        let day = LocalDate(TypedValue.normal(form["on"], .date))
        switch act {
        case "set": return .set(entry(form), typedDue: form["due"])
        case "stage":
            guard let stage = PolicyStage(rawValue: form["stage"]) else {
                throw Refused("policy.stage", ["place": "stage"])
            }
            return .stage(stage, on: day, form["words"])
        case "note": return .note(on: day, form["words"])
        case "follow": return .follow(form["title"])
        default: throw NotFound()
        }
    }
}
