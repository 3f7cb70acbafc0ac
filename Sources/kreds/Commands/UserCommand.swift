import ArgumentParser
import Casework
import Foundation
import Prevention

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Accounts.", subcommands: [AddUser.self])

    struct AddUser: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Make a local account.",
            discussion: "The password is read from standard input, or from KREDS_PASSWORD.")

        @OptionGroup var data: DataOptions
        @Argument(help: "The name to sign in with.") var name: String
        @Option(help: "The authority that the user works for.") var authority: String
        @Option(help: "The unit within it, such as a sector.") var unit = ""
        @Option(help: "What the user does; may be given several times.") var role: [String]
        @Option(help: "The name shown to others.") var displayName: String?

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
                try await AddAccount(actor, password: readPassword())(by: who, in: office)
                if data.json { try Terminal.print(json: Output(actor)) }
                Terminal.say("The account '\(name)' is made.")
            }
        }

        /// What `--json` prints.
        private struct Output: Encodable {
            let name: String
            let displayName: String
            let authority: String
            let roles: [String]

            init(_ actor: Actor) {
                name = actor.name
                displayName = actor.displayName
                authority = actor.authority
                roles = actor.roles.map(\.rawValue).sorted()
            }
        }

        private func readPassword() -> String {
            if let given = ProcessInfo.processInfo.environment["KREDS_PASSWORD"] { return given }
            let prompt = isatty(FileHandle.standardInput.fileDescriptor) == 1
            if prompt { Terminal.say("Password (at least \(PasswordHash.shortest) characters):") }
            return readLine(strippingNewline: true) ?? ""
        }
    }
}
