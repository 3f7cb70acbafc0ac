import Crypto
import Foundation
import Prevention

/// Codes of six digits that change with time (TOTP, RFC 6238): SHA-1 and steps of 30 seconds, as all authenticator apps know
/// them.
struct TimeCode: Sendable, Hashable {
    static let stepSeconds: Int64 = 30
    static let digits = 6

    /// 20 bytes.
    let secret: [UInt8]

    init(secret: [UInt8]) {
        self.secret = secret
    }

    /// - Parameter base32: `nil` where it is no base32.
    init?(base32: String) {
        guard let bytes = Base32.bytes(base32), !bytes.isEmpty else { return nil }
        secret = bytes
    }

    static func random() -> TimeCode {
        TimeCode(secret: RandomBytes.make(20))
    }

    var base32: String { Base32.text(secret) }

    static func step(at moment: Instant) -> Int64 {
        moment.milliseconds / 1000 / stepSeconds
    }

    /// The code of a step (RFC 4226, section 5.3).
    func code(step: Int64) -> String {
        let counter = withUnsafeBytes(of: step.bigEndian) { Data($0) }
        let hash = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: Data(secret))))
        let offset = Int(hash[hash.count - 1] & 15)
        let number = hash[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } & 0x7FFF_FFFF
        let text = String(number % 1_000_000)
        return String(repeating: "0", count: TimeCode.digits - text.count) + text
    }

    /// The step whose code was typed: the present one, or the one before or after it where clocks differ; `nil` where none.
    func step(of typed: String, at moment: Instant) -> Int64? {
        let present = TimeCode.step(at: moment)
        var found: Int64?
        for step in present - 1...present + 1 where SecretComparison.equal(code(step: step).utf8, typed.utf8) {
            found = step
        }
        return found
    }

    /// What a phone reads to take the secret in (the key URI format that authenticator apps share).
    func address(account: String, issuer: String) -> String {
        let kept = CharacterSet.alphanumerics.intersection(CharacterSet(charactersIn: "\u{0}"..."\u{7F}"))
        func encode(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: kept) ?? "" }
        return "otpauth://totp/\(encode(issuer)):\(encode(account))?secret=\(base32)&issuer=\(encode(issuer))"
    }
}
