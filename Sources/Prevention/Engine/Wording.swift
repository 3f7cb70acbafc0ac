/// What the free texts of a programme's cases must never say (*ordvalg*): in fields, entries and notes, typed here or taken
/// in from elsewhere.
public struct Wording: Sendable {
    /// The words of its refusal are in the locales under `refusal.<code>`.
    public let code: String
    /// Whether a text may stand in the case.
    public let allows: @Sendable (_ text: String, _ file: CaseFile, _ law: LawBook) throws(LawBook.MissingRule) -> Bool

    public init(
        _ code: String,
        unless allows:
            @escaping @Sendable (_ text: String, _ file: CaseFile, _ law: LawBook) throws(LawBook.MissingRule) -> Bool
    ) {
        self.code = code
        self.allows = allows
    }
}

extension Engine {
    /// What must not be said so in a text about `file`, such as a note.
    public static func problems(
        writing text: String, about file: CaseFile, law: LawBook
    ) throws(LawBook.MissingRule) -> [Refusal] {
        var found: [Refusal] = []
        for wording in file.programme.wordings where !text.isEmpty {
            if try !wording.allows(text, file, law) { found.append(Refusal(wording.code)) }
        }
        return found
    }

    /// What must not stand in what is said beside the form: a note, a reason, a message, a title. No CPR number where no personal
    /// data may be, and nothing that must not be said so.
    public static func problems(
        saying texts: [String], about file: CaseFile, law: LawBook
    ) throws(LawBook.MissingRule) -> [Refusal] {
        let isNumbered = file.programme.regime == .none && texts.contains(where: NamelessText.hasNumber)
        var found = isNumbered ? [Refusal("number-in-note")] : []
        for text in texts {
            for problem in try problems(writing: text, about: file, law: law) where !found.contains(problem) {
                found.append(problem)
            }
        }
        return found
    }

    /// The same of every free text among the fields of a form, each with its field.
    static func problems(
        writing fields: [String: String], in form: [Field], about file: CaseFile, law: LawBook
    ) throws(LawBook.MissingRule) -> [Refusal] {
        var found: [Refusal] = []
        for field in form where field.kind == .text || field.kind == .longText {
            for problem in try problems(writing: fields[field.code] ?? "", about: file, law: law) {
                found.append(Refusal(problem.code, ["field": field.code]))
            }
        }
        return found
    }
}

extension Wording {
    /// Id of the rule of the age from which somebody can be charged, the age of criminal responsibility (*den kriminelle
    /// lavalder*): straffeloven § 15. A child below it is suspected, never charged (*sigtet*).
    public static let chargeAge = "ukn.charge-age-from"

    /// Whether a text says of a child that it is a suspect or charged: *drengen er nu sigtet*, *det mistænkte barn*. What it says
    /// of a grown-up is let be: *barnets far er sigtet*, *en omsorgsperson for barnet var sigtet*.
    static func callsAChildSuspect(_ text: String) -> Bool {
        text.split(whereSeparator: { ".!?;:\n".contains($0) }).map(words).contains { words in
            words.indices.contains { place in
                if accused.contains(words[place]) {
                    return place + 1 < words.count && children.contains(words[place + 1])
                }
                guard children.contains(words[place]), !isOfAnother(place, in: words) else { return false }
                let next = words[(place + 1)...].first { !linking.contains($0) }
                return next.map { accused.contains($0) } ?? false
            }
        }
    }

    /// The first word of a text that calls somebody charged, in small letters; `nil` where there is none. "Med sigte på" is no
    /// such word.
    public static func charge(in text: String) -> String? {
        words(text[...]).first { charged.contains($0) }
    }

    /// Whether the child stands there to say whose somebody is: *moren til barnet er ...*, but not *til barnet, der er ...*.
    private static func isOfAnother(_ place: Int, in words: [String]) -> Bool {
        let before = words[..<place].last { !articles.contains($0) }
        guard let before, belonging.contains(before) else { return false }
        return place + 1 == words.count || !relative.contains(words[place + 1])
    }

    private static let belonging: Set<String> = ["for", "til", "of"]
    private static let articles: Set<String> = ["the", "a", "det", "den", "et", "en"]
    private static let relative: Set<String> = ["der", "som", "who"]

    private static func words(_ text: Substring) -> [String] {
        text.split(whereSeparator: { !$0.isLetter }).map { $0.lowercased() }
    }

    private static let children: Set<String> = [
        "barn", "barnet", "dreng", "drengen", "pige", "pigen", "søn", "sønnen", "datter", "datteren", "elev", "eleven",
        "child", "boy", "girl", "son", "daughter", "pupil",
    ]
    private static let charged: Set<String> = [
        "sigtet", "sigtede", "sigtes", "sigtedes", "sigtelse", "sigtelsen", "sigtelser", "sigtelserne", "tiltalt",
        "tiltalte",
        "tiltales", "charged", "indicted",
    ]
    private static let accused: Set<String> = charged.union([
        "mistænkt", "mistænkte", "mistænkes", "gerningsmand", "gerningsmanden", "gerningsperson", "suspect",
        "suspected", "accused", "perpetrator",
    ])
    private static let linking: Set<String> = [
        "er", "var", "blev", "bliver", "blevet", "været", "har", "som", "der", "nu", "også", "selv", "allerede",
        "fortsat", "muligvis", "is", "was", "has", "been", "being", "who", "as", "a", "the", "now", "also", "already",
    ]
}
