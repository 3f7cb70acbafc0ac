/// The digits of a text in the order they stand in, and what stands between them. It is read once, sign by sign, so that no text,
/// however long and however written, takes more than its length.
struct DigitRuns {
    /// Without marks above letters and signs that are not seen; digits of any script are those from 0 to 9.
    let signs: [Unicode.Scalar]
    /// Where digits stand together.
    let runs: [Range<Int>]

    init(_ text: String) {
        var signs: [Unicode.Scalar] = []
        var runs: [Range<Int>] = []
        signs.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            guard let sign = DigitRuns.plain(scalar) else { continue }
            signs.append(sign)
            guard DigitRuns.isDigit(sign) else { continue }
            let place = signs.count - 1
            if let last = runs.last, last.upperBound == place {
                runs[runs.count - 1] = last.lowerBound..<place + 1
            } else {
                runs.append(place..<place + 1)
            }
        }
        self.signs = signs
        self.runs = runs
    }

    /// `nil` for a sign that is not seen.
    private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        if scalar.isASCII { return scalar }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .decimalNumber: return properties.numericValue.flatMap { Unicode.Scalar(UInt32($0) + 0x30) }
        case .format, .nonspacingMark, .enclosingMark: return nil
        default: return scalar
        }
    }

    static func isDigit(_ sign: Unicode.Scalar) -> Bool { (0x30...0x39).contains(sign.value) }

    /// A letter or a number of any kind.
    static func isWord(_ sign: Unicode.Scalar) -> Bool {
        sign.properties.isAlphabetic || sign.properties.numericType != nil
    }

    func digits(_ run: Int) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: signs[runs[run]])
        return text
    }

    func count(_ run: Int) -> Int { runs.indices.contains(run) ? runs[run].count : 0 }

    /// What stands between a run and the next one; empty after the last.
    func gap(after run: Int) -> ArraySlice<Unicode.Scalar> {
        runs.indices.contains(run + 1) ? signs[runs[run].upperBound..<runs[run + 1].lowerBound] : []
    }

    /// Whether nothing joins a run to what stands before it: neither a letter nor, behind digits, a point.
    func begins(_ run: Int) -> Bool {
        let start = runs[run].lowerBound
        guard start > 0 else { return true }
        return !joins(signs[start - 1], start > 1 ? signs[start - 2] : nil)
    }

    /// The same of what stands after it.
    func ends(_ run: Int) -> Bool {
        let end = runs[run].upperBound
        guard end < signs.count else { return true }
        return !joins(signs[end], end + 1 < signs.count ? signs[end + 1] : nil)
    }

    private func joins(_ sign: Unicode.Scalar, _ beyond: Unicode.Scalar?) -> Bool {
        if sign == "_" || DigitRuns.isWord(sign) { return true }
        return (sign == "." || sign == "'") && (beyond.map(DigitRuns.isDigit) ?? false)
    }

    /// Runs that stand close together, each group as one row of digits.
    ///
    /// - Parameters:
    ///   - most: how many signs that join may stand together.
    ///   - isLeftOut: runs that are part of no number, such as those of a date.
    func joined(most: Int, _ isJoint: (Unicode.Scalar) -> Bool, leavingOut isLeftOut: [Bool]) -> [String] {
        var found: [String] = []
        var current = ""
        for run in runs.indices {
            if isLeftOut[run] {
                if !current.isEmpty { found.append(current) }
                current = ""
                continue
            }
            current += digits(run)
            let gap = gap(after: run)
            let isLast = run + 1 == runs.count || gap.count > most || !gap.allSatisfy(isJoint)
            if isLast {
                found.append(current)
                current = ""
            }
        }
        return current.isEmpty ? found : found + [current]
    }
}

/// Dates, years and amounts, which are numbers of nobody.
extension DigitRuns {
    /// Whether a run is a year of this century or the last.
    func isYear(_ run: Int) -> Bool {
        count(run) == 4 && ["19", "20"].contains(digits(run).prefix(2))
    }

    /// `1.3.1990`, `01-03-1990`: whether one begins at a run.
    ///
    /// - Parameter year: how many digits its year may have.
    func isDate(_ run: Int, year: ClosedRange<Int>) -> Bool {
        guard (1...2).contains(count(run)), (1...2).contains(count(run + 1)), year.contains(count(run + 2)) else {
            return false
        }
        return [run, run + 1].allSatisfy { isOne(of: "./-", after: $0) } && begins(run) && ends(run + 2)
    }

    /// `1990-03-01`
    func isISODate(_ run: Int) -> Bool {
        guard isYear(run), count(run + 1) == 2, count(run + 2) == 2 else { return false }
        return [run, run + 1].allSatisfy { isOne(of: "-", after: $0) } && begins(run) && ends(run + 2)
    }

    /// `2025-2026`, `2025 / 2026`
    ///
    /// - Parameter mayBeBlank: whether a blank alone may stand between them.
    func areYears(_ run: Int, joinedBy signs: String, mayBeBlank: Bool = false) -> Bool {
        guard isYear(run), isYear(run + 1), begins(run), ends(run + 1) else { return false }
        let between = gap(after: run).filter { !$0.properties.isWhitespace }
        guard let sign = between.first else { return mayBeBlank }
        return between.count == 1 && signs.unicodeScalars.contains(sign)
    }

    /// The last run of an amount such as `1.250.000` that begins at a run; `nil` where it is none.
    func amount(_ run: Int) -> Int? {
        guard (1...3).contains(count(run)), begins(run) else { return nil }
        var last = run
        while count(last + 1) == 3, isOne(of: ".", after: last) { last += 1 }
        return last > run && ends(last) ? last : nil
    }

    private func isOne(of signs: String, after run: Int) -> Bool {
        let gap = gap(after: run)
        guard gap.count == 1, let sign = gap.first else { return false }
        return signs.unicodeScalars.contains(sign)
    }
}
