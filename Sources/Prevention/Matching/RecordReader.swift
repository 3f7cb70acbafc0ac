internal import Dispatch
internal import Synchronization

/// Reads records that are to be matched, one after another or many at once.
///
/// Used from one thread. Batches are read on two others while the calling thread makes the next: names on one, everything
/// else on the other.
public final class RecordReader {
    /// The columns with names, and all others.
    private let columns: [SharedColumns]
    private let ids = SharedIDs()
    private let pending = DispatchGroup()
    let width: Int
    let kinds: Set<FieldKind>
    public private(set) var count = 0
    private var leftCount: Int?

    /// - Parameters:
    ///   - columns: kinds of the columns, in their order. Several of `given`, `family` and `address` are read as one; each
    ///     further one of the other kinds is taken as `text`.
    public init(columns: [FieldKind], nicknames: Nicknames) {
        var sources: [Int: [Int]] = [:]
        var further = 0
        for (column, (kind, isText)) in zip(columns, FieldKind.areTexts(columns)).enumerated() {
            let slot = isText ? MatchRecords.Slot.texts + further : RecordReader.slot(of: kind)
            sources[slot, default: []].append(column)
            if isText { further += 1 }
        }
        kinds = Set(columns)
        width = MatchRecords.Slot.texts + further
        let places = sources.map { ColumnReader.Column(slot: $0.key, sources: $0.value) }.sorted { $0.slot < $1.slot }
        self.columns = [true, false].map { isNames in
            SharedColumns(
                ColumnReader(
                    places.filter { ($0.slot <= MatchRecords.Slot.date) == isNames }, texts: further,
                    nicknames: nicknames))
        }
    }

    private static func slot(of kind: FieldKind) -> Int {
        typealias Slot = MatchRecords.Slot
        return switch kind {
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

    /// Everything added from here on is of the second file.
    public func beginRight() {
        leftCount = count
        ids.reading.withLock { $0.ids.beginRight() }
    }

    /// Adds a record.
    ///
    /// - Parameters:
    ///   - id: what it is called in the file.
    ///   - field: gives the bytes of a column, by its number in `columns`, to a function.
    /// - Returns: false, and nothing is added, where a record of the same file is called so already.
    public func add(
        id: UnsafeBufferPointer<UInt8>, field: (Int, (UnsafeBufferPointer<UInt8>) -> Void) -> Void
    ) -> Bool {
        guard ids.reading.withLock({ $0.ids.add(id) }) else { return false }
        for columns in columns { columns.reader.withLock { $0.add(field) } }
        count += 1
        return true
    }

    /// Adds many; they are read meanwhile. Ends when the batch before this one is read.
    ///
    /// - Returns: the first row so far that is called as another one of the same file; then nothing more may be added.
    public func add(_ batch: RecordBatch) -> RecordBatch.Name? {
        let repeated = settle()
        count += batch.count
        let queue = DispatchQueue.global()
        for columns in columns {
            queue.async(group: pending) { columns.reader.withLock { $0.add(batch) } }
        }
        queue.async(group: pending) { [ids] in ids.reading.withLock { $0.add(batch) } }
        return repeated
    }

    /// Waits until everything is read.
    ///
    /// - Returns: as `add`.
    public func settle() -> RecordBatch.Name? {
        pending.wait()
        return ids.reading.withLock { $0.repeated }
    }

    /// The records that were read; a birth date that is missing is read from the CPR number. Nothing may be added afterwards.
    public func finish() -> MatchRecords {
        pending.wait()
        let empty = ColumnReader([], texts: 0, nicknames: Nicknames([]))
        let read = columns.map { columns in
            columns.reader.withLock { reader in
                defer { reader = empty }
                return reader
            }
        }
        var numbers = read[1].numbers
        numbers.finish()
        var values = [Int32](repeating: 0, count: count * width)
        for column in read.lazy.flatMap(\.columns) {
            for (record, value) in column.values.enumerated() { values[record * width + column.slot] = value }
        }
        if numbers.isCPR {
            for start in stride(from: 0, to: values.count, by: width) where values[start + MatchRecords.Slot.date] == 0
            {
                values[start + MatchRecords.Slot.date] =
                    numbers.birthDate(values[start + MatchRecords.Slot.id])
            }
        }
        return MatchRecords(
            names: read[0].names, others: read[1], numbers: numbers, values: values, width: width, kinds: kinds,
            ids: ids.reading.withLock { $0.ids }, leftCount: leftCount)
    }
}

/// Columns that another thread may read.
private final class SharedColumns: Sendable {
    let reader: Mutex<ColumnReader>

    init(_ reader: ColumnReader) { self.reader = Mutex(reader) }
}

/// What the records are called, and the first of them that is called as another.
private final class SharedIDs: Sendable {
    struct Reading {
        var ids = RecordIDs()
        var repeated: RecordBatch.Name?

        mutating func add(_ batch: RecordBatch) {
            for row in 0..<batch.count where repeated == nil {
                let isNew = batch.withID(of: row) { ids.add($0) }
                if !isNew { repeated = batch.name(of: row) }
            }
        }
    }

    let reading = Mutex(Reading())
}
