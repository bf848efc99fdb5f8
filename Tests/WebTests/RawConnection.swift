import Foundation

/// A connection as no browser makes it: bytes to a port of this machine, at any pace.
final class RawConnection: Sendable {
    private let socket: Int32

    init?(port: Int) {
        socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let isConnected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 }
        }
        guard socket >= 0, isConnected else { return nil }
    }

    deinit { close(socket) }

    /// Says that nothing more will come, and takes nothing more.
    func end() { shutdown(socket, Int32(SHUT_RDWR)) }

    /// False where the hub has closed.
    @discardableResult func send(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return Foundation.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    /// What comes until the hub closes, or for so many seconds; and whether it closed.
    func receive(for seconds: Double) -> (text: String, isClosed: Bool) {
        var bytes: [UInt8] = [], buffer = [UInt8](repeating: 0, count: 65_536)
        let end = Date().addingTimeInterval(seconds)
        while true {
            var wanted = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            let left = end.timeIntervalSinceNow
            guard left > 0, poll(&wanted, 1, Int32(left * 1000) + 1) > 0 else { return (String(decoding: bytes, as: UTF8.self), false) }
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { return (String(decoding: bytes, as: UTF8.self), true) }
            bytes += buffer[..<count]
        }
    }

    /// Work that blocks, on a thread of its own: those of the test's tasks are the hub's too.
    static func apart<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: work()) }
        }
    }
}
