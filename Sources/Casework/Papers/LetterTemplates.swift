import Handbook
public import Prevention
import SQL
public import Store

/// A letter's text with who has edited it.
public struct TemplateView: Sendable {
    /// As it is shipped.
    public let shipped: LetterTemplate
    /// As edited here, newest first; none where nobody has.
    public let versions: [StoredTemplate]
    /// What it can hold.
    public let fields: [LetterField]

    /// The one that new letters are made from.
    public var body: String { versions.first?.body ?? shipped.body }
    /// Its version; 0 for the shipped one.
    public var version: Int { versions.first?.version ?? 0 }

    /// An older text; `nil` where there is no such version.
    public func body(of version: Int) -> String? {
        version == 0 ? shipped.body : versions.first { $0.version == version }?.body
    }
}

/// Lists the letters with the newest edit of each. No person is in them, so nothing is logged.
public struct ListTemplates: Sendable {
    public init() {}

    public func callAsFunction(
        _ who: Authorized<Acts.ManageTemplates>, in office: Office
    ) async throws -> [(shipped: LetterTemplate, newest: StoredTemplate?)] {
        let newest = try await office.database.read { try TemplateStore.newest(in: $0) }
        // Of a sealed programme, not even the letters are known to everybody.
        return office.handbook.letters.filter { ReadTemplate.isKnown($0, to: who.actor) }.map { ($0, newest[$0.code]) }
    }
}

/// Reads a letter's text with all its versions.
public struct ReadTemplate: Sendable {
    public let code: String

    public init(_ code: String) {
        self.code = code
    }

    /// - Throws: `NotFound` where there is no such letter.
    public func callAsFunction(
        _ who: Authorized<Acts.ManageTemplates>, in office: Office
    ) async throws -> TemplateView {
        guard let shipped = office.handbook.letter(code), ReadTemplate.isKnown(shipped, to: who.actor),
            let programme = Catalogue.programme(shipped.programme)
        else { throw NotFound() }
        return TemplateView(
            shipped: shipped, versions: try await office.database.read { try TemplateStore.versions(of: code, in: $0) },
            fields: office.handbook.letterFields(of: programme, for: shipped.receiver))
    }

    static func isKnown(_ letter: LetterTemplate, to actor: Actor) -> Bool {
        Catalogue.programme(letter.programme).map { !$0.isSealed || actor.may(.workSealed) } ?? false
    }
}

/// Stores a new version of a letter's text; the older ones stay. Letters that have been made are not touched.
public struct EditTemplate: Sendable {
    public let code: String
    public let body: String
    /// Why; may be empty.
    public let note: String
    /// The version that the user edited.
    public let version: Int

    public init(_ code: String, body: String, note: String, version: Int) {
        self.code = code
        self.body = body
        self.note = note
        self.version = version
    }

    /// - Throws: `NotFound`; `Refused` with everything that is wrong, line by line; `template-changed`, `letter-same`.
    public func callAsFunction(_ who: Authorized<Acts.ManageTemplates>, in office: Office) async throws {
        let view = try await ReadTemplate(code)(who, in: office)
        if let problems = EditTemplate.problems(in: body, of: view) { throw Refused(problems) }
        guard view.version == version else { throw Refused("template-changed") }
        guard view.body != body else { throw Refused("letter-same") }
        let now = office.now
        try await office.database.write { [ledger = office.ledger] db in
            guard
                try TemplateStore.add(code, body: body, note: note, after: version, by: who.actor, at: now, in: db)
            else { throw Refused("template-changed") }
            let entry = LedgerEntry(.change, .database, id: nil, reason: "letter \(code) \(version + 1)")
            try ledger.record([entry], by: who.actor, at: now, in: db)
        }
    }

    /// What is wrong with a text; `nil` where nothing is.
    public static func problems(in body: String, of view: TemplateView) -> [Refusal]? {
        do {
            _ = try LetterText(body, names: Set(view.fields.map(\.code)))
            return nil
        } catch {
            return error.problems.map(\.refusal)
        }
    }
}

/// A letter of invented data, to see what a text becomes.
public struct ExampleLetter: Sendable {
    public let body: String
    public let view: TemplateView

    public init(_ body: String, of view: TemplateView) {
        self.body = body
        self.view = view
    }

    /// - Throws: `Refused` with everything that is wrong with the text.
    public func callAsFunction(in office: Office) throws -> LetterDraft {
        let words = office.handbook[.danish]
        let text: LetterText
        do {
            text = try LetterText(body, names: Set(view.fields.map(\.code)))
        } catch {
            throw Refused(error.problems.map(\.refusal))
        }
        let day = office.now.day
        let programme = Catalogue.programme(view.shipped.programme)
        var values: [String: String] = [:]
        for field in view.fields {
            switch field.source {
            case .letter: values[field.code] = words("letter.example." + field.code)
            case .stage: values[field.code] = day.danish
            case .law(let id): values[field.code] = (try? office.law.rule(id, on: day)).map { words.amount($0) } ?? ""
            case .form(let field): values[field.code] = example(field, programme, day, words)
            }
        }
        values["letter_date"] = day.danish
        values["district"] = office.handbook.district
        let lines = [values["receiver_name"], values["receiver_address"]].compactMap(\.self)
        return LetterDraft(
            template: view.shipped, version: view.version, caseNumber: values["case_number"] ?? "", day: day,
            district: office.handbook.district, sender: values["sender_name"] ?? "", receiverLines: lines,
            blocks: text.filled(values))
    }

    private func example(_ field: Field, _ programme: Programme?, _ day: LocalDate, _ words: Words) -> String {
        switch field.kind {
        case .date: return (day + 30).danish
        case .moment: return day.danish + " 10:00"
        case .flag: return words("case-words.yes").lowercased()
        case .number(let range): return String(range.lowerBound)
        case .choice(let codes), .choices(let codes):
            let code = codes.first ?? ""
            return programme.map { words.name("choice." + field.code, code, of: $0).lowercased() } ?? code
        case .text, .longText, .position, .party: return words("letter.example.text")
        }
    }
}
