import Crypto
import Foundation
import Places

/// Images of places mapped from files. An image is never changed in place: a new one gets a new name, so a map stays valid.
enum MappedImage {
    static func open(_ file: URL) throws(PlacesError) -> ImageBytes {
        let descriptor = Foundation.open(file.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw PlacesError(
                .missing, code: "places-image-missing", "The image \(file.lastPathComponent) is missing from the places folder.",
                remedy: "Import the places again (sharewell places import), or restore the places folder from a backup.")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size > 0, status.st_size < 1 << 40 else {
            throw PlacesError(ImageFault.empty)
        }
        let length = Int(status.st_size)
        guard let address = mmap(nil, length, PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED else {
            throw PlacesError(
                .storage, code: "places-image-not-mapped", "The image \(file.lastPathComponent) could not be read.",
                remedy: "Check the disk and the memory of this machine, then try again.")
        }
        let bytes = UnsafeRawBufferPointer(start: address, count: length)
        return ImageBytes(mapped: bytes) { memory in
            munmap(UnsafeMutableRawPointer(mutating: memory.baseAddress), memory.count)
        }
    }

    /// Refuses an image of any other content than its pin names.
    static func check(_ bytes: ImageBytes, of image: PlacesPin.Image) throws(PlacesError) {
        var hash = SHA256()
        bytes.withBytes { hash.update(bufferPointer: $0) }
        guard hash.finalize().hexadecimal == image.digest else {
            throw PlacesError(
                .damaged, code: "places-digest", "The image \(image.file) is not the one that was imported.",
                remedy: "Import the places again (sharewell places import), or restore the places folder from a backup.")
        }
    }
}

extension ImageFault {
    /// What an empty file is refused with.
    fileprivate static var empty: ImageFault {
        do {
            _ = try Gazetteer(ImageBytes(copying: []))
        } catch { return error }
        preconditionFailure("an empty image is always refused")
    }
}
