/// Records that are to be matched, in columns of numbers: each different value stands once, in a table of its kind.
///
/// About 4 bytes a field and the different texts; a million persons with eight columns take less than 200 MB. Made by
/// `RecordReader`; it never changes.
public final class MatchRecords: Sendable {
    /// Places of a record; each further text has the next.
    enum Slot {
        static let given = 0
        static let family = 1
        static let date = 2
        static let id = 3
        static let address = 4
        static let code = 5
        static let city = 6
        static let texts = 7
    }

    let names: NameTable
    let addresses: AddressTable
    let numbers: NumberTable
    let codes: TextTable
    let cities: TextTable
    let texts: [TextTable]
    /// Values, record after record, `width` each; 0 is a missing one. Dates stand as themselves.
    let values: [Int32]
    let width: Int
    /// What the columns hold.
    let kinds: Set<FieldKind>
    public let ids: RecordIDs
    public let count: Int
    /// So many records are of the first file; they come first.
    public let leftCount: Int
    public let hasTwoFiles: Bool

    /// - Parameters:
    ///   - others: has the tables of everything but names and numbers.
    ///   - leftCount: `nil` where there is one file.
    init(
        names: NameTable, others: ColumnReader, numbers: NumberTable, values: [Int32], width: Int,
        kinds: Set<FieldKind>, ids: RecordIDs, leftCount: Int?
    ) {
        self.names = names
        addresses = others.addresses
        self.numbers = numbers
        codes = others.codes
        cities = others.cities
        texts = others.texts
        self.values = values
        self.width = width
        self.kinds = kinds
        self.ids = ids
        count = values.count / width
        self.leftCount = leftCount ?? count
        hasTwoFiles = leftCount != nil
    }

    /// So many can be matched at once, if there is memory for them.
    public static let most = Int(Int32.max)

    /// Whether a birth date is known of some: written, or in a CPR number.
    var hasDates: Bool { kinds.contains(.date) || numbers.isCPR }

    /// Hash of what a record says, the same in every run and in every order of rows.
    func contentHash(_ record: Int) -> UInt64 {
        var hash: UInt64 = 0
        let start = record * width
        for slot in 0..<width { hash = Interner.mixed(hash &+ contentHash(values[start + slot], in: slot)) }
        return hash
    }

    func contentHash(_ value: Int32, in slot: Int) -> UInt64 {
        slot == Slot.date ? UInt64(truncatingIfNeeded: value) : hashes(in: slot)[Int(value)]
    }

    /// Of the values of a place that is no date, by their number.
    func hashes(in slot: Int) -> [UInt64] {
        switch slot {
        case Slot.given, Slot.family: names.names.hashes
        case Slot.id: numbers.numbers.hashes
        case Slot.address: addresses.addresses.hashes
        case Slot.code: codes.texts.hashes
        case Slot.city: cities.texts.hashes
        default: texts[slot - Slot.texts].texts.hashes
        }
    }
}

/// What the records are called in their files: those of the first file, then those of the second.
public struct RecordIDs: Sendable {
    private var left = Interner()
    private var right = Interner()
    private var isRight = false

    mutating func beginRight() { isRight = true }

    /// False where another record of the same file is called so.
    mutating func add(_ id: UnsafeBufferPointer<UInt8>) -> Bool {
        isRight ? right.add(id).isNew : left.add(id).isNew
    }

    public subscript(record: Int) -> String {
        record < left.count ? left.text(record) : right.text(record - left.count)
    }
}
