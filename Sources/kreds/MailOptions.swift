import ArgumentParser
import Casework
import Foundation
import Prevention

/// How the daily mail is sent; nothing is sent unless a sender is named.
struct MailOptions: ParsableArguments {
    @Option(help: "Sender of the daily mail; without one no mail is sent. Also KREDS_MAIL_FROM.")
    var mailFrom: String?

    @Option(
        help: "Where users reach the site, for the link in the mail: https://kreds.example.dk. Also KREDS_MAIL_LINK.")
    var mailLink: String?

    @Option(help: "When the daily mail goes, HH:MM in Danish time. Also KREDS_MAIL_AT; default 06:30.")
    var mailAt: String?

    @Option(help: "Program with the interface of sendmail. Also KREDS_SENDMAIL; default /usr/sbin/sendmail.")
    var sendmail: String?

    /// - Returns: `nil` where no mail is set up.
    /// - Throws: `ValidationError` where something is not as it must be.
    func settings() throws -> MailSettings? {
        guard let sender = mailFrom ?? setting("KREDS_MAIL_FROM") else { return nil }
        guard let from = MailAddress(sender) else {
            throw ValidationError("'\(sender)' is no plain mail address. Give --mail-from as name@example.dk.")
        }
        guard let link = mailLink ?? setting("KREDS_MAIL_LINK") else {
            throw ValidationError(
                "A mail needs a link: give --mail-link or KREDS_MAIL_LINK, as https://kreds.example.dk.")
        }
        let time = mailAt ?? setting("KREDS_MAIL_AT") ?? "06:30"
        guard let at = DailyTime(time) else {
            throw ValidationError("'\(time)' is no time of the day. Give --mail-at as HH:MM.")
        }
        let program = sendmail ?? setting("KREDS_SENDMAIL") ?? "/usr/sbin/sendmail"
        guard program.hasPrefix("/") else {
            throw ValidationError("'\(program)' is no full path. Give --sendmail as /usr/sbin/sendmail.")
        }
        guard let settings = MailSettings(from: from, site: link, at: at, sendmail: program) else {
            throw ValidationError("'\(link)' is no address of a site. Give --mail-link as https://kreds.example.dk.")
        }
        return settings
    }

    private func setting(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
