import Foundation

/// The files of one import, all opened and their headers checked before anything is stored.
struct ImportFiles {
    struct CSV {
        let name: String
        let path: String
        let target: any CSVTarget.Type
        let reader: CSVReader
        /// Column index in the file by its place in the format; -1 where the file does not have it.
        let places: [Int]
        /// Columns of the file.
        let width: Int
        let size: UInt64
    }

    static var csv: [(name: String, target: any CSVTarget.Type)] {
        [
            ("persons.csv", PersonRows.self), ("relations.csv", RelationRows.self),
            ("incidents.csv", IncidentRows.self),
            ("incident_persons.csv", ParticipantRows.self),
            // Before the cases, whose bans are judged by them.
            ("areas.csv", AreaRows.self),
        ]
    }
    static let cases = "cases.jsonl"

    private(set) var csv: [CSV] = []
    private(set) var cases: LineReader?
    private(set) var unknownColumns: [String: [String]] = [:]
    /// Bytes in all.
    private(set) var size: UInt64 = 0

    init(_ folder: String) throws(ImportFailure) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw ImportFailure(.noFolder, detail: folder)
        }
        for (name, target) in ImportFiles.csv {
            let path = folder + "/" + name
            guard FileManager.default.fileExists(atPath: path) else { continue }
            let source = try ByteSource(path: path)
            let reader = try CSVReader(source)
            let places = try header(reader, of: name, target)
            csv.append(
                CSV(
                    name: name, path: path, target: target, reader: reader, places: places, width: reader.fieldCount,
                    size: source.size))
            size += source.size
        }
        let path = folder + "/" + ImportFiles.cases
        if FileManager.default.fileExists(atPath: path) {
            let source = try ByteSource(path: path)
            cases = try LineReader(source)
            size += source.size
        }
        if names.isEmpty { throw ImportFailure(.noFiles, detail: folder) }
    }

    /// Of the files that are there.
    var names: [String] {
        csv.map(\.name) + (cases == nil ? [] : [ImportFiles.cases])
    }

    private mutating func header(
        _ reader: CSVReader, of name: String, _ target: any CSVTarget.Type
    ) throws(ImportFailure) -> [Int] {
        switch try reader.next() {
        case .end: throw ImportFailure(.emptyFile, file: name)
        case .malformed: throw ImportFailure(.headerMalformed, file: name)
        case .record: break
        }
        var found: [String: Int] = [:]
        for index in 0..<reader.fieldCount {
            guard let column = reader.text(index) else { throw ImportFailure(.headerNotUTF8, file: name) }
            guard found.updateValue(index, forKey: column) == nil else {
                throw ImportFailure(.repeatedColumn, file: name, detail: column)
            }
        }
        if found.count == 1, let only = found.keys.first, only.contains(";") || only.contains("\t") {
            throw ImportFailure(.otherSeparator, file: name)
        }
        for column in target.columns where column.isRequired && found[column.name] == nil {
            throw ImportFailure(.missingColumn, file: name, detail: column.name)
        }
        let known = Set(target.columns.map(\.name))
        let unknown = found.keys.filter { !known.contains($0) }.sorted()
        if !unknown.isEmpty { unknownColumns[name] = unknown }
        return target.columns.map { found[$0.name] ?? -1 }
    }
}
