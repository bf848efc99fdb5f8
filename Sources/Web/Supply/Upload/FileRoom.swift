import Foundation
import Register

/// Room that is kept on the disk for a file of somebody's that is no supply: while it comes or is made, while it waits to be fetched, and while it is
/// being fetched. It is given back when nothing holds it any more: whoever makes, keeps or sends the file holds it along, and however that ends, in a
/// fault or with a reader who is gone, the room is free again.
final class FileRoom: Sendable {
    /// Bytes that extracts keep room for ahead of what is written of them: nobody knows beforehand how long one will be.
    static let ahead = 64 << 20

    let person: PersonID
    private let id = UUID()
    private let desk: SupplyDesk
    private let free: @Sendable () -> Int?

    /// - Parameter free: What is free on the disk; nil where the system does not say.
    init(of person: PersonID, at desk: SupplyDesk, free: @escaping @Sendable () -> Int?) {
        self.person = person
        self.desk = desk
        self.free = free
    }

    deinit { desk.giveBack(id) }

    /// Keeps room for so many bytes in all, of those that one person may have and of what is free; and for others that are written beside them for a
    /// while.
    func keep(_ bytes: Int, passing: Int = 0) throws {
        guard desk.keep(bytes, passing: passing, as: id, of: person, free: free) else { throw WebFault.noRoom }
    }

    /// Of what room was kept for, so many bytes are on the disk.
    func wrote(_ bytes: Int) { desk.wrote(bytes, as: id) }

    /// So many bytes are on the disk, and more will come. Where it is said how many, they are a second copy, and the first goes.
    func grow(_ written: Int, copy: Int = 0) throws {
        wrote(written)
        if copy > 0 { try keep(written, passing: max(copy, Self.ahead)) } else { try keep(written + Self.ahead) }
    }

    /// The file is whole. One whose length nobody can say takes all that a person may have.
    func settle(_ file: URL) {
        desk.settle((try? file.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? SupplyDesk.mostFileBytesEach, as: id, of: person)
    }
}
