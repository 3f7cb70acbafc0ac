/// A name that the text of a letter may hold in two braces.
public struct LetterField: Sendable, Hashable {
    public enum Source: Sendable, Hashable {
        /// About the letter itself, or whoever gets it: words under `letter.field.<code>`.
        case letter
        /// Of the case's form.
        case form(Field)
        /// The day of the latest step into that stage.
        case stage(Stage)
        /// A number of the law, by the id of its rule.
        case law(String)
    }

    public let code: String
    public let source: Source

    init(_ code: String, _ source: Source = .letter) {
        self.code = code
        self.source = source
    }
}

extension Programme {
    /// All that a letter to `receiver` can hold: what is not on this list cannot come into it, whatever its text says.
    ///
    /// A letter to a person holds that person's own name and address, days, choices and numbers of the case, and no
    /// free text
    /// of the case, which may name others. For the counterpart there is no field with anybody else in it at all.
    ///
    /// - Parameter rules: ids of the rules of law.yaml; those of the programme may be named.
    public func letterFields(for receiver: LetterReceiver, rules: some Sequence<String>) -> [LetterField] {
        var fields = ["case_number", "letter_date", "district", "sender_name", "receiver_name", "receiver_address"].map
        {
            LetterField($0)
        }
        switch receiver {
        case .authority where namesSubjectToAuthorities:
            fields += ["subject_name", "subject_birth_date", "subject_address", "case_municipality"].map {
                LetterField($0)
            }
        case .caregiver: fields.append(LetterField("subject_name"))
        case .subject, .counterpart, .citizen, .authority: break
        }
        // Of a citizen who has asked for something, what they wrote is their own; it is not repeated to anybody else.
        fields += form.filter { receiver.mayReadFreeText || !$0.kind.isFree }.map { LetterField($0.code, .form($0)) }
        fields += stages.map { LetterField("on_" + $0.code.replacing("-", with: "_"), .stage($0)) }
        let ownRules = Set(rules.filter { $0.hasPrefix(code + ".") }).sorted()
        fields += ownRules.map { LetterField("law." + $0, .law($0)) }
        if takesNotes { fields.append(LetterField("free_text")) }
        return fields
    }
}

extension Field.Kind {
    /// Whether somebody writes into it what they will, and so may name anybody. A place on the map may be a home.
    public var isFree: Bool {
        switch self {
        case .text, .longText, .position, .party: return true
        case .date, .moment, .flag, .number, .choice, .choices: return false
        }
    }
}
