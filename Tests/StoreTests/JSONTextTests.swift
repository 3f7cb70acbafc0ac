import Foundation
import Store
import Testing

@Suite struct JSONTextTests {
    static let samples: [[String: String]] = [
        [:], ["": ""], ["a": "b"], ["a": "æøåÆØÅ", "ø": "1"], ["a": "say \"no\"", "b\"": "\\ and \\\""],
        ["lines": "one\ntwo\r\nthree\ttab"],
        ["control": String(String.UnicodeScalarView((0..<32).compactMap(Unicode.Scalar.init)))],
        ["emoji": "👮🏽‍♀️👨‍👩‍👧", "combined": "e\u{301}\u{7F}\u{2028}"], ["slash": "a/b </script>"],
        ["long": String(repeating: "å\"", count: 10_000)],
    ]

    @Test(arguments: samples) func saysWhatFoundationReads(_ fields: [String: String]) throws {
        let text = JSONText.text(of: fields)
        let read = try JSONSerialization.jsonObject(with: Data(text.utf8))
        let found = try #require(read as? [String: String])
        #expect(found.mapValues { Array($0.utf8) } == fields.mapValues { Array($0.utf8) })
    }

    @Test(arguments: samples) func fieldsRoundTrip(_ fields: [String: String]) throws {
        let found = try JSONText.fields(JSONText.text(of: fields))
        #expect(found.mapValues { Array($0.utf8) } == fields.mapValues { Array($0.utf8) })
    }

    @Test(arguments: samples) func readsWhatFoundationWrites(_ fields: [String: String]) throws {
        let data = try JSONSerialization.data(withJSONObject: fields)
        #expect(try JSONText.fields(String(decoding: data, as: UTF8.self)) == fields)
    }

    @Test func namesAreSorted() {
        let fields = ["b": "2", "a": "1", "c": "3"]
        #expect(JSONText.text(of: fields) == #"{"a":"1","b":"2","c":"3"}"#)
        #expect(JSONText.text(of: [:]) == "{}")
        #expect(JSONText.text(of: ["a": "x\"\\\n\u{1}"]) == #"{"a":"x\"\\\n\u0001"}"#)
    }

    @Test func whatIsNoObjectIsRefused() {
        #expect(throws: (any Error).self) { try JSONText.fields("{\"a\":") }
    }

    @Test func numbersRoundTrip() throws {
        let text = try JSONText.encode([Int64.min, 0, Int64.max])
        #expect(text == "[-9223372036854775808,0,9223372036854775807]")
        #expect(try JSONText.decode([Int64].self, from: text) == [.min, 0, .max])
    }
}
