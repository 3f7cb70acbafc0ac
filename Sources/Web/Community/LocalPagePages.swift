import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /community/{municipality}/page | needs publish-locally, where the actor works |
/// | POST | /community/{municipality}/page | needs publish-locally, where the actor works |
/// | GET | /community/{municipality}/page/preview | needs publish-locally, where the actor works |
/// | GET | /community/{municipality}/page/publish | needs publish-locally; leads back to the page |
/// | POST | /community/{municipality}/page/publish | needs publish-locally, where the actor works; logged |
/// | GET | /community/{municipality}/page/withdraw | needs publish-locally; leads back to the page |
/// | POST | /community/{municipality}/page/withdraw | needs publish-locally, where the actor works; logged |
enum LocalPagePages {
    static func add(to routes: RouteTable) {
        routes.get("/community/{municipality}/page", .needs(.publishLocally)) { visit in try await desk(visit, nil) }

        routes.post("/community/{municipality}/page", .needs(.publishLocally)) { visit in
            try await act(visit, LocalPageForm.draft) { code, form, who in
                let desk = try await ReadLocalPageDesk(code)(who, in: visit.office)
                let page = LocalPageForm.page(form, desk, visit.office.handbook)
                try await SaveLocalPage(
                    code, page, revision: Int(form["revision"]) ?? 0, isConfirmed: NameTick.isSet(in: form))(
                        who, in: visit.office)
            }
        }

        routes.get("/community/{municipality}/page/preview", .needs(.publishLocally)) { visit in
            let code = try visit.ownMunicipality()
            let desk = try await ReadLocalPageDesk(code)(visit.authorized(Acts.PublishLocally.self), in: visit.office)
            guard let page = desk.preview else { throw NotFound() }
            let language = visit.query("lang").flatMap { Language(rawValue: $0) } ?? visit.language
            let handbook = visit.office.handbook
            let name = handbook.municipality(code)?.name ?? code
            let model = PublicPageModel(
                page, name, at: "/community/\(code)/page/preview", updated: "", isPreview: true, handbook, language)
            return .page("public-page", model).inLanguage(language)
        }

        for name in [LocalPageForm.publish, LocalPageForm.withdraw] {
            routes.get("/community/{municipality}/page/" + name, .needs(.publishLocally)) { visit in
                .redirect("/community/\(try visit.ownMunicipality())/page")
            }
        }

        routes.post("/community/{municipality}/page/publish", .needs(.publishLocally)) { visit in
            try await act(visit, LocalPageForm.publish) { code, form, who in
                try await PublishLocalPage(
                    code, revision: Int(form["revision"]) ?? 0, isRead: form["read"] == "yes",
                    seen: visit.query("seen"),
                    isConfirmed: NameTick.isSet(in: form))(who, in: visit.office)
            }
        }

        routes.post("/community/{municipality}/page/withdraw", .needs(.publishLocally)) { visit in
            try await act(visit, LocalPageForm.withdraw) { code, form, who in
                try await WithdrawLocalPage(
                    code, reason: form["reason"], isConfirmed: NameTick.isSet(in: form))(
                        who, in: visit.office)
            }
        }
    }

    private static func act(
        _ visit: Visit, _ name: String, _ body: (String, Form, Authorized<Acts.PublishLocally>) async throws -> Void
    ) async throws -> Reply {
        let code = try visit.ownMunicipality()
        let form = try await visit.form()
        do {
            try await body(code, form, visit.authorized(Acts.PublishLocally.self))
            return .redirect("/community/\(code)/page?done=local-page-\(name)")
        } catch let refused as Refused {
            let words = visit.words
            let problem = RefusedForm(plan: name, form, refused, words) { LocalPageForm.label($0, words) }
            return try await desk(visit, problem)
        }
    }

    private static func desk(_ visit: Visit, _ refused: RefusedForm?) async throws -> Reply {
        let code = try visit.ownMunicipality()
        let desk = try await ReadLocalPageDesk(code)(visit.authorized(Acts.PublishLocally.self), in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        return .page("local-page", LocalPageModel(code, desk, refused, texts), status: refused?.status ?? .ok)
    }
}

/// The form of what is being prepared: two texts, and of each thing done whether it is shown and in which words.
enum LocalPageForm {
    static let draft = "draft"
    static let publish = "publish"
    static let withdraw = "withdraw"

    static func page(_ form: Form, _ desk: LocalPageDesk, _ handbook: Handbook) -> LocalPage {
        let items = desk.candidates.filter { form["show." + $0.key] == "yes" }.map { item in
            LocalPage.Item(
                key: item.key, kind: item.kind, day: item.day, danish: form["danish." + item.key],
                english: form["english." + item.key])
        }
        return LocalPage(
            danish: form["danish"], english: form["english"], items: items,
            indicators: handbook.indicatorDefinitions.map(\.code).filter { form["indicators." + $0] == "yes" })
    }

    /// The name of a field, by its place.
    static func label(_ place: String, _ words: Words) -> String {
        let parts = place.split(separator: ".", maxSplits: 1)
        return words(parts.count == 2 ? "local-page.field.item" : "local-page.field." + place)
    }
}

/// What is being prepared, what is shown, and what was.
struct LocalPageModel: Sendable {
    struct Candidate: Sendable {
        let itemKey: String
        let itemDay: String
        let itemISO: String
        let itemKind: String
        let isShown: Bool
        /// No longer so in its case.
        let isStale: Bool
        let itemDanish: String
        let itemEnglish: String
    }

