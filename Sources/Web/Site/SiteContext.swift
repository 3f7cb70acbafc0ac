import Handbook
import Hummingbird
import Prevention
import Store

/// What travels with one request.
struct SiteContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    var session: StoredSession?
    var language = Language.danish

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
    }

    /// Form posts are small; uploads are streamed and have their own limit.
    var maxUploadSize: Int { 1 << 20 }
}
