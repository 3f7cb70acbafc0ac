import Casework
import Handbook
import Prevention
import Store

/// The forms of bodies, made and read.
enum BodyForms {
    static func new(
        _ areas: [StoredFocusArea], _ office: Office, _ refused: RefusedForm?, _ texts: CaseTexts
    ) -> CaseForm {
        let words = texts.words
        let kinds = BodyKind.all.map { (code: $0.code, label: words("body-kind." + $0.code)) }
        let places = office.ownMunicipalityCodes.map { (code: $0, label: texts.municipality($0)) }
        let focus = areas.filter { $0.endedOn == nil }.map { (code: String($0.id), label: $0.area.title) }
        return CaseForm("body", action: "/bodies/new", title: words("body.new"), refused, isPlain: true) { typed in
            [
                typed.input(
                    "kind", .choice(kinds.map(\.code)), words("body-field.kind"), isRequired: true, options: kinds),
                typed.input(
                    "municipality", .choice(places.map(\.code)), words("case-words.municipality"),
                    help: words("body-help.municipality"), options: places, none: words("body.whole-district")),
                typed.input(
                    "area", .choice(focus.map(\.code)), words("body-field.area"), help: words("body-help.area"),
                    options: focus, none: words("body.no-area")),
                typed.input(
                    "purpose", .longText, words("body-field.purpose"), help: words("body-help.nobody"),
                    isRequired: true),
            ] + typed.nameTick(words)
        }
    }

    /// Of a new seat, or of one that is there, whose side and municipality stay.
    static func seat(
        _ page: BodyPage, _ stored: StoredSeat?, _ office: Office, _ refused: RefusedForm?, _ texts: CaseTexts
    ) -> CaseForm {
        let words = texts.words
        let seat = stored?.seat
        let kind = page.opened.body.kind
        let sides = kind.rules.map { (code: $0.side.rawValue, label: words("body-side." + $0.side.rawValue)) }
        let places = office.reach(of: page.opened.body).map { (code: $0, label: texts.municipality($0)) }
        let posts = BodySeat.Post.allCases.map { (code: $0.rawValue, label: words("body-post." + $0.rawValue)) }
        let accounts = page.accounts.filter { seat?.authority ?? "" == "" || $0.authority == seat?.authority }
            .map { (code: $0.name, label: $0.displayName + ", " + texts.authority($0.authority)) }
        return CaseForm(
            stored.map { "set-seat-\($0.id)" } ?? "seat",
            action: stored.map { "/bodies/\(page.opened.id)/seats/\($0.id)" }
                ?? "/bodies/\(page.opened.id)/manage/seat",
            title: words(stored == nil ? "body.add-seat" : "body.change-seat"), of: seat?.title,
            revision: stored?.revision, refused
        ) { typed in
            let which =
                stored == nil
                ? [
                    typed.input(
                        "side", .choice(sides.map(\.code)), words("body-field.side"), isRequired: true, options: sides),
                    typed.input(
                        "municipality", .choice(places.map(\.code)), words("case-words.municipality"),
                        help: words("body-help.seat-municipality"), options: places, none: words("body-side.police")),
                ] : []
            return which + [
                typed.input(
                    "title", .text, words("body-field.title-seat"), value: seat?.title ?? "",
                    help: words("body-help.title-seat"), isRequired: true),
                typed.input(
                    "post", .choice(posts.map(\.code)), words("body-field.post"),
                    value: seat?.post.rawValue ?? "member", isRequired: true, options: posts),
                typed.input(
                    "account", .choice(accounts.map(\.code)), words("body-field.account"), value: seat?.account ?? "",
                    help: words("body-help.account"), options: accounts, none: words("body.no-account")),
                typed.input(
                    "from", .date, words("body-field.from"), value: (seat?.from ?? texts.today).description,
                    isRequired: true),
                typed.input(
                    "to", .date, words("body-field.to"), value: seat?.to?.description ?? "",
                    help: words("body-help.to")),
            ] + typed.nameTick(words)
        }
    }

    /// What was sent to change a body.
    static func change(_ act: String, _ form: Form) throws -> ManageBody.Change {
        let revision = Int(form["revision"]) ?? 0
        switch act {
        case "purpose": return .purpose(form["purpose"], revision: revision)
        case "end": return .end(revision: revision)
        case "reopen": return .reopen(revision: revision)
        case "seat": return .addSeat(try seat(form, side: BodySeat.Side(rawValue: form["side"])))
        default: throw NotFound()
        }
    }

    /// - Parameter side: whose it is; that of a seat that is there stays as it is.
    /// - Throws: `Refused` for a side or day that is none.
    static func seat(_ form: Form, side: BodySeat.Side?) throws -> BodySeat {
        let from = LocalDate(TypedValue.normal(form["from"], .date))
        let to = TypedValue.normal(form["to"], .date)
        var problems: [Refusal] = []
        if side == nil { problems.append(Refusal("plan.required", ["place": "side"])) }
        if from == nil { problems.append(Refusal("body.day", ["place": "from"])) }
        if !to.isEmpty, LocalDate(to) == nil { problems.append(Refusal("body.day", ["place": "to"])) }
        guard problems.isEmpty, let side, let from else { throw Refused(problems) }
        return BodySeat(
            side: side, municipality: form["municipality"], title: form["title"],
            post: BodySeat.Post(rawValue: form["post"]) ?? .member, account: form["account"], from: from,
            to: LocalDate(to))
    }

    static func topicInputs(
        _ typed: CaseForm.Typed, _ references: [(code: String, label: String, href: String)], _ words: Words
    ) -> [FieldInput] {
        topicFields(typed, nil, references, words) + typed.nameTick(words)
    }

    /// - Parameter topic: one that is there; `nil` for a new one.
    static func topicFields(
        _ typed: CaseForm.Typed, _ topic: StoredTopic?, _ references: [(code: String, label: String, href: String)],
        _ words: Words
    ) -> [FieldInput] {
        var options = references.map { (code: $0.code, label: $0.label) }
        var chosen = topic?.reference ?? ""
        if !chosen.isEmpty, !options.contains(where: { $0.code == chosen }) {
            // What it is about need not be known to whoever corrects it, nor its number.
            chosen = TopicDraft.sameReference
            options.append((code: chosen, label: words("body.same-reference")))
        }
        let about =
            options.isEmpty
            ? []
            : [
                typed.input(
                    "reference", .choice(options.map(\.code)), words("body-field.reference"),
                    value: chosen, help: words("body-help.reference"), options: options,
                    none: words("body.no-reference"))
            ]
        return [
            typed.input(
                "title", .text, words("body-field.title"), value: topic?.title ?? "", isRequired: true),
            typed.input(
                "words", .longText, words("body-field.words"), value: topic?.words ?? "",
                help: words("body-help.nobody")),
        ] + about + [
            typed.input(
                "link", .text, words("body-field.link"), value: topic?.link ?? "", help: words("body-help.link"))
        ]
    }

    static func topic(_ form: Form) -> TopicDraft {
        TopicDraft(
            title: form["title"], words: form["words"], reference: form["reference"], link: form["link"])
    }
}
