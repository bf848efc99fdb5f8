import Hub
import HummingbirdCore
import Logging
import NIOCore
import Synchronization

/// Connections that are open: how many of each address, and each to be closed when the hub stops.
final class OpenConnections: Sendable {
    private struct All {
        var each: [String: Int] = [:]
        var channels: [ObjectIdentifier: any Channel] = [:]
    }
    private let all = Mutex(All())

    /// Counts a connection until it closes; false if its address has enough of them.
    func take(_ channel: any Channel, from address: String, most: Int) -> Bool {
        let isTaken = all.withLock { all in
            guard address.isEmpty || all.each[address, default: 0] < most else { return false }
            if !address.isEmpty { all.each[address, default: 0] += 1 }
            all.channels[ObjectIdentifier(channel)] = channel
            return true
        }
        guard isTaken else { return false }
        channel.closeFuture.whenComplete { [self] _ in
            all.withLock { all in
                all.channels[ObjectIdentifier(channel)] = nil
                guard !address.isEmpty, let count = all.each[address] else { return }
                all.each[address] = count > 1 ? count - 1 : nil
            }
        }
        return true
    }

    /// Closes those that are left, whatever is in progress.
    func closeAll() { for channel in all.withLock({ Array($0.channels.values) }) { ConnectionWatch.cutOff(channel) } }
}

/// A server's connections, watched from their first byte: how many of one address, and for how long without a request.
struct WatchedChannel<Base: ServerChildChannel>: ServerChildChannel {
    let base: Base
    let limits: ConnectionLimits
    let open: OpenConnections
    /// Behind a proxy all come from one address.
    let countsAddresses: Bool

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        do { try channel.pipeline.syncOperations.addHandler(ConnectionWatch(limits, open: open, countsAddresses: countsAddresses)) } catch {
            return channel.eventLoop.makeFailedFuture(error)
        }
        return base.setup(channel: channel, logger: logger)
    }

    func handle(value: Base.Value, logger: Logger) async { await base.handle(value: value, logger: logger) }
}

/// The clock of a connection while no request is open on it: for the handshake and the head of a request a short time, between requests a longer one.
final class ConnectionWatch: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let limits: ConnectionLimits
    private let open: OpenConnections
    private let countsAddresses: Bool
    private var context: ChannelHandlerContext?
    private var isCounted = false
    private var requests = 0
    private var isWaitingForHead = true
    /// HTTP/2 says much between requests; of HTTP/1 the first byte is that of the next.
    private var isMultiplexed = false
    private var timer: Scheduled<Void>?

    init(_ limits: ConnectionLimits, open: OpenConnections, countsAddresses: Bool) {
        (self.limits, self.open, self.countsAddresses) = (limits, open, countsAddresses)
    }

    /// Closes a connection from below its TLS, which would first wait some seconds for a farewell.
    static func cutOff(_ channel: any Channel) {
        channel.eventLoop.execute {
            guard let watch = try? channel.pipeline.syncOperations.handler(type: ConnectionWatch.self) else { return }
            watch.context?.close(promise: nil)
        }
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        start(limits.head)
        if context.channel.isActive { count(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        count(context)
        context.fireChannelActive()
    }

    /// Counts the connection, once it is known where it comes from. One too many is closed without a word: a word would cost a handshake.
    private func count(_ context: ChannelHandlerContext) {
        guard !isCounted else { return }
        isCounted = true
        let address = countsAddresses ? SignIn.group(of: context.remoteAddress?.ipAddress ?? "") : ""
        if !open.take(context.channel, from: address, most: limits.each) { context.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if requests == 0, !isMultiplexed, !isWaitingForHead {
            isWaitingForHead = true
            start(limits.head)
        }
        context.fireChannelRead(data)
    }

    /// A request is there, of a stream of HTTP/2 or of the connection itself.
    func began(isStream: Bool) {
        isMultiplexed = isStream
        requests += 1
        timer?.cancel()
        timer = nil
    }

    /// It was answered and read to its end.
    func ended() {
        requests -= 1
        guard requests == 0 else { return }
        isWaitingForHead = false
        start(limits.idle)
    }

    private func start(_ seconds: Int) {
        timer?.cancel()
        guard let context else { return }
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(Int64(seconds))) { [weak self] in
            self?.context?.close(promise: nil)
        }
    }
}
