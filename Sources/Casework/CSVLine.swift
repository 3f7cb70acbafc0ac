import Prevention

/// A line of a table that is downloaded and opened in a spreadsheet: RFC 4180, and no formula.
public enum CSVLine {
    public static func text(_ fields: [String]) -> String {
        fields.map { field($0) }.joined(separator: ",") + "\r\n"
    }

    /// Quoted where it must be. What a spreadsheet would take for a formula is given an apostrophe.
    static func field(_ text: String) -> String {
        let text = SpreadsheetText.harmless(text)
        // By scalar: CR LF is one character.
        guard text.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
