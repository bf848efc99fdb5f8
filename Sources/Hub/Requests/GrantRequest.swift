import Foundation
import Guidance
import Places
public import Register
import Storage

/// Grants a request, whole or narrowed (§4.3.1). Where areas are named that the requester did not ask for, they are areas that the hub's places
/// know: a grant held to an area that does not exist would seem to give something and give nothing.
public struct GrantRequest {
    private let hub: Hub
    /// In that hub.
    public init(hub: Hub) { self.hub = hub }

    /// Records the grant, or the first of two releases. Areas of the narrowing are named by code or, where that is one area's, by name.
    public func perform(
        _ id: RequestID, _ narrowing: GrantNarrowing, why: String?, reading: Int? = nil, by actor: PersonID
    ) throws {
        var narrowing = narrowing
        let register = hub.register
        // Whoever has nothing to do with the request is refused, and that is recorded, whatever they typed.
        if let areas = narrowing.areas, let person = register.state.people[actor], let request = try? register.request(id, seenBy: person) {
            narrowing.areas = try KnownAreas(hub).codes(areas, besides: request.content.areas)
        }
        try hub.run(.request(.grant(id, narrowing, why: why, reading: reading)), by: actor)
    }
}

/// The areas that the places in force know: by their boundaries, or by the postcodes that lie in them.
struct KnownAreas {
    private let hub: Hub
    init(_ hub: Hub) { self.hub = hub }

    /// Their codes, each once, in the order given.
    /// - Parameter asked: Codes that are taken whether or not they are known.
    func codes(_ names: [String], besides asked: [String]) throws -> [String] {
        // Kept open: a decision is no time to map the country's postcodes anew.
        let places = try hub.places()
        var codes: [String] = []
        for (number, typed) in names.enumerated() {
            let code = try code(typed.trimmingCharacters(in: .whitespaces), besides: asked, places, number: number + 1)
            if !codes.contains(code) { codes.append(code) }
        }
        return codes
    }

    private func code(_ typed: String, besides asked: [String], _ places: OpenPlaces?, number: Int) throws(HubError) -> String {
        let code = typed.uppercased()
        if asked.contains(code) { return code }
        // A hub without places cannot know better than whoever decides.
        guard let places else { return code }
        if let kind = AreaKind(of: code) {
            let level = AreaLevel(rawValue: kind.rawValue)
            let isDrawn = places.areas.sets.indices.contains { places.areas.feature(code, in: $0) != nil }
            if isDrawn || places.gazetteer.knows(code, level) { return code }
            throw Self.unknown("The hub's places know no area of the code in place \(number) of the areas.")
        }
        var found: Set<String> = []
        for set in places.areas.sets.indices where AreaKind(rawValue: places.areas.sets[set].level.rawValue) != nil {
            for feature in 0..<places.areas.count(in: set)
            where places.areas.name(feature, in: set).caseInsensitiveCompare(typed) == .orderedSame {
                found.insert(places.areas.code(feature, in: set))
            }
        }
        guard let only = found.first else {
            throw Self.unknown("The hub's places know no area of the name in place \(number) of the areas.")
        }
        guard found.count == 1 else {
            throw Self.unknown(
                "The name in place \(number) of the areas is that of several: \(found.sorted().joined(separator: ", ")).")
        }
        return only
    }

    private static func unknown(_ message: String) -> HubError {
        HubError(
            .data, code: "area-not-known", message,
            remedy:
                "Name wards, LSOAs, MSOAs or districts by their codes, such as E05002193, or by their names as the boundaries have them.")
    }
}
