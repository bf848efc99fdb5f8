import Foundation

/// What goes wrong at a system call.
enum Fault: Sendable {
    /// The process is killed as it makes the call, which is not carried out.
    case kill
    /// The call fails: a full disk where something is stored, a failing disk where it is made durable or removed.
    case failure

    fileprivate func injection(into call: String) -> String {
        switch self {
        case .kill: "signal=KILL"
        case .failure: "error=" + (["fsync", "fdatasync", "unlink", "unlinkat", "rmdir"].contains(call) ? "EIO" : "ENOSPC")
        }
    }
}

/// One system call of a command, by kind and by how many of that kind come before it.
struct Strike: Sendable, CustomStringConvertible {
    /// Every kind of call that changes a file or a folder, by the names of both machine families Sharewell runs on. `openat` is not one of them:
    /// the libraries make hundreds that change nothing, and a file just made is empty, as it is when the first `write` is struck.
    static let kinds = [
        "write", "pwrite64", "writev", "pwritev", "pwritev2", "fsync", "fdatasync", "sync_file_range", "msync", "ftruncate", "fallocate",
        "copy_file_range", "sendfile", "rename", "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat", "mkdir", "mkdirat",
        "rmdir",
    ]
    let kind: String
    let number: Int
    var description: String { "\(kind) \(number)" }

    /// Under strace, which names calls this machine does not have with a question mark in front to leave them out.
    private static let strace = "/usr/bin/strace"

    /// True where the tools are there that these tests need.
    static var isPossible: Bool { [strace, "/usr/bin/taskset"].allSatisfy { FileManager.default.isExecutableFile(atPath: $0) } }

    /// What to put before a command so that it is traced and, if a fault is given, struck.
    ///
    /// strace counts calls per thread. On one processor the program works on one thread, so that each of its calls has a number of its own.
    static func wrapper(trace: URL, processor: Int, fault: (Strike, Fault)? = nil) -> [String] {
        let injection = fault.map { ["-e", "inject=\($0.kind):\($1.injection(into: $0.kind)):when=\($0.number)"] } ?? []
        return [
            "/usr/bin/taskset", "-c", String(processor), strace, "-f", "-qq", "-o", trace.path, "-e",
            "trace=" + kinds.map { "?\($0)" }.joined(separator: ","),
        ]
            + injection
    }

    /// Processors this process may use.
    static func processors() throws -> [Int] {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let list = status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") }?.split(separator: "\t").last ?? "0"
        return list.split(separator: ",").flatMap { range in
            let ends = range.split(separator: "-").compactMap { Int($0) }
            return ends.isEmpty ? [] : Array(ends[0]...(ends.last ?? ends[0]))
        }
    }
}

/// What strace wrote down.
struct Trace {
    /// Calls of each kind by the thread that makes most of them: how far strace can count.
    let calls: [String: Int]
    /// True if the fault struck.
    let wasStruck: Bool

    init(_ file: URL) throws {
        let lines = String(decoding: try Data(contentsOf: file), as: UTF8.self).split(separator: "\n")
        wasStruck = lines.contains { $0.contains("(INJECTED)") || $0.contains("+++ killed by SIGKILL +++") }
        var counts: [Substring: [String: Int]] = [:]
        for line in lines {
            let words = line.split(separator: " ", maxSplits: 2)
            guard words.count > 1, let bracket = words[1].firstIndex(of: "(") else { continue }
            counts[words[0], default: [:]][String(words[1][..<bracket]), default: 0] += 1
        }
        calls = counts.values.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: max) }
    }
}
