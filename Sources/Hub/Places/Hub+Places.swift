import Foundation
import Register
import Storage

extension Hub {
    /// The places in force: those the newest import in the ledger led to, whatever `places.json` says. Nil where none was ever recorded.
    ///
    /// After a crash between record and `places.json` the two differ and the ledger is right. A folder that names places the ledger never
    /// heard of was changed by somebody else and is not used at all.
    func placesInForce() throws -> PlacesPin? {
        try refresh()
        let places = PlacesFolder(folder.places)
        let recorded = state.places
        let pins = try places.pins()
        if let number = try places.currentPin() {
            let named = pins.first { $0.number == number }?.images
            guard let named, recorded.contains(where: { $0.images == named }) else {
                throw HubError(
                    .tampered, code: "places-not-recorded",
                    "Version \(number) in the hub's places folder was never imported by the ledger's word.",
                    remedy: Self.restorePlaces)
            }
        }
        guard let newest = recorded.last else { return nil }
        guard let pin = pins.last(where: { $0.images == newest.images }) else {
            throw HubError(
                .tampered, code: "places-missing", "The places that the ledger's newest import led to are not in the hub's places folder.",
                remedy: Self.restorePlaces)
        }
        return pin
    }

    private static let restorePlaces =
        "Restore the hub's places folder from a backup made after the newest import; places change by sharewell places import --hub, never by editing files."
}

extension PlacesPin {
    /// Its images by content, as the ledger names them.
    var images: PlacesImages { PlacesImages(gazetteer: gazetteer.digest, areas: areas.digest) }
}

extension HubFolder {
    /// Refuses to change a hub's own places without its ledger hearing of it.
    static func refuse(_ folder: PlacesFolder) throws(HubError) {
        let place = folder.root.resolvingSymlinksInPath()
        let owner = HubFolder(place.deletingLastPathComponent())
        guard owner.exists, owner.places.resolvingSymlinksInPath().path == place.path else { return }
        throw HubError(
            .setUp, code: "places-of-a-hub", "Those are a hub's own places; its ledger has to say who changes them.",
            remedy: "Name the hub instead of the folder: --hub \(owner.root.path).")
    }
}
