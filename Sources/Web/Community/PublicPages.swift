import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /lokalraad/{municipality} | open; what a local council has published, the same for everybody |
/// | GET | /robots.txt | open |
///
/// The public page sets no cookie and knows no visitor: its language stands in the address, and it may be kept for some minutes on
/// the way. Search engines may find these pages and nothing else of the site.
enum PublicPages {
    /// A page that was taken back is gone everywhere after as many seconds.
    static let keptSeconds = 300

    static func add(to routes: RouteTable) {
        routes.get("/lokalraad/{municipality}", .open) { visit in
            let name: String = try visit.parameter("municipality")
            let place = visit.office.handbook.municipalities.first { $0.isOwn && $0.name.addressName == name }
            guard let place else { throw NotFound() }
            let published = try await ReadPublicPage(place.code)(in: visit.office)
            let language = visit.query("lang").flatMap { Language(rawValue: $0) } ?? .danish
            let words = visit.office.handbook[language]
            let updated = words("local-page.updated", ["at": published.publishedAt.day.danish])
            let model = PublicPageModel(
                published.page, place.name, at: "/lokalraad/" + name, updated: updated, visit.office.handbook, language)
            return .page("public-page", model).inLanguage(language).shared(seconds: keptSeconds)
        }

        routes.get("/robots.txt", .open) { _ in
            .text(
                "User-agent: *\nAllow: /lokalraad/\nAllow: /assets/\nDisallow: /\n",
                contentType: "text/plain; charset=utf-8")
        }
    }
}

/// What everybody may read of a local council's work.
struct PublicPageModel: Sendable {
    struct Line: Sendable {
        let publicISO: String
        let publicOn: String
        let publicText: String
        /// Where the words are in another language than the page.
        let publicLanguage: String?
    }

    struct Group: Sendable {
        let groupID: String
        let groupTitle: String
        let groupLines: [Line]
    }

    struct Paragraph: Sendable {
        let paragraphText: String
    }

    /// Of the address, and never of the visitor: the page is kept for all.
    let pageLanguage: String
    let placeName: String
    let publicTitle: String
    let otherHref: String
    let otherName: String
    let otherCode: String
    let paragraphs: [Paragraph]
    /// Where the text is in another language than the page.
    let introLanguage: String?
    let groups: [Group]
    let figures: IndicatorFigures?
    let updated: String
    /// Where it is what would be published, and nobody outside sees it.
    let previewNote: String?

    private static let groups: [(id: String, kinds: [Happening.Kind])] = [
        ("walks", [.walk]), ("changes", [.done]), ("meetings", [.meeting]), ("agreements", [.agreement]),
        ("activities", [.activity, .planned]), ("lists", [.list]),
    ]

    init(
        _ page: LocalPage, _ name: String, at address: String, updated: String, isPreview: Bool = false,
        _ handbook: Handbook, _ language: Language
    ) {
        let words = handbook[language]
        self.updated = updated
        previewNote = isPreview ? words("local-page.preview-note") : nil
        pageLanguage = language.rawValue
        placeName = name
        publicTitle = words("local-page.title", ["name": name])
        let other: Language = language == .danish ? .english : .danish
        otherHref = "\(address)?lang=\(other.rawValue)"
        otherName = handbook[other]("language." + other.rawValue)
        otherCode = other.rawValue
        let isDanish = language == .danish || page.english.isEmpty
        introLanguage = isDanish && language != .danish ? Language.danish.rawValue : nil
        paragraphs = (isDanish ? page.danish : page.english).split(separator: "\n").map {
            Paragraph(paragraphText: String($0))
        }
        groups = PublicPageModel.groups.compactMap { id, kinds in
            let items = page.items.filter { item in kinds.contains { $0.rawValue == item.kind } }
            if items.isEmpty { return nil }
            return Group(
                groupID: id, groupTitle: words("local-page.group." + id),
                groupLines: items.map { item in
                    let isForeign = language != .danish && item.english.isEmpty
                    return Line(
                        publicISO: item.day, publicOn: LocalDate(item.day)?.danish ?? item.day,
                        publicText: language == .danish || item.english.isEmpty ? item.danish : item.english,
                        publicLanguage: isForeign ? Language.danish.rawValue : nil)
                })
        }
        figures = IndicatorFigures(
            page.values.compactMap { value in
                handbook.indicatorDefinition(value.indicator).map { (definition: $0, value: value) }
            }, IndicatorTexts(words: words, handbook: handbook))
    }
}
