import Foundation
public import Prevention

/// Everything that is data: the dated law, the rules of Socialsøg, incident types, places, indicators and words.
public struct Handbook: Sendable {
    public let law: LawBook
    /// Those that come with the program. What is in force on a day is asked of `Office.ruleVersions`.
    public let screeningRules: [ScreeningRule]
    public let incidentTypes: [IncidentType]
    /// What trends are observed of, in the order of the rows.
    public let trendTopics: [TrendTopic]
    /// By which a text that must name nobody is looked through.
    public let nameWords: NameWords
    /// When two records of the register count as one person.
    public let matching: MatchingSettings
    /// Given names that are used for one another.
    public let nicknames: Nicknames
    /// Name of the police district.
    public let district: String
    /// All of Denmark's, by code.
    public let municipalities: [Municipality]
    /// Whose people work here, the own municipalities last.
    public let authorities: [AuthorityFile.Entry]
    public let indicators: [Indicator]
    /// What the external indicators measure beside the plan, in the order of the file.
    public let indicatorDefinitions: [IndicatorDefinition]
    /// Types of files that a case may hold.
    public let documentTypes: [DocumentType]
    /// Letters as they are shipped, by programme.
    public let letters: [LetterTemplate]
    public let words: Vocabulary
    private let municipalityByCode: [String: Municipality]
    private let incidentTypeByCode: [String: IncidentType]

