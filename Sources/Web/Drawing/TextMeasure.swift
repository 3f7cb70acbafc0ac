/// How wide text gets: an estimate on the safe side, as the browser chooses the font and the server never sees it.
///
/// Text is laid out at the size it has on a phone (`size`), the largest in a drawing's units; on a wide screen `app.css`
/// makes it smaller against the geometry, so that it only gets more room.
enum TextMeasure {
    /// Units of the view box on a phone; `--drawing-text` in app.css.
    static let size = 17.0
    static let lineHeight = 21.0

    static func width(_ string: String, size: Double = TextMeasure.size) -> Double {
        string.unicodeScalars.reduce(0.0) { $0 + factor($1) } * size
    }

    /// The words of `string` in lines no wider than `width`, at most `most` of them, the last with … if words are left
    /// over. A word wider than a line is broken.
    static func lines(_ string: String, width: Double, most: Int) -> [String] {
        var lines: [String] = []
        var current = ""
        for word in string.split(whereSeparator: \.isWhitespace).flatMap({ pieces(of: String($0), width: width) }) {
            let longer = current.isEmpty ? word : current + " " + word
            if TextMeasure.width(longer) <= width || current.isEmpty {
                current = longer
            } else {
                lines.append(current)
                current = word
            }
        }
        if !current.isEmpty { lines.append(current) }
        guard lines.count > most, most > 0 else { return lines }
        let last = lines[most - 1] + " …"
        return Array(lines.prefix(most - 1)) + [shortened(last, width: width)]
    }

    /// `string`, or its beginning and … where it is wider than `width`.
    static func shortened(_ string: String, width: Double) -> String {
        if TextMeasure.width(string) <= width { return string }
        var kept = string
        while !kept.isEmpty, TextMeasure.width(kept + "…") > width { kept.removeLast() }
        while kept.last == " " { kept.removeLast() }
        return kept + "…"
    }

    private static func pieces(of word: String, width: Double) -> [String] {
        var pieces: [String] = []
        var current = ""
        for character in word {
            if !current.isEmpty, TextMeasure.width(current + String(character)) > width {
                pieces.append(current)
                current = ""
            }
            current.append(character)
        }
        return current.isEmpty ? pieces : pieces + [current]
    }

    private static func factor(_ scalar: Unicode.Scalar) -> Double {
        switch scalar {
        case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", "!": return 0.32
        case " ", "f", "t", "r", "(", ")", "-", "/": return 0.4
        case "m", "w", "M", "W", "æ", "Æ", "%", "@", "…", "–": return 0.92
        default: return scalar.properties.isUppercase ? 0.72 : 0.6
        }
    }
}
