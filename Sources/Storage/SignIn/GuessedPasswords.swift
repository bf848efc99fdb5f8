import CCrack
import Foundation
import Synchronization

/// Tells passwords that are guessed first: cracklib with Debian's dictionary, and beyond it words with digits hung on, words said twice and walks over
/// the keyboard, which cracklib lets pass when they are long.
public struct GuessedPasswords: Sendable {
    /// Cracklib keeps its state in globals.
    private static let gate = Mutex(())
    private let dictionary: String
    private let words: Set<String>

    /// With the dictionary of the system.
    /// - Parameters:
    ///   - dictionary: Cracklib's packed one, without its ending.
    ///   - list: The words it was made of, one a line.
    public init(dictionary: String = "/var/cache/cracklib/cracklib_dict", list: String = "/usr/share/dict/cracklib-small") {
        self.dictionary = dictionary
        let text = FileManager.default.contents(atPath: list).map { String(decoding: $0, as: UTF8.self) } ?? ""
        words = Set(text.split(whereSeparator: \.isNewline).map { $0.lowercased() }.filter { $0.count > 3 })
    }

    /// False where the dictionary has not been installed: then no password can be judged, and none is taken.
    public var isReady: Bool { !words.isEmpty && FileManager.default.fileExists(atPath: dictionary + ".pwd") }

    /// Why a password is a weak one, for the record; nil if it is not.
    public func weakness(of password: String) -> String? {
        guard isReady else { return "the list of common passwords is missing on this machine" }
        let plain = password.lowercased()
        if Self.walked(plain) * 2 >= plain.count { return "it walks over the keyboard or the alphabet" }
        for form in [plain, Self.unmasked(plain)] {
            let core = form.filter(\.isLetter)
            // What is said twice counts once.
            let half = core.prefix(core.count / 2)
            let once = core.count > 6 && core == half + half ? String(half) : core
            let isOneWord = !plain.contains(" ") && (words.contains(once) || Self.added.contains(once))
            if isOneWord || core.count < 4 { return "it is one word with digits or signs" }
        }
        // Cracklib reads the beginning of what is longer.
        let text = String(decoding: password.utf8.prefix(200).filter { $0 != 0 }, as: UTF8.self)
        return Self.gate.withLock { _ in text.withCString { FascistCheck($0, dictionary).map { String(cString: $0) } } }
    }

    /// Phrases that are guessed like words and stand in no dictionary.
    private static let added: Set<String> = [
        "letmein", "iloveyou", "trustno", "changeme", "passw", "welcome", "sharewell", "opensesame", "adminadmin",
    ]

    /// With the usual signs in place of letters put back.
    private static func unmasked(_ text: String) -> String {
        let masks: [Character: Character] = ["0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"]
        // Digits hung on at the end are no letters in disguise.
        let end = text.lastIndex { $0.isLetter } ?? text.startIndex
        return String(
            text.enumerated().map { place, character in
                text.index(text.startIndex, offsetBy: place) <= end ? masks[character] ?? character : character
            })
    }

    private static let rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "abcdefghijklmnopqrstuvwxyz"].flatMap {
        [$0, String($0.reversed())]
    }

    /// Characters that lie in walks of four or more.
    private static func walked(_ text: String) -> Int {
        let letters = Array(text)
        var inWalk = 0, run = 1
        for place in 1..<max(2, letters.count) {
            let goesOn = place < letters.count && rows.contains { $0.contains(String([letters[place - 1], letters[place]])) }
            if goesOn { run += 1 }
            if !goesOn || place == letters.count - 1 {
                if run >= 4 { inWalk += run }
                run = 1
            }
        }
        return inWalk
    }
}
