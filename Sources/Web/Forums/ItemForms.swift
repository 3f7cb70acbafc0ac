import Casework
import Handbook
import Prevention
import Store

/// The forms on the page of an item.
enum ItemForms {
    /// The chair's judgement on whether it belongs here.
    static func judge(_ page: ItemPage, _ refused: RefusedForm?, _ texts: CaseTexts) -> CaseForm {
        let words = texts.words
        let item = page.opened.item
        let usual = Set(
            [item.proposedBy, page.opened.opened.seat?.account ?? ""]
                + page.members.filter { page.actors[$0]?.authority == "police" })
        return CaseForm(
            "judge", action: "/forums/items/\(item.id)/judge", title: words("item-judge.save"), revision: item.revision,
            refused, isPlain: true
        ) { typed in
            [
                typed.input(
                    "judgement", .choice(["relevant", "not-relevant"]), words("item-judge.judgement"), isRequired: true,
                    options: ["relevant", "not-relevant"].map { ($0, words("item-judge." + $0)) }),
                typed.input("reason", .longText, words("item-judge.reason"), help: words("item-judge.reason-help")),
                meeting(typed, page, texts),
                people(
                    "participants", page.members, chosen: usual, words("item-judge.participants"),
                    help: words("item-judge.participants-help"), page, typed, refused, texts),
            ]
        }
    }

    /// Why nr. 2 reaches the prison service.
    static func assess(_ page: ItemPage, _ refused: RefusedForm?, _ texts: CaseTexts) -> CaseForm {
        let words = texts.words
        let item = page.opened.item
        return CaseForm(
            "assess", action: "/forums/items/\(item.id)/assess", title: words("item-page.assess"),
            revision: item.revision, refused
        ) { typed in
            [
                typed.input(
                    "assessment", .longText, words("forum-propose.assessment"), value: item.assessment,
                    help: words("forum-propose.assessment-help"), isRequired: true)
            ]
        }
    }

    /// Lets more of the members in.
    static func join(_ page: ItemPage, _ refused: RefusedForm?, _ texts: CaseTexts) -> CaseForm? {
        let others = page.members.filter { !page.opened.participants.contains($0) }
        if others.isEmpty { return nil }
        let words = texts.words
        return CaseForm(
            "join", action: "/forums/items/\(page.opened.id)/join", title: words("item-page.join"), refused
        ) { typed in
            [
                people(
                    "participants", others, chosen: [], words("item-judge.participants"),
                    help: words("item-page.join-help"), page, typed, refused, texts)
            ]
        }
    }

    /// What is shared, and why: sending it makes the record.
    ///
    /// - Parameter hasAnswered: whether the reader has shared or declined already, so that it need not stand open.
    static func share(_ page: ItemPage, hasAnswered: Bool, _ refused: RefusedForm?, _ texts: CaseTexts) -> CaseForm {
        let words = texts.words
        return CaseForm(
            "share", action: "/forums/items/\(page.opened.id)/share", title: words("item-share.save"), refused,
            isPlain: !hasAnswered
        ) { typed in
            [
                typed.input(
                    "body", .longText, words("item-share.body"),
                    help: words(page.mayBeSaid ? "item-share.body-or-said" : "item-share.body-help"),
                    isRequired: !page.mayBeSaid)
            ] + what(typed, refused, words, withDetails: true) + [
                typed.input("partly", .flag, words("item-share.partly"))
            ]
                + why(typed, page, refused, texts) + how(typed, page, words)
        }
    }

    /// The case behind the item, opened to those who take part in it.
    static func openCase(_ page: ItemPage, _ refused: RefusedForm?, _ texts: CaseTexts) -> CaseForm {
        let words = texts.words
        return CaseForm(
            "open-case", action: "/forums/items/\(page.opened.id)/open-case", title: words("item-share.open-case"),
            refused
        ) { typed in
            what(typed, refused, words, withDetails: true)
                + why(typed, page, only: page.caseReaders, refused, texts)
        }
    }

    /// The kinds of data in what is written.
    ///
    /// - Parameter withDetails: whether it is asked beside each what exactly.
    static func what(
        _ typed: CaseForm.Typed, chosen: Set<String> = [], _ refused: RefusedForm?, _ words: Words,
        withDetails: Bool = false
    ) -> [FieldInput] {
        let categories = Disclosure.Category.allCases.map { ($0.rawValue, words("disclosure.category." + $0.rawValue)) }
        let help = withDetails ? words("item-share.parts-help") : nil
        var input = several("parts", categories, chosen: chosen, words("item-share.parts"), help: help, typed, refused)
        guard withDetails else { return [input] }
        let own = refused.flatMap { $0.name == typed.id ? $0.typed : nil }
        input.boxes = zip(input.boxes, categories).map { box, category in
            var box = box
            let name = ItemForm.detail + category.0
            box.boxDetail = .init(
                detailID: box.boxID + "-detail", detailName: name, detailValue: own.map { $0[name] } ?? "")
            return box
        }
        return [input]
    }

