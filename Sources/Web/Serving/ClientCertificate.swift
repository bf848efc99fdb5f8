import Crypto
import HTTPTypes
import NIOCore
import NIOSSL
import Storage

/// The certificate that a browser showed and that was verified: by this server, or by the trusted proxy in front of it.
enum ClientCertificate {
    /// Its SHA-256, hexadecimal; nil where none was shown. A proxy's header counts only if it comes from the proxy.
    static func digest(of headers: HTTPFields, on channel: any Channel, settings: ServingSettings, fromProxy: Bool) async -> String? {
        if settings.proxy != nil {
            guard fromProxy, let name = settings.proxy?.certificate.flatMap({ HTTPField.Name($0) }) else { return nil }
            let sent = headers[values: name]
            // Two of them: one is not the proxy's.
            return sent.count == 1 ? plain(sent[0]) : nil
        }
        guard settings.tls?.clients != nil else { return nil }
        // A stream of HTTP/2 is a channel of its own, whose parent is the connection; that of HTTP/1.1 is the connection itself.
        for connection in [channel, channel.parent].compactMap(\.self) {
            if let shown = try? await connection.nioSSL_peerCertificate().get(), let bytes = try? shown.toDERBytes() {
                return SHA256.hash(data: bytes).hexadecimal
            }
        }
        return nil
    }

    /// 64 hexadecimal digits, however a proxy writes them; nil where it is something else.
    static func plain(_ text: String) -> String? {
        let digits = text.lowercased().filter { $0 != ":" && !$0.isWhitespace }
        return digits.utf8.count == 64 && digits.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) } ? digits : nil
    }
}
