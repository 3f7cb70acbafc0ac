import ArgumentParser
import Casework
import Prevention
import Store

struct ScreenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screen", abstract: "Run Socialsøg over everything stored.",
        discussion: "Without --as-of the list of hits is brought up to date; with it, it is left alone.")

    @OptionGroup var data: DataOptions
    @Option(help: "Look back: only incidents up to this day (YYYY-MM-DD).") var asOf: String?

    /// One line of output.
    private struct Line: Encodable {
        let child: String
        let rule: String
        let version: Int
        let firstTriggered: LocalDate
        let lastTriggered: LocalDate
        let triggers: Int
        let incidents: [String]
        let carers: [String]
        let reason: String

        init(_ named: RunScreening.NamedHit) {
            child = named.child
            rule = named.hit.rule.id
            version = named.hit.rule.version
            firstTriggered = named.hit.firstTriggered
            lastTriggered = named.hit.lastTriggered
            triggers = named.hit.triggers
            incidents = named.incidents
            carers = named.carers
            reason = named.hit.rule.reason["da"] ?? ""
        }
    }

    func validate() throws {
        if let asOf, LocalDate(asOf) == nil {
            throw ValidationError("'\(asOf)' is no date. Give --as-of as YYYY-MM-DD.")
        }
    }

    func run() async throws {
        try await Terminal.reporting {
            let office = try data.office()
            let who = try Policy.authorize(.operatingSystemUser, Acts.Screen.self)
            let outcome = try await Terminal.working("Socialsøg") {
                try await RunScreening(asOf: asOf.flatMap { LocalDate($0) })(who, in: office)
            }
            for named in outcome.hits {
                let line = Line(named)
                if data.json {
                    try Terminal.print(json: line)
                } else {
                    Terminal.write("\(line.child)  \(line.rule)  \(line.firstTriggered)  \(line.reason)\n")
                }
            }
            var said = "\(outcome.hits.count) hits"
            if let list = outcome.list {
                said +=
                    "; list: \(list.new) new, \(list.reopened) reopened, \(list.unchanged) unchanged, \(list.gone) gone"
            }
            if outcome.warnings > 0 { said += "; \(outcome.warnings) duplicate pointers hold nothing" }
            Terminal.say(said)
        }
    }
}
