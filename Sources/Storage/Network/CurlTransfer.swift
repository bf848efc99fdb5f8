import CCurl
import Foundation

/// Why nothing came back from another machine. Never holds what was sent.
public struct TransferError: Error, Sendable, Hashable {
    /// libcurl's number; 0 where an answer was refused here.
    public let number: Int
    /// In words, for the operator.
    public let words: String
}

/// One transfer by libcurl: certificates are verified, nothing is followed elsewhere, and neither time nor size is without an end.
final class CurlTransfer {
    private final class Buffers {
        var received: [UInt8] = []
        let longest: Int
        var sending: ArraySlice<UInt8>
        init(longest: Int, sending: [UInt8]) {
            self.longest = longest
            self.sending = sending[...]
        }
    }
    /// TLS too: `CURL_GLOBAL_DEFAULT`, a macro that Swift does not see.
    private static let ready: Bool = curl_global_init(3) == CURLE_OK
    private let handle: UnsafeMutableRawPointer
    private var lists: [UnsafeMutablePointer<curl_slist>] = []
    private let buffers: Buffers

    init(_ address: String, protocols: String, seconds: Int, longest: Int, sending: [UInt8] = []) throws(TransferError) {
        guard Self.ready, let made = curl_easy_init() else { throw TransferError(number: 0, words: "libcurl could not be started") }
        handle = made
        buffers = Buffers(longest: longest, sending: sending)
        try set(CURLOPT_URL, address)
        try set(CURLOPT_PROTOCOLS_STR, protocols)
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_TIMEOUT, seconds)
        try set(CURLOPT_CONNECTTIMEOUT, min(seconds, 10))
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        // A proxy of the environment is not asked: what is set here says where things go.
        try set(CURLOPT_PROXY, "")
        let own = Unmanaged.passUnretained(buffers).toOpaque()
        try check(sharewell_set_data(handle, CURLOPT_WRITEDATA, own))
        try check(
            sharewell_set_callback(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, own in
                guard let bytes, let own else { return 0 }
                let buffers = Unmanaged<Buffers>.fromOpaque(own).takeUnretainedValue()
                guard buffers.received.count + size * count <= buffers.longest else { return 0 }
                buffers.received.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: size * count))
                return size * count
            })
        try check(sharewell_set_data(handle, CURLOPT_READDATA, own))
        try check(
            sharewell_set_callback(handle, CURLOPT_READFUNCTION) { bytes, size, count, own in
                guard let bytes, let own else { return 0 }
                let buffers = Unmanaged<Buffers>.fromOpaque(own).takeUnretainedValue()
                let part = buffers.sending.prefix(size * count)
                UnsafeMutableRawPointer(bytes).copyMemory(from: Array(part), byteCount: part.count)
                buffers.sending = buffers.sending.dropFirst(part.count)
                return part.count
            })
    }

    deinit {
        curl_easy_cleanup(handle)
        for list in lists { curl_slist_free_all(list) }
    }

    func set(_ option: CURLoption, _ value: Int) throws(TransferError) { try check(sharewell_set_long(handle, option, value)) }
    func set(_ option: CURLoption, _ value: String) throws(TransferError) { try check(sharewell_set_text(handle, option, value)) }
    func set(_ option: CURLoption, _ values: [String]) throws(TransferError) {
        var list: UnsafeMutablePointer<curl_slist>?
        for value in values { list = curl_slist_append(list, value) }
        if let list { lists.append(list) }
        try check(sharewell_set_list(handle, option, list))
    }

    /// Does it; what came back.
    func perform() throws(TransferError) -> (status: Int, body: [UInt8]) {
        try check(curl_easy_perform(handle))
        var status = 0
        try check(sharewell_get_long(handle, CURLINFO_RESPONSE_CODE, &status))
        return (status, buffers.received)
    }

    private func check(_ code: CURLcode) throws(TransferError) {
        guard code != CURLE_OK else { return }
        throw TransferError(number: Int(code.rawValue), words: curl_easy_strerror(code).map { String(cString: $0) } ?? "")
    }
}

/// Asks another machine over HTTPS.
public struct WebAsk: Sendable {
    private let authorities: String?
    private let seconds: Int
    /// - Parameter authorities: A file of PEM in place of the system's; nil for those.
    public init(authorities: String? = nil, seconds: Int = 15) {
        self.authorities = authorities
        self.seconds = seconds
    }

    /// True for an address that may be asked: https, or http on this machine itself.
    public static func isAllowed(_ address: String) -> Bool {
        guard let parts = URLComponents(string: address), let host = parts.host, !host.isEmpty, parts.user == nil, parts.fragment == nil
        else {
            return false
        }
        return parts.scheme == "https" || (parts.scheme == "http" && ["127.0.0.1", "localhost", "[::1]"].contains(host))
    }

    /// GET, or POST of a form where there is one. An answer longer than a mebibyte is refused.
    public func ask(_ address: String, form: String? = nil, headers: [String] = []) throws(TransferError) -> (status: Int, body: [UInt8]) {
        guard Self.isAllowed(address) else { throw TransferError(number: 0, words: "not an https address") }
        let transfer = try CurlTransfer(
            address, protocols: address.hasPrefix("https:") ? "https" : "http", seconds: seconds, longest: 1 << 20)
        if let authorities { try transfer.set(CURLOPT_CAINFO, authorities) }
        try transfer.set(CURLOPT_HTTPHEADER, headers + ["Accept: application/json"])
        if let form {
            try transfer.set(CURLOPT_POSTFIELDSIZE, form.utf8.count)
            try transfer.set(CURLOPT_COPYPOSTFIELDS, form)
        }
        return try transfer.perform()
    }
}
