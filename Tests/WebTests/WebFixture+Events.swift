import Foundation
import Register
import Storage

@testable import Hub

extension WebFixture {
    /// What was recorded while `work` ran.
    func recorded(during work: () async throws -> Void) async throws -> [Event] {
        let before = try hub.ledger.events(from: 0, limit: .max).count
        try await work()
        return try hub.ledger.events(from: Int64(before), limit: .max).map { try EventCoding.decode($0.payload) }
    }
}
