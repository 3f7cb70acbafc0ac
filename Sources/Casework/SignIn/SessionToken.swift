import Crypto
import Foundation

/// A secret that a browser holds and the database knows only by its hash.
public struct SessionToken: Sendable {
    /// 32 random bytes in hexadecimal, as the cookie carries them.
    public let text: String

    public init(_ text: String) {
        self.text = text
    }

    static func random() -> SessionToken {
        SessionToken(RandomBytes.make(32).hexadecimal)
    }

    var hash: String {
        Array(SHA256.hash(data: Data(text.utf8))).hexadecimal
    }
}

/// Bytes that nobody can foresee.
enum RandomBytes {
    static func make(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
}

extension [UInt8] {
    var hexadecimal: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
