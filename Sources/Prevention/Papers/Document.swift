import Foundation

/// What a document on a case is (*dokumentets art*).
public enum DocumentKind: String, Sendable, CaseIterable {
    /// Ansøgning or anmodning.
    case application
    /// Udtalelse of somebody who takes part.
    case statement
    case report
    /// Forkyndelsesbevis.
    case serviceProof = "service-proof"
    /// Samtykke.
    case consent
    /// Aftale.
    case agreement
    case photo
    case other
    /// A letter that was made here (*brev*); nobody uploads one.
    case letter

    public static let uploaded = allCases.filter { $0 != .letter }
}

/// What a document is called: a title for people, and the name of its file, from which nothing becomes a path.
public enum DocumentName {
    /// Characters of a title, and of a file name.
    public static let longest = 120

    /// A title on one line, trimmed; `nil` where it is empty, too long, or holds signs that are not shown.
    public static func title(_ text: String) -> String? {
        let title = text.trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping
        guard !title.isEmpty, title.count <= longest, title.unicodeScalars.allSatisfy(isShown) else { return nil }
        return title
    }

    /// The last part of what a browser sent, without signs that are not shown, or that turn the direction of reading
    /// and so
    /// hide an ending; with an ending of the type.
    public static func file(_ sent: String, of type: DocumentType) -> String {
        let last = sent.split { $0 == "/" || $0 == "\\" || $0 == ":" }.last.map(String.init) ?? ""
        let shown = last.precomposedStringWithCanonicalMapping.unicodeScalars.filter {
            isShown($0) && !unsafe.contains($0)
        }
        let name = String(String.UnicodeScalarView(shown)).trimmingCharacters(in: blanksAndDots)
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        let ending = parts.count > 1 ? parts.last.map { $0.lowercased() } ?? "" : ""
        let hasEnding = type.endings.contains(ending)
        let stem = hasEnding ? String(name.dropLast(ending.count + 1)) : name
        let kept = hasEnding ? ending : type.endings.first ?? type.code
        let short = String(stem.prefix(longest - kept.count - 1)).trimmingCharacters(in: blanksAndDots)
        return (short.isEmpty ? "dokument" : short) + "." + kept
    }

    private static let unsafe = Set("\"<>|*?%;".unicodeScalars)
    private static let blanksAndDots = CharacterSet.whitespacesAndNewlines.union(CharacterSet(charactersIn: "."))

    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return false
        default: return true
        }
    }
}
