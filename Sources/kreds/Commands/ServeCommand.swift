import ArgumentParser
import Casework
import Logging
import Web

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve", abstract: "Serve the web pages.")

    @OptionGroup var data: DataOptions
    @Option(help: "Address to listen on; this machine only unless given.") var host = "127.0.0.1"
    @Option(help: "Port to listen on.") var port = 8080
    @Flag(help: "The server stands behind TLS: cookies are marked secure, browsers are told to stay with HTTPS.")
    var behindTls = false
    @Option(
        help: """
            Name under which users reach the server, without port; may be given several times. Asked under another name, it
            answers nothing but /health.
            """)
    var publicHost: [String] = []
    @Option(
        help: """
            Address of a proxy in front, whose X-Forwarded-For says where requests come from; may be given several times.
            """)
    var trustedProxy: [String] = []
    @Option(help: "Largest document that a case takes, in MB, from 1 to 200.") var largestDocument = 20
    @OptionGroup(title: "Identity provider") var openID: OpenIDOptions

    func validate() throws {
        guard (1...200).contains(largestDocument) else {
            throw ValidationError("'\(largestDocument)' is no size that a document may have: give 1 to 200 MB.")
        }
        if let wrong = publicHost.first(where: { !Site.Settings.isHost($0) }) {
            throw ValidationError(
                "'\(wrong)' is no name of a host: give it as in kreds.example.dk, without https:// and port.")
        }
    }

    func run() async throws {
        try await Terminal.reporting {
            let office = try data.office(makesNew: true)
            var settings = Site.Settings(isSecure: behindTls, dataFolder: try data.dataFolder())
            settings.publicHosts = publicHost
            settings.trustedProxies = Set(trustedProxy)
            settings.largestDocument = largestDocument << 20
            settings.provider = try openID.provider(office.handbook)
            try await ServeCommand.serve(office, settings: settings, host: host, port: port)
        }
    }

    static func serve(_ office: Office, settings: Site.Settings, host: String, port: Int) async throws {
        var logger = Logger(label: "kreds") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        let site = try Site(office: office, settings: settings, logger: logger)
        // What others have written until now is signed, and at the end what was written here.
        try await office.checkpoint()
        do {
            try await WebServer(site: site).run(host: host, port: port) { port in
                Terminal.say("Kreds is ready at http://\(host):\(port) (Ctrl-C stops it)")
            }
        } catch is WebServer.PortInUse {
            throw CommandFailure("Port \(port) is in use; choose another with --port.")
        }
        try await office.checkpoint()
    }
}
