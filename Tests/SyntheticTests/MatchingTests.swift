import Prevention
import Testing

@testable import Synthetic

/// The method on people whose true pairs are known.
@Suite struct MatchingTests {
    private static let nicknames = Nicknames([["christian", "chris"], ["michael", "mike"], ["susanne", "sanne"]])

    private func records(_ left: [(String, [String])], _ right: [(String, [String])]) throws -> MatchRecords {
        let kinds = try MatchingSample.columns.split(separator: ",").map { column in
            try #require(FieldKind(rawValue: String(column.split(separator: "=")[1])))
        }
        let reader = RecordReader(columns: kinds, nicknames: MatchingTests.nicknames)
        func add(_ rows: [(String, [String])]) {
            for (id, row) in rows {
                let isNew = Array(id.utf8).withUnsafeBufferPointer { id in
                    reader.add(id: id) { column, take in Array(row[column].utf8).withUnsafeBufferPointer(take) }
                }
                #expect(isNew)
            }
        }
        add(left)
        reader.beginRight()
        add(right)
        return reader.finish()
    }

    private func rows(_ rows: [MatchingSample.Row], _ prefix: String) -> [(String, [String])] {
        rows.enumerated().map { (prefix + String($0.offset), $0.element.fields) }
    }

    private func pairs(_ records: MatchRecords, _ threshold: Double = 0.5) -> [String: Double] {
        let result = Linkage(records).run(threshold: threshold)
        return Dictionary(
            uniqueKeysWithValues: result.pairs.map { (records.ids[$0.a] + "-" + records.ids[$0.b], $0.probability) })
    }

    @Test(arguments: [(MatchingSample.Level.easy, 0.99), (.medium, 0.985), (.hard, 0.96)])
    func mostPairsAreFoundAndFewOthers(level: MatchingSample.Level, least: Double) throws {
        let sample = MatchingSample(seed: 11, persons: 3_000, reports: 1_500, level: level)
        let found = pairs(try records(rows(sample.register, "L"), rows(sample.reports, "R")))
        let truth = Set(sample.truth.enumerated().compactMap { report, person in person.map { "L\($0)-R\(report)" } })
        let right = Double(truth.intersection(found.keys).count)
        let (precision, recall) = (right / Double(found.count), right / Double(truth.count))
        let f1 = 2 * precision * recall / (precision + recall)
        #expect(f1 >= least, "precision \(precision), recall \(recall)")
    }

    /// Neither the rows' order nor the number of threads changes anything.
    @Test(arguments: [1, 2, 3])
    func theOrderOfRowsChangesNothing(seed: UInt64) throws {
        let sample = MatchingSample(seed: seed, persons: 400, reports: 200, level: .hard)
        let (left, right) = (rows(sample.register, "L"), rows(sample.reports, "R"))
        let first = pairs(try records(left, right), 0.05)
        var random = RandomSource(seed: seed, unit: .matching, index: 77)
        func shuffled(_ rows: [(String, [String])]) -> [(String, [String])] {
            var rows = rows
            for index in rows.indices.dropFirst() { rows.swapAt(index, random.below(index + 1)) }
            return rows
        }
        let second = pairs(try records(shuffled(left), shuffled(right)), 0.05)
        #expect(!first.isEmpty)
        #expect(first == second)
    }

    /// Many who are alike, some of them entered twice: more than are weighed against each other one by one.
    @Test func norDoesItWhereManyAreAlike() throws {
        let sample = MatchingSample(seed: 9, persons: 300, reports: 150, level: .hard)
        var (left, right) = (rows(sample.register, "L"), rows(sample.reports, "R"))
        for number in 0..<14 {
            var row = sample.register[0]
            row.cpr = ""
            row.birth = "19\(60 + number / 2)-0\(1 + number % 3)-11"
            left.append(("T\(number)", row.fields))
        }
        var report = sample.register[0]
        report.cpr = ""
        report.birth = ""
        for number in 0..<3 { right.append(("Q\(number)", report.fields)) }
        let first = pairs(try records(left, right), 0.001)
        let second = pairs(try records(left.reversed(), right.reversed()), 0.001)
        #expect(first.keys.contains { $0.hasPrefix("T") })
        #expect(first == second)
    }

    @Test func aSampleIsTheSameEveryTime() {
        let first = MatchingSample(seed: 5, persons: 60, reports: 30, level: .medium)
        let second = MatchingSample(seed: 5, persons: 60, reports: 30, level: .medium)
        #expect(first.register == second.register && first.reports == second.reports && first.truth == second.truth)
        #expect(first.register.count == 60 && first.reports.count == 30)
        #expect(first.register.allSatisfy { $0.cpr.isEmpty || CPRNumber($0.cpr)?.isReplacement == true })
    }
}
