import Prevention
public import SQL

/// How a CPR number (*personnummer*) is kept: sealed, and beside that a keyed hash by which it is looked up
/// (databeskyttelsesforordningen Art. 32). In the clear it is nowhere in the database.
public struct SealedCPR: Sendable, Hashable {
    /// Both empty where there is no number.
    public let sealed: String
    public let hash: String

    /// - Parameter digits: ten digits, or nothing.
    public init(_ digits: String, keys: KeyRing) throws {
        if digits.isEmpty {
            sealed = ""
            hash = ""
        } else {
            sealed = try keys.sealed(digits, for: .cpr)
            hash = keys.hash(of: digits, for: .cprLookUp)
        }
    }

    /// As stored.
    public init(sealed: String, hash: String) {
        self.sealed = sealed
        self.hash = hash
    }

    /// Whether it is the number, under whichever key of the ring it was hashed.
    public func isOf(_ digits: String, keys: KeyRing) -> Bool {
        digits.isEmpty ? hash.isEmpty : keys.hashes(of: digits, for: .cprLookUp).contains(hash)
    }

    /// Whether ten digits are a number and no replacement number (*erstatningspersonnummer*, day + 60).
    public static func isReal(_ digits: String) -> Bool {
        CPRNumber(digits).map { !$0.isReplacement } ?? false
    }

    /// The ten digits; empty where there are none.
    ///
    /// - Throws: `KeyRing.CannotOpen`.
    public static func opened(_ sealed: String, keys: KeyRing) throws -> String {
        sealed.isEmpty ? "" : try keys.opened(sealed, for: .cpr)
    }
}

extension PersonStore {
    /// The CPR number of a person, for an export or for the person's own access to what is held; `nil` where none is known.
    ///
    /// - Throws: `KeyRing.CannotOpen`, `DatabaseFailure`.
    public static func cpr(of id: Int64, keys: KeyRing, in db: any Connection) throws -> String? {
        let sealed = try db.first("SELECT cpr_sealed FROM person WHERE id = \(id)") { $0.text(0) }
        guard let sealed, !sealed.isEmpty else { return nil }
        return try SealedCPR.opened(sealed, keys: keys)
    }
}

/// The values of a row in the change log: what stands under `cpr` is sealed, the rest is as it was.
enum SealedFields {
    static let name = "cpr"

    /// The text with its CPR number through `change`; `nil` where it holds none, or no fields at all.
    static func replacing(_ text: String, _ change: (String) throws -> String) rethrows -> String? {
        guard var fields = try? JSONText.fields(text), let found = fields[name], !found.isEmpty else { return nil }
        fields[name] = try change(found)
        return JSONText.text(of: fields)
    }
}
