import Foundation
import Guidance
import Hub
import Logging
import NIOCore
import Register
import Storage
import Yams

/// How a hub is served: `serving.yaml`.
struct ServingSettings: Sendable, Decodable {
    /// A range of addresses and what the matrix calls the way from there (§4.3.6, Figure 1).
    struct Network: Sendable, Decodable {
        /// `10.20.0.0/16`, `2001:db8::/32`.
        let range: String
        /// In the matrix's identifiers: `gsi`.
        let network: String
        /// `secure-premises`, `gov-pc`, ….
        let device: String
        /// True where physical, personal and procedural protection is in place, so that a token makes the strongest sign-in.
        var protected: Bool? = nil
        /// Footnotes of the figure whose conditions are confirmed to hold from there.
        var confirmed: [Int]? = nil
    }
    /// Certificates.
    struct Certificates: Sendable, Decodable {
        let certificate: String, key: String
        /// Authorities whose client certificates are believed, as a file of PEM.
        var clients: String? = nil
    }
    /// A proxy in front.
    struct Proxy: Sendable, Decodable {
        /// Addresses it comes from; headers from elsewhere are not believed.
        let trusted: [String]
        /// Header with the SHA-256 of the client certificate that it verified, if it does.
        var certificate: String? = nil
    }
    /// An agency's single sign-on.
    struct SingleSignOn: Sendable, Decodable {
        let name: String
        let issuer: String
        let client: String
        let secretFile: String
        /// How strong it is, in the matrix's identifiers.
        let strength: String
        /// The short name of the agency whose people it lets in; of every agency if not given.
        var agency: String? = nil
        /// Authorities of its certificate, as a file of PEM; the system's if not given.
        var authorities: String? = nil
        private enum CodingKeys: String, CodingKey {
            case name, issuer, client, strength, agency, authorities
            case secretFile = "secret-file"
        }
    }
    /// Where notices are sent.
    struct Mail: Sendable, Decodable {
        /// `smtps://mail.example.org:465`.
        let server: String
        let from: String
        var user: String? = nil
        var passwordFile: String? = nil
        /// Authorities of the mail server's certificate, as a file of PEM; the system's if not given.
        var authorities: String? = nil
        private enum CodingKeys: String, CodingKey {
            case server, from, user, authorities
            case passwordFile = "password-file"
        }
    }
    /// How much programs may ask: so many at once, and so many a minute after.
    struct Limits: Sendable, Decodable {
        struct Limit: Sendable, Decodable {
            /// How many at once.
            let burst: Int
            /// How many a minute go on.
            let perMinute: Int
            private enum CodingKeys: String, CodingKey {
                case burst
                case perMinute = "per-minute"
            }
            init(burst: Int, perMinute: Int) { (self.burst, self.perMinute) = (burst, perMinute) }
            var isSound: Bool { (1...1_000_000).contains(burst) && (1...1_000_000).contains(perMinute) }
        }
        /// For each token; what is usual lets a GIS program draw a layer of 6,000 features in pages of ten.
        var token: Limit? = nil
        /// For each address, whatever tokens come from it, or none.
        var address: Limit? = nil
        static let usualToken = Limit(burst: 600, perMinute: 600), usualAddress = Limit(burst: 1200, perMinute: 1800)
    }
    var address: String? = nil
    var port: Int? = nil
    /// Names by which people reach it; a request for any other is refused.
    var names: [String]? = nil
    var tls: Certificates? = nil
    var proxy: Proxy? = nil
    var networks: [Network]? = nil
    var singleSignOn: [SingleSignOn]? = nil
    var mail: Mail? = nil
    var limits: Limits? = nil
    /// How long and how many connections may be.
    var connections: ConnectionLimits? = nil
    var limitsOfConnections: ConnectionLimits { connections ?? ConnectionLimits() }
    /// `https://hub.example.org/`, as people reach it; made of the first of `names` and the port if not given.
    var link: String? = nil
    /// Whom people ask who cannot go on: `Sharewell desk, 01582 000000`. It stands on the help page, for anybody to read.
    var contact: String? = nil
    /// Ranges that may ask for /metrics; this machine alone if not given.
    var metrics: [String]? = nil
    /// `debug`, `info`, `notice`, `warning`, `error`; from `info` on there is a line for each answer.
    var log: String? = nil
    private enum CodingKeys: String, CodingKey {
        case address, port, names, tls, proxy, networks, mail, limits, connections, link, contact, metrics, log
        case singleSignOn = "single-sign-on"
    }

