/// Records as they stand in a file, to be read together: their texts one after another.
public struct RecordBatch: Sendable {
    /// A record by its name.
    public struct Name: Sendable, Hashable {
        public let id: String
        /// Line of the file on which it stands.
        public let line: Int
    }

    /// Records that are worth while to be read together.
    public static let size = 4_096

    private let columns: Int
    private var bytes: [UInt8] = []
    /// Of each record, where its id ends and each of its fields.
    private var ends: [UInt32] = []
    private var lines: [Int] = []

    /// - Parameter columns: fields of each record besides its id.
    public init(columns: Int) {
        self.columns = columns
        lines.reserveCapacity(RecordBatch.size)
        ends.reserveCapacity(RecordBatch.size * (columns + 1))
    }

    public var count: Int { lines.count }

    /// Begins a record; as many fields as there are columns are added next, in their order.
    public mutating func begin(_ id: UnsafeBufferPointer<UInt8>, line: Int) {
        lines.append(line)
        add(id)
    }

    /// Adds the next field; an empty one where the record has none.
    public mutating func add(_ field: UnsafeBufferPointer<UInt8>) {
        bytes.append(contentsOf: field)
        ends.append(UInt32(bytes.count))
    }

    func withField(_ column: Int, of record: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        withBytes(record * (columns + 1) + 1 + column, body)
    }

    func withID<Value>(of record: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
        withBytes(record * (columns + 1), body)
    }

    func name(of record: Int) -> Name {
        Name(id: withID(of: record) { String(decoding: $0, as: UTF8.self) }, line: lines[record])
    }

    private func withBytes<Value>(_ place: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
        let start = place == 0 ? 0 : Int(ends[place - 1])
        return bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[start..<Int(ends[place])])) }
    }
}
