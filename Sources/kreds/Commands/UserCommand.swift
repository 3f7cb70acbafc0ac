import ArgumentParser
import Casework
import Foundation
import Handbook
import Prevention
import Store

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Accounts.",
        subcommands: [AddUser.self, ListUsers.self, CloseUser.self, ReopenUser.self, ResetUser.self, LinkUser.self])

    struct AddUser: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Make a local account.",
            discussion: """
                The password is read from standard input, or from KREDS_PASSWORD. At the first sign-in the user adds a second \
                factor, unless the account is made with --without-second-factor.
                """)

        @OptionGroup var data: DataOptions
        @Argument(help: "The name to sign in with.") var name: String
        @Option(help: "The authority that the user works for.") var authority: String
        @Option(help: "The unit within it, such as a sector.") var unit = ""
        @Option(help: "What the user does; may be given several times.") var role: [String]
        @Option(help: "The name shown to others.") var displayName: String?
        @Flag(help: "The account may do without a second factor.") var withoutSecondFactor = false

        func validate() throws {
            for text in role where Role(rawValue: text) == nil {
                let known = Role.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("'\(text)' is no role. The roles are: \(known).")
            }
        }

        func run() async throws {
            try await Terminal.reporting {
                let office = try data.office()
                let who = try Policy.authorize(.operatingSystemUser, Acts.ManageAccounts.self)
                let actor = Actor(
                    name: name, displayName: displayName ?? name, authority: authority,
                    unit: unit, roles: Set(role.compactMap(Role.init(rawValue:))))
                let missing = WordLists.installed.missing
                if !missing.isEmpty {
                    Terminal.say(
                        "Passwords are not held against \(missing.joined(separator: ", ")): see 'kreds doctor'.")
                }
                let password = readPassword(shortest: try PasswordPolicy(office).shortest)
                try await AddAccount(actor, password: password, isExempt: withoutSecondFactor)(by: who, in: office)
                if data.json { try Terminal.print(json: Output(actor, needsFactor: !withoutSecondFactor)) }
                Terminal.say("The account '\(name)' is made.")
            }
        }

        /// What `--json` prints.
        private struct Output: Encodable {
            let name: String
            let displayName: String
            let authority: String
            let roles: [String]
            let needsSecondFactor: Bool

            init(_ actor: Actor, needsFactor: Bool) {
                name = actor.name
                displayName = actor.displayName
                authority = actor.authority
                roles = actor.roles.map(\.rawValue).sorted()
                needsSecondFactor = needsFactor
            }
        }

        private func readPassword(shortest: Int) -> String {
            if let given = ProcessInfo.processInfo.environment["KREDS_PASSWORD"] { return given }
            let prompt = isatty(FileHandle.standardInput.fileDescriptor) == 1
            if prompt { Terminal.say("Password (at least \(shortest) characters):") }
            return readLine(strippingNewline: true) ?? ""
        }
    }

    struct ListUsers: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List all accounts.")

        @OptionGroup var data: DataOptions

        /// What `--json` prints of each.
        private struct Output: Encodable {
            let name: String
            let displayName: String
            let authority: String
            let roles: [String]
            let secondFactor: Bool
            let needsSecondFactor: Bool
            let ofProvider: Bool
            let signedInAt: String?
            let closedAt: String?

            init(_ credential: StoredCredential) {
                let actor = credential.account.actor
                name = actor.name
                displayName = actor.displayName
                authority = actor.authority
                roles = actor.roles.map(\.rawValue).sorted()
                secondFactor = credential.factor != nil
                needsSecondFactor = !credential.isExempt && !credential.isOfProvider
                ofProvider = credential.isOfProvider
                signedInAt = credential.signedInAt?.local
                closedAt = credential.closedAt?.local
            }

            var line: String {
                let state = closedAt.map { "closed " + $0 } ?? "open"
                let factor = ofProvider ? "identity provider" : secondFactor ? "second factor" : "password only"
                let seen = signedInAt.map { "signed in " + $0 } ?? "never signed in"
                return [name, authority, roles.joined(separator: ","), state, factor, seen].joined(separator: "\t")
            }
        }

        func run() async throws {
            try await Terminal.reporting {
                let who = try Policy.authorize(.operatingSystemUser, Acts.ManageAccounts.self)
                let all = try await ListAccounts()(who, in: try data.office()).map { Output($0) }
                if data.json { return try Terminal.print(json: all) }
                for account in all { Terminal.write(account.line + "\n") }
            }
        }
    }

    struct CloseUser: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "close", abstract: "Close an account, and end its sessions at once.")

        @OptionGroup var data: DataOptions
        @Argument(help: "The name of the account.") var name: String

        func run() async throws {
            try await Terminal.reporting {
                _ = try await AccountChange.run(.close, name, data)
                Terminal.say("The account '\(name)' is closed.")
            }
        }
    }

    struct ReopenUser: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reopen", abstract: "Open an account again that was closed.")

        @OptionGroup var data: DataOptions
        @Argument(help: "The name of the account.") var name: String

        func run() async throws {
            try await Terminal.reporting {
                _ = try await AccountChange.run(.reopen, name, data)
                Terminal.say("The account '\(name)' is open again.")
            }
        }
    }

    struct ResetUser: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reset", abstract: "Let somebody in again who has lost the password or the second factor.",
            discussion: "Prints a one-time password, with which the user has to choose another.")

        @OptionGroup var data: DataOptions
        @Argument(help: "The name of the account.") var name: String
        @Flag(help: "Take the second factor away instead.") var secondFactor = false

        /// What `--json` prints.
        private struct Output: Encodable {
            let name: String
            let oneTimePassword: String?
        }

        func run() async throws {
            try await Terminal.reporting {
                let code = try await AccountChange.run(
                    secondFactor ? .resetSecondFactor : .resetPassword, name, data)
                if data.json { return try Terminal.print(json: Output(name: name, oneTimePassword: code)) }
                if let code { Terminal.write(code + "\n") }
                Terminal.say(
                    code == nil
                        ? "The second factor of '\(name)' is taken away."
                        : "This one-time password of '\(name)' is shown this once.")
            }
        }
    }
}

private enum AccountChange {
    /// - Returns: a one-time password, where the change gives one.
    static func run(_ change: ManageAccount.Change, _ name: String, _ data: DataOptions) async throws -> String? {
        let office = try data.office()
        let who = try Policy.authorize(.operatingSystemUser, Acts.ManageAccounts.self)
        let all = try await ListAccounts()(who, in: office)
        guard let found = all.first(where: { $0.account.actor.name == name }) else {
            throw CommandFailure("There is no account '\(name)'. 'kreds user list' shows all.")
        }
        return try await ManageAccount(found.account.id, change)(by: who, in: office)
    }
}
