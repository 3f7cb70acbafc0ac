import Crypto
import CryptoExtras
import Foundation

/// Passwords as scrypt hashes (RFC 7914), written `scrypt$N$r$p$salt$hash` in base64, so that the cost can be raised later.
public enum PasswordHash {
    /// What a new hash costs: a tenth of a second and 32 MB.
    static let rounds = 1 << 15
    private static let blockSize = 8
    private static let parallelism = 1
    private static let length = 32

    static func make(_ password: String, rounds: Int) throws -> String {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let hash = try derive(password, Data(salt), rounds, blockSize, parallelism)
        let numbers = [rounds, blockSize, parallelism].map(String.init)
        return (["scrypt"] + numbers + [Data(salt).base64EncodedString(), hash.base64EncodedString()])
            .joined(separator: "$")
    }

    /// Whether `password` made `stored`. Takes as long for a wrong one.
    public static func verify(_ password: String, _ stored: String) throws -> Bool {
        let parts = stored.split(separator: "$").map(String.init)
        guard parts.count == 6, parts[0] == "scrypt", let rounds = Int(parts[1]), let blockSize = Int(parts[2]),
            let parallelism = Int(parts[3]), let salt = Data(base64Encoded: parts[4]),
            let hash = Data(base64Encoded: parts[5])
        else { return false }
        return SecretComparison.equal(try derive(password, salt, rounds, blockSize, parallelism), hash)
    }

    /// Whether it was made at another cost than new ones are, and should be made anew when the password is at hand.
    static func isOutdated(_ stored: String, rounds: Int) -> Bool {
        !stored.hasPrefix("scrypt$\(rounds)$\(blockSize)$\(parallelism)$")
    }

    /// A hash that no password has, of the same cost, for names that nobody has: looking takes as long.
    static func nobody(rounds: Int) -> String {
        "scrypt$\(rounds)$\(blockSize)$\(parallelism)$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    }

    private static func derive(
        _ password: String, _ salt: Data, _ rounds: Int, _ blockSize: Int, _ parallelism: Int
    ) throws -> Data {
        // The same letter typed in two ways (å as one sign or as a with a ring) is the same password.
        let normal = password.precomposedStringWithCompatibilityMapping
        let key = try KDF.Scrypt.deriveKey(
            from: Data(normal.utf8), salt: salt, outputByteCount: length, rounds: rounds, blockSize: blockSize,
            parallelism: parallelism)
        return key.withUnsafeBytes { Data($0) }
    }
}

/// Comparison that takes the same time wherever the first difference is.
public enum SecretComparison {
    public static func equal(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for (one, other) in zip(left, right) { difference |= one ^ other }
        return difference == 0
    }
}
