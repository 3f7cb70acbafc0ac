/// Text for a file that somebody opens in a spreadsheet.
public enum SpreadsheetText {
    /// What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection), in their wide forms too.
    private static let signs = Set("=+-@＝＋－＠".unicodeScalars)
    /// What some spreadsheets take for the end of a cell: Danish ones the semicolon.
    private static let separators = Set(";\t\r\n".unicodeScalars)

    /// The text with an apostrophe before everything that a spreadsheet would take for a formula, also where it takes another
    /// sign than the comma for the end of a cell. A number stays a number.
    public static func harmless(_ text: String) -> String {
        if isNumber(text) { return text }
        var harmless = String.UnicodeScalarView()
        var isAtStart = true
        for scalar in text.unicodeScalars {
            // A zero byte would hide what comes behind it.
            if scalar.value == 0 { continue }
            if isAtStart, signs.contains(scalar) || harmless.isEmpty && separators.contains(scalar) {
                harmless.append("'")
            }
            harmless.append(scalar)
            isAtStart = separators.contains(scalar) || isAtStart && (scalar == " " || scalar == "\"")
        }
        return String(harmless)
    }

    /// Digits with a sign before and one decimal point between them.
    private static func isNumber(_ text: String) -> Bool {
        let unsigned = text.first == "-" || text.first == "+" ? text.dropFirst() : text[...]
        let parts = unsigned.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count <= 2
            && parts.allSatisfy { part in !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    }
}
