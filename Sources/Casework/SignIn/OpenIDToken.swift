import Foundation
import JWTKit
import Prevention

/// What an identity provider says of somebody in a token, whatever it is.
struct OpenIDClaims: JWTPayload, Hashable {
    enum Value: Codable, Hashable, Sendable {
        case text(String)
        case number(Double)
        case list([Value])
        case object([String: Value])
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else if let list = try? container.decode([Value].self) {
                self = .list(list)
            } else if let object = try? container.decode([String: Value].self) {
                self = .object(object)
            } else {
                self = .other
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            case .list(let list): try container.encode(list)
            case .object(let object): try container.encode(object)
            case .other: try container.encodeNil()
            }
        }

        /// The texts in it: one, or those of a list.
        var texts: [String] {
            switch self {
            case .text(let text): [text]
            case .list(let list): list.flatMap(\.texts)
            default: []
            }
        }

        var moment: Instant? {
            guard case .number(let seconds) = self, abs(seconds) < 1e12 else { return nil }
            return Instant(milliseconds: Int64(seconds * 1000))
        }
    }

    let values: [String: Value]

    init(_ values: [String: Value]) {
        self.values = values
    }

    init(from decoder: any Decoder) throws {
        values = try [String: Value](from: decoder)
    }

    func encode(to encoder: any Encoder) throws {
        try values.encode(to: encoder)
    }

    /// A claim by its name, or by a path such as `realm_access.roles`.
    subscript(_ name: String) -> Value? {
        if let value = values[name] { return value }
        guard let dot = name.firstIndex(of: "."), case .object(let inner) = values[String(name[..<dot])] else {
            return nil
        }
        return OpenIDClaims(inner)[String(name[name.index(after: dot)...])]
    }

    func text(_ name: String) -> String? {
        guard case .text(let text) = self[name], !text.isEmpty else { return nil }
        return text
    }

    /// The claims are held against the clock of the office by `OpenIDTokenCheck`, not here.
    func verify(using algorithm: some JWTAlgorithm) throws {}
}

/// The keys of a provider that sign tokens.
struct OpenIDKeys: Sendable {
    let collection: JWTKeyCollection
    let ids: Set<String>

    /// Those that cannot be read, or have no id, are left out.
    init(document: Data) async throws {
        guard let set = try? JSONDecoder().decode(KeySet.self, from: document) else {
            throw OpenIDFailure.document("no key set")
        }
        let collection = JWTKeyCollection()
        var ids: Set<String> = []
        for case .key(let key) in set.keys {
            guard let id = key.keyIdentifier?.string, (try? await collection.add(jwk: key)) != nil else { continue }
            ids.insert(id)
        }
        self.collection = collection
        self.ids = ids
    }

    private struct KeySet: Decodable {
        let keys: [Entry]

        enum Entry: Decodable {
            case key(JWK)
            case unknown

            init(from decoder: any Decoder) throws {
                if let key = try? JWK(from: decoder) { self = .key(key) } else { self = .unknown }
            }
        }
    }
}

/// Holds an ID token against all that must be true of it (OpenID Connect Core 1.0, 3.1.3.7).
struct OpenIDTokenCheck: Sendable {
    let issuer: String
    let clientID: String
    let nonce: String
    let now: Instant

    /// By how much the clocks may differ.
    static let leewaySeconds = 60
    /// Signatures with a public key alone: never `none`, and never one made with a shared secret.
    static let algorithms: Set<String> = [
        "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA",
    ]

    private struct Header: Decodable {
        let alg: String
        let kid: String?
    }

    /// The key that a token names.
    ///
    /// - Throws: `OpenIDFailure` where the token is none, or is signed in a way that is not taken.
    static func keyID(of token: String) throws -> String {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let data = Base64URL.data(String(parts[0])),
            let header = try? JSONDecoder().decode(Header.self, from: data)
        else { throw OpenIDFailure.token("no token") }
        guard algorithms.contains(header.alg) else { throw OpenIDFailure.token("signed with \(header.alg)") }
        guard let kid = header.kid else { throw OpenIDFailure.token("names no key") }
        return kid
    }

    /// - Throws: `OpenIDFailure.token`.
    func claims(of token: String, keys: OpenIDKeys) async throws -> OpenIDClaims {
        guard keys.ids.contains(try OpenIDTokenCheck.keyID(of: token)) else {
            throw OpenIDFailure.token("unknown key")
        }
        guard let claims = try? await keys.collection.verify(token, as: OpenIDClaims.self) else {
            throw OpenIDFailure.token("signature")
        }
        try check(claims)
        return claims
    }

    private func check(_ claims: OpenIDClaims) throws {
        func require(_ isTrue: Bool, _ what: String) throws {
            guard isTrue else { throw OpenIDFailure.token(what) }
        }
        let leeway = OpenIDTokenCheck.leewaySeconds
        let audience = claims["aud"]?.texts ?? []
        let party = claims.text("azp")
        try require(claims.text("iss") == issuer, "issuer")
        try require(audience.contains(clientID), "audience")
        try require(audience.count == 1 || party != nil, "authorized party")
        try require(party == nil || party == clientID, "authorized party")
        try require(claims["exp"]?.moment.map { now < $0.adding(seconds: leeway) } ?? false, "expired")
        try require(claims["iat"]?.moment.map { $0 <= now.adding(seconds: leeway) } ?? false, "issued later")
        try require(claims["nbf"]?.moment.map { $0 <= now.adding(seconds: leeway) } ?? true, "not yet")
        try require(SecretComparison.equal((claims.text("nonce") ?? "").utf8, nonce.utf8), "nonce")
        try require(claims.text("sub").map { $0.utf8.count <= 255 } ?? false, "subject")
    }
}

/// Base64 for addresses, without padding (RFC 4648, section 5).
enum Base64URL {
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    static func data(_ text: String) -> Data? {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4))
    }
}
