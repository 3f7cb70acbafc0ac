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
        /// What somebody wrote, kept beside the log.
        case ledgerWords = "ledger-words"
        /// The secrets of second factors.
        case secondFactor = "second-factor"
        /// What signing in keeps for a while: addresses that failed, recovery codes, the tokens of an identity provider.
        case signIn = "sign-in"
        /// The head of each chain of the log.
        case ledgerHead = "ledger-head"
        /// The signature of the log's checkpoints.
        case checkpoint
        /// The keyed hash by which an import knows what has been deleted.
        case tombstone
        /// What documents on cases hold.
        case document
        /// What is written in a forum: reasons, contributions, minutes, actions.
        case forum
        /// What the record of a sharing says in words, and whom it names.
        case disclosure
        /// The order in which decided hits are drawn for a second judgement.
        case blindSample = "blind-sample"
        /// What tells a database its key file.
        case check = "key-check"
    }

    /// What was sealed with another ring, or has been changed.
    public struct CannotOpen: Error, Sendable {}

    /// Secrets of 32 bytes, number 1 first.
    let secrets: [Data]
    /// Of each secret, the key of each use.
    private let keys: [[Use: SymmetricKey]]

    /// - Parameter secrets: at least one, each of 32 bytes, oldest first; `nil` otherwise.
    public init?(secrets: [Data]) {
        guard !secrets.isEmpty, secrets.allSatisfy({ $0.count == 32 }) else { return nil }
        self.init(all: secrets)
    }

    private init(all secrets: [Data]) {
        self.secrets = secrets
        keys = secrets.map { secret in
            Dictionary(uniqueKeysWithValues: Use.allCases.map { ($0, KeyRing.derived(from: secret, for: $0)) })
        }
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

    private static func derived(from secret: Data, for use: Use) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: secret), info: Data(("kreds " + use.rawValue).utf8),
            outputByteCount: 32)
    }

    private func key(_ number: Int, _ use: Use) -> SymmetricKey {
        keys[number - 1][use] ?? KeyRing.derived(from: secrets[number - 1], for: use)
    }

    /// Encrypts with AES-256-GCM. The same text gives another result each time.
    ///
    /// - Returns: the number of the key and the box in base64, such as `1:mF0x…`.
    public func sealed(_ text: String, for use: Use) throws -> String {
        try sealed(Data(text.utf8), for: use, boundTo: "")
    }

    /// As `sealed(_:for:)`, of any bytes.
    ///
    /// - Parameter place: where it stands; what was sealed for one place cannot be opened in another.
    public func sealed(_ bytes: Data, for use: Use, boundTo place: String) throws -> String {
        let box = try AES.GCM.seal(bytes, using: key(newest, use), authenticating: KeyRing.bound(use, place))
        guard let combined = box.combined else { throw CannotOpen() }
        return "\(newest):" + combined.base64EncodedString()
    }

    private static func bound(_ use: Use, _ place: String) -> Data {
        Data((place.isEmpty ? use.rawValue : use.rawValue + " " + place).utf8)
    }

    /// What `sealed` has encrypted, with whichever key of the ring.
    ///
    /// - Throws: `CannotOpen`.
    public func opened(_ text: String, for use: Use) throws -> String {
        String(decoding: try opened(text, for: use, boundTo: ""), as: UTF8.self)
    }

    /// - Throws: `CannotOpen`, also where it was sealed for another place.
    public func opened(_ text: String, for use: Use, boundTo place: String) throws -> Data {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let number = Int(parts[0]), (1...newest).contains(number), parts[0] == String(number),
            // Other letters may stand for the same bytes.
            let combined = Data(base64Encoded: String(parts[1])), combined.base64EncodedString() == parts[1],
            let box = try? AES.GCM.SealedBox(combined: combined),
            let plain = try? AES.GCM.open(box, using: key(number, use), authenticating: KeyRing.bound(use, place))
        else { throw CannotOpen() }
        return plain
    }

    /// A keyed hash (HMAC-SHA256) under each key, newest first, in hexadecimal with the number of its key. What is stored is the
    /// first; all are looked for, so that nobody is lost while a rotation runs.
    public func hashes(of text: String, for use: Use) -> [String] {
        (1...newest).reversed().map { number in
            "\(number):"
                + KeyRing.hexadecimal(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key(number, use)))
        }
    }

    /// The first of `hashes`.
    func hash(of text: String, for use: Use) -> String {
        stamp(of: Array(text.utf8), for: use)
    }

    /// A keyed hash with the newest key, as `hashes` writes it.
    func stamp(of bytes: [UInt8], for use: Use) -> String {
        stamp(of: bytes, for: use, number: newest)
    }

    func stamp(of bytes: [UInt8], for use: Use, number: Int) -> String {
        "\(number):" + KeyRing.hexadecimal(HMAC<SHA256>.authenticationCode(for: bytes, using: key(number, use)))
    }

    /// A keyed hash with the first key, which stays what it is when another key is put on top.
    public func lasting(_ text: String, for use: Use) -> String {
        stamp(of: Array(text.utf8), for: use, number: 1)
    }

    /// Whether `stamp` made it, with whichever key of the ring.
    func isStamp(_ text: String, of bytes: [UInt8], for use: Use) -> Bool {
        guard let number = text.split(separator: ":").first.flatMap({ Int($0) }), number >= 1, number <= newest else {
            return false
        }
        return text == stamp(of: bytes, for: use, number: number)
    }

    /// The key that signs, made from the secret of that number.
    func signingKey(_ number: Int) throws -> Curve25519.Signing.PrivateKey {
        try key(number, .checkpoint).withUnsafeBytes { try Curve25519.Signing.PrivateKey(rawRepresentation: Data($0)) }
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: Hexadecimal.digits(bytes), as: UTF8.self)
    }
}