    /// Reads the file; without one, what is usual: this machine alone, by a certificate made for first use.
    static func read(_ orders: ServeOrders) throws -> ServingSettings {
        let own = orders.hub.folder.root.appending(path: "serving.yaml")
        let file = orders.settings ?? (FileManager.default.fileExists(atPath: own.path) ? own : nil)
        var settings = ServingSettings()
        if let file {
            guard let data = FileManager.default.contents(atPath: file.path) else {
                throw HubError(
                    .missing, code: "settings-not-readable", "The settings \(file.lastPathComponent) cannot be read.",
                    remedy: "Check the path given with --settings.")
            }
            do { settings = try YAMLDecoder().decode(ServingSettings.self, from: data) } catch {
                throw HubError(
                    .setUp, code: "settings-not-understood", "The settings \(file.lastPathComponent) cannot be understood: \(error).",
                    remedy: "See docs/operating.md for what may stand in them.")
            }
        }
        settings.address = orders.address ?? settings.address ?? "127.0.0.1"
        settings.port = orders.port ?? settings.port ?? 8443
        try settings.check(orders.hub.rulebook)
        return settings
    }

    private func check(_ rulebook: Rulebook) throws {
        for entry in networks ?? [] {
            guard AddressRange(entry.range) != nil else {
                throw HubError(
                    .setUp, code: "range-not-understood", "\(entry.range) is no range of addresses.",
                    remedy: "Write it as 10.20.0.0/16 or 2001:db8::/32.")
            }
            let way = AccessWay(
                network: entry.network, device: entry.device, signIn: "password", registration: "level-1", confirmed: entry.confirmed ?? [])
            guard rulebook.matrix?.known(way) != nil else {
                throw HubError(
                    .setUp, code: "way-not-in-matrix", "The matrix has no network \(entry.network), device \(entry.device), or footnote.",
                    remedy: "See sharewell matrix for the names.")
            }
        }
        for limit in [limits?.token, limits?.address].compactMap(\.self) where !limit.isSound {
            throw HubError(
                .setUp, code: "limit-not-understood", "A limit of the settings is not between 1 and 1,000,000.",
                remedy: "Write it as burst: 600 and per-minute: 600.")
        }
        try connections?.check()
        for range in metrics ?? [] where AddressRange(range) == nil {
            throw HubError(
                .setUp, code: "range-not-understood", "\(range) is no range of addresses.", remedy: "Write it as 127.0.0.1/32.")
        }
        if let log, Logger.Level(rawValue: log) == nil {
            throw HubError(
                .setUp, code: "log-level-unknown", "There is no level of the log called \(log).",
                remedy: "Write \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        for provider in singleSignOn ?? [] {
            guard WebAsk.isAllowed(provider.issuer), rulebook.matrix?.signIns.contains(where: { $0.id == provider.strength }) == true,
                provider.agency.map({ (try? AgencyID(checking: $0)) != nil }) ?? true
            else {
                throw HubError(
                    .setUp, code: "single-sign-on-not-understood", "The provider \(provider.name) cannot be used.",
                    remedy:
                        "Its issuer begins with https://, its strength is one of the matrix's (see sharewell matrix), and its agency is a short name."
                )
            }
        }
        if let link, !WebAsk.isAllowed(link) || !link.hasSuffix("/") {
            throw HubError(
                .setUp, code: "link-not-understood", "\(link) is no address of a hub.", remedy: "Write it as https://hub.example.org/.")
        }
        if let mail {
            guard MailAddress(mail.from) != nil, MailServer.isAllowed(mail.server) else {
                throw HubError(
                    .setUp, code: "mail-not-understood", "The mail server or the address notices come from cannot be used.",
                    remedy: "Write server: smtps://mail.example.org:465 and from: hub@example.org.")
            }
            _ = try mail.mailServer()
        }
        for range in proxy?.trusted ?? [] where AddressRange(range) == nil {
            throw HubError(
                .setUp, code: "range-not-understood", "\(range) is no range of addresses.", remedy: "Write it as 127.0.0.1/32.")
        }
    }
}

extension ServingSettings.Mail {
    /// The server, with the password from its file.
    func mailServer() throws -> MailServer {
        let password = try passwordFile.map { file in
            guard let data = FileManager.default.contents(atPath: file) else {
                throw HubError(
                    .missing, code: "secret-not-readable", "The file with the mail server's password cannot be read.",
                    remedy: "Check password-file in serving.yaml, and that the hub's user may read it.")
            }
            return String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        }
        return MailServer(server: server, user: user, password: password, authorities: authorities)
    }
}

/// A range of internet addresses (RFC 4632, RFC 4291).
struct AddressRange: Sendable {
    private let bytes: [UInt8]
    private let bits: Int

