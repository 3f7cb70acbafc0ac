import Handbook
import Prevention

/// How numbers of the report are written.
struct FigureTexts: Sendable {
    private let words: Words

    init(_ words: Words) {
        self.words = words
    }

    /// `1.416`, `98,0 %`, `–` where nothing is shared, and a word where it is hidden.
    func text(_ value: FigureValue) -> String {
        switch value {
        case .count(let count): return words.number(count)
        case .share: return value.number.map { words.share($0) } ?? "–"
        case .days(let median, _, let count): return count == 0 ? "–" : days(median)
        case .agreement(let kappa, _): return kappa.map(hundredths) ?? "–"
        case .suppressed: return words("report.hidden")
        }
    }

    /// `50 af 51`, or of how many a measure is; `nil` for a count.
    func parts(_ value: FigureValue) -> String? {
        switch value {
        case .share(let part, let whole):
            return words("report.part-of", ["part": words.number(part), "whole": words.number(whole)])
        case .days(_, let ninth, let count):
            return count == 0 ? nil : words("learning.ninth", ["days": days(ninth), "count": words.number(count)])
        case .agreement(_, let count): return words("learning.pairs", ["count": words.number(count)])
        case .count, .suppressed: return nil
        }
    }

    private func days(_ count: Int) -> String {
        words(count == 1 ? "learning.day" : "learning.days", ["days": words.number(count)])
    }

    /// With two decimals.
    private func hundredths(_ value: Double) -> String {
        let rounded = Int((value * 100).rounded())
        let decimals = String(abs(rounded) % 100)
        return (rounded < 0 ? "−" : "") + words.number(abs(rounded) / 100) + words.language.decimalMark
            + (decimals.count == 1 ? "0" : "") + decimals
    }

    /// `▲ 45 flere end i 2024 (10,6 %)`; `nil` where one of the two is not shown.
    func change(_ now: FigureValue, from before: FigureValue, year: Int) -> String? {
        switch (now, before) {
        case (.count(let now), .count(let before)): return change(now, before, year)
        case (.share, .share):
            guard let now = now.number, let before = before.number else { return nil }
            return change(now, before, year)
        default: return nil
        }
    }

    private func change(_ now: Int, _ before: Int, _ year: Int) -> String {
        if now == before { return words("report.same", ["year": String(year)]) }
        let difference = abs(now - before)
        let text = words(
            now > before ? "report.more" : "report.fewer",
            ["count": words.number(difference), "year": String(year)])
        return before == 0 ? text : text + " (" + words.share(Double(difference) / Double(before)) + ")"
    }

    private func change(_ now: Double, _ before: Double, _ year: Int) -> String {
        let points = words.share(abs(now - before)).filter { $0 != "%" && !$0.isWhitespace }
        // What does not show after rounding is no change.
        if words.share(abs(now - before)) == words.share(0) { return words("report.same", ["year": String(year)]) }
        return words(
            now > before ? "report.points-up" : "report.points-down", ["points": points, "year": String(year)])
    }

    /// A share between 0 and 1 with as many decimals as its source gives, up to two: `4,59 %`, `88 %`.
    func exactShare(_ value: Double) -> String {
        let hundredths = Int((value * 10_000).rounded())
        var decimals = String(hundredths % 100)
        if decimals.count == 1 { decimals = "0" + decimals }
        while decimals.hasSuffix("0") { decimals.removeLast() }
        let language = words.language
        let number = words.number(hundredths / 100) + (decimals.isEmpty ? "" : language.decimalMark + decimals)
        return number + language.percent
    }
}