    public init(
        law: LawBook, screeningRules: [ScreeningRule], incidentTypes: [IncidentType], trendTopics: [TrendTopic],
        nameWords: NameWords, matching: MatchingSettings, nicknames: Nicknames,
        places: PlacesFile.Places,
        authorities: [AuthorityFile.Entry], indicators: [Indicator], documentTypes: [DocumentType],
        letters: [LetterTemplate], words: Vocabulary, indicatorDefinitions: [IndicatorDefinition] = []
    ) {
        self.law = law
        self.screeningRules = screeningRules
        self.incidentTypes = incidentTypes
        self.trendTopics = trendTopics
        self.nameWords = nameWords.adding(places: places.municipalities.map(\.name))
        self.matching = matching
        self.nicknames = nicknames
        district = places.district
        municipalities = places.municipalities
        self.authorities = authorities
        self.indicators = indicators
        self.indicatorDefinitions = indicatorDefinitions
        self.documentTypes = documentTypes
        self.letters = letters
        self.words = words
        municipalityByCode = Dictionary(municipalities.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        incidentTypeByCode = Dictionary(incidentTypes.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Reads the files that come with the program; those with words when a language is first asked for.
    /// - Throws: `HandbookProblems` for a file that is missing or not as expected.
    public static func load() throws -> Handbook {
        let files = ResourceFolder.shipped()
        let holidays = try HolidayFile.read(try files.text("holidays.yaml"))
        let types = try IncidentTypeFile.read(try files.text("incident-types.yaml"))
        let places = try PlacesFile.read(try files.text("municipalities.yaml"))
        let law = try LawFile.read(
            try files.text("law.yaml"), holidays: holidays,
            municipalities: Set(places.municipalities.filter(\.isOwn).map(\.code)))
        let authorities = try AuthorityFile.read(
            try files.text("authorities.yaml"), municipalities: places.municipalities)
        return Handbook(
            law: law,
            screeningRules: try ScreeningFile.read(
                try files.text("screening.yaml"), incidentTypes: Set(types.map(\.code))),
            incidentTypes: types,
            trendTopics: try TrendTopicFile.read(try files.text("trend-topics.yaml")),
            nameWords: try NameFile.read(try files.text("names.yaml")),
            matching: try MatchingSettings.read(try files.text("matching.yaml")),
            nicknames: try NicknameFile.shipped(),
            places: places,
            authorities: authorities,
            indicators: try IndicatorFile.read(try files.text("indicators.yaml")),
            documentTypes: try DocumentTypeFile.read(try files.text("document-types.yaml")),
            letters: try letters(in: files, law: law),
            words: Vocabulary { language in
                let names = Handbook.names(of: authorities, places.municipalities, language)
                return try words(language, in: files, law: law, names: names)
            },
            indicatorDefinitions: try IndicatorDefinitionFile.read(try files.text("external-indicators.yaml")))
    }

    /// A file of `letters/` for each programme, in the order of the catalogue.
    private static func letters(in files: ResourceFolder, law: LawBook) throws -> [LetterTemplate] {
        let rules = Set(law.rules.map(\.id))
        let all = try files.yamlFiles(in: "letters").flatMap { name in
            try LetterFile.read(try files.text(name), file: name, rules: rules)
        }
        return Catalogue.all.flatMap { programme in all.filter { $0.programme == programme.code } }
    }

    /// The language's files, merged: `locales/da/*.yaml` and those of the programmes, `locales/da/programmes/*.yaml`, with
    /// the numbers of the law filled in, and the names of the authorities.
    private static func words(
        _ language: Language, in files: ResourceFolder, law: LawBook, names: [String: String]
    ) throws -> Words {
        var merged: [String: String] = [:]
        for name in try files.wordFiles(language) {
            let read = try WordsFile.read(try files.text(name), file: name)
            for key in read.keys.sorted() where merged[key] != nil {
                let message = "'\(key)' is already in another file of this language"
                throw HandbookProblems([HandbookProblem(file: name, line: 0, column: 0, message: message)])
            }
            merged.merge(read) { $1 }
        }
        let filled = Words(language, Words.fillingLaw(law, in: merged.merging(names) { own, _ in own }, language))
        for key in filled.keys.sorted() {
            guard let name = filled.placeholders(in: key).first(where: { $0.hasPrefix("law:") }) else { continue }
            let message = "'\(key)' has {\(name)}, which is no rule of law.yaml"
            let file = "locales/" + language.rawValue
            throw HandbookProblems([HandbookProblem(file: file, line: 0, column: 0, message: message)])
        }
        return filled
    }
}

extension Handbook {
    /// Words of a language.
    public subscript(_ language: Language) -> Words {
        words[language]
    }

    public func municipality(_ code: String) -> Municipality? {
        municipalityByCode[code]
    }

    /// The name, or the code where no municipality has it.
    public func municipalityName(_ code: String) -> String {
        municipalityByCode[code]?.name ?? code
    }

    /// Codes of the district's own municipalities.
    public var ownMunicipalities: Set<String> {
        Set(municipalities.filter(\.isOwn).map(\.code))
    }

    /// - Parameter text: its code, or its name in any language.
    public func authority(_ text: String) -> AuthorityFile.Entry? {
        authorities.first { $0.authority.code == text }
            ?? authorities.first { entry in
                entry.names.values.contains { $0.caseInsensitiveCompare(text) == .orderedSame }
            }
    }

    /// The kind of each authority, by code; of every municipality of Denmark, for a notice goes wherever the child lives.
    public var authorityKinds: [String: Authority.Kind] {
        Dictionary(
            authorities.map { ($0.authority.code, $0.authority.kind) }
                + municipalities.map { ($0.code, Authority.Kind.municipality) },
            uniquingKeysWith: { first, _ in first })
    }

    /// The names of the authorities, by `authority-name.<code>`.
    private static func names(
        of authorities: [AuthorityFile.Entry], _ municipalities: [Municipality], _ language: Language
    ) -> [String: String] {
        var names = Dictionary(
            municipalities.map { ("authority-name." + $0.code, $0.name) }, uniquingKeysWith: { first, _ in first })
        for entry in authorities {
            names["authority-name." + entry.authority.code] = entry.names[language] ?? entry.authority.code
        }
        return names
    }

    public func letter(_ code: String) -> LetterTemplate? {
        letters.first { $0.code == code }
    }

    /// What letters of a programme to `receiver` can hold.
    public func letterFields(of programme: Programme, for receiver: LetterReceiver) -> [LetterField] {
        programme.letterFields(for: receiver, rules: law.rules.map(\.id))
    }

    /// The same actor, placed where their authority works.
    public func placed(_ actor: Actor) -> Actor {
        actor.placed(in: authorities.first { $0.authority.code == actor.authority }?.authority)
    }

    public func incidentType(_ code: String) -> IncidentType? {
        incidentTypeByCode[code]
    }

    /// The name, or the code where no type has it.
    public func incidentTypeName(_ code: String, _ language: Language = .danish) -> String {
        incidentTypeByCode[code]?.names[language] ?? code
    }

    /// Codes of the incident types that count in a programme's incident figures.
    public func incidentTypes(monitoredBy programme: String) -> Set<String> {
        Set(incidentTypes.filter { $0.monitoredBy.contains(programme) }.map(\.code))
    }

    /// Codes of the incident types after which a case of a programme is suggested for the victim.
    public func incidentTypes(followedUpBy programme: String) -> Set<String> {
        Set(incidentTypes.filter { $0.followedUpBy.contains(programme) }.map(\.code))
    }
}

/// The folder of data files.
struct ResourceFolder {
    let url: URL

    /// The folder that the build puts beside the program. Not `resourceURL`: on Linux, Foundation takes a folder named
    /// `Resources` for the bundle's own, and the path would name it twice.
    static func shipped() -> ResourceFolder {
        ResourceFolder(url: Bundle.module.bundleURL.appendingPathComponent("Resources", isDirectory: true))
    }

    func text(_ name: String) throws(HandbookProblems) -> String {
        do {
            return try String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)
        } catch {
            throw ResourceFolder.missing(name)
        }
    }

    /// Paths of the files of words in a language.
    func wordFiles(_ language: Language) throws(HandbookProblems) -> [String] {
        let folder = "locales/" + language.rawValue
        return try yamlFiles(in: folder) + yamlFiles(in: folder + "/programmes")
    }

    /// Paths of the YAML files in a folder, sorted.
    func yamlFiles(in folder: String) throws(HandbookProblems) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: url.appendingPathComponent(folder).path)
                .filter { $0.hasSuffix(".yaml") }.sorted().map { folder + "/" + $0 }
        } catch {
            throw ResourceFolder.missing(folder)
        }
    }

    private static func missing(_ name: String) -> HandbookProblems {
        HandbookProblems([HandbookProblem(file: name, line: 0, column: 0, message: "is not there, or is not UTF-8")])
    }
}
