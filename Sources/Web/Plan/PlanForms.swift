import Casework
import Handbook
import Prevention
import Store

/// Reads the forms of the plan, and makes the inputs that several of them share.
enum PlanForms {
    /// - Throws: `Refused` where it is no day.
    static func day(_ form: Form, _ place: String) throws(Refused) -> LocalDate {
        let typed = TypedValue.normal(form[place], .date)
        if typed.isEmpty { throw Refused("plan.required", ["place": place]) }
        guard let day = LocalDate(typed) else {
            throw Refused("plan.not-a-date", ["place": place, "value": typed])
        }
        return day
    }

    static func revision(_ form: Form) -> Int { Int(form["revision"]) ?? -1 }

    /// Codes chosen in the selects of a kind, each once.
    static func codes(_ form: Form, _ name: String) -> [String] {
        var found: [String] = []
        for one in names(name) where !form[one].isEmpty && !found.contains(form[one]) { found.append(form[one]) }
        return found
    }

    /// As many as a page can be read with.
    static func names(_ name: String) -> [String] { [name, name + "_2", name + "_3"] }

    static func plan(_ form: Form) throws(Refused) -> Plan {
        Plan(
            title: form["title"], from: try day(form, "from"), to: try day(form, "to"), foreword: form["foreword"],
            cap: Int(form["cap"]) ?? 0, capSource: form["cap-source"])
    }

    static func proposal(_ form: Form) -> PlanProposal {
        PlanProposal(municipality: form["municipality"], title: form["title"], body: form["body"])
    }

    static func area(_ form: Form) throws(Refused) -> FocusArea {
        guard let kind = FocusArea.Kind(rawValue: form["kind"]) else {
            throw Refused("plan.required", ["place": "kind"])
        }
        return FocusArea(
            kind: kind, title: form["title"], body: form["body"], aims: form["aims"], figures: codes(form, "figures"),
            indicators: codes(form, "indicators"))
    }

    static func initiative(_ form: Form) -> Initiative {
        Initiative(
            area: Int64(form["area"]), municipality: form["municipality"], title: form["title"], body: form["body"],
            resources: form["resources"], figures: codes(form, "figures"), indicators: codes(form, "indicators"),
            activities: form["activities"].split { $0 == " " || $0 == "," || $0 == "\n" }.map { $0.uppercased() })
    }

    static func text(_ form: Form) -> PlanStatusText {
        PlanStatusText(promised: form["promised"], done: form["done"], changed: form["changed"])
    }
}

extension CaseForm.Typed {
    /// A field of the plan, named and explained by its place.
    ///
    /// - Parameter more: said after the explanation.
    func plan(
        _ place: String, _ kind: Field.Kind, _ texts: PlanTexts, value: String = "", isRequired: Bool = false,
        label: String? = nil, options: [(code: String, label: String)] = [], none: String? = nil, more: String? = nil
    ) -> FieldInput {
        let help = "plan.help." + place
        let said = [texts.words.has(help) ? texts.words(help) : nil, more].compactMap(\.self)
        return input(
            place, kind, texts.field(label ?? place), value: value,
            help: said.isEmpty ? nil : said.joined(separator: " "), isRequired: isRequired, options: options, none: none
        )
    }

    /// Selects for figures and indicators.
    func measures(_ figures: [String], _ indicators: [String], _ texts: PlanTexts) -> [FieldInput] {
        let words = texts.words
        func name(_ id: String) -> String { words("figure.\(id).name") }
        let ids = Catalogue.all.flatMap(\.figures).map(\.id)
        let figureOptions = ids.map { (code: $0, label: name($0)) }
        let indicatorOptions = texts.texts.handbook.indicatorDefinitions.map {
            (code: $0.code, label: $0.names[words.language] ?? $0.code)
        }
        func selects(_ place: String, _ chosen: [String], _ options: [(code: String, label: String)]) -> [FieldInput] {
            PlanForms.names(place).enumerated().map { index, name in
                input(
                    name, .choice(options.map(\.code)), texts.field(place) + " \(index + 1)",
                    value: chosen.indices.contains(index) ? chosen[index] : "", options: options,
                    none: words("plan.none-chosen"))
            }
        }
        return selects("figures", figures, figureOptions) + selects("indicators", indicators, indicatorOptions)
    }

    /// Whose it is: a municipality's own people choose none but theirs.
    func whose(_ value: String, _ texts: PlanTexts) -> FieldInput {
        let options = texts.proposedFor
        return plan(
            "municipality", .choice(options.map(\.code)), texts,
            value: value.isEmpty && !texts.mayEdit ? options.first?.code ?? "" : value, isRequired: !texts.mayEdit,
            options: options, none: texts.mayEdit ? texts.words("plan.police") : nil)
    }
}

extension CaseForm {
    /// A form of the plan: its texts are about nobody, and the tick stands below them after a warning.
    init(
        plan act: String, at path: String, _ title: String, of: String? = nil, revision: Int? = nil,
        _ refused: RefusedForm?, _ texts: PlanTexts, isDanger: Bool = false, inputs: (Typed) -> [FieldInput]
    ) {
        self.init(
            act, action: path + "/do/" + act, title: title, of: of, revision: revision, refused, isDanger: isDanger
        ) { inputs($0) + $0.nameTick(texts.words) }
    }
}
