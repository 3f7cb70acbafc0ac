import Casework
import Handbook
import Prevention
import Store

/// What a filter form offers, and what stands chosen in it: of the list, the board and the week.
struct CaseFilterForm: Sendable {
    struct Hidden: Sendable {
        let hiddenName: String
        let hiddenValue: String
    }

    let programmes: SelectOptions
    /// Only under a programme.
    let stages: SelectOptions?
    let municipalities: SelectOptions
    let states: SelectOptions
    let deadlines: SelectOptions
    let owners: SelectOptions
    let orders: SelectOptions
    let dueFrom: String
    let dueTo: String
    let openedFrom: String
    let openedTo: String
    /// Whether the fields for days stand open.
    let hasPeriod: Bool
    let isHandled: Bool
    /// Parts of the address that other forms of the page are for.
    let kept: [Hidden]

    init(_ filter: CaseFilter, scope: CaseScope, owners: [CaseOwner], actor: Actor, _ texts: CaseTexts) {
        let words = texts.words
        func option(_ value: String, _ label: String, _ isChosen: Bool) -> FieldInput.Option {
            .init(optionValue: value, optionLabel: label, isChosen: isChosen)
        }
        programmes = SelectOptions(
            scope.programmes.map { option($0, texts.programme($0), $0 == filter.programme?.code) })
        stages = filter.programme.map { programme in
            SelectOptions(
                programme.stages.map { option($0.code, texts.stage($0, of: programme), $0 == filter.stage) })
        }
        municipalities = SelectOptions(texts.municipalities(chosen: filter.municipality ?? ""))
        states = SelectOptions(
            ["open", "closed"].map {
                option($0, words("case-list.state." + $0), filter.isOpen == ($0 == "open"))
            })
        deadlines = SelectOptions(
            CaseQuery.Deadline.allCases.map {
                option($0.rawValue, words("case-list.deadline." + $0.rawValue), $0 == filter.deadline)
            })
        self.owners = SelectOptions(
            [
                option("mine", words("case-list.mine"), filter.owner == .mine),
                option("nobody", words("case-words.nobody"), filter.owner == .nobody),
            ]
                + owners.filter { $0.name != actor.name }.map {
                    option($0.name, $0.displayName, filter.owner == .colleague($0.name))
                })
        orders = SelectOptions(
            filter.query(for: actor).orders.map {
                option($0.rawValue, words("case-list.order." + $0.rawValue), $0 == filter.order)
            })
        dueFrom = filter.dueFrom?.description ?? ""
        dueTo = filter.dueTo?.description ?? ""
        openedFrom = filter.openedFrom?.description ?? ""
        openedTo = filter.openedTo?.description ?? ""
        hasPeriod = filter.parts.contains(.duePeriod) || filter.parts.contains(.opened)
        isHandled = filter.isHandled
        kept = CaseFilterForm.hidden(filter, only: ["rows", "columns"])
    }

    static func hidden(_ filter: CaseFilter, only names: Set<String>) -> [Hidden] {
        filter.parameters.filter { names.contains($0.name) }.map {
            Hidden(hiddenName: $0.name, hiddenValue: $0.value)
        }
    }

    static func hidden(_ filter: CaseFilter, without names: Set<String>) -> [Hidden] {
        filter.from(nil).parameters.filter { !names.contains($0.name) }.map {
            Hidden(hiddenName: $0.name, hiddenValue: $0.value)
        }
    }
}

extension CaseFilter {
    /// A part of it as it is read: `Kommune: Køge`.
    func text(of part: Part, owners: [CaseOwner], _ texts: CaseTexts) -> String {
        let words = texts.words
        let value: String
        switch part {
        case .programme: value = programme.map { texts.programme($0) } ?? ""
        case .stage:
            value = programme.flatMap { programme in stage.map { texts.stage($0, of: programme) } } ?? ""
        case .municipality: value = texts.municipality(municipality ?? "")
        case .state: value = words("case-list.state." + (isOpen == true ? "open" : "closed"))
        case .deadline: value = words("case-list.deadline." + (deadline?.rawValue ?? ""))
        case .duePeriod: value = CaseFilter.period(dueFrom, dueTo, words)
        case .owner:
            switch owner {
            case .mine: value = words("case-list.mine")
            case .nobody, nil: value = words("case-words.nobody")
            case .colleague(let account): value = texts.person(account)
            }
        case .opened: value = CaseFilter.period(openedFrom, openedTo, words)
        case .handled: return words("case-list.handled")
        case .order: return words("case-list.order." + order.rawValue)
        }
        return words("case-list.part." + part.rawValue) + ": " + value
    }

    private static func period(_ from: LocalDate?, _ to: LocalDate?, _ words: Words) -> String {
        switch (from, to) {
        case (let from?, let to?): words("case-list.between", ["from": from.danish, "to": to.danish])
        case (let from?, nil): words("case-list.since", ["from": from.danish])
        case (nil, let to?): words("case-list.until", ["to": to.danish])
        case (nil, nil): ""
        }
    }
}
