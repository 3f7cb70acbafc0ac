import Handbook
public import Prevention
import SQL
public import Store

/// Makes a local account.
public struct AddAccount: Sendable {
    public let actor: Actor
    public let password: String
    /// Whether it may do without a second factor; otherwise one is asked for at the first sign-in.
    public let isExempt: Bool

    public init(_ actor: Actor, password: String, isExempt: Bool = false) {
        self.actor = actor
        self.password = password
        self.isExempt = isExempt
    }

    /// - Throws: `Refused` where the name is taken, the password is not taken, or no role is given.
    public func callAsFunction(by who: Authorized<Acts.ManageAccounts>, in office: Office) async throws {
        try PasswordPolicy(office).check(password, again: password, of: actor)
        guard !actor.roles.isEmpty else { throw Refused("account-roles") }
        let actor = try AccountPlace.checked(actor, office)
        let hash = try PasswordHash.make(password, rounds: office.passwordRounds)
        let now = office.now
        let added = try await office.database.write { db in
            let added = try AccountStore.add(actor, password: hash, isExempt: isExempt, at: now, in: db)
            try office.ledger.record(
                .account, .account, id: added, reason: "add " + actor.name, by: who.actor, at: now, in: db)
            return added
        }
        guard added != nil else { throw Refused("account-taken", ["value": actor.name]) }
    }
}

/// Where an account belongs: an authority of the handbook, a unit within it, and roles that it has.
enum AccountPlace {
    /// The actor with the code of the authority, which may be given by its name.
    ///
    /// - Throws: `Refused`: `account-authority`, `account-unit`, `account-role-elsewhere`.
    static func checked(_ actor: Actor, _ office: Office) throws(Refused) -> Actor {
        guard let found = office.handbook.authority(actor.authority)?.authority else {
            let known = office.handbook.authorities.map(\.authority.code).joined(separator: ", ")
            throw Refused("account-authority", ["value": actor.authority, "known": known])
        }
        guard actor.unit.isEmpty || found.unit(actor.unit) != nil else {
            let known = found.units.map(\.code).joined(separator: ", ")
            throw Refused("account-unit", ["value": actor.unit, "known": known])
        }
        if let role = actor.roles.first(where: { !$0.authorities.contains(found.kind) }) {
            throw Refused("account-role-elsewhere", ["value": role.rawValue])
        }
        return Actor(
            name: actor.name, displayName: actor.displayName, authority: found.code, unit: actor.unit,
            roles: actor.roles)
    }
}

/// All accounts, closed ones too, by name. They are about colleagues, not about registered persons.
public struct ListAccounts: Sendable {
    public init() {}

    public func callAsFunction(
        _ who: Authorized<Acts.ManageAccounts>, in office: Office
    ) async throws -> [StoredCredential] {
        try await office.database.read { try CredentialStore.all(in: $0) }
    }
}

/// Changes an account for its holder: closes it, opens it again, or lets them in who have lost what they prove themselves with.
public struct ManageAccount: Sendable {
    public enum Change: String, Sendable, CaseIterable {
        /// Ends its sessions at once.
        case close
        case reopen
        /// Gives a one-time password, and ends its sessions.
        case resetPassword = "reset-password"
        /// Takes the second factor and the recovery codes away, and ends its sessions.
        case resetSecondFactor = "reset-second-factor"
    }

    public let id: Int64
    public let change: Change

    public init(_ id: Int64, _ change: Change) {
        self.id = id
        self.change = change
    }

    /// - Returns: of a new password: the one-time password, which is shown this once.
    /// - Throws: `NotFound`; `Refused`: `account-own`, `account-closed`, `account-open`, `account-provider`.
    public func callAsFunction(by who: Authorized<Acts.ManageAccounts>, in office: Office) async throws -> String? {
        let now = office.now
        let code = change == .resetPassword ? Base32.text(RandomBytes.make(10)) : nil
        let hash = try await Task.detached { try code.map { try PasswordHash.make($0, rounds: office.passwordRounds) } }
            .value
        let until = now.adding(hours: try SignInNumbers(office.law, on: now.day).oneTimeHours)
        try await office.database.write { db in
            guard let credential = try CredentialStore.credential(id, in: db) else { throw NotFound() }
            try check(credential, by: who.actor)
            switch change {
            case .close: try CredentialStore.setClosed(id, at: now, in: db)
            case .reopen: try CredentialStore.setClosed(id, at: nil, in: db)
            case .resetPassword:
                try CredentialStore.setPassword(id, hash ?? "", until: until, in: db)
            case .resetSecondFactor: try CredentialStore.setFactor(id, nil, in: db)
            }
            if change != .reopen {
                try SessionStore.closeAll(of: id, in: db)
                try HalfSignInStore.endAll(of: id, in: db)
                try SignInCountStore.forgetDevices(of: id, in: db)
            }
            try office.ledger.record(
                .account, .account, id: id, reason: change.rawValue + " " + credential.account.actor.name,
                by: who.actor, at: now, in: db)
        }
        return code
    }

    private func check(_ credential: StoredCredential, by actor: Actor) throws(Refused) {
        // Nobody shuts themselves out, or renews what they sign in with without giving it: that is for the own page.
        guard credential.account.actor.name != actor.name else { throw Refused("account-own") }
        switch change {
        case .close where credential.closedAt != nil: throw Refused("account-closed")
        case .reopen where credential.closedAt == nil: throw Refused("account-open")
        case .resetPassword, .resetSecondFactor:
            if credential.isOfProvider { throw Refused("account-provider") }
            if credential.closedAt != nil { throw Refused("account-closed") }
        default: break
        }
    }
}
