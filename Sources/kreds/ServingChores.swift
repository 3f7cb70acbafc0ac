import Casework
import Logging
import Prevention

/// What the serving process does by itself, once a minute until it stops.
struct ServingChores: Sendable {
    let office: Office
    let mail: MailSettings?
    let logger: Logger

    private static let pause = Duration.seconds(60)

    func run() async {
        while !Task.isCancelled {
            let outcome = await Chores(mail: mail, by: .operatingSystemUser)(in: office)
            for failure in outcome.failures {
                // What the error says might name somebody; its kind does not.
                logger.error(
                    "chore failed",
                    metadata: [
                        "chore": "\(failure.chore)", "kind": "\(type(of: failure.error))",
                    ])
            }
            if outcome.digests.failed > 0 {
                logger.error("mails not handed over", metadata: ["count": "\(outcome.digests.failed)"])
            }
            try? await Task.sleep(for: ServingChores.pause)
        }
    }
}
