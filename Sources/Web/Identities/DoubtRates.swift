import Casework
import Handbook
import Store

/// How often the matching is expected to be wrong, and what the reviewers have found so far.
struct DoubtRates: Sendable {
    struct Band: Sendable {
        let bandName: String
        let bandCount: String
        let bandExpected: String
        let bandSame: String
    }

    /// Of links made by itself; `nil` where there are none yet.
    let linkedText: String?
    let freshText: String?
    let bands: [Band]
    let hasBands: Bool

    init(_ found: ListDoubts.Found, _ words: Words) {
        let tally = found.tally
        linkedText =
            tally.linked == 0
            ? nil
            : words(
                "doubt.rates.linked",
                ["count": words.number(tally.linked), "wrong": DoubtRates.about(tally.wrong, words)])
        freshText =
            tally.fresh == 0
            ? nil
            : words(
                "doubt.rates.fresh",
                ["count": words.number(tally.fresh), "missed": DoubtRates.about(tally.missed, words)])
        bands = found.bands.map { band in
            let count = band.same + band.different
            return Band(
                bandName: words("doubt.rates.band", ["from": String(band.from), "to": String(band.to)]),
                bandCount: words.number(count),
                bandExpected: DoubtRates.number(band.expected, words), bandSame: words.number(band.same))
        }
        hasBands = !bands.isEmpty
    }

    /// `cirka 0,3`; `under 0,1`.
    private static func about(_ value: Double, _ words: Words) -> String {
        let number = number(value, words)
        return value > 0 && value < 0.05 ? number : words("doubt.rates.about", ["count": number])
    }

    /// A number that is expected, as exact as it is: `0,3`, `12`.
    private static func number(_ value: Double, _ words: Words) -> String {
        if value > 0, value < 0.05 { return words("doubt.rates.least") }
        if value >= 10 { return words.number(Int(value.rounded())) }
        let tenths = Int((value * 10).rounded())
        return words.number(tenths / 10) + words.language.decimalMark + String(tenths % 10)
    }
}
