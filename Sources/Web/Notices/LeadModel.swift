import Casework
import Handbook
import Prevention
import Store

/// What a social report leads to, filled in from it.
struct LeadModel: Sendable {
    /// A case that it has led to already.
    struct Made: Sendable {
        let madeLink: String
        let madeNumber: String
        /// Whom it is about; `nil` where that is the only one.
        let madeAbout: String?
    }

    let leadTitle: String
    let leadText: String
    let reportLink: String
    let reportNumber: String
    let problems: FormProblems?
    let madeText: String
    let made: [Made]
    let hasMade: Bool
    let notYours: Bool
    let leadForm: CaseForm?
    /// Where it goes; `nil` where that depends on whom is chosen.
    let toText: String?

    static let formName = "lead"
    /// What the sender fills in; that the notifier is a professional is given.
    static let fields = ["concerns", "concern", "in_danger_now", "notifier_name", "notifier_contact"]

    init(_ lead: ReportLead, actor: Actor, _ refused: RefusedForm?, _ texts: CaseTexts) {
        let words = texts.words
        let row = lead.opened.row
        let root = lead.target == .notice ? "concern.lead" : "concern.group"
        leadTitle = words(root + ".title")
        leadText = words(root + ".lead")
        reportLink = "/cases/\(row.id)"
        reportNumber = row.number
        problems = refused?.problems
        madeText = words("concern.lead.made")
        made = lead.made.map { one in
            Made(
                madeLink: (lead.target == .notice ? "/notices/" : "/cases/") + String(one.row.id),
                madeNumber: one.row.number,
                madeAbout: lead.about.count == 1 ? nil : LeadModel.name(one.person, lead, words))
        }
        hasMade = !made.isEmpty
        let isOver = lead.target == .group ? hasMade : lead.waiting.isEmpty
        notYours = !lead.mayLead && !isOver
        guard !isOver, lead.mayLead else {
            leadForm = nil
            toText = nil
            return
        }
        let path = "/notices/report/\(row.id)"
        guard lead.target == .notice else {
            toText = nil
            leadForm = CaseForm(
                LeadModel.formName, action: path, title: words("concern.group.button"), refused, isPlain: true
            ) { _ in [] }
            return
        }
        let likely = LeadModel.likely(lead, texts)
        toText = lead.waiting.count == 1 ? LeadModel.recipient(of: likely, lead, texts) : nil
        leadForm = CaseForm(
            LeadModel.formName, action: path, title: words("concern.lead.send"), refused, isPlain: true
        ) { form in LeadModel.inputs(form, lead, likely, actor, texts) }
    }

    /// The first who is a child, or else the subject.
    private static func likely(_ lead: ReportLead, _ texts: CaseTexts) -> Int64 {
        let limit = (try? texts.handbook.law.value("concern-notice.child-age", on: texts.today)) ?? .max
        let child = lead.waiting.first { party in
            party.birthDate.flatMap { Age.years(bornOn: $0, on: texts.today) }.map { $0 < limit } ?? false
        }
        return (child ?? lead.waiting.first)?.person ?? 0
    }

    private static func name(_ person: Int64, _ lead: ReportLead, _ words: Words) -> String {
        lead.opened.persons[person]?.name ?? words("case-words.protected")
    }

    private static func recipient(of person: Int64, _ lead: ReportLead, _ texts: CaseTexts) -> String {
        let words = texts.words
        guard let isOwn = lead.addresses[person] else { return words("concern.lead.to-unknown") }
        guard let home = lead.homes[person] else {
            return words(isOwn ? "concern.lead.to-masked" : "concern.lead.to-masked-outside")
        }
        return words(
            isOwn ? "concern.lead.to-known" : "concern.lead.to-outside", ["place": texts.municipality(home)])
    }

    private static func inputs(
        _ form: CaseForm.Typed, _ lead: ReportLead, _ likely: Int64, _ actor: Actor, _ texts: CaseTexts
    ) -> [FieldInput] {
        let words = texts.words
        let programme = Programme.concernNotice
        let said = lead.opened.file.fields
        let authority = texts.handbook.authority(actor.authority)
        let unit = authority?.unitNames[actor.unit]?[words.language]
        let filled = [
            "concerns": "child",
            "concern": [said["facts"], said["assessment"]].compactMap(\.self).filter { !$0.isEmpty }
                .joined(separator: "\n\n"),
            "notifier_name": texts.person(lead.writer.isEmpty ? actor.name : lead.writer),
            "notifier_contact": [authority?.names[words.language], unit].compactMap(\.self).joined(separator: ", "),
        ]
        var inputs: [FieldInput] = []
        if lead.waiting.count > 1 {
            let options = lead.waiting.map { party in
                let role = words("party-role." + party.role.rawValue).lowercased()
                let place = recipient(of: party.person, lead, texts)
                return (String(party.person), "\(name(party.person, lead, words)) (\(role)): \(place)")
            }
            inputs.append(
                form.input(
                    "about", .choice(options.map(\.0)), words("concern.lead.about"), value: String(likely),
                    isRequired: true, options: options))
        }
        inputs += fields.compactMap { programme.field($0) }.map {
            form.input($0, of: programme, value: filled[$0.code] ?? "", words)
        }
        if lead.waiting.contains(where: { lead.addresses[$0.person] == nil }) {
            let places = texts.municipalities(chosen: "").map { ($0.optionValue, $0.optionLabel) }
            inputs.append(
                form.input(
                    "municipality", .choice(places.map(\.0)), words("concern.lead.municipality"),
                    help: words("concern.lead.municipality-help"), options: places))
        }
        return inputs
    }
}
