import NIOCore
import NIOHTTPTypes

/// Closes a connection whose request dribbles in (slow loris) or whose answer is not taken.
///
/// The idle time of a connection begins anew with every piece of a body, so that one byte now and then would hold it for
/// ever; here what has come must be worth the time it has taken.
final class RequestPace: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let limits: Limits
    /// When the request that is on its way began.
    private var receivingSince: NIODeadline?
    private var received = 0
    /// Requests without a whole answer.
    private var unanswered = 0
    /// When the last piece of an answer was written, or the request that it answers had come whole.
    private var movedAt = NIODeadline.now()
    private var check: Scheduled<Void>?

    init(_ limits: Limits) {
        self.limits = limits
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            receivingSince = .now()
            received = 0
            unanswered += 1
        case .body(let piece):
            received += piece.readableBytes
        case .end:
            receivingSince = nil
            movedAt = .now()
        }
        watch(context)
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        movedAt = .now()
        if case .end = unwrapOutboundIn(data) { unanswered -= 1 }
        context.write(data, promise: promise)
    }

    func channelInactive(context: ChannelHandlerContext) {
        stop()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        stop()
    }

    private func stop() {
        check?.cancel()
        check = nil
    }

    /// When the connection is to be closed as things stand; `nil` where nothing is under way.
    private var deadline: NIODeadline? {
        if let receivingSince {
            return receivingSince + limits.body + .seconds(Int64(received / limits.bytesPerSecond))
        }
        return unanswered > 0 ? movedAt + limits.answer : nil
    }

    private func watch(_ context: ChannelHandlerContext) {
        guard check == nil, let deadline else { return }
        check = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
            self.check = nil
            guard let deadline = self.deadline else { return }
            if deadline <= .now() { context.close(promise: nil) } else { self.watch(context) }
        }
    }
}

@available(*, unavailable)
extension RequestPace: Sendable {}
