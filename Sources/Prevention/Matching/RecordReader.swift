/// Reads records that are to be matched, one after another.
public struct RecordReader {
    var names: NameTable
    var addresses = AddressTable()
    private var numbers = NumberTable()
    var codes = TextTable()
    var cities = TextTable()
    var texts: [TextTable]
    private var values: [Int32] = []
    let width: Int
    let kinds: Set<FieldKind>
    private(set) var ids = RecordIDs()
    private(set) var leftCount: Int?
    /// Place of each column of the file.
    private let slots: [Int]
    /// Whether other columns have the same place.
    private let isJoined: [Bool]
    /// What each different text as it stands in the file became.
    private var memo: [Memo]

    private struct Memo {
        var raw = Interner()
        var values: [Int32] = []
    }

    private typealias Slot = MatchRecords.Slot

    /// - Parameters:
    ///   - columns: kinds of the columns, in their order. Several of `given`, `family` and `address` are read as one; each
    ///     further one of the other kinds is taken as `text`.
    public init(columns: [FieldKind], nicknames: Nicknames) {
        names = NameTable(nicknames: nicknames)
        var slots: [Int] = []
        var further = 0
        for (kind, isText) in zip(columns, FieldKind.areTexts(columns)) {
            slots.append(isText ? Slot.texts + further : RecordReader.slot(of: kind))
            if isText { further += 1 }
        }
        self.slots = slots
        isJoined = slots.map { slot in slots.filter { $0 == slot }.count > 1 }
        kinds = Set(columns)
        width = Slot.texts + further
        texts = Array(repeating: TextTable(), count: further)
        memo = Array(repeating: Memo(), count: width)
    }

    private static func slot(of kind: FieldKind) -> Int {
        switch kind {
        case .given: Slot.given
        case .family: Slot.family
        case .date: Slot.date
        case .id: Slot.id
        case .address: Slot.address
        case .code: Slot.code
        case .city: Slot.city
        case .text: Slot.texts
        }
    }

    public var count: Int { values.count / width }

    /// Everything added from here on is of the second file.
    public mutating func beginRight() {
        leftCount = count
        ids.beginRight()
    }

    /// Adds a record.
    ///
    /// - Parameters:
    ///   - id: what it is called in the file.
    ///   - field: gives the bytes of a column, by its number in `columns`, to a function.
    /// - Returns: false, and nothing is added, where a record of the same file is called so already.
    public mutating func add(
        id: UnsafeBufferPointer<UInt8>, field: (Int, (UnsafeBufferPointer<UInt8>) -> Void) -> Void
    ) -> Bool {
        guard ids.add(id) else { return false }
        let start = values.count
        values.append(contentsOf: repeatElement(0, count: width))
        var joined: [Int: [UInt8]] = [:]
        for (column, slot) in slots.enumerated() {
            field(column) { text in
                if text.isEmpty { return }
                if isJoined[column] {
                    joined[slot, default: []] += (joined[slot] == nil ? [] : [FoldedText.space]) + text
                } else {
                    values[start + slot] = value(text, in: slot)
                }
            }
        }
        for (slot, text) in joined { values[start + slot] = text.withUnsafeBufferPointer { value($0, in: slot) } }
        return true
    }

    private mutating func value(_ text: UnsafeBufferPointer<UInt8>, in slot: Int) -> Int32 {
        if slot == Slot.date { return DigitDate.read(text) }
        let (raw, isNew) = memo[slot].raw.add(text)
        if isNew {
            let folded = FoldedText.fold(text)
            memo[slot].values.append(folded.isEmpty ? 0 : number(folded, in: slot))
        }
        return memo[slot].values[raw]
    }

    private mutating func number(_ folded: [UInt8], in slot: Int) -> Int32 {
        switch slot {
        case Slot.given, Slot.family: names.add(folded)
        case Slot.id: numbers.add(folded)
        case Slot.address: addresses.add(folded)
        case Slot.code: codes.add(folded)
        case Slot.city: cities.add(folded)
        default: texts[slot - Slot.texts].add(folded)
        }
    }

    /// The records that were read; a birth date that is missing is read from the CPR number.
    public consuming func finish() -> MatchRecords {
        memo = []
        numbers.finish()
        if numbers.isCPR {
            for start in stride(from: 0, to: values.count, by: width) where values[start + Slot.date] == 0 {
                values[start + Slot.date] = numbers.birthDate(values[start + Slot.id])
            }
        }
        return MatchRecords(self, values: values, numbers: numbers)
    }
}
