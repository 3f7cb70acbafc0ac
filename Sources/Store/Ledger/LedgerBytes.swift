import Crypto
import Foundation

/// The bytes that a hash of the log is taken over: each value behind its kind and its length, so that no two rows give the
/// same bytes.
struct LedgerBytes {
    private(set) var bytes: [UInt8] = []

    /// - Parameter kind: what is hashed, so that a hash of one kind never passes for one of another.
    init(_ kind: String) {
        add(kind)
    }

    /// Empty, for a loop that keeps the room.
    init() {}

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    mutating func add(_ number: Int64?) {
        guard let number else { return bytes.append(0) }
        bytes.append(1)
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { add(utf8: $0) }
    }

    mutating func add(utf8: UnsafeBufferPointer<UInt8>) {
        bytes.append(2)
        withUnsafeBytes(of: Int64(utf8.count).littleEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: utf8)
    }

    /// SHA-256, in hexadecimal.
    var hash: String {
        String(decoding: Hexadecimal.digits(SHA256.hash(data: bytes)), as: UTF8.self)
    }

    /// SHA-256, in hexadecimal, over what `target` holds: 64 bytes.
    func hash(into target: inout [UInt8]) {
        Hexadecimal.write(SHA256.hash(data: bytes), into: &target)
    }
}

enum Hexadecimal {
    private static let table = Array("0123456789abcdef".utf8)

    static func digits(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var digits: [UInt8] = []
        digits.reserveCapacity(64)
        for byte in bytes {
            digits.append(table[Int(byte >> 4)])
            digits.append(table[Int(byte & 15)])
        }
        return digits
    }

    /// - Parameter target: has room for all digits.
    static func write(_ digest: SHA256Digest, into target: inout [UInt8]) {
        digest.withUnsafeBytes { bytes in
            var place = 0
            for byte in bytes {
                target[place] = table[Int(byte >> 4)]
                target[place + 1] = table[Int(byte & 15)]
                place += 2
            }
        }
    }

    /// So many random bytes.
    static func random(bytes count: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        return String(
            decoding: digits((0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }), as: UTF8.self
        )
    }
}
