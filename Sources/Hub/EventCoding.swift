import Foundation
import Register

/// Events as ledger payloads: JSON with sorted keys, UTF-8, no spaces.
enum EventCoding {
    static func encode(_ event: Event) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(event))
    }

    static func decode(_ payload: [UInt8]) throws -> Event {
        do { return try JSONDecoder().decode(Event.self, from: Data(payload)) } catch {
            throw HubError(
                .tampered, code: "event-not-understood", "The ledger holds an event this version does not understand.",
                remedy:
                    "Verify the ledger (sharewell ledger verify); if it is sound, use the version of Sharewell that wrote it, or a later one."
            )
        }
    }
}
