import Foundation

/// Lists of words and of passwords that have leaked, as Debian packages bring them. Read where a password is chosen, and not
/// kept in memory.
public struct WordLists: Sendable {
    /// Paths of files in which words stand apart by anything but a letter or digit.
    let files: [String]

    public init(files: [String]) {
        self.files = files
    }

    /// Those of the packages that `scripts/install-missing.sh build` installs.
    public static let installed = WordLists(files: [
        // cracklib-runtime: words and names that crackers try first.
        "/usr/share/dict/cracklib-small",
        // python3-zxcvbn: the passwords most often found in leaks.
        "/usr/lib/python3/dist-packages/zxcvbn/frequency_lists.py",
        // wdanish: the Danish words.
        "/usr/share/dict/danish",
    ])

    /// Those that are not there.
    public var missing: [String] {
        files.filter { !FileManager.default.isReadableFile(atPath: $0) }
    }

    /// Whether any list has one of these words, in small letters or with a capital one.
    func contain(anyOf words: Set<String>) -> Bool {
        let wanted = Set(words.flatMap { [$0, $0.prefix(1).uppercased() + $0.dropFirst()] }).map { Data($0.utf8) }
        return files.contains { path in
            guard let list = try? Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe) else {
                return false
            }
            return list.withUnsafeBytes { list in wanted.contains { WordLists.has($0, in: list) } }
        }
    }

    /// Looks for the rarest letter of the word and then around it.
    private static func has(_ word: Data, in list: UnsafeRawBufferPointer) -> Bool {
        let letters = Array(word)
        guard let start = list.baseAddress,
            let anchor = letters.indices.max(by: { rarity(letters[$0]) < rarity(letters[$1]) })
        else { return false }
        var from = anchor
        while from < list.count, let found = memchr(start + from, Int32(letters[anchor]), list.count - from) {
            let first = UnsafeRawPointer(found) - start - anchor
            let end = first + letters.count
            if end > list.count { return false }
            let isWhole = (first == 0 || !isPart(list[first - 1])) && (end == list.count || !isPart(list[end]))
            if isWhole, memcmp(start + first, letters, letters.count) == 0 { return true }
            from = first + anchor + 1
        }
        return false
    }

    private static let commonFirst = Array("esnrtaildokgmvfubphycjwxzq".utf8)

    private static func rarity(_ byte: UInt8) -> Int {
        commonFirst.firstIndex(of: byte) ?? commonFirst.count
    }

    /// Of a word: a letter, a digit, or a byte of a letter beyond ASCII.
    private static func isPart(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF: true
        default: false
        }
    }
}
