import HTTPTypes
import Register
import Synchronization

/// A bucket for each name, out of which every question takes one and into which time puts them back.
final class RateLimits: Sendable {
    /// How a name stands after a question.
    struct Standing: Sendable {
        let limit: Int
        let left: Int
        /// Seconds until the bucket is full again.
        let fullIn: Int
        /// Seconds until there is one; nil where there was.
        let oneIn: Int?
        var isOver: Bool { oneIn != nil }

        /// As of draft-ietf-httpapi-ratelimit-headers.
        var headers: [(HTTPField.Name, String)] {
            [(.rateLimitLimit, String(limit)), (.rateLimitRemaining, String(left)), (.rateLimitReset, String(fullIn))]
        }
    }
    private struct Bucket {
        var left: Double
        var at: Moment
    }
    private let limit: ServingSettings.Limits.Limit
    private let buckets = Mutex<[String: Bucket]>([:])

    init(_ limit: ServingSettings.Limits.Limit) { self.limit = limit }

    /// Takes one.
    func take(_ name: String, at now: Moment) -> Standing {
        let most = Double(limit.burst), each = Double(limit.perMinute) / 60_000
        return buckets.withLock { buckets in
            // Full ones need not be remembered.
            if buckets.count > 10_000 {
                buckets = buckets.filter { $0.value.left + Double(now.milliseconds - $0.value.at.milliseconds) * each < most }
            }
            var bucket = buckets[name] ?? Bucket(left: most, at: now)
            bucket.left = min(most, bucket.left + Double(max(0, now.milliseconds - bucket.at.milliseconds)) * each)
            bucket.at = max(now, bucket.at)
            let isThere = bucket.left >= 1
            if isThere { bucket.left -= 1 }
            buckets[name] = bucket
            func seconds(_ missing: Double) -> Int { Int((missing / each / 1000).rounded(.up)) }
            return Standing(
                limit: limit.burst, left: Int(bucket.left), fullIn: seconds(most - bucket.left),
                oneIn: isThere ? nil : max(1, seconds(1 - bucket.left)))
        }
    }
}

/// Too many questions in a short time.
struct RateLimited: Error {
    let standing: RateLimits.Standing
    init(_ standing: RateLimits.Standing) { self.standing = standing }
    var headers: [(HTTPField.Name, String)] { standing.headers + [(.retryAfter, String(standing.oneIn ?? 1))] }
}

extension HTTPField.Name {
    private static func known(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is no name of a header") }
        return name
    }
    static let rateLimitLimit = known("RateLimit-Limit")
    static let rateLimitRemaining = known("RateLimit-Remaining")
    static let rateLimitReset = known("RateLimit-Reset")
    static let link = known("Link")
}
