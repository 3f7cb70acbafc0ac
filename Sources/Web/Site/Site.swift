public import Casework
import Foundation
import Handbook
public import Logging
import Prevention

/// What every page works with.
public struct Site: Sendable {
    public let office: Office
    public let settings: Settings
    let templates: Templates
    let assets: Assets
    let imports: ImportDesk
    let lookUps: LookUps
    let bulk: BulkDesk
    let touches = SessionTouches()
    let calendarPace = CalendarPace()
    let logger: Logger

    public struct Settings: Sendable {
        /// Behind TLS: cookies are marked secure and the browser is told to stay with HTTPS.
        public var isSecure: Bool
        /// Where uploads and rejects files lie.
        public var dataFolder: String
        /// Names under which the server answers, without port; none allows every name.
        public var publicHosts: [String] = []
        /// Through which users sign in beside the local accounts.
        public var provider: OpenIDProvider?
        /// Addresses of proxies whose word on where a request comes from is taken.
        public var trustedProxies: Set<String> = []
        /// Whether the operator has set up mail.
        public var sendsMail = false
        /// Where the maps get their tiles from; `nil` for none.
        public var tiles: TileAddress?
        /// Bytes that a document on a case may have.
        public var largestDocument = 20 << 20

        public init(isSecure: Bool, dataFolder: String) {
            self.isSecure = isSecure
            self.dataFolder = dataFolder
        }

        /// For sealed parts of documents that are on their way in.
        var papersFolder: String { dataFolder + "/papers" }
    }

    /// - Throws: where the assets cannot be read, or law.yaml lacks how long a session may be idle.
    public init(office: Office, settings: Settings, logger: Logger) throws {
        try self.init(office: office, settings: settings, templates: Templates(office.handbook), logger: logger)
    }

    /// - Parameter templates: may have been read already, for another site with the same words.
    init(office: Office, settings: Settings, templates: Templates, logger: Logger) throws {
        self.office = office
        self.settings = settings
        self.logger = logger
        lookUps = LookUps(idleMinutes: try office.law.value("session.idle-minutes", on: office.now.day))
        bulk = BulkDesk(office: office, logger: logger)
        self.templates = templates
        assets = try Assets()
        DocumentIntake.removeForgotten(in: settings.papersFolder)
        imports = ImportDesk(office: office, dataFolder: settings.dataFolder, logger: logger)
    }

    /// Reads the templates of every page now, so that what is wrong with them is said before the first page is asked for.
    /// - Throws: `Templates.MissingWords`, or where a template cannot be read.
    public func readTemplates() throws {
        try templates.readAll()
    }

    /// The folder of templates and assets.
    static var resources: URL {
        Bundle.module.bundleURL.appendingPathComponent("Resources")
    }
}
