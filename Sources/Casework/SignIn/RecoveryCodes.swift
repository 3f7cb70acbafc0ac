import Prevention
import SQL
import Store

/// Codes to print and keep, for whoever has lost the second factor (*nødkoder*). Each is good once. 80 random bits need no slow
/// hash; a keyed one keeps whoever has the database alone from trying.
enum RecoveryCodes {
    static let count = 10

    /// Ten codes such as `K7QM-X2AB-…`, of four groups.
    static func make() -> [String] {
        (0..<count).map { _ in
            let letters = Array(Base32.text(RandomBytes.make(10)))
            return stride(from: 0, to: 16, by: 4).map { String(letters[$0..<$0 + 4]) }.joined(separator: "-")
        }
    }

    /// - Returns: the codes, which are shown once and stored nowhere.
    static func renew(_ account: Int64, _ office: Office, in db: any Connection) throws -> [String] {
        let codes = make()
        try CredentialStore.setRecoveryCodes(
            account, hashes: codes.compactMap { hashes($0, account, office).first }, in: db)
        return codes
    }

    static func use(_ typed: String, _ account: Int64, _ office: Office, in db: any Connection) throws -> Bool {
        try CredentialStore.useRecoveryCode(account, hashes: hashes(typed, account, office), in: db)
    }

    /// Spaces, hyphens and the size of letters do not matter.
    private static func hashes(_ typed: String, _ account: Int64, _ office: Office) -> [String] {
        let code = typed.uppercased().filter { $0.isLetter || $0.isNumber }
        return office.keys.hashes(of: "recovery \(account) \(code)", for: .signIn)
    }
}
