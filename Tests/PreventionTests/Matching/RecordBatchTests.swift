import Testing

@testable import Prevention

@Suite("Records that are read many at once")
struct RecordBatchTests {
    private static let kinds: [FieldKind] = [.given, .family, .given, .date, .id, .address, .code, .city, .text, .code]
    private static let rows: [(id: String, fields: [String])] = (0..<300).map { number in
        let fields = [
            number % 7 == 0 ? "" : "Åse\(number % 11)", "Bæk \(number % 5)", number % 3 == 0 ? "" : "Marie",
            number % 4 == 0 ? "" : "19\(60 + number % 30)-02-1\(number % 10)", "6\(number % 3)0188123\(number % 10)",
            "Vej \(number % 9), 1. th", "4\(number % 3)00", "Køge", number % 2 == 0 ? "x\(number)" : "", "1",
        ]
        return ("r\(number)", fields)
    }

    private static func alone() -> MatchRecords {
        let reader = RecordReader(columns: kinds, nicknames: Nicknames([]))
        for row in rows {
            let id = Array(row.id.utf8)
            let isNew = id.withUnsafeBufferPointer { id in
                reader.add(id: id) { column, take in Array(row.fields[column].utf8).withUnsafeBufferPointer(take) }
            }
            #expect(isNew)
        }
        return reader.finish()
    }

    private static func batch(_ rows: ArraySlice<(id: String, fields: [String])>) -> RecordBatch {
        var batch = RecordBatch(columns: kinds.count)
        for (index, row) in zip(rows.indices, rows) {
            Array(row.id.utf8).withUnsafeBufferPointer { batch.begin($0, line: index + 2) }
            for field in row.fields { Array(field.utf8).withUnsafeBufferPointer { batch.add($0) } }
        }
        return batch
    }

    @Test("they become the same records as one by one, whatever the batches", arguments: [1, 7, 299, 300])
    func sameRecords(size: Int) {
        let reader = RecordReader(columns: RecordBatchTests.kinds, nicknames: Nicknames([]))
        for start in stride(from: 0, to: 300, by: size) {
            let batch = RecordBatchTests.batch(RecordBatchTests.rows[start..<min(start + size, 300)])
            #expect(reader.add(batch) == nil)
        }
        #expect(reader.settle() == nil)
        let (records, expected) = (reader.finish(), RecordBatchTests.alone())
        // The numbers of values depend on the order in which they are met; what the records say does not.
        #expect((0..<300).allSatisfy { records.contentHash($0) == expected.contentHash($0) })
        #expect(records.count == 300 && records.leftCount == 300 && !records.hasTwoFiles)
        #expect((0..<300).allSatisfy { records.ids[$0] == "r\($0)" })
    }

    @Test("an id that stands there a second time is told with its line, also from another batch")
    func repeatedID() {
        let reader = RecordReader(columns: RecordBatchTests.kinds, nicknames: Nicknames([]))
        _ = reader.add(RecordBatchTests.batch(RecordBatchTests.rows[0..<10]))
        _ = reader.add(RecordBatchTests.batch(RecordBatchTests.rows[8..<20]))
        #expect(reader.settle() == RecordBatch.Name(id: "r8", line: 10))
    }

    @Test("the same id in the other file is another record")
    func otherFile() {
        let reader = RecordReader(columns: RecordBatchTests.kinds, nicknames: Nicknames([]))
        _ = reader.add(RecordBatchTests.batch(RecordBatchTests.rows[0..<10]))
        #expect(reader.settle() == nil)
        reader.beginRight()
        _ = reader.add(RecordBatchTests.batch(RecordBatchTests.rows[0..<5]))
        #expect(reader.settle() == nil)
        let records = reader.finish()
        #expect(records.count == 15 && records.leftCount == 10 && records.hasTwoFiles)
        #expect(records.ids[10] == "r0")
    }
}
