import ArgumentParser
import Casework
import Prevention

struct PersonDuplicatesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duplicates", abstract: "Look for records of the register that may be one person.",
        discussion: """
            Compares all records with each other and puts those that may be one person up for review; nothing is merged. \
            Run it when another source has been imported, or once a month. What has been decided is not asked again.
            """)

    @OptionGroup var data: DataOptions

    func run() async throws {
        try await Terminal.reporting {
            let office = try data.office()
            let who = try Policy.authorize(.operatingSystemUser, Acts.ReviewIdentities.self)
            let outcome = try await Terminal.working("Comparing") { try await FindDuplicates()(who, in: office) }
            if data.json {
                try Terminal.print(json: outcome)
            } else {
                Terminal.write(
                    "\(outcome.records) records, \(outcome.likely) pairs that may be one person, \(outcome.new) of them new. "
                        + "They wait at /identities/duplicates.\n")
            }
        }
    }
}
