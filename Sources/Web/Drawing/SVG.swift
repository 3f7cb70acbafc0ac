/// A small writer of SVG text in which whatever is not a literal is escaped.
///
/// Names of elements and attributes are literals (`StaticString`), so that no input can become markup. Nothing writes a
/// `style` attribute or element: the Content-Security-Policy forbids both. Colours come from the classes in `app.css`; the
/// few presentation attributes of ``Palette`` are what shows where no style sheet is applied (PDF, a saved file).
struct SVG: Sendable {
    /// An attribute's value: a number in the fixed short format, or text to be escaped.
    struct Value: Sendable, ExpressibleByStringLiteral, ExpressibleByFloatLiteral {
        let text: String

        init(stringLiteral value: String) { text = value }
        init(floatLiteral value: Double) { text = SVG.number(value) }
        static func n(_ value: Double) -> Value { Value(floatLiteral: value) }
        static func t(_ value: String) -> Value { Value(stringLiteral: value) }
    }

    typealias Attributes = KeyValuePairs<StaticString, Value>

    enum Anchor: String, Sendable { case start, middle, end }

    private(set) var markup = ""

    /// An element without content.
    mutating func element(_ name: StaticString, _ classes: String, _ attributes: Attributes) {
        start(name, classes, attributes)
        markup += "/>"
    }

    /// An element around what `content` writes.
    mutating func group(
        _ name: StaticString = "g", _ classes: String, _ attributes: Attributes = [:], content: (inout SVG) -> Void
    ) {
        start(name, classes, attributes)
        markup += ">"
        content(&self)
        markup += "</\(name)>"
    }

    /// One line of text.
    mutating func text(
        _ string: String, _ classes: String, x: Double, y: Double, anchor: Anchor = .start
    ) {
        group("text", classes, ["x": .n(x), "y": .n(y), "text-anchor": .t(anchor.rawValue)]) { $0.write(string) }
    }

    /// The tooltip and accessible name of the element it stands first in.
    mutating func title(_ string: String) {
        markup += "<title>" + SVG.escaped(string) + "</title>"
    }

    mutating func rect(_ classes: String, _ frame: Frame, radius: Double = 0) {
        element(
            "rect", classes,
            [
                "x": .n(frame.x), "y": .n(frame.y), "width": .n(frame.width), "height": .n(frame.height),
                "rx": .n(radius),
            ])
    }

    mutating func line(_ classes: String, from: Spot, to: Spot) {
        element("line", classes, ["x1": .n(from.x), "y1": .n(from.y), "x2": .n(to.x), "y2": .n(to.y)])
    }

    mutating func write(_ string: String) {
        markup += SVG.escaped(string)
    }

    private mutating func start(_ name: StaticString, _ classes: String, _ attributes: Attributes) {
        markup += "<\(name)"
        let known = SVG.classNames(classes)
        if !known.isEmpty { attribute("class", known) }
        for (key, value) in attributes { attribute(key, value.text) }
        for (key, value) in Palette.attributes(of: known) { attribute(key, value) }
    }

    private mutating func attribute(_ name: StaticString, _ value: String) {
        markup += " \(name)=\"" + SVG.escaped(value) + "\""
    }
}

extension SVG {
    /// A whole drawing: `role="img"` named by its title and description, or `role="group"` where it has links in it, since
    /// what stands inside an image is out of reach of a screen reader.
    static func drawing(
        _ caption: Caption, _ classes: String, width: Double, height: Double, hasLinks: Bool = false,
        content: (inout SVG) -> Void
    ) -> String {
        let id = identifier(caption.id)
        var svg = SVG()
        svg.group(
            "svg", "drawing-svg " + classes,
            [
                "xmlns": "http://www.w3.org/2000/svg", "viewBox": .t("0 0 \(number(width)) \(number(height))"),
                "role": .t(hasLinks ? "group" : "img"), "aria-labelledby": .t("\(id)-title \(id)-desc"),
                "font-family": "sans-serif", "font-size": "15",
            ]
        ) { svg in
            svg.group("title", "", ["id": .t(id + "-title")]) { $0.write(caption.title) }
            svg.group("desc", "", ["id": .t(id + "-desc")]) { $0.write(caption.description) }
            content(&svg)
        }
        return svg.markup
    }

    /// At most two decimals, no trailing zeros, no exponent, a point as separator; what is no number is 0.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        let hundredths = Int((min(max(value, -1e9), 1e9) * 100).rounded())
        let size = abs(hundredths)
        var text = (hundredths < 0 ? "-" : "") + String(size / 100)
        let rest = size % 100
        if rest == 0 { return text }
        text += rest < 10 ? ".0" : "."
        text += String(rest % 10 == 0 ? rest / 10 : rest)
        return text
    }

    /// Escaped for content and for quoted attributes; control characters, which XML does not allow, are left out.
    static func escaped(_ string: String) -> String {
        // Most texts hold nothing to escape, which their bytes show soonest.
        if string.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && !markup.contains($0) }) { return string }
        var result = ""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\t", "\n", "\r": result += " "
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": continue
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static let markup: Set<UInt8> = Set("&<>\"'".utf8)

    /// Letters, digits and hyphens only: an id that needs no escaping anywhere.
    static func identifier(_ string: String) -> String {
        let kept = string.unicodeScalars.filter { isPlain($0) }
        return "d-" + String(String.UnicodeScalarView(kept))
    }

    /// The class names in `string`, without any that holds other than letters, digits and hyphens.
    static func classNames(_ string: String) -> String {
        string.split(separator: " ").filter { $0.unicodeScalars.allSatisfy(isPlain) }.joined(separator: " ")
    }

    /// The path, if it leads to a place on this site and nowhere else.
    static func localLink(_ string: String?) -> String? {
        guard let string, !string.contains("\\") else { return nil }
        let isPath = string.hasPrefix("/") && !string.hasPrefix("//")
        return isPath || string.hasPrefix("#") ? string : nil
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && (scalar.properties.isAlphabetic || scalar == "-" || ("0"..."9").contains(scalar))
    }
}
