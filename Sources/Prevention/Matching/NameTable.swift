/// Names, each different one once, with its words, how they sound and which of them are short for another.
struct NameTable {
    /// Folded names; number 0 is the empty one.
    private(set) var names = Interner()
    private(set) var words = Interner()
    private var wordEnds: [UInt32] = []
    /// Words of all names, one name after another.
    private(set) var wordNumbers: [UInt32] = []
    /// By word: its sound, and the group of nicknames it belongs to (0 for none).
    private(set) var sounds: [UInt32] = []
    private(set) var groups: [UInt32] = []
    private var soundNumbers = Interner()
    private let nicknames: Nicknames

    init(nicknames: Nicknames) {
        self.nicknames = nicknames
        _ = add([])
    }

    /// The number of a name that is folded.
    mutating func add(_ folded: [UInt8]) -> Int32 {
        let (number, isNew) = names.add(folded)
        if isNew {
            for word in folded.split(separator: FoldedText.space) { wordNumbers.append(add(word: Array(word))) }
            wordEnds.append(UInt32(wordNumbers.count))
        }
        return Int32(number)
    }

    private mutating func add(word: [UInt8]) -> UInt32 {
        let (number, isNew) = words.add(word)
        if isNew {
            sounds.append(UInt32(soundNumbers.add(word.withUnsafeBufferPointer { WordSound.key($0) }).number))
            groups.append(nicknames.groups[word] ?? 0)
        }
        return UInt32(number)
    }

    /// Where the words of a name stand in `wordNumbers`.
    func words(of name: Int32) -> Range<Int> {
        (name == 0 ? 0 : Int(wordEnds[Int(name) - 1]))..<Int(wordEnds[Int(name)])
    }

    func firstWord(of name: Int32) -> UInt32? {
        let words = words(of: name)
        return words.isEmpty ? nil : wordNumbers[words.lowerBound]
    }

    func lastWord(of name: Int32) -> UInt32? {
        let words = words(of: name)
        return words.isEmpty ? nil : wordNumbers[words.upperBound - 1]
    }

    /// Hash of the sound of a word, the same in every run.
    func soundHash(of word: UInt32) -> UInt64 {
        soundNumbers.hashes[Int(sounds[Int(word)])]
    }

    /// Whether the words at some places of `wordNumbers` are those at others, written in one or parted elsewhere: *JuulNielsen*
    /// and *Juul Nielsen*.
    func isJoined(_ places: Range<Int>, as others: Range<Int>) -> Bool {
        func letters(_ places: Range<Int>) -> [UInt8] {
            places.flatMap { place in words.withBytes(Int(wordNumbers[place])) { Array($0) } }
        }
        return letters(places) == letters(others)
    }

    /// How alike two words are.
    func likeness(_ a: UInt32, _ b: UInt32) -> WordLikeness {
        if a == b { return .same }
        let group = groups[Int(a)]
        if group != 0, group == groups[Int(b)] { return .variant }
        return words.withBytes(Int(a)) { left in
            words.withBytes(Int(b)) { right in
                if left.count == 1 || right.count == 1 { return left.first == right.first ? .initial : .different }
                let longest = max(left.count, right.count)
                if longest >= 4, Similarity.isOneEditApart(left, right) { return .close }
                if Similarity.isAlike(left, right, 0.92) { return .close }
                if sounds[Int(a)] == sounds[Int(b)] { return .variant }
                return Similarity.isAlike(left, right, 0.84) ? .weak : .different
            }
        }
    }
}

enum WordLikeness: UInt8, Comparable {
    case different
    case weak
    case initial
    /// Sounds the same, or is short for it.
    case variant
    /// One typing error apart, or nearly.
    case close
    case same

    static func < (a: WordLikeness, b: WordLikeness) -> Bool { a.rawValue < b.rawValue }
}
