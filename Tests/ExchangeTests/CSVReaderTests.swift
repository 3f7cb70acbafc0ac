import Foundation
import Testing

@testable import Exchange

@Suite struct CSVReaderTests {
    private func read(_ bytes: [UInt8]) throws -> [String] {
        let path = NSTemporaryDirectory() + "csv-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let reader = try CSVReader(try ByteSource(path: path))
        var steps: [String] = []
        while true {
            switch try reader.next() {
            case .record:
                let fields = (0..<reader.fieldCount).map { reader.text($0) ?? "?" }
                steps.append("\(reader.line): " + fields.joined(separator: "|"))
            case .malformed(let problem): steps.append("\(reader.line)! " + problem.rawValue + " " + reader.raw)
            case .end: return steps
            }
        }
    }

    private func read(_ text: String) throws -> [String] {
        try read(Array(text.utf8))
    }

    @Test func fieldsAreReadByTheRFC() throws {
        #expect(try read("a,b\n1,\"2\"\n\"x,\"\"y\"\"\",\n,\n") == ["1: a|b", "2: 1|2", "3: x,\"y\"|", "4: |"])
        #expect(try read("a") == ["1: a"])
        #expect(try read("a,") == ["1: a|"])
        #expect(try read("\"\"") == ["1: "])
        #expect(try read("a\r") == ["1: a"])
        #expect(try read("") == [])
        #expect(try read("\u{FEFF}a,b\r\n\r\n\nc,d") == ["1: a|b", "4: c|d"])
    }

    @Test func aQuotedFieldMayHoldLinesAndTheirNumbersGoOn() throws {
        #expect(try read("a,\"b\nc\r\nd\"\ne,f\n") == ["1: a|b\nc\r\nd", "4: e|f"])
    }

    @Test func aStrayQuoteCostsOneLine() throws {
        #expect(try read("a,\"b\nc,d\ne,f") == ["1! unterminated-quote a,\"b", "2: c|d", "3: e|f"])
        #expect(try read("\"a\"b,c\nd,e") == ["1! after-quote \"a\"b,c", "2: d|e"])
        #expect(try read("a,b\"c\n") == ["1: a|b\"c"])
    }

    @Test func whatIsNotUTF8OrHoldsAZeroIsNoText() throws {
        #expect(try read([0x61, 0x2C, 0xFF, 0x0A, 0x62, 0x2C, 0x00]) == ["1: a|?", "2: b|?"])
    }

    /// The reader looks at windows of a megabyte: whatever stands at the border of two must read as anywhere else.
    @Test(arguments: -16...16)
    func recordsAcrossTwoWindowsAreWhole(shift: Int) throws {
        let tail = "x,\"y \"\"q\"\"\"\r\n\"æ\",\"ø\"\r\nlast,\"\"\r\n"
        var filler = String(repeating: "0123456,89012\n", count: (1 << 20) / 14)
        filler = String(filler.dropLast(14 * 5))
        let missing = (1 << 20) - filler.utf8.count - tail.utf8.count / 2 + shift
        filler += String(repeating: "f", count: missing - 3) + ",g\n"
        let steps = try read(filler + tail)
        let line = steps.count - 2
        #expect(steps.suffix(3) == ["\(line): x|y \"q\"", "\(line + 1): æ|ø", "\(line + 2): last|"])
    }

    @Test func aRecordThatNeverEndsIsPassedOver() throws {
        let long = "a,\"" + String(repeating: "x", count: 17 << 20)
        let steps = try read(long + "\nb,c\n")
        #expect(steps.count == 2)
        #expect(steps[0].hasPrefix("1! record-too-long a,\"xxx"))
        #expect(steps[0].utf8.count < 5000)
        #expect(steps[1] == "2: b|c")
    }

    @Test func aVeryLongFieldIsRead() throws {
        let field = String(repeating: "x", count: 10 << 20)
        let steps = try read("a,\"\(field)\"\nb,c\n")
        #expect(steps[0].utf8.count == (10 << 20) + 5)
        #expect(steps[1] == "2: b|c")
    }
}