    /// `10.0.0.0/8`; an address alone is the range of itself.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard (1...2).contains(parts.count), let bytes = Self.bytes(parts[0]) else { return nil }
        let bits = parts.count == 2 ? Int(parts[1]) ?? -1 : bytes.count * 8
        guard (0...bytes.count * 8).contains(bits) else { return nil }
        self.bytes = bytes
        self.bits = bits
    }

    /// True if the address lies in it. An IPv4 address in IPv6's clothes counts as what it is.
    func contains(_ address: String) -> Bool {
        guard let other = Self.bytes(address), other.count == bytes.count else { return false }
        for bit in 0..<bits where (bytes[bit / 8] ^ other[bit / 8]) & (0x80 >> UInt8(bit % 8)) != 0 { return false }
        return true
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        guard let address = try? SocketAddress(ipAddress: text, port: 0) else { return nil }
        switch address {
        case .v4(let four): return withUnsafeBytes(of: four.address.sin_addr.s_addr) { Array($0) }
        case .v6(let six):
            let bytes = withUnsafeBytes(of: six.address.sin6_addr) { Array($0) }
            let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255]
            return bytes.starts(with: mapped) ? Array(bytes.suffix(4)) : bytes
        default: return nil
        }
    }
}

extension ServingSettings {
    /// Where people reach the hub, with a slash at its end.
    var base: String {
        let port = proxy == nil && self.port != 443 ? ":\(self.port ?? 8443)" : ""
        return link ?? "https://\(names?.first ?? "localhost")\(port)/"
    }

    /// What showed who somebody is.
    enum Shown: Sendable {
        case password
        case passwordAndCode
        /// A recovery code in place of the authenticator's.
        case passwordAndRecovery
        case certificate
        /// Single sign-on, as strong as the settings say.
        case singleSignOn(strength: String)
        /// A token of a program.
        case token

        /// The same, for the ledger.
        var means: [SignInMeans] {
            switch self {
            case .password: [.password]
            case .passwordAndCode: [.password, .authenticator]
            case .passwordAndRecovery: [.password, .recoveryCodes]
            case .certificate: [.password, .certificate]
            case .singleSignOn: [.singleSignOn]
            case .token: [.token]
            }
        }

        /// True where a client certificate was the second thing shown.
        var isCertificate: Bool {
            if case .certificate = self { true } else { false }
        }
    }

    /// Which of the ranges holds an address; nil if none does.
    func place(of address: String) -> Int? { (networks ?? []).firstIndex { AddressRange($0.range)?.contains(address) == true } }

    /// The way of a session, for the matrix (§4.3.6): where it comes from by the ranges, how strong the sign-in is by what was shown. From an
    /// address that no range holds, it is the weakest: any network, the World Wide Web's café.
    func way(from address: String, shown: Shown, registration: String) -> AccessWay {
        let entry = place(of: address).flatMap { place in networks.map { $0[place] } }
        let isProtected = entry?.protected == true
        let signIn =
            switch shown {
            case .password, .token: "password-best-practice"
            case .passwordAndCode, .passwordAndRecovery, .certificate: isProtected ? "protected" : "certificate"
            case .singleSignOn(let strength): strength
            }
        return AccessWay(
            network: entry?.network ?? "best-commercial", device: entry?.device ?? "cafe", signIn: signIn, registration: registration,
            confirmed: entry?.confirmed ?? [])
    }
}
