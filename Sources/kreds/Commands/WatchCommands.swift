import ArgumentParser
import Casework
import Prevention

struct EscalateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "escalate",
        abstract: "Take clocks that have been overdue for too long to the leaders named for them.",
        discussion: "The serving process does so by itself. Each run of a clock is taken to somebody once.")

    @OptionGroup var data: DataOptions

    private struct Output: Encodable {
        let moved: Int
        let escalated: Int
        let withoutLeader: Int
    }

    func run() async throws {
        try await Terminal.reporting {
            let office = try data.office()
            let moved = try await Terminal.working("deadlines") { try await RefreshDeadlines()(in: office) }
            let outcome = try await Escalate()(by: .operatingSystemUser, in: office)
            if data.json {
                try Terminal.print(
                    json: Output(moved: moved, escalated: outcome.made, withoutLeader: outcome.withoutLeader))
            }
            Terminal.say("\(moved) stored deadlines were another; \(outcome.made) clocks were taken to a leader.")
            if outcome.withoutLeader > 0 {
                Terminal.say(
                    "\(outcome.withoutLeader) wait: nobody is named who can open the case. Name a leader at /leaders.")
            }
        }
    }
}

struct DigestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest",
        abstract: "Send the daily mail to those who have switched it on and have not had it today.",
        discussion: "The serving process does so by itself, at the time of the day given there.")

    @OptionGroup var data: DataOptions
    @OptionGroup(title: "Mail") var mail: MailOptions

    private struct Output: Encodable {
        let sent: Int
        let failed: Int
    }

    func run() async throws {
        try await Terminal.reporting {
            guard let settings = try mail.settings() else {
                throw CommandFailure("No mail is set up. Give --mail-from or KREDS_MAIL_FROM.")
            }
            let office = try data.office()
            let outcome = try await SendDigests(settings, waits: false)(by: .operatingSystemUser, in: office)
            if data.json { try Terminal.print(json: Output(sent: outcome.sent, failed: outcome.failed)) }
            Terminal.say("\(outcome.sent) mails were handed over.")
            if outcome.failed > 0 {
                Terminal.say("\(outcome.failed) could not be handed over to \(settings.sendmail), and are tried again.")
                throw ExitCode(outcome.sent > 0 ? 2 : 1)
            }
        }
    }
}