    struct Version: Sendable {
        let versionAt: String
        let versionText: String
    }

    let placeName: String
    let placeHref: String
    let publicHref: String?
    let previewHref: String?
    let state: String
    let stateClass: String
    let problems: FormProblems?
    let action: String
    let pageRevision: String
    let introInputs: [FieldInput]
    let candidates: [Candidate]
    let hasCandidates: Bool
    let lastInputs: [FieldInput]
    let publish: CaseForm?
    let withdraw: CaseForm?
    let versions: [Version]
    let hasVersions: Bool

    init(_ code: String, _ desk: LocalPageDesk, _ refused: RefusedForm?, _ texts: CaseTexts) {
        let words = texts.words
        let page = desk.draft?.page ?? LocalPage()
        let typed = refused.flatMap { $0.name == LocalPageForm.draft ? $0 : nil }
        placeName = texts.municipality(code)
        placeHref = "/community/\(code)"
        action = placeHref + "/page"
        publicHref = desk.shown.map { _ in "/lokalraad/\(texts.municipality(code).addressName)" }
        previewHref = desk.preview.map { _ in "/community/\(code)/page/preview" }
        problems = refused?.problems
        let isCurrent = desk.shown.map { $0.page.isSame(as: page) } ?? false
        state = words(
            desk.shown == nil
                ? "local-page.state.none" : isCurrent ? "local-page.state.shown" : "local-page.state.older",
            ["at": desk.shown?.publishedAt.danish ?? ""])
        stateClass = desk.shown == nil ? "is-info" : isCurrent ? "is-good" : "is-warn"
        pageRevision = String(desk.draft?.revision ?? 0)
        func value(_ name: String, _ stored: String) -> String { typed.map { $0.typed[name] } ?? stored }
        introInputs = [("danish", page.danish), ("english", page.english)].map { name, stored in
            FieldInput(
                id: "draft-" + name, name: name, kind: .longText, label: words("local-page.field." + name),
                value: value(name, stored), help: words("local-page.help." + name), isRequired: name == "danish",
                problems: typed?.problems)
        }
        let picked = Set(page.items.map(\.key))
        candidates = desk.candidates.map { item in
            Candidate(
                itemKey: item.key, itemDay: LocalDate(item.day)?.danish ?? item.day, itemISO: item.day,
                itemKind: words("community.done." + item.kind),
                isShown: typed.map { $0.typed["show." + item.key] == "yes" } ?? picked.contains(item.key),
                isStale: desk.stale.contains(item.key),
                itemDanish: value("danish." + item.key, item.danish),
                itemEnglish: value("english." + item.key, item.english))
        }
        hasCandidates = !candidates.isEmpty
        let names = IndicatorTexts(words: words, handbook: texts.handbook)
        let shown = FieldInput(
            id: "draft-indicators", name: "indicators",
            kind: .choices(texts.handbook.indicatorDefinitions.map(\.code)),
            label: words("local-page.field.indicators"), value: "", help: words("local-page.help.indicators"),
            options: texts.handbook.indicatorDefinitions.map { one in
                let isChosen =
                    typed.map { $0.typed["indicators." + one.code] == "yes" } ?? page.indicators.contains(one.code)
                return .init(optionValue: one.code, optionLabel: names.name(one), isChosen: isChosen)
            }, problems: typed?.problems)
        let tick =
            typed.map { $0.hasNameWarning || NameTick.isSet(in: $0.typed) } ?? false
            ? [NameTick.input("draft", in: typed?.typed, words)] : []
        lastInputs = [shown] + tick
        publish = desk.draft.map { draft in
            CaseForm(
                LocalPageForm.publish, action: "/community/\(code)/page/publish?seen=\(desk.seen ?? "")",
                title: words("local-page.publish"),
                revision: draft.revision, refused, isPlain: true
            ) { typed in
                [typed.input("read", .flag, words("local-page.field.read"), isRequired: true)] + typed.nameTick(words)
            }
        }
        withdraw = desk.shown.map { _ in
            CaseForm(
                LocalPageForm.withdraw, action: "/community/\(code)/page/withdraw",
                title: words("local-page.withdraw"), refused, isDanger: true
            ) { typed in
                [typed.input("reason", .text, words("local-page.field.reason"), isRequired: true)]
                    + typed.nameTick(words)
            }
        }
        versions = desk.versions.map { one in
            let published = words(
                "local-page.published",
                ["name": texts.person(one.publishedBy), "count": words.number(one.page.items.count)])
            let back = one.withdrawnAt.map {
                words(
                    "local-page.withdrawn",
                    ["at": $0.danish, "name": texts.person(one.withdrawnBy), "reason": one.reason])
            }
            return Version(
                versionAt: one.publishedAt.danish,
                versionText: [published, back].compactMap(\.self).joined(separator: " "))
        }
        hasVersions = !versions.isEmpty
    }
}

extension LocalPage {
    /// Whether a draft says what a published page says; values are of the day on which it was published.
    fileprivate func isSame(as draft: LocalPage) -> Bool {
        var plain = self
        plain.values = []
        return plain == draft
    }
}