    /// Whom else a contribution is shared with: those who have joined since, unless its author chooses others.
    static func further(_ one: ItemPage.Answer, _ page: ItemPage, _ refused: RefusedForm?, _ texts: CaseTexts)
        -> CaseForm?
    {
        if one.unreached.isEmpty { return nil }
        let words = texts.words
        return CaseForm(
            "further-\(one.contribution.id)", action: "/forums/items/\(page.opened.id)/further",
            title: words("item-page.go-further"), of: texts.person(one.contribution.author), refused
        ) { typed in
            [
                people(
                    "recipients", one.unreached, chosen: one.likely, words("item-page.further"),
                    help: words("item-page.further-help"), page, typed, refused, texts)
            ]
        }
    }

    /// To whom, and why.
    private static func why(
        _ typed: CaseForm.Typed, _ page: ItemPage, only: Set<String>? = nil, _ refused: RefusedForm?, _ texts: CaseTexts
    ) -> [FieldInput] {
        let words = texts.words
        let shown = page.recipients.filter { only?.contains($0.account) ?? true }
        let purpose = [
            "number": page.opened.item.number, "forum": texts.forum(page.opened.forum),
        ]
        let recipients = shown.map { one in
            let basis = one.basis.map { words("basis." + $0.rawValue) } ?? words("item-share.no-basis")
            return (one.account, texts.person(one.account) + ", " + texts.authority(one.authority) + " (" + basis + ")")
        }
        return [
            several(
                "recipients", recipients, chosen: Set(shown.filter { $0.basis != nil }.map(\.account)),
                words("item-share.recipients"), help: words("item-share.recipients-help"), typed, refused),
            typed.input("necessity", .longText, words("item-share.necessity"), isRequired: true),
            typed.input("why_not_less", .longText, words("item-share.why-not-less"), isRequired: true),
            typed.input(
                "purpose", .text, words("item-share.purpose"), value: words("item-share.purpose-value", purpose),
                isRequired: true),
        ]
    }

    private static func how(_ typed: CaseForm.Typed, _ page: ItemPage, _ words: Words) -> [FieldInput] {
        let consents = Disclosure.Consent.allCases.map { ($0.rawValue, words("disclosure.consent." + $0.rawValue)) }
        return [
            typed.input(
                "basis", .choice(page.bases.map(\.rawValue)), words("item-share.basis"),
                options: page.bases.map { ($0.rawValue, words("basis." + $0.rawValue)) },
                none: words("item-share.suggested")),
            typed.input(
                "consent", .choice(consents.map(\.0)), words("item-share.consent"),
                value: Disclosure.Consent.notAsked.rawValue, options: consents),
        ]
            + (page.mayBeSaid
                ? [
                    typed.input(
                        "channel", .choice(["kreds", "meeting"]), words("item-share.channel"),
                        value: Disclosure.Channel.kreds.rawValue,
                        options: ["kreds", "meeting"].map { ($0, words("disclosure.channel." + $0)) })
                ] : [])
    }

    private static func meeting(_ typed: CaseForm.Typed, _ page: ItemPage, _ texts: CaseTexts) -> FieldInput {
        let next = page.meetings.first { $0.endsAt >= texts.now }
        return typed.input(
            "meeting", .choice(page.meetings.map { String($0.id) }), texts.words("item-page.meeting"),
            value: next.map { String($0.id) } ?? "",
            options: page.meetings.map { (String($0.id), texts.meeting($0)) },
            none: texts.words("forum-page.no-meeting"))
    }

    private static func people(
        _ name: String, _ accounts: [String], chosen: Set<String>, _ label: String, help: String, _ page: ItemPage,
        _ typed: CaseForm.Typed, _ refused: RefusedForm?, _ texts: CaseTexts
    ) -> FieldInput {
        let options = accounts.map { account in
            let authority = page.actors[account].map { ", " + texts.authority($0.authority) } ?? ""
            return (code: account, label: texts.person(account) + authority)
        }
        return several(name, options, chosen: chosen, label, help: help, typed, refused)
    }

    /// Boxes, ticked as they were where the form was refused.
    private static func several(
        _ name: String, _ options: [(code: String, label: String)], chosen: Set<String>, _ label: String, help: String?,
        _ typed: CaseForm.Typed, _ refused: RefusedForm?
    ) -> FieldInput {
        let own = refused.flatMap { $0.name == typed.id ? $0 : nil }
        let ticked = own.map { Set(ItemForm.chosen(name, $0.typed)) } ?? chosen
        return FieldInput(
            id: typed.id + "-" + name, name: name, kind: .choices(options.map(\.code)), label: label, value: "",
            help: help,
            isRequired: true,
            options: options.map {
                .init(optionValue: $0.code, optionLabel: $0.label, isChosen: ticked.contains($0.code))
            }, problems: own?.problems)
    }
}
