public import Foundation
public import Storage
import Synchronization

/// What the terminal hands to the browser's face when it is told to serve a hub. The two know each other by this alone.
public struct ServeOrders: Sendable {
    /// The hub, open.
    public let hub: Hub
    /// Its vault, open; whoever serves takes it, and nobody else keeps it.
    public let vault: HandedVault
    /// Where keys of an unsealed hub are kept on this machine.
    public let store: UnsealedKeyStore?
    /// The file of settings; the hub's own `serving.yaml` if nil, and what is usual if there is none.
    public let settings: URL?
    /// Templates, texts and assets.
    public let face: URL
    /// In place of what the settings say.
    public let address: String?, port: Int?
    /// Says where it serves, to the person at the terminal.
    public let announce: @Sendable (String) -> Void

    /// Makes them.
    public init(
        hub: Hub, vault: KeyVault, store: UnsealedKeyStore?, settings: URL?, face: URL, address: String?, port: Int?,
        announce: @escaping @Sendable (String) -> Void
    ) {
        self.hub = hub
        self.vault = HandedVault(vault)
        self.store = store
        self.settings = settings
        self.face = face
        self.address = address
        self.port = port
        self.announce = announce
    }
}

/// An open vault that is handed over once. What is left of it then holds no key, so that a hub that is sealed has none in memory.
public final class HandedVault: Sendable {
    private let vault: Mutex<KeyVault?>

    init(_ vault: KeyVault) { self.vault = Mutex(vault) }

    /// The vault, for whoever asks first.
    public func take() -> KeyVault? {
        vault.withLock { vault in
            defer { vault = nil }
            return vault
        }
    }
}

/// Finds what came with this program.
public enum Distribution {
    /// A folder of the distribution: named by the environment, beside the program, or in the checkout it was built in.
    /// - Parameters:
    ///   - name: `Guidance`, `Face`.
    ///   - holding: Something in it, by which the right one is known.
    public static func folder(
        _ name: String, holding: String, variable: String, environment: [String: String], executable: URL?
    ) -> URL? {
        if let named = environment[variable], !named.isEmpty { return URL(filePath: named) }
        var folder = executable?.resolvingSymlinksInPath().deletingLastPathComponent()
        for _ in 0..<8 {
            guard let here = folder else { break }
            for candidate in [name, "share/sharewell/\(name)"] {
                let found = here.appending(path: candidate)
                if FileManager.default.fileExists(atPath: found.appending(path: holding).path) { return found }
            }
            folder = here.path == "/" ? nil : here.deletingLastPathComponent()
        }
        return nil
    }
}
