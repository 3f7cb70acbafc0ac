internal import Foundation

/// Text as it is compared: lower case, without accents, with Danish letters as the two letters that are typed for them.
///
/// æ and ae, ø and oe, å and aa are the same afterwards, and so are ä and æ, ö and ø, which keyboards and machines mix up.
enum FoldedText {
    static let space: UInt8 = 0x20

    /// Letters and digits in lower case, words parted by one space, and nothing at the ends. What is neither letter nor
    /// digit parts words, but for an apostrophe, which is left out (`D'Angelo` is one word).
    static func fold(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        if bytes.allSatisfy({ $0 < 0x80 }) { return words(bytes) }
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count + 4)
        // What is no UTF-8 was written in the older alphabet of one byte a letter, ISO 8859-1.
        let text =
            String(validating: bytes, as: UTF8.self)
            ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        for scalar in text.lowercased().unicodeScalars {
            if let pair = pairs[scalar] {
                plain.append(contentsOf: pair.utf8)
            } else if scalar.isASCII {
                plain.append(UInt8(scalar.value))
            } else {
                appendWithoutAccents(scalar, to: &plain)
            }
        }
        return plain.withUnsafeBufferPointer { words($0) }
    }

    /// Letters of Danish and its neighbours that are commonly typed as something else.
    private static let pairs: [Unicode.Scalar: String] = [
        "æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "å": "aa", "ü": "ue", "ß": "ss", "ð": "d", "þ": "th", "ł": "l",
        "đ": "d", "ı": "i", "œ": "oe", "’": "'", "´": "'",
    ]

    private static func appendWithoutAccents(_ scalar: Unicode.Scalar, to plain: inout [UInt8]) {
        for part in String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars {
            if part.properties.generalCategory == .nonspacingMark { continue }
            let isWord = part.properties.isAlphabetic || part.properties.numericType != nil
            plain.append(contentsOf: isWord ? Array(String(part).utf8) : [space])
        }
    }

    private static func words(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for byte in bytes {
            switch byte {
            case 0x61...0x7A, 0x30...0x39, 0x80...: result.append(byte)
            case 0x41...0x5A: result.append(byte + 0x20)
            case 0x27, 0x60: continue
            default: if let last = result.last, last != space { result.append(space) }
            }
        }
        if result.last == space { result.removeLast() }
        return result
    }
}
