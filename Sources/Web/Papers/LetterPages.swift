import Casework
import Handbook
import Hummingbird
import Logging
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /cases/{id}/letters/{letter} | needs work-cases, case in scope and come to the letter's stage, a role of the programme |
/// | POST | /cases/{id}/letters/{letter} | needs work-cases, as above; a preview, or the letter as a document |
enum LetterPages {
    static func add(to routes: RouteTable) {
        routes.get("/cases/{id}/letters/{letter}", .needs(.workCases)) { visit in
            try await page(visit, nil)
        }

        routes.post("/cases/{id}/letters/{letter}", .needs(.workCases)) { visit in
            let form = try await visit.form()
            guard form["do"] == "make" else { return try await page(visit, form) }
            let id = try visit.parameter("id", as: Int64.self)
            let making = MakeLetter(
                id, try order(visit, form), revision: Int(form["revision"]) ?? -1,
                folder: visit.site.settings.papersFolder)
            do {
                _ = try await making(
                    visit.authorized(Acts.WorkCases.self), in: visit.office,
                    write: { try LetterDocument.html($0, visit.site) }, print: { try await WeasyPrint().pdf($0) })
            } catch let refused as Refused {
                return try await page(visit, form, refused.refusals)
            } catch let problem as WeasyPrint.Problem {
                return try await page(visit, form, [LetterDocument.refusal(problem, visit)])
            }
            return .redirect("/cases/\(id)/documents?done=letter-made")
        }
    }

    private static func order(_ visit: Visit, _ form: Form?) throws -> LetterOrder {
        LetterOrder(
            try visit.parameter("letter"), person: form.flatMap { Int64($0["receiver"]) }, name: form?["name"] ?? "",
            address: form?["address"] ?? "", freeText: form?["free_text"] ?? "")
    }

    /// - Parameter form: what has been typed; `nil` at first, when nothing is wrong with it yet.
    private static func page(_ visit: Visit, _ form: Form?, _ refusals: [Refusal] = []) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        let who = try visit.authorized(Acts.WorkCases.self)
        var order = try order(visit, form)
        var desk = try await ComposeLetter(id, order)(who, in: visit.office)
        if form == nil, order.person == nil, let first = desk.parties.first {
            order = LetterOrder(order.letter, person: first.person)
            desk = try await ComposeLetter(id, order)(who, in: visit.office)
        }
        let wrong = refusals.isEmpty && form != nil ? desk.problems : refusals
        let refused = wrong.isEmpty ? nil : RefusedPaper(form: "letter", typed: form ?? Form([:]), refusals: wrong)
        let texts = try await CaseTexts.load(for: visit)
        let model = LetterModel(desk, order, refused, texts)
        return .page("case-letter", model, status: refused?.status ?? .ok)
    }
}

/// A letter as the paper, the preview and the example show it.
struct LetterView: Sendable {
    struct Block: Sendable {
        let letterHeading: String?
        let letterLines: [String]
        let isParagraph: Bool
        let letterItems: [String]
        let isItems: Bool
    }

    let letterTitle: String
    let letterDistrict: String
    let letterCase: String
    let letterDay: String
    let letterSender: String
    let letterReceiver: [String]
    let letterBlocks: [Block]
    /// Headings stand one level higher there.
    let isPaper: Bool

    init(_ draft: LetterDraft, onPaper: Bool = false) {
        isPaper = onPaper
        letterTitle = draft.template.title
        letterDistrict = draft.district
        letterCase = draft.caseNumber
        letterDay = draft.day.danish
        letterSender = draft.sender
        letterReceiver = draft.receiverLines
        letterBlocks = draft.blocks.map { block in
            switch block {
            case .heading(let text):
                .init(letterHeading: text, letterLines: [], isParagraph: false, letterItems: [], isItems: false)
            case .paragraph(let lines):
                .init(letterHeading: nil, letterLines: lines, isParagraph: true, letterItems: [], isItems: false)
            case .list(let items):
                .init(letterHeading: nil, letterLines: [], isParagraph: false, letterItems: items, isItems: true)
            }
        }
    }
}

/// A letter as one HTML page with its styles in it, in Danish, to be made into a PDF.
enum LetterDocument {
    private struct Model: Sendable {
        let styles: String
        let letter: LetterView
    }

    static func html(_ draft: LetterDraft, _ site: Site) throws -> String {
        let model = Model(styles: site.assets.text("letter-paper.css"), letter: LetterView(draft, onPaper: true))
        let frame = PageFrame(
            language: Language.danish.rawValue, otherLanguages: [], user: nil, csrf: "", navigation: [],
            emergencyText: nil, notice: nil, assetVersion: "", district: draft.district)
        return try site.templates.render("letter-document", page: frame, language: .danish, model: model)
    }

    /// What a failure is to whoever waits for the letter; how it came about is for the operator's log.
    static func refusal(_ problem: WeasyPrint.Problem, _ visit: Visit) -> Refusal {
        visit.site.logger.error("\(problem.description)")
        switch problem {
        case .missing: return Refusal("letter-no-weasyprint")
        case .failed: return Refusal("letter-no-pdf")
        }
    }
}

/// The page on which a letter is written.
struct LetterModel: Sendable {
    let head: CaseHead
    let problems: FormProblems?
    let letterName: String
    let letterPath: String
    let documentsHref: String
    let revision: Int
    let receiverName: String
    let receiver: FieldInput?
    let name: FieldInput?
    let address: FieldInput?
    let freeText: FieldInput?
    /// Where the case lacks whoever is to get it.
    let missing: String?
    let preview: LetterView?

    init(_ desk: LetterDesk, _ order: LetterOrder, _ refused: RefusedPaper?, _ texts: CaseTexts) {
        let words = texts.words
        let programme = desk.opened.file.programme
        let head = CaseHead(desk.opened, at: .documents, texts)
        self.head = head
        let problems = refused?.problems(words, programme: programme, otherwise: "letter")
        self.problems = problems
        letterName = desk.template.title
        documentsHref = head.headHref + "/documents"
        letterPath = head.headHref + "/letters/" + desk.template.code
        revision = refused.flatMap { Int($0.typed["revision"]) } ?? desk.opened.row.revision
        let role = desk.template.receiver
        receiverName = words("letter.receiver." + role.rawValue)
        let isTyped = role.party == nil
        missing =
            !isTyped && desk.parties.isEmpty ? words("letter.no-party", ["receiver": receiverName.lowercased()]) : nil
        receiver =
            isTyped || desk.parties.isEmpty
            ? nil
            : FieldInput(
                id: "letter-receiver", name: "receiver", kind: .choice([]), label: words("letter.receiver-label"),
                value: "",
                isRequired: true,
                options: desk.parties.map { party in
                    .init(
                        optionValue: String(party.person),
                        optionLabel: desk.opened.persons[party.person]?.name ?? words("person.masked-name"),
                        isChosen: party.person == order.person)
                }, problems: problems)
        name =
            !isTyped
            ? nil
            : FieldInput(
                id: "letter-receiver", name: "name", kind: .text, label: words("letter.name"), value: order.name,
                isRequired: true, problems: problems)
        address =
            !isTyped
            ? nil
            : FieldInput(
                id: "letter-address", name: "address", kind: .longText, label: words("letter.address"),
                value: order.address, help: words("letter.address-help"), problems: problems)
        freeText =
            !desk.takesFreeText
            ? nil
            : FieldInput(
                id: "letter-free_text", name: "free_text", kind: .longText, label: words("letter.free-text"),
                value: order.freeText, help: words("letter.free-text-help"), problems: problems)
        preview = desk.draft.map { LetterView($0) }
    }
}
