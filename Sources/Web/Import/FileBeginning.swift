/// How a file begins: enough to tell a text file of the exchange format from something else under its name.
///
/// Single rows that cannot be read are the importer's to reject; here the whole file is of another kind.
struct FileBeginning {
    /// What a file is instead.
    enum Kind: String, CaseIterable {
        case archive
        case pdf
        case markup
        /// UTF-16, as some spreadsheets write it.
        case wide
        case binary
        /// One of the files of the format under the name of another.
        case json
        case table
    }

    let name: String
    private var bytes: [UInt8] = []
    private static let length = 1 << 10

    init(of name: String = "") {
        self.name = name
    }

    mutating func read(_ more: some Sequence<UInt8>) {
        guard bytes.count < FileBeginning.length else { return }
        bytes += more.prefix(FileBeginning.length - bytes.count)
    }

    /// What it is instead of a text of its format; `nil` as far as it may be one.
    var foreign: Kind? {
        for (signature, kind) in FileBeginning.signatures where bytes.starts(with: signature) { return kind }
        if bytes.contains(0) { return .binary }
        let isMarked = bytes.starts(with: FileBeginning.mark)
        let text = bytes.dropFirst(isMarked ? FileBeginning.mark.count : 0)
        guard let first = text.first(where: { !FileBeginning.blanks.contains($0) }) else { return nil }
        if first == UInt8(ascii: "<") { return .markup }
        if name.hasSuffix(".jsonl") {
            return first == UInt8(ascii: "{") || first == FileBeginning.mark[0] ? nil : .table
        }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? .json : nil
    }

    /// The byte order mark of UTF-8.
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    private static let blanks = Array(" \t\r\n".utf8)

    private static let signatures: [([UInt8], Kind)] = [
        ([0x50, 0x4B, 0x03, 0x04], .archive), ([0x1F, 0x8B], .archive), ([0x37, 0x7A, 0xBC, 0xAF], .archive),
        (Array("Rar!".utf8), .archive), (Array("%PDF".utf8), .pdf), ([0xFF, 0xFE], .wide), ([0xFE, 0xFF], .wide),
        // Older spreadsheets and documents; programs.
        ([0xD0, 0xCF, 0x11, 0xE0], .binary), ([0x7F, 0x45, 0x4C, 0x46], .binary), ([0x4D, 0x5A, 0x90], .binary),
    ]
}
