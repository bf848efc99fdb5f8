import CCurl
public import Foundation

/// Sends mail by SMTP.
public struct MailServer: Sendable {
    private let server: String
    private let user: String?, password: String?
    private let authorities: String?

    /// - Parameters:
    ///   - server: `smtps://mail.example.org:465`, `smtp://mail.example.org:587` with STARTTLS; without TLS only on this machine itself.
    ///   - authorities: A file of PEM in place of the system's.
    public init(server: String, user: String? = nil, password: String? = nil, authorities: String? = nil) {
        self.server = server
        self.user = user
        self.password = password
        self.authorities = authorities
    }

    /// True for a server that may be sent to.
    public static func isAllowed(_ server: String) -> Bool {
        guard let parts = URLComponents(string: server), let host = parts.host, !host.isEmpty, parts.user == nil else { return false }
        return parts.scheme == "smtps" || parts.scheme == "smtp"
    }

    /// Sends it; returns once the server has taken it.
    public func send(_ message: MailMessage) throws(TransferError) {
        guard Self.isAllowed(server), let from = message.from.route, let to = message.to.route else {
            throw TransferError(number: 0, words: "the server or an address cannot be used")
        }
        let bytes = message.bytes
        let transfer = try CurlTransfer(server, protocols: "smtp,smtps", seconds: 30, longest: 1 << 16, sending: bytes)
        let isHere = ["127.0.0.1", "localhost", "[::1]"].contains(URLComponents(string: server)?.host ?? "")
        if !isHere { try transfer.set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)) }
        if let authorities { try transfer.set(CURLOPT_CAINFO, authorities) }
        if let user { try transfer.set(CURLOPT_USERNAME, user) }
        if let password { try transfer.set(CURLOPT_PASSWORD, password) }
        try transfer.set(CURLOPT_MAIL_FROM, "<\(from)>")
        try transfer.set(CURLOPT_MAIL_RCPT, ["<\(to)>"])
        try transfer.set(CURLOPT_UPLOAD, 1)
        try transfer.set(CURLOPT_INFILESIZE, bytes.count)
        _ = try transfer.perform()
    }
}

/// An address for mail.
public struct MailAddress: Sendable, Hashable, Codable {
    /// As it was given.
    public let text: String
    /// Takes it; nil where it is none: one `@`, plain characters alone, nothing that could begin another line or another address.
    public init?(_ text: String) {
        self.text = text
        guard route != nil else { return nil }
    }

    /// What is between the angle brackets.
    var route: String? {
        let halves = text.split(separator: "@", omittingEmptySubsequences: false)
        guard text.utf8.count <= 254, halves.count == 2, (1...64).contains(halves[0].utf8.count), halves[1].contains("."),
            halves[0].utf8.allSatisfy({ Self.isPlain($0) || "!#$%&'*+/=?^_`{|}~".utf8.contains($0) }),
            halves[1].utf8.allSatisfy(Self.isPlain), !halves[1].hasPrefix("."), !halves[1].hasSuffix("."), !text.contains("..")
        else { return nil }
        return text
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45 || byte == 46 || byte == 95
    }
}

/// A short text by mail (RFC 5322, RFC 2045): plain, UTF-8, and said to be automatic so that nothing answers it.
public struct MailMessage: Sendable {
    let from: MailAddress, to: MailAddress
    private let subject: String, text: String, identity: String, date: Date

    /// - Parameter identity: Left of the `@` of its Message-ID: the same for the same message sent again.
    public init(from: MailAddress, to: MailAddress, subject: String, text: String, identity: String, date: Date) {
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.identity = identity
        self.date = date
    }

    /// As it is sent.
    public var bytes: [UInt8] {
        let domain = from.text.split(separator: "@").last.map(String.init) ?? "localhost"
        let lines = [
            "Date: \(Self.day(date))", "From: <\(from.text)>", "To: <\(to.text)>", "Subject: \(Self.word(subject))",
            "Message-ID: <\(identity.filter { $0.isASCII && ($0.isLetter || $0.isNumber) })@\(domain)>", "Auto-Submitted: auto-generated",
            "X-Auto-Response-Suppress: All", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable", "",
        ]
        return Array((lines.joined(separator: "\r\n") + "\r\n" + Self.quotedPrintable(text)).utf8)
    }

    /// `Sun, 29 Nov 2026 02:20:00 +0000`.
    static func day(_ date: Date) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss Z"
        return format.string(from: date)
    }

    /// A header's words, encoded (RFC 2047) unless they are plain. An encoded word is at most 75 characters, and splits no letter.
    static func word(_ text: String) -> String {
        let text = text.filter { !$0.isNewline }
        if text.utf8.allSatisfy({ (32...126).contains($0) }), text.utf8.count < 70, !text.contains("=?") { return text }
        var words: [String] = []
        var part: [UInt8] = []
        func close() {
            if !part.isEmpty { words.append("=?utf-8?B?\(Data(part).base64EncodedString())?=") }
            part = []
        }
        for letter in text {
            if part.count + letter.utf8.count > 42 { close() }
            part += Array(letter.utf8)
        }
        close()
        return words.joined(separator: "\r\n ")
    }

    /// Lines of at most 76 characters, ended by CR LF.
    static func quotedPrintable(_ text: String) -> String {
        var out = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var length = 0
            let bytes = Array(line.utf8).filter { $0 != 13 }
            for (place, byte) in bytes.enumerated() {
                let isLast = place == bytes.count - 1
                let isPlain = ((33...126).contains(byte) && byte != 61) || (byte == 32 && !isLast)
                // A dot at the beginning of a line is doubled by libcurl, not here.
                let piece = isPlain ? String(UnicodeScalar(byte)) : "=" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
                if length + piece.utf8.count > 75 {
                    out += "=\r\n"
                    length = 0
                }
                out += piece
                length += piece.utf8.count
            }
            out += "\r\n"
        }
        return out
    }
}
