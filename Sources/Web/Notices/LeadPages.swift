import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /notices/report/{id} | needs work-cases, the report in scope |
/// | POST | /notices/report/{id} | needs work-cases, the report in scope; a role that opens what it leads to |
enum LeadPages {
    static func add(to routes: RouteTable) {
        routes.get("/notices/report/{id}", .needs(.workCases)) { visit in try await page(visit, nil) }

        routes.post("/notices/report/{id}", .needs(.workCases)) { visit in
            let id = try visit.parameter("id", as: Int64.self)
            let who = try visit.authorized(Acts.WorkCases.self)
            let form = try await visit.form()
            let lead = try await ReadLead(id)(who, in: visit.office)
            do {
                switch lead.target {
                case .notice:
                    let fields = LeadModel.fields.compactMap { Programme.concernNotice.field($0) }
                    let only = lead.about.count == 1 ? lead.about.first?.person : nil
                    let notice = try await NotifyMunicipality(
                        report: id, about: Int64(form["about"]) ?? only ?? 0,
                        fields: FieldInput.values(of: fields, in: form), municipality: form["municipality"]
                    )(who, in: visit.office)
                    return .redirect("/notices/\(notice)?done=notice-sent")
                case .group:
                    let made = try await FollowInGroup(report: id)(who, in: visit.office)
                    return .redirect("/cases/\(made)?done=notice-group")
                }
            } catch let refused as Refused {
                return try await page(
                    visit, RefusedForm(LeadModel.formName, form, refused, of: lead.target.programme, visit.words))
            }
        }
    }

    private static func page(_ visit: Visit, _ refused: RefusedForm?) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        let lead = try await ReadLead(id)(try visit.authorized(Acts.WorkCases.self), in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        let actor = try visit.actor
        let model = LeadModel(lead, actor: actor, refused, texts)
        return .page("notice-lead", model, status: refused?.status ?? .ok)
    }
}

/// What a social report leads to, filled in from it.
struct LeadModel: Sendable {
    let leadTitle: String
    let leadText: String
    let reportLink: String
    let reportNumber: String
    let problems: FormProblems?
    let madeText: String?
    let madeLink: String?
    let madeNumber: String
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
        madeText = lead.made == nil ? nil : words("concern.lead.made")
        madeLink = lead.made.map { (lead.target == .notice ? "/notices/" : "/cases/") + String($0.id) }
        madeNumber = lead.made?.number ?? ""
        notYours = !lead.mayLead && lead.made == nil
        guard lead.made == nil, lead.mayLead else {
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
        toText = lead.about.count == 1 ? LeadModel.recipient(of: likely, lead, texts) : nil
        leadForm = CaseForm(
            LeadModel.formName, action: path, title: words("concern.lead.send"), refused, isPlain: true
        ) { form in LeadModel.inputs(form, lead, likely, actor, texts) }
    }

    /// The first who is a child, or else the subject.
    private static func likely(_ lead: ReportLead, _ texts: CaseTexts) -> Int64 {
        let limit = (try? texts.handbook.law.value("concern-notice.child-age", on: texts.today)) ?? .max
        let child = lead.about.first { party in
            party.birthDate.flatMap { Age.years(bornOn: $0, on: texts.today) }.map { $0 < limit } ?? false
        }
        return (child ?? lead.about.first)?.person ?? 0
    }

    private static func recipient(of person: Int64, _ lead: ReportLead, _ texts: CaseTexts) -> String {
        let words = texts.words
        guard lead.hasAddress[person] ?? false else { return words("concern.lead.to-unknown") }
        guard let home = lead.homes[person] else { return words("concern.lead.to-masked") }
        return words("concern.lead.to-known", ["place": texts.municipality(home)])
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
        if lead.about.count > 1 {
            let options = lead.about.map { party in
                let name = lead.opened.persons[party.person]?.name ?? words("case-words.protected")
                let role = words("party-role." + party.role.rawValue).lowercased()
                return (String(party.person), "\(name) (\(role))")
            }
            inputs.append(
                form.input(
                    "about", .choice(options.map(\.0)), words("concern.lead.about"), value: String(likely),
                    isRequired: true, options: options))
        }
        inputs += fields.compactMap { programme.field($0) }.map {
            form.input($0, of: programme, value: filled[$0.code] ?? "", words)
        }
        if lead.about.contains(where: { !(lead.hasAddress[$0.person] ?? false) }) {
            let places = texts.municipalities(chosen: "").map { ($0.optionValue, $0.optionLabel) }
            inputs.append(
                form.input(
                    "municipality", .choice(places.map(\.0)), words("concern.lead.municipality"),
                    help: words("concern.lead.municipality-help"), options: places))
        }
        return inputs
    }
}
