import Casework
import Foundation
import Handbook
import Prevention
import Store

/// How pages say what was compared of two records, and what it weighs.
struct DoubtTexts: Sendable {
    let words: Words

    func field(_ field: MatchEvidence.Part.Field) -> String {
        words("doubt.field." + field.rawValue)
    }

    /// How far two records agree in a field; of the place, address and area.
    func level(_ part: MatchEvidence.Part) -> String {
        guard part.field == .place else { return level(part.field.rawValue, part.level) }
        let levels = part.level.split(separator: ".").map(String.init)
        return zip(["address", "area"], levels).map { level($0, $1) }.joined(separator: "; ")
    }

    private func level(_ field: String, _ name: String) -> String {
        let key = "doubt.level." + field + "." + DoubtTexts.kebab(name)
        return words.has(key) ? words(key) : name
    }

    /// `oneDigit` as `one-digit`.
    static func kebab(_ name: String) -> String {
        name.reduce(into: "") { $0 += $1.isUppercase ? "-" + $1.lowercased() : String($1) }
    }

    /// What bits of odds come to: `× 64` or `÷ 8`; neither where it says nothing.
    func times(_ bits: Double) -> String {
        guard bits.isFinite else { return "–" }
        let factor = exp2(min(abs(bits), 60))
        guard factor >= 1.05 else { return words("doubt.times.none") }
        return words(bits > 0 ? "doubt.times.for" : "doubt.times.against", ["factor": number(factor)])
    }

    /// As exact as one needs it: `1,4`, `64`, `1.000.000`.
    private func number(_ factor: Double) -> String {
        if factor < 10 {
            let tenths = Int((factor * 10).rounded())
            guard tenths % 10 != 0 else { return words.number(tenths / 10) }
            return words.number(tenths / 10) + words.language.decimalMark + String(tenths % 10)
        }
        // Two digits that count: the rest would be a show of exactness.
        let unit = pow(10, max(0, floor(log10(factor)) - 1))
        return words.number(Int((factor / unit).rounded() * unit))
    }

    /// `about 97 of 100 such pairs are one person`.
    func chance(_ probability: Double) -> String {
        switch probability {
        case ..<0.005: return words("doubt.chance.fewest")
        case 0.995...: return words("doubt.chance.most")
        default: return words("doubt.chance.about", ["count": String(Int((probability * 100).rounded()))])
        }
    }
}
