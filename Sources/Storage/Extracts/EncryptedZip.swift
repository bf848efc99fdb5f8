import CArchive
public import Foundation

/// A zip whose every entry is encrypted with AES-256 (WinZip AE-2), written through libarchive as it goes: no plain copy touches the disk.
/// Without a passphrase it is a plain zip, for what travels inside an encrypted session.
public final class EncryptedZip {
    private let archive: OpaquePointer
    private let entry: OpaquePointer
    private var entryOpen = false
    private var closed = false

    /// Creates the file, for its owner alone; there must be none of that name. Without a passphrase nothing is encrypted: for what may be told to
    /// anybody, as the transparency pack.
    public init(_ file: URL, passphrase: String?) throws(ExtractError) {
        guard let archive = archive_write_new(), let entry = archive_entry_new() else { throw ExtractError.unusable }
        self.archive = archive
        self.entry = entry
        let descriptor = open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw ExtractError.notWritten(file) }
        self.descriptor = descriptor
        guard archive_write_set_format_zip(archive) == ARCHIVE_OK else { throw ExtractError.unusable }
        if let passphrase {
            guard archive_write_set_options(archive, "zip:encryption=aes256") == ARCHIVE_OK,
                archive_write_set_passphrase(archive, passphrase) == ARCHIVE_OK
            else { throw ExtractError.unusable }
        }
        guard archive_write_open_fd(archive, descriptor) == ARCHIVE_OK else { throw ExtractError.unusable }
    }

    private let descriptor: Int32

    /// Begins an entry; the one before it ends.
    public func begin(_ name: String, at seconds: Int64) throws(ExtractError) {
        try endEntry()
        archive_entry_clear(entry)
        archive_entry_set_pathname(entry, name)
        archive_entry_set_filetype(entry, 0o100000)
        archive_entry_set_perm(entry, 0o600)
        archive_entry_set_mtime(entry, time_t(seconds), 0)
        guard archive_write_header(archive, entry) == ARCHIVE_OK else { throw ExtractError.broken }
        entryOpen = true
    }

    /// Adds bytes to the entry that was begun.
    public func write(_ bytes: UnsafeRawBufferPointer) throws(ExtractError) {
        var offset = 0
        while offset < bytes.count {
            let written = archive_write_data(archive, bytes.baseAddress.map { $0 + offset }, bytes.count - offset)
            guard written > 0 else { throw ExtractError.broken }
            offset += written
        }
    }

    /// Ends the archive and makes it durable.
    public func close() throws(ExtractError) {
        try endEntry()
        guard archive_write_close(archive) == ARCHIVE_OK, fsync(descriptor) == 0 else { throw ExtractError.broken }
        closed = true
    }

    private func endEntry() throws(ExtractError) {
        guard entryOpen else { return }
        entryOpen = false
        guard archive_write_finish_entry(archive) == ARCHIVE_OK else { throw ExtractError.broken }
    }

    deinit {
        if !closed { archive_write_fail(archive) }
        archive_write_free(archive)
        archive_entry_free(entry)
        Foundation.close(descriptor)
    }
}

/// Why an extract could not be written.
public struct ExtractError: Error, Sendable {
    /// Stable code.
    public let code: String
    /// What happened.
    public let message: String
    /// What to do.
    public let remedy: String

    static let unusable = ExtractError(
        code: "encryption-not-available", message: "This machine's libarchive cannot write AES-256 encrypted zips.",
        remedy: "Install a libarchive 3.6 or later with encryption, or extract to a folder and package it yourself.")
    static let broken = ExtractError(
        code: "extract-not-written", message: "Writing the extract failed.", remedy: "Check that the place has room, then ask again.")
    static func notWritten(_ file: URL) -> ExtractError {
        ExtractError(
            code: "extract-not-written", message: "The file \(file.path) could not be made.",
            remedy: "Check that the folder exists, may be written to, and holds no file of that name.")
    }
}
