import Handbook
import Hummingbird
import NIOCore
import Prevention
import Store

/// What travels with one request.
struct SiteContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    var session: StoredSession?
    var language = Language.danish
    /// The network address that the request came from, of the proxy where there is one; `nil` where it is not known.
    let peer: String?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress?.ipAddress
    }

    /// Form posts are small; uploads are streamed and have their own limit.
    var maxUploadSize: Int { 1 << 20 }
}
