import Foundation
public import Hummingbird
import NIOCore

/// The web server: pages and API.
public struct WebServer: Sendable {
    private let site: Site
    private let limits: Limits

    public init(site: Site) {
        self.init(site: site, limits: Limits())
    }

    init(site: Site, limits: Limits) {
        self.site = site
        self.limits = limits
    }

    /// Every route, its policy and its handler.
    func routes() -> (router: Router<SiteContext>, table: RouteTable) {
        let router = Router(context: SiteContext.self)
        router.add(middleware: SecurityHeaders(site.settings))
        // Twice: the outer for what goes wrong before it is known who asks, the inner with the menu of whoever asks.
        router.add(middleware: ErrorPages(site: site))
        router.add(middleware: Gate(site.settings))
        router.add(middleware: WhoAsks(site: site))
        router.add(middleware: ErrorPages(site: site))
        let table = RouteTable(site, router)
        CommonPages.add(to: table)
        SignInPages.add(to: table)
        SignInStepPages.add(to: table)
        ProviderPages.add(to: table)
        OwnAccountPages.add(to: table)
        AccountPages.add(to: table)
        DeskPages.add(to: table)
        CaseListPages.add(to: table)
        CaseBoardPages.add(to: table)
        SavedFilterPages.add(to: table)
        BulkPages.add(to: table)
        CasePages.add(to: table)
        CaseRelatedPages.add(to: table)
        CaseTaskPages.add(to: table)
        CaseNotePages.add(to: table)
        CaseCorrectPages.add(to: table)
        CaseHistoryPages.add(to: table)
        TaskPages.add(to: table)
        NoticePages.add(to: table)
        LeadPages.add(to: table)
        NewCasePages.add(to: table)
        CaseMapPages.add(to: table)
        OrderPages.add(to: table)
        AreaPages.add(to: table)
        CommunityPages.add(to: table)
        WalkPages.add(to: table)
        LocalPagePages.add(to: table)
        PublicPages.add(to: table)
        MappingPages.add(to: table)
        IndicatorPages.add(to: table)
        ForumPages.add(to: table)
        ItemPages.add(to: table)
        CaseForumPages.add(to: table)
        TrendPages.add(to: table)
        PlanPages.add(to: table)
        ProposalPages.add(to: table)
        FocusAreaPages.add(to: table)
        InitiativePages.add(to: table)
        StatusPages.add(to: table)
        BodyPages.add(to: table)
        BodyMeetingPages.add(to: table)
        FastTrackPages.add(to: table)
        PolicyPages.add(to: table)
        ContactPages.add(to: table)
        SSPPages.add(to: table)
        KoegePages.add(to: table)
        ProgrammePages.add(to: table)
        PersonPages.add(to: table)
        IdentityPages.add(to: table)
        ScreeningPages.add(to: table)
        RuleDraftPages.add(to: table)
        LearningPages.add(to: table)
        ReportPages.add(to: table)
        ImportPages.add(to: table)
        AccessPages.add(to: table)
        RetentionPages.add(to: table)
        AddendumPages.add(to: table)
        EmergencyPages.add(to: table)
        ReviewPages.add(to: table)
        DoubtPages.add(to: table)
        DisclosurePages.add(to: table)
        RolePages.add(to: table)
        EscalationPages.add(to: table)
        LeaderPages.add(to: table)
        SuggestionPages.add(to: table)
        CalendarPages.add(to: table)
        MeetingListPages.add(to: table)
        MeetingPages.add(to: table)
        MeetingViewPages.add(to: table)
        ItemReviewPages.add(to: table)
        ForumActionPages.add(to: table)
        DocumentPages.add(to: table)
        LetterPages.add(to: table)
        TemplatePages.add(to: table)
        return (router, table)
    }

    /// Another process listens there.
    public struct PortInUse: Error {}

    /// Serves until the process is told to stop. `onReady` is called when the port is open.
    ///
    /// - Throws: `PortInUse`.
    public func run(host: String, port: Int, onReady: @Sendable @escaping (Int) -> Void) async throws {
        do {
            try await application(host: host, port: port, onReady: onReady).runService()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw PortInUse()
        }
    }

    /// The application without its lifecycle, for tests.
    public func application(
        host: String, port: Int, onReady: @Sendable @escaping (Int) -> Void = { _ in }
    ) -> some ApplicationProtocol {
        Application(
            router: routes().router,
            server: .http1(configuration: limits.channel),
            configuration: .init(
                address: .hostname(host, port: port), serverName: nil,
                availableConnectionsDelegate: .maximum(limits.connections, logger: site.logger)),
            onServerRunning: { channel in onReady(channel.localAddress?.port ?? port) },
            logger: site.logger)
    }
}
