import Hummingbird
import HummingbirdCore
import NIOCore

/// What a connection and a request may take: against whoever sends too much, too slowly or without end.
struct Limits: Sendable {
    /// Connections open at once; whoever comes then waits in the queue of the operating system.
    var connections = 512
    /// A connection on which nothing is asked is closed after it, and so is one whose request does not get as far as its body.
    /// Longer than proxies keep theirs, so that they are the ones to close.
    var idle = TimeAmount.seconds(75)
    /// A body may take so long in any case, and a second longer for each `bytesPerSecond` that have come.
    var body = TimeAmount.seconds(60)
    var bytesPerSecond = 8 << 10
    /// Nothing is sent for so long while an answer is due: the reader has gone, or the answer takes too long.
    var answer = TimeAmount.minutes(5)

    /// Bytes of an address with its query.
    static let longestAddress = 8 << 10
    /// Bytes of one header line, and of all together with the address.
    static let longestHeader = 16 << 10
    static let longestHead = 64 << 10
    static let mostHeaders = 100

    var channel: HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(
            additionalChannelHandlers: [RequestPace(self)], idleTimeout: idle,
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: Limits.longestHeader, maxHeaderListSize: Limits.longestHead,
                maxHeaderFieldCount: Limits.mostHeaders))
    }
}
