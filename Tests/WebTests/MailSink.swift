import Foundation
import Synchronization

/// Takes mail on a port of this machine, as a mail server does, and keeps it; refuses where it is told to.
final class MailSink: Sendable {
    let port: Int
    private let listener: Int32
    private let state = Mutex<(messages: [String], isDown: Bool)>(([], false))

    var messages: [String] { state.withLock { $0.messages } }
    var isDown: Bool {
        get { state.withLock { $0.isDown } }
        set { state.withLock { $0.isDown = newValue } }
    }

    init() throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 8) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard isBound else { throw CocoaError(.fileNoSuchFile) }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [weak self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                self?.talk(client)
                close(client)
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private func talk(_ client: Int32) {
        var pending: [UInt8] = []
        func say(_ text: String) { _ = Array((text + "\r\n").utf8).withUnsafeBytes { write(client, $0.baseAddress, $0.count) } }
        func line() -> String? {
            while true {
                if let end = pending.firstIndex(of: 10) {
                    defer { pending.removeSubrange(...end) }
                    return String(decoding: pending[..<end].filter { $0 != 13 }, as: UTF8.self)
                }
                var buffer = [UInt8](repeating: 0, count: 4096)
                let count = read(client, &buffer, buffer.count)
                guard count > 0 else { return nil }
                pending += buffer[..<count]
            }
        }
        say("220 sink")
        while let command = line() {
            switch command.prefix(4).uppercased() {
            case "EHLO": say("250-sink\r\n250 8BITMIME")
            case "RCPT" where isDown: say("451 later")
            case "DATA":
                say("354 go on")
                var message: [String] = []
                while let part = line(), part != "." { message.append(part.hasPrefix("..") ? String(part.dropFirst()) : part) }
                state.withLock { $0.messages.append(message.joined(separator: "\n")) }
                say("250 taken")
            case "QUIT":
                say("221 bye")
                return
            default: say("250 ok")
            }
        }
    }
}
