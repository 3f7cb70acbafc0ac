import ArgumentParser
import Casework
import Foundation
import Handbook
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
    @Option(
        help: ArgumentHelp(
            """
            Address of the map's tiles, with {z}, {x} and {y} in it; also from KREDS_TILES. Without it, maps show circles
            alone.
            """, valueName: "address"))
    var tiles: String?
    @Option(help: ArgumentHelp("Whose map it is, as printed on it; also from KREDS_TILES_CREDIT.", valueName: "text"))
    var tilesCredit: String?
    @Option(help: "Largest document that a case takes, in MB, from 1 to 200.") var largestDocument = 20
    @OptionGroup(title: "Identity provider") var openID: OpenIDOptions

    @OptionGroup(title: "Mail") var mail: MailOptions

    func validate() throws {
        _ = try mail.settings()
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
            // What is missing is said before the first page is asked for.
            try office.handbook.words.readAll()
            var settings = Site.Settings(isSecure: behindTls, dataFolder: try data.dataFolder())
            settings.publicHosts = publicHost
            settings.trustedProxies = Set(trustedProxy)
            settings.tiles = try tileAddress()
            settings.largestDocument = largestDocument << 20
            settings.provider = try openID.provider(office.handbook)
            let mail = try mail.settings()
            settings.sendsMail = mail != nil
            try await ServeCommand.serve(office, settings: settings, mail: mail, host: host, port: port)
        }
    }

    private func tileAddress() throws -> TileAddress? {
        let environment = ProcessInfo.processInfo.environment
        guard let text = tiles ?? environment["KREDS_TILES"], !text.isEmpty else { return nil }
        guard let address = TileAddress(text, credit: tilesCredit ?? environment["KREDS_TILES_CREDIT"] ?? "") else {
            throw CommandFailure(
                "'\(text)' is no address of tiles: give it as in https://tiles.example.dk/{z}/{x}/{y}.png.")
        }
        return address
    }

    static func serve(
        _ office: Office, settings: Site.Settings, mail: MailSettings? = nil, host: String, port: Int
    ) async throws {
        var logger = Logger(label: "kreds") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        let site = try Site(office: office, settings: settings, logger: logger)
        try site.readTemplates()
        // What others have written until now is signed, and at the end what was written here.
        try await office.checkpoint()
        let chores = ServingChores(office: office, mail: mail, logger: logger)
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await chores.run() }
                defer { group.cancelAll() }
                try await WebServer(site: site).run(host: host, port: port) { port in
                    Terminal.say("Kreds is ready at http://\(host):\(port) (Ctrl-C stops it)")
                }
            }
        } catch is WebServer.PortInUse {
            throw CommandFailure("Port \(port) is in use; choose another with --port.")
        }
        try await office.checkpoint()
    }
}
