/// Reads some places of records: each different value becomes a number in the table of its kind.
struct ColumnReader: Sendable {
    private(set) var names: NameTable
    private(set) var addresses = AddressTable()
    private(set) var numbers = NumberTable()
    private(set) var codes = TextTable()
    private(set) var cities = TextTable()
    private(set) var texts: [TextTable]
    private(set) var columns: [Column]

    /// One place of all records.
    struct Column: Sendable {
        /// Where it stands in a record.
        let slot: Int
        /// Columns of the file that are read as one, in their order.
        let sources: [Int]
        /// Record by record; 0 is a missing value. Dates stand as themselves.
        fileprivate(set) var values: [Int32] = []
        /// What each different text as it stands in the file became.
        fileprivate var raw = Interner()
        fileprivate var known: [Int32] = []

        init(slot: Int, sources: [Int]) {
            self.slot = slot
            self.sources = sources
        }
    }

    private typealias Slot = MatchRecords.Slot

    /// - Parameter texts: how many further texts a record has.
    init(_ columns: [Column], texts: Int, nicknames: Nicknames) {
        self.columns = columns
        self.texts = Array(repeating: TextTable(), count: texts)
        names = NameTable(nicknames: nicknames)
    }

    /// Reads a record.
    ///
    /// - Parameter field: gives the bytes of a column of the file to a function.
    mutating func add(_ field: (Int, (UnsafeBufferPointer<UInt8>) -> Void) -> Void) {
        for index in columns.indices { append(to: index, field) }
    }

    mutating func add(_ batch: RecordBatch) {
        for index in columns.indices {
            for row in 0..<batch.count {
                append(to: index) { column, take in batch.withField(column, of: row, take) }
            }
        }
    }

    private mutating func append(
        to index: Int, _ field: (Int, (UnsafeBufferPointer<UInt8>) -> Void) -> Void
    ) {
        var value: Int32 = 0
        let sources = columns[index].sources
        if sources.count == 1 {
            field(sources[0]) { text in if !text.isEmpty { value = self.value(text, in: index) } }
        } else {
            var joined: [UInt8] = []
            for source in sources {
                field(source) { text in
                    if !joined.isEmpty, !text.isEmpty { joined.append(FoldedText.space) }
                    joined.append(contentsOf: text)
                }
            }
            if !joined.isEmpty { value = joined.withUnsafeBufferPointer { self.value($0, in: index) } }
        }
        columns[index].values.append(value)
    }

    private mutating func value(_ text: UnsafeBufferPointer<UInt8>, in index: Int) -> Int32 {
        let slot = columns[index].slot
        if slot == Slot.date { return DigitDate.read(text) }
        let (raw, isNew) = columns[index].raw.add(text)
        if isNew {
            let folded = FoldedText.fold(text)
            columns[index].known.append(folded.isEmpty ? 0 : number(folded, in: slot))
        }
        return columns[index].known[raw]
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
}
