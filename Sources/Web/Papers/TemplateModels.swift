import Casework
import Handbook
import Prevention
import Store

/// The letters that can be edited.
struct TemplateListModel: Sendable {
    struct Line: Sendable {
        let templateHref: String
        let templateTitle: String
        let templateProgramme: String
        let templateReceiver: String
        let templateVersion: String
    }

    let templates: [Line]
    let templateCount: String

    init(_ all: [(shipped: LetterTemplate, newest: StoredTemplate?)], _ texts: CaseTexts) {
        let words = texts.words
        templates = all.map { shipped, newest in
            Line(
                templateHref: "/letters/" + shipped.code, templateTitle: shipped.title,
                templateProgramme: texts.programme(shipped.programme),
                templateReceiver: words("letter.receiver." + shipped.receiver.rawValue),
                templateVersion: newest.map { VersionModel.said($0, texts) } ?? words("template.shipped"))
        }
        templateCount = words("template.count", ["count": String(all.count)])
    }
}

/// The page on which a letter's text is edited.
struct TemplateModel: Sendable {
    struct FieldLine: Sendable {
        let fieldTag: String
        let fieldMeaning: String
    }

    struct VersionLine: Sendable {
        let versionHref: String
        let versionText: String
        let versionNote: String?
        let isVersionCurrent: Bool
    }

    let templateName: String
    let templateLead: String
    let templatePath: String
    let problems: FormProblems?
    let isConflict: Bool
    let version: Int
    let body: String
    let bodyError: String?
    let note: FieldInput
    let fields: [FieldLine]
    let versions: [VersionLine]
    let preview: LetterView?

    init(
        _ view: TemplateView, _ form: Form?, _ body: String, _ refusals: [Refusal], _ draft: LetterDraft?,
        _ texts: CaseTexts
    ) {
        let words = texts.words
        let shipped = view.shipped
        let path = "/letters/" + shipped.code
        templatePath = path
        templateName = shipped.title
        templateLead = words(
            "template.lead",
            [
                "programme": texts.programme(shipped.programme),
                "receiver": words("letter.receiver." + shipped.receiver.rawValue).lowercased(),
            ])
        let found = FormProblems(
            found: refusals.map {
                .init(problemText: words.refusal($0, programme: nil), problemTarget: "body")
            }, words: words)
        problems = found
        isConflict = refusals.contains { $0.code == "template-changed" }
        version = form.flatMap { Int($0["version"]) } ?? view.version
        self.body = body
        bodyError = found?.text(at: "body")
        note = FieldInput(
            id: "note", name: "note", kind: .text, label: words("template.note"), value: form?["note"] ?? "",
            help: words("template.note-help"), problems: nil)
        let programme = Catalogue.programme(shipped.programme)
        fields = view.fields.map {
            FieldLine(fieldTag: "{{" + $0.code + "}}", fieldMeaning: TemplateModel.meaning($0, programme, texts))
        }
        let now = view.version
        versions =
            view.versions.map {
                VersionLine(
                    versionHref: "\(path)/versions/\($0.version)", versionText: VersionModel.said($0, texts),
                    versionNote: $0.note.isEmpty ? nil : $0.note, isVersionCurrent: $0.version == now)
            } + [
                VersionLine(
                    versionHref: path + "/versions/0", versionText: words("template.shipped"), versionNote: nil,
                    isVersionCurrent: now == 0)
            ]
        preview = draft.map { LetterView($0) }
    }

    private static func meaning(_ field: LetterField, _ programme: Programme?, _ texts: CaseTexts) -> String {
        let words = texts.words
        switch field.source {
        case .letter: return words("letter.field." + field.code)
        case .form(let field): return programme.map { words.name("field", field.code, of: $0) } ?? field.code
        case .stage(let stage):
            let name = programme.map { texts.stage(stage, of: $0) } ?? stage.code
            return words("template.stage-day", ["stage": name])
        case .law(let id):
            let rule = try? texts.handbook.law.rule(id, on: texts.today)
            return rule.map { words("template.law", ["amount": words.amount($0), "source": words.source($0)]) } ?? id
        }
    }
}

/// An older text.
struct VersionModel: Sendable {
    let templateName: String
    let templatePath: String
    let versionName: String
    let versionBody: String
    let restorePath: String
    let current: Int
    let isCurrent: Bool

    init(_ view: TemplateView, _ version: Int, _ body: String, _ texts: CaseTexts) {
        templateName = view.shipped.title
        templatePath = "/letters/" + view.shipped.code
        let stored = view.versions.first { $0.version == version }
        versionName = stored.map { VersionModel.said($0, texts) } ?? texts.words("template.shipped")
        versionBody = body
        restorePath = "\(templatePath)/versions/\(version)/restore"
        current = view.version
        isCurrent = version == view.version
    }

    static func said(_ stored: StoredTemplate, _ texts: CaseTexts) -> String {
        texts.words(
            "template.version",
            ["version": String(stored.version), "name": texts.person(stored.editedBy), "at": stored.editedAt.danish])
    }
}
