import ArgumentParser
import Casework
import Foundation
import Handbook
import Prevention
import Store

/// Prints what each role may do, as docs/roles.md holds it.
struct RolesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roles", abstract: "Print what each role may do and which cases it sees, as a Markdown table.")

    func run() async throws {
        try await Terminal.reporting {
            Terminal.write(RoleTable(try Handbook.load()[.english], showsSealed: true).markdown)
        }
    }
}

/// Says who an account's user is in the register.
struct LinkUser: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link",
        abstract: "Say who a user is in the register, so that they cannot look up their own family.")

    @OptionGroup var data: DataOptions
    @Argument(help: "The account.") var name: String
    @Option(help: "The person's id in the register; without it the link is taken away.") var person: Int64?

    func run() async throws {
        try await Terminal.reporting {
            let office = try data.office()
            let who = try Policy.authorize(.operatingSystemUser, Acts.ManageAccounts.self)
            try await LinkAccount(name, person: person)(by: who, in: office)
            Terminal.say(person == nil ? "'\(name)' is linked to nobody." : "'\(name)' is linked.")
        }
    }
}
