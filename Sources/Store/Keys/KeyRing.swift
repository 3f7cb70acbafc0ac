import Crypto
public import Foundation

/// The secrets of an installation, kept outside its database: whoever takes the database alone reads no CPR number, and can
/// neither forge nor shorten the log (databeskyttelsesforordningen Art. 32; retshåndhævelsesloven § 27).
///
/// Keys are numbered from 1. The newest one encrypts; the older ones still open what they have sealed, until a rotation has
/// sealed it anew.
public struct KeyRing: Sendable {
    /// What a secret is used for. Each use has a key of its own, derived from the numbered one (HKDF, RFC 5869).
    public enum Use: String, Sendable, CaseIterable {
        /// CPR numbers at rest.
        case cpr
        /// The keyed hash by which a CPR number is looked up.
        case cprLookUp = "cpr-look-up"
        /// The secrets of second factors.
        case secondFactor = "second-factor"
        /// The head of each chain of the log.
        case ledgerHead = "ledger-head"
        /// The signature of the log's checkpoints.
        case checkpoint
        /// The keyed hash by which an import knows what has been deleted.
        case tombstone
    }

    /// What was sealed with another ring, or has been changed.
    public struct CannotOpen: Error, Sendable {}

    /// Secrets of 32 bytes, number 1 first.
    let secrets: [Data]

    /// - Parameter secrets: at least one, each of 32 bytes, oldest first; `nil` otherwise.
    public init?(secrets: [Data]) {
        guard !secrets.isEmpty, secrets.allSatisfy({ $0.count == 32 }) else { return nil }
        self.secrets = secrets
    }

    private init(all secrets: [Data]) {
        self.secrets = secrets
    }

    /// A ring of one fresh key.
    public static func random() -> KeyRing {
        KeyRing(all: [freshSecret()])
    }

    /// This ring with a fresh key on top.
    public func rotated() -> KeyRing {
        KeyRing(all: secrets + [KeyRing.freshSecret()])
    }

    /// The number of the key that seals now.
    public var newest: Int { secrets.count }

    private static func freshSecret() -> Data {
        SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
    }

    private func key(_ number: Int, _ use: Use) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: secrets[number - 1]), info: Data(("kreds " + use.rawValue).utf8),
            outputByteCount: 32)
    }

    /// Encrypts with AES-256-GCM. The same text gives another result each time.
    ///
    /// - Returns: the number of the key and the box in base64, such as `1:mF0x…`.
    public func sealed(_ text: String, for use: Use) throws -> String {
        let box = try AES.GCM.seal(Data(text.utf8), using: key(newest, use), authenticating: Data(use.rawValue.utf8))
        guard let combined = box.combined else { throw CannotOpen() }
        return "\(newest):" + combined.base64EncodedString()
    }

    /// What `sealed` has encrypted, with whichever key of the ring.
    ///
    /// - Throws: `CannotOpen`.
    public func opened(_ text: String, for use: Use) throws -> String {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let number = Int(parts[0]), (1...newest).contains(number),
            let combined = Data(base64Encoded: String(parts[1])), let box = try? AES.GCM.SealedBox(combined: combined),
            let plain = try? AES.GCM.open(box, using: key(number, use), authenticating: Data(use.rawValue.utf8))
        else { throw CannotOpen() }
        return String(decoding: plain, as: UTF8.self)
    }

    /// A keyed hash (HMAC-SHA256) under each key, newest first, in hexadecimal with the number of its key. What is stored is the
    /// first; all are looked for, so that nobody is lost while a rotation runs.
    public func hashes(of text: String, for use: Use) -> [String] {
        (1...newest).reversed().map { number in
            "\(number):"
                + KeyRing.hexadecimal(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key(number, use)))
        }
    }

    /// The key that signs, made from the secret of that number.
    func signingKey(_ number: Int) throws -> Curve25519.Signing.PrivateKey {
        try key(number, .checkpoint).withUnsafeBytes { try Curve25519.Signing.PrivateKey(rawRepresentation: Data($0)) }
    }

    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}
